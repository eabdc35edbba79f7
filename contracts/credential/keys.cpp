#include "contracts/credential/keys.h"

namespace allonge::credential {

KeyResolver keys_for_recording(const View& view) {
  return [&view](const PartyId& party, std::uint32_t serial, Time created) -> Result<PublicKey> {
    TRY(const PublicKey key, key_at(view, party, serial, created));
    const auto record = key_records.find(view, key);
    if (record && record->compromised) return Refusal{Reason::proof_key_state, "the key is reported compromised"};
    return key;
  };
}

}  // namespace allonge::credential
