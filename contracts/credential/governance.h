// What the operations on authorities share: who may change one, its next version, and the event.
#pragma once

#include "contracts/credential/authority.h"
#include "contracts/operation.h"

namespace allonge::credential {

// A change of an authority that was found possible.
struct AuthorityChange {
  Authority before;  // of version 0 when it is new
  Authority after;
  std::optional<Time> not_since;
  std::optional<Cause> cause;
};

// The change that `act` makes under this grantor. A root is changed by the consortium's council
// (ROLE_FORBIDDEN), a child by the party that is its parent (NOT_YOUR_PART), which must be active
// itself (ISSUER_NOT_AUTHORISED); while it is not, the council may suspend and withdraw in its place, so that
// somebody always can. Before them WRONG_STATE.
Result<AuthorityChange> change_of(AuthorityAct act, const Authority& before, const std::optional<Identity>& parent,
                                  const Context& context, const View& view);
// The same for an authority that is there already. MISSING_FIELD for nobody, NOT_FOUND.
Result<AuthorityChange> change_of(AuthorityAct act, const Identity& identity, const Context& context, const View& view);

void put(Draft& draft, const AuthorityChange& change);
Event told(const AuthorityChange& change, std::string_view type, const Context& context);

}  // namespace allonge::credential
