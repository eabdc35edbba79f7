#include "contracts/party/recovery.h"

#include <algorithm>

#include "ledger/digest.h"

namespace allonge {

Result<void> acceptable(const RecoveryRule& rule) {
  for (const PublicKey& key : rule.keys) CHECK(acceptable_key(key));
  for (std::size_t i = 1; i < rule.keys.size(); ++i)
    if (rule.keys[i - 1] >= rule.keys[i]) return Refusal{Reason::bad_policy, "recovery keys ascend, each once"};
  if (rule.needed < 2) return Refusal{Reason::bad_policy, "recovery takes at least two keys"};
  if (rule.needed > rule.keys.size()) return Refusal{Reason::bad_policy, "recovery asks for more keys than there are"};
  return done();
}

Digest recovery_text(const Digest& chain, const PartyId& party, std::uint32_t acts, std::string_view operation,
                     BytesView what) {
  Bytes number;
  append_big_endian(number, acts);
  const std::uint8_t end = 0;  // names are of different length and hold no zero
  return digest("allonge/recovery/v1", {chain, party.key(), number, bytes_of(operation), BytesView(&end, 1), what});
}

Result<void> approved(const RecoveryRule& rule, const Digest& text, const Approvals& approvals) {
  for (std::size_t i = 0; i < approvals.size(); ++i) {
    if (!std::binary_search(rule.keys.begin(), rule.keys.end(), approvals[i].key)) return Reason::key_not_in_force;
    if (i > 0 && approvals[i - 1].key >= approvals[i].key) return Reason::signatures_unordered;
    if (!verify(approvals[i].key, text, approvals[i].signature)) return Reason::bad_signature;
  }
  if (approvals.size() < rule.needed)
    return Refusal{Reason::approvals_missing, std::to_string(rule.needed) + " recovery keys are needed"};
  return done();
}

}  // namespace allonge
