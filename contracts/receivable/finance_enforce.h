// finance.enforce (行使质权): after default the pledged ranges pass to the pledgee at the secured sum,
// which the pledgee states, so that its people sign a sum. What the ranges are worth more is owed to the
// owner, what they are worth less is owed by it; both stand in the record.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/pledge.h"

namespace allonge::receivable {

struct FinanceEnforce {
  static constexpr Card card{0x011b, "finance.enforce", "After default, take the ranges pledged to you.", "financier"};
  FinancingId financing;
  Amount secured;
  static constexpr auto fields() {
    return std::tuple{Field{1, "financing", &FinanceEnforce::financing, "the loan"},
                      Field{2, "secured", &FinanceEnforce::secured, "what it owes you on this day"}};
  }
  struct Plan;
};
struct FinanceEnforce::Plan {
  Financing before;
  Financing after;
  std::vector<Range> ranges;  // as they are after it
};

// In this order: NOT_FOUND, WRONG_STATE, NOT_YOUR_PART, WRONG_STATE (no default, or nothing left to take),
// RANGE_HELD, SECURED_SUM_WRONG.
Result<FinanceEnforce::Plan> check(const FinanceEnforce& op, const Context& context, const View& view);
void apply(const FinanceEnforce::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceEnforce& op, const View& view);

}  // namespace allonge::receivable
