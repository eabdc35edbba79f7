// The ledger's key history as the verification of documents asks for it (credentials.md 4.3, step 5).
#pragma once

#include "contracts/credential/proof.h"
#include "contracts/party/party.h"

namespace allonge::credential {

// Keys as they were at `created`.
inline KeyResolver keys_of_ledger(const View& view) {
  return [&view](const PartyId& party, std::uint32_t serial, Time created) {
    return key_at(view, party, serial, created);
  };
}

// For what is recorded anew: a key reported compromised proves nothing any more, whatever `created`
// says, since its thief can write any moment there.
KeyResolver keys_for_recording(const View& view);

}  // namespace allonge::credential
