// finance.settle (放款): delivery against payment on the ledger (R-57, mode A). In one transaction bank money
// moves from the financier to the owner, at the certificate's settlement bank, and the ranges move to the
// financier, or into its pledge; or nothing moves at all. What is paid is the net of the day on which it
// moves: the financier states it, so that its people sign a sum and not a formula.
#pragma once

#include "contracts/cash/account.h"
#include "contracts/operation.h"
#include "contracts/receivable/settlement.h"

namespace allonge::receivable {

struct FinanceSettle {
  static constexpr Card card{0x0117, "finance.settle", "Pay for what you were awarded and receive it.", "financier"};
  FinancingId financing;
  Amount amount;
  static constexpr auto fields() {
    return std::tuple{Field{1, "financing", &FinanceSettle::financing, "the financing that was awarded to you"},
                      Field{2, "amount", &FinanceSettle::amount, "what you pay: the net of this day, or the loan"}};
  }
  struct Plan;
};
struct FinanceSettle::Plan {
  Delivery delivery;
  CashPlan cash;
};

// In this order: NOT_FOUND, WRONG_STATE, NOT_YOUR_PART, WINDOW_OVER, REGISTRATION_REQUIRED, BAD_PRICE,
// BAD_AMOUNT, RANGE_HELD, INSUFFICIENT_CASH.
Result<FinanceSettle::Plan> check(const FinanceSettle& op, const Context& context, const View& view);
void apply(const FinanceSettle::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceSettle& op, const View& view);

}  // namespace allonge::receivable
