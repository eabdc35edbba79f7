#include "contracts/cash/debit.h"

#include "contracts/party/party.h"

namespace allonge::cash {

Result<Debit::Plan> check(const Debit& op, const Context& context, const View& view) {
  if (op.amount.is_zero()) return Reason::bad_amount;
  if (!party_records.has(view, op.party)) return Reason::not_found;
  CHECK(fresh_payment_ref(view, context.party, op.payment_ref));
  TRY(CashPlan cash, plan_debit(view, context.party, op.currency, {op.party, op.amount}));
  return Debit::Plan{op, std::move(cash)};
}

void apply(const Debit::Plan& plan, const Context& context, Draft& draft, Events& events) {
  carry_out(plan.cash, draft);
  use_payment_ref(draft, context.party, plan.op.payment_ref, context.transaction);
  events.push_back({.type = "cash.debited",
                    .subject = account_name(context.party, plan.op.party, plan.op.currency),
                    .other = plan.op.payment_ref,
                    .parties = {context.party, plan.op.party},
                    .ranges = {},
                    .amount = plan.op.amount,
                    .before = {},
                    .after = {},
                    .document = {}});
}

std::optional<Amount> banded_amount(const Debit& op, const View&) { return op.amount; }

}  // namespace allonge::cash
