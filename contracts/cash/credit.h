// cash.credit: the settlement bank attests that money arrived and puts it on a party's account.
#pragma once

#include "contracts/cash/account.h"
#include "contracts/operation.h"

namespace allonge::cash {

struct Credit {
  static constexpr Card card{0x0301, "cash.credit", "Put money that the bank received on a party's account.",
                             "settlement_bank"};
  PartyId party;
  Currency currency = Currency::cny;
  Amount amount;
  std::string payment_ref;
  static constexpr auto fields() {
    return std::tuple{Field{1, "party", &Credit::party, "whose account"},
                      Field{2, "currency", &Credit::currency, "of the amount"},
                      Field{3, "amount", &Credit::amount, "how much arrived"},
                      Field{4, "payment_ref", &Credit::payment_ref, "reference in the bank's books, used once", 64}};
  }
  struct Plan;
};
struct Credit::Plan {
  Credit op;
  CashPlan cash;
};

Result<Credit::Plan> check(const Credit& op, const Context& context, const View& view);
void apply(const Credit::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Credit& op, const View& view);

}  // namespace allonge::cash
