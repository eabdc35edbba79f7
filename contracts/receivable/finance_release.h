// finance.release (解除质押): owner and pledgee let ranges of a pledge go, all or a part. Each signs the
// same ranges: the first to do so asks, the second does it; who names other ranges asks for those instead.
// What is still owed when all are let go is owed without them.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

struct FinanceRelease {
  static constexpr Card card{0x0119, "finance.release", "Let pledged ranges go; done when both sides have signed."};
  FinancingId financing;
  std::vector<RangeRef> ranges;
  static constexpr auto fields() {
    return std::tuple{Field{1, "financing", &FinanceRelease::financing, "the loan"},
                      Field{2, "ranges", &FinanceRelease::ranges, "which fen, ascending; all if left out", ranges_per_request}};
  }
  struct Plan;
};
struct FinanceRelease::Plan {
  Financing before;
  Financing after;
  Certificate certificate;
  Choice choice;
  bool both_agree = false;
};

// In this order: NOT_FOUND, WRONG_STATE, NOT_YOUR_PART, BAD_RANGE, TOO_MANY_RANGES, RANGE_HELD, RANGE_LOCKED,
// INDIVISIBLE (R-21: it moves only whole), SPLIT_LIMIT.
Result<FinanceRelease::Plan> check(const FinanceRelease& op, const Context& context, const View& view);
void apply(const FinanceRelease::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceRelease& op, const View& view);

}  // namespace allonge::receivable
