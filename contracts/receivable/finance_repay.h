// finance.repay (还款): the owner pays its loan back in bank money, all or a part; to the fee, then interest
// to this day, then principal (loan.h). When nothing is owed any more its ranges are free by themselves.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/pledge.h"

namespace allonge::receivable {

struct FinanceRepay {
  static constexpr Card card{0x011a, "finance.repay", "Pay back a loan against a pledge, all or a part."};
  FinancingId financing;
  Amount amount;
  static constexpr auto fields() {
    return std::tuple{Field{1, "financing", &FinanceRepay::financing, "the loan"},
                      Field{2, "amount", &FinanceRepay::amount, "how much; all that is owed if left out"}};
  }
  struct Plan;
};
struct FinanceRepay::Plan {
  Financing before;
  Financing after;
  Amount amount;
  CashPlan cash;
};

// In this order: NOT_FOUND, WRONG_STATE, NOT_YOUR_PART, OVERPAYMENT, INSUFFICIENT_CASH.
Result<FinanceRepay::Plan> check(const FinanceRepay& op, const Context& context, const View& view);
void apply(const FinanceRepay::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceRepay& op, const View& view);

}  // namespace allonge::receivable
