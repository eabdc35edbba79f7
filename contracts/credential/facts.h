// What the ledger remembers of a credential's claims: the few that gates ask for. A row per fact says
// which claims may carry it; what is hidden in a digest is no fact.
#pragma once

#include "contracts/credential/document.h"
#include "contracts/credential/record.h"

namespace allonge::credential {

Facts facts_of(const Document& document);

// Whom a gate finds it by: the person whom the claim `signer` names, the product that the claim
// `productId` names, else the subject.
std::string holder_of(const Document& document);

}  // namespace allonge::credential
