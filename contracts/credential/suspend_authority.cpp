#include "contracts/credential/suspend_authority.h"

namespace allonge::credential {

Result<SuspendAuthority::Plan> check(const SuspendAuthority& op, const Context& context, const View& view) {
  TRY(AuthorityChange change, change_of(AuthorityAct::suspend, op.authority, context, view));
  change.cause = op.cause;
  return SuspendAuthority::Plan{std::move(change)};
}

void apply(const SuspendAuthority::Plan& plan, const Context& context, Draft& draft, Events& events) {
  put(draft, plan.change);
  events.push_back(told(plan.change, "trust.suspended", context));
}

std::optional<Amount> banded_amount(const SuspendAuthority&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
