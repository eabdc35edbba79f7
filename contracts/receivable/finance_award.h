// finance.award (选定报价): the owner, who bears the interest, chooses. By net proceeds, not by rate:
// the quote that leaves most wins, the earlier seal where two leave the same, among financiers that the
// gate of the day lets be chosen. The award locks the quote; all others are released in the same block.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

struct FinanceAward {
  static constexpr Card card{0x0115, "finance.award", "Choose the quote that nets most.", "holder|financier"};
  FinancingId financing;
  PartyId financier;
  static constexpr auto fields() {
    return std::tuple{Field{1, "financing", &FinanceAward::financing, "your request"},
                      Field{2, "financier", &FinanceAward::financier, "whose quote nets most"}};
  }
  struct Plan;
};
struct FinanceAward::Plan {
  Financing before;
  Financing after;
};

// Revealed quotes that still bind, best first, with what each nets on this day. For check and for people
// who compare. Quotes whose fee or discount leave nothing on this day are left out.
struct Comparison {
  Quote quote;
  Price price;
};
std::vector<Comparison> compared(const View& view, const Financing& financing, Date due, Time now);

// In this order: NOT_FOUND, WRONG_STATE, NOT_YOUR_PART, QUOTE_EARLY, WINDOW_OVER, NOT_FOUND (no such revealed
// quote), QUOTE_EXPIRED, the gate's, BAD_PRICE, NOT_BEST_QUOTE, BAD_PRICE (under min_net).
Result<FinanceAward::Plan> check(const FinanceAward& op, const Context& context, const View& view);
void apply(const FinanceAward::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceAward& op, const View& view);

}  // namespace allonge::receivable
