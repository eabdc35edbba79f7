// Who may hold a certificate: a party of the ledger, active, holder or financier by role, never
// the platform, and never the issuer of the paper itself.
#pragma once

#include "contracts/party/party.h"

namespace allonge::receivable {

// NOT_FOUND, ROLE_FORBIDDEN.
inline Result<void> eligible_holder(const View& view, const PartyId& party) {
  TRY(const Party record, party_records.get(view, party));
  const RoleSet roles = record.role_set();
  if (record.status != PartyStatus::active || roles.has(Role::platform) ||
      !roles.meets({Role::holder, Role::financier}))
    return Refusal{Reason::role_forbidden, std::string(party.text()) + " may not hold certificates"};
  return done();
}

}  // namespace allonge::receivable
