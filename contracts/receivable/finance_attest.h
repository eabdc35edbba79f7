// finance.attest (付款证明): the money moved outside the ledger and the settlement bank says so (R-57, mode B):
// under which reference, how much, to which account, on which day. Then the ranges move. A reference is
// used once for ever; the account is the one the owner named in its request.
#pragma once

#include "contracts/cash/account.h"
#include "contracts/operation.h"
#include "contracts/receivable/settlement.h"

namespace allonge::receivable {

struct FinanceAttest {
  static constexpr Card card{0x0118, "finance.attest", "Attest that a financing was paid outside the ledger.",
                             "settlement_bank"};
  FinancingId financing;
  std::string payment_ref;
  Amount amount;
  Currency currency = Currency::cny;
  std::string payee_account;
  Date value_date;
  static constexpr auto fields() {
    using T = FinanceAttest;
    return std::tuple{Field{1, "financing", &T::financing, "the financing that was paid"},
                      Field{2, "payment_ref", &T::payment_ref, "reference in the bank's books, used once", 64},
                      Field{3, "amount", &T::amount, "how much was paid: the net of the value date, or the loan"},
                      Field{4, "currency", &T::currency, "of the amount"},
                      Field{5, "payee_account", &T::payee_account, "account it was paid to", 64},
                      Field{6, "value_date", &T::value_date, "day on which it was paid"}};
  }
  struct Plan;
};
struct FinanceAttest::Plan {
  Delivery delivery;
};

// In this order: NOT_FOUND, WRONG_STATE, NOT_YOUR_PART, WINDOW_OVER, REGISTRATION_REQUIRED, OUT_OF_RANGE (the
// value date), BAD_PRICE, CURRENCY_MISMATCH, PAYEE_NOT_ALLOWED, BAD_AMOUNT, BAD_TEXT, REF_REUSED, RANGE_HELD.
Result<FinanceAttest::Plan> check(const FinanceAttest& op, const Context& context, const View& view);
void apply(const FinanceAttest::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceAttest& op, const View& view);

}  // namespace allonge::receivable
