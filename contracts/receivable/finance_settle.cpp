#include "contracts/receivable/finance_settle.h"

namespace allonge::receivable {

Result<FinanceSettle::Plan> check(const FinanceSettle& op, const Context& context, const View& view) {
  TRY(Delivery delivery, plan_delivery(view, op.financing, {PaymentSide::ledger, today(context.block)}, context));
  const Settlement& settlement = *delivery.after.settlement;
  if (op.amount != settlement.paid)
    return Refusal{Reason::bad_amount, "to be paid today is " + settlement.paid.text()};
  CHECK(delivery_allowed(delivery, PaymentSide::ledger, context));
  const std::array legs{CashLeg{delivery.after.owner, settlement.paid}};
  TRY(CashPlan cash, plan_payment(view, delivery.certificate.bank, delivery.certificate.currency, context.party, legs));
  return FinanceSettle::Plan{std::move(delivery), std::move(cash)};
}

void apply(const FinanceSettle::Plan& plan, const Context& context, Draft& draft, Events& events) {
  carry_out(plan.cash, draft);
  deliver(plan.delivery, context, draft, events);
}

std::optional<Amount> banded_amount(const FinanceSettle& op, const View&) { return op.amount; }

}  // namespace allonge::receivable
