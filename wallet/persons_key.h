// The key with which a person signs a document for the party, and its name in the party's key history: what a reader
// resolves it by.
#pragma once

#include "contracts/credential/identity.h"
#include "wallet/session.h"

namespace allonge::wallet {

struct PersonsKey {
  SecretKey key;
  credential::KeyName name;
};
// Of who acts. NO_IDENTITY when the ledger does not have the key in force.
Result<PersonsKey> persons_key(Session& session, const PartyId& party);

}  // namespace allonge::wallet
