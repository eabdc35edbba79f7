#include "contracts/credential/revoke_credential.h"

#include "contracts/credential/renewal.h"
#include "contracts/credential/standing.h"

namespace allonge::credential {

Result<RevokeCredential::Plan> check(const RevokeCredential& op, const Context& context, const View& view) {
  TRY(Credential before, credential_records.get(view, op.credential));
  Credential after = before;
  TRY(after.status, may(CredentialAct::revoke, before, context, view));
  if (op.cause == Cause::superseded) return Refusal{Reason::out_of_range, "superseded is what vc.issue gives"};
  after.suspension.reset();
  after.cause = op.cause;
  return RevokeCredential::Plan{std::move(before), std::move(after)};
}

void apply(const RevokeCredential::Plan& plan, const Context& context, Draft& draft, Events& events) {
  credential_records.put(draft, plan.after.hash, plan.after);
  forget_end(draft, plan.after);
  events.push_back(told("vc.revoked", &plan.before, plan.after, context));
}

std::optional<Amount> banded_amount(const RevokeCredential&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
