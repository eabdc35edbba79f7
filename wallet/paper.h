// A credential as its issuer makes it (credentials.md 4.2): from what it says to the signed document. What is
// made here reads as a document of the ledger's profile, or is refused before anybody signs.
#pragma once

#include <string>

#include "contracts/credential/identity.h"
#include "ledger/keys.h"
#include "ledger/time.h"

namespace allonge::wallet {

struct Paper {
  std::string type;
  PartyId issuer;
  PartyId subject;
  std::string claims;        // members of credentialSubject as JSON text
  Time since;                // from this second on it counts
  std::uint32_t days = 366;  // and for so long
  std::string person = {};   // of the issuer: who may sign for it (AuthorisedSigner)
};

// Signed with the issuer's key of this serial, in the canonical form. Its id follows from what it says,
// and it was made in the second that begins at or after `since`: a key that came into force with `since` may
// sign it. VC_JSON, VC_SHAPE, VC_SCHEMA, BAD_JSON.
Result<std::string> signed_document(const Paper& paper, const std::string& network, const SecretKey& key,
                                    std::uint32_t serial = 0);

}  // namespace allonge::wallet
