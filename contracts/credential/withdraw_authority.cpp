#include "contracts/credential/withdraw_authority.h"

namespace allonge::credential {

Result<WithdrawAuthority::Plan> check(const WithdrawAuthority& op, const Context& context, const View& view) {
  const bool compromised = op.cause == Cause::key_compromise;
  if (compromised && !op.effective_from) return Refusal{Reason::missing_field, "effective_from"};
  if (op.effective_from && (!compromised || *op.effective_from > context.block.time))
    return Refusal{Reason::out_of_range, "effective_from is for key_compromise, and not after now"};
  TRY(AuthorityChange change, change_of(AuthorityAct::withdraw, op.authority, context, view));
  change.not_since = op.effective_from;
  change.cause = op.cause;
  return WithdrawAuthority::Plan{std::move(change)};
}

void apply(const WithdrawAuthority::Plan& plan, const Context& context, Draft& draft, Events& events) {
  put(draft, plan.change);
  events.push_back(told(plan.change, "trust.withdrawn", context));
}

std::optional<Amount> banded_amount(const WithdrawAuthority&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
