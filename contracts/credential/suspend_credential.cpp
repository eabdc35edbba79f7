#include "contracts/credential/suspend_credential.h"

#include "contracts/credential/standing.h"
#include "contracts/party/party.h"

namespace allonge::credential {

Result<SuspendCredential::Plan> check(const SuspendCredential& op, const Context& context, const View& view) {
  TRY(Credential before, credential_records.get(view, op.credential));
  Credential after = before;
  TRY(after.status, may(CredentialAct::suspend, before, context, view));
  if (op.until && *op.until <= context.block.time) return Refusal{Reason::out_of_range, "until is past"};
  if (op.cause == Cause::superseded) return Refusal{Reason::out_of_range, "superseded is no cause to suspend"};
  const bool by_issuer = before.issuer == Identity::of(context.party);
  const bool by_regulator = !by_issuer && party_with(view, context.party, Role::regulator).has_value();
  after.suspension = Suspension{context.party, by_regulator, op.cause, op.until};
  if (before.suspension && status_at(before, context.block.time) == CredentialStatus::suspended) {
    // The later end counts, and the regulator's word stands until the regulator lifts it.
    if (!before.suspension->until || (op.until && *before.suspension->until > *op.until))
      after.suspension->until = before.suspension->until;
    if (before.suspension->by_regulator) after.suspension->by = before.suspension->by;
    after.suspension->by_regulator = by_regulator || before.suspension->by_regulator;
  }
  return SuspendCredential::Plan{std::move(before), std::move(after)};
}

void apply(const SuspendCredential::Plan& plan, const Context& context, Draft& draft, Events& events) {
  credential_records.put(draft, plan.after.hash, plan.after);
  events.push_back(told("vc.suspended", &plan.before, plan.after, context));
}

std::optional<Amount> banded_amount(const SuspendCredential&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
