// A DelegatedIssuer credential repeats for readers outside what the trust registry has granted, and never
// says more: the registry decides, and no gate asks for the paper.
#pragma once

#include "contracts/credential/authority.h"
#include "contracts/credential/document.h"

namespace allonge::credential {

inline constexpr std::string_view delegation_type = "DelegatedIssuer";

// For a document of this type, at the moment it is recorded; any other passes. ISSUER_NOT_AUTHORISED
// unless its subject is an active authority of its issuer's; AUTHORITY_EXCEEDED naming what it says beyond
// the grant: a type, scope or depth, or a life longer than the right's.
Result<void> within_registry(const Document& document, const View& view, Time now);

}  // namespace allonge::credential
