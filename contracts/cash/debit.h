// cash.debit: the settlement bank attests that it paid a party's money out.
#pragma once

#include "contracts/cash/account.h"
#include "contracts/operation.h"

namespace allonge::cash {

struct Debit {
  static constexpr Card card{0x0302, "cash.debit", "Take money that the bank paid out from a party's account.",
                             "settlement_bank"};
  PartyId party;
  Currency currency = Currency::cny;
  Amount amount;
  std::string payment_ref;
  static constexpr auto fields() {
    return std::tuple{Field{1, "party", &Debit::party, "whose account"},
                      Field{2, "currency", &Debit::currency, "of the amount"},
                      Field{3, "amount", &Debit::amount, "how much was paid out"},
                      Field{4, "payment_ref", &Debit::payment_ref, "reference in the bank's books, used once", 64}};
  }
  struct Plan;
};
struct Debit::Plan {
  Debit op;
  CashPlan cash;
};

Result<Debit::Plan> check(const Debit& op, const Context& context, const View& view);
void apply(const Debit::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Debit& op, const View& view);

}  // namespace allonge::cash
