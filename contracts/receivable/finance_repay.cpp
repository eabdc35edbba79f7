#include "contracts/receivable/finance_repay.h"

namespace allonge::receivable {

Result<FinanceRepay::Plan> check(const FinanceRepay& op, const Context& context, const View& view) {
  FinanceRepay::Plan plan;
  TRY(plan.before, financing_records.get(view, op.financing));
  CHECK(may(FinanceAct::repay_part, plan.before, {.party = &context.party}));
  const auto certificate = certificate_records.find(view, plan.before.certificate);
  ensure(certificate.has_value(), "a financing's certificate is kept");
  const Date day = today(context.block);
  const Amount owed = debt_on(*plan.before.loan, day).total();
  plan.amount = op.amount.is_zero() ? owed : op.amount;
  if (plan.amount > owed) return Refusal{Reason::overpayment, "owed is " + owed.text()};
  const std::array legs{CashLeg{plan.before.award->financier, plan.amount}};
  TRY(plan.cash, plan_payment(view, certificate->bank, certificate->currency, context.party, legs));
  plan.after = plan.before;
  Loan& loan = *plan.after.loan;
  pay_down(loan, day, plan.amount);
  TRY(loan.repaid, add(loan.repaid, plan.amount));
  const bool all = debt_on(loan, day).total().is_zero();
  TRY(plan.after.state, may(all ? FinanceAct::repay : FinanceAct::repay_part, plan.before, {.party = &context.party}));
  if (all)
    for (const Range& range : live_ranges_of(view, plan.before))
      if (range.state == RangeState::pledged)
        CHECK(may(RangeAct::discharge, range, asker_of(plan.before, &context.party, *certificate)));
  return plan;
}

void apply(const FinanceRepay::Plan& plan, const Context&, Draft& draft, Events& events) {
  carry_out(plan.cash, draft);
  if (plan.after.state == FinanceState::repaid) let_go(draft, plan.after);
  put(draft, plan.after);
  events.push_back(finance_event("finance.repaid", plan.after, plan.before.state,
                                 {plan.after.owner, plan.after.award->financier}));
  events.back().amount = plan.amount;
}

std::optional<Amount> banded_amount(const FinanceRepay& op, const View&) {
  return op.amount.is_zero() ? std::nullopt : std::optional(op.amount);
}

}  // namespace allonge::receivable
