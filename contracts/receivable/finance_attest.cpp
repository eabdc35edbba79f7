#include "contracts/receivable/finance_attest.h"

namespace allonge::receivable {

Result<FinanceAttest::Plan> check(const FinanceAttest& op, const Context& context, const View& view) {
  TRY(Delivery delivery, plan_delivery(view, op.financing, {PaymentSide::outside, op.value_date}, context));
  Financing& financing = delivery.after;
  if (op.currency != delivery.certificate.currency) return Reason::currency_mismatch;
  if (financing.payee_account.empty() || op.payee_account != financing.payee_account)
    return Refusal{Reason::payee_not_allowed, financing.payee_account.empty()
                                                  ? "the owner asked for bank money on the ledger"
                                                  : "the owner named " + financing.payee_account};
  if (op.amount != financing.settlement->paid)
    return Refusal{Reason::bad_amount, "to be paid on that day is " + financing.settlement->paid.text()};
  CHECK(fresh_payment_ref(view, context.party, op.payment_ref));
  CHECK(delivery_allowed(delivery, PaymentSide::outside, context));
  financing.settlement->payment_ref = op.payment_ref;
  return FinanceAttest::Plan{std::move(delivery)};
}

void apply(const FinanceAttest::Plan& plan, const Context& context, Draft& draft, Events& events) {
  use_payment_ref(draft, context.party, plan.delivery.after.settlement->payment_ref, context.transaction);
  deliver(plan.delivery, context, draft, events);
}

std::optional<Amount> banded_amount(const FinanceAttest& op, const View&) { return op.amount; }

}  // namespace allonge::receivable
