#include "contracts/cash/credit.h"

#include "contracts/party/party.h"

namespace allonge::cash {

Result<Credit::Plan> check(const Credit& op, const Context& context, const View& view) {
  if (op.amount.is_zero()) return Reason::bad_amount;
  TRY(const Party party, party_records.get(view, op.party));
  // Money never goes to the platform and is never pooled there.
  if (party.has(Role::platform)) return Reason::role_forbidden;
  CHECK(fresh_payment_ref(view, context.party, op.payment_ref));
  TRY(CashPlan cash, plan_credit(view, context.party, op.currency, {op.party, op.amount}));
  return Credit::Plan{op, std::move(cash)};
}

void apply(const Credit::Plan& plan, const Context& context, Draft& draft, Events& events) {
  carry_out(plan.cash, draft);
  use_payment_ref(draft, context.party, plan.op.payment_ref, context.transaction);
  events.push_back({.type = "cash.credited",
                    .subject = account_name(context.party, plan.op.party, plan.op.currency),
                    .other = plan.op.payment_ref,
                    .parties = {context.party, plan.op.party},
                    .ranges = {},
                    .amount = plan.op.amount,
                    .before = {},
                    .after = {},
                    .document = {}});
}

std::optional<Amount> banded_amount(const Credit& op, const View&) { return op.amount; }

}  // namespace allonge::cash
