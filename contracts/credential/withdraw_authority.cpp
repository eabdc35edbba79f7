#include "contracts/credential/withdraw_authority.h"

namespace allonge::credential {

namespace {

bool reported_before(const View& view, const Identity& authority, Time effective) {
  const auto head = authority_head_records.find(view, identity_key(authority));
  return head && head->not_since && *head->not_since <= effective;
}

}  // namespace

Result<WithdrawAuthority::Plan> check(const WithdrawAuthority& op, const Context& context, const View& view) {
  const bool compromised = op.cause == Cause::key_compromise;
  if (compromised && !op.effective_from) return Refusal{Reason::missing_field, "effective_from"};
  if (op.effective_from && (!compromised || *op.effective_from > context.block.time))
    return Refusal{Reason::out_of_range, "effective_from is for key_compromise, and not after now"};
  TRY(AuthorityChange change, change_of(AuthorityAct::withdraw, op.authority, context, view));
  const bool again = change.before.status == AuthorityStatus::withdrawn;
  if (again && (!op.effective_from || reported_before(view, op.authority, *op.effective_from)))
    return Reason::wrong_state;
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
