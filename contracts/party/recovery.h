// How a party comes back when its keys are lost or stolen: k of n keys kept apart from daily
// work, of people the party trusts. They sign nothing but this, so they are no keys in force and stand
// in no transaction's envelope; whoever carries their approvals to the ledger does not matter.
#pragma once

#include "contracts/operation.h"
#include "ledger/keys.h"

namespace allonge {

inline constexpr std::uint32_t recovery_keys_limit = 16;

struct RecoveryRule {
  std::uint32_t needed = 2;     // at least 2: one recovery key alone never decides
  std::vector<PublicKey> keys;  // ascending
  static constexpr auto fields() {
    return std::tuple{Field{1, "needed", &RecoveryRule::needed, "how many of the keys sign; at least 2"},
                      Field{2, "keys", &RecoveryRule::keys, "recovery keys, ascending", recovery_keys_limit}};
  }
  bool operator==(const RecoveryRule&) const = default;
};

using Approvals = std::vector<KeySignature>;  // ascending by key

// Keys acceptable, ascending and enough. BAD_KEY, BAD_POLICY.
Result<void> acceptable(const RecoveryRule& rule);

// What recovery people sign: this act for this party on this chain, once (`acts` as the party's record
// counts them).
Digest recovery_text(const Digest& chain, const PartyId& party, std::uint32_t acts, std::string_view operation,
                     BytesView what);

// Every approval is looked at: KEY_NOT_IN_FORCE by anybody else, SIGNATURES_UNORDERED, BAD_SIGNATURE;
// then APPROVALS_MISSING.
Result<void> approved(const RecoveryRule& rule, const Digest& text, const Approvals& approvals);

}  // namespace allonge
