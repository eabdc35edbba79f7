#include "contracts/receivable/finance_cancel.h"

namespace allonge::receivable {

Result<FinanceCancel::Plan> check(const FinanceCancel& op, const Context& context, const View& view) {
  TRY(Financing financing, financing_records.get(view, op.financing));
  CHECK(may(FinanceAct::cancel, financing, {.party = &context.party}));
  CHECK(may_all(RangeAct::withdraw_request, ranges_of(view, financing), {.party = &context.party}));
  return FinanceCancel::Plan{std::move(financing)};
}

void apply(const FinanceCancel::Plan& plan, const Context&, Draft& draft, Events& events) {
  end_request(draft, plan.financing, {FinanceState::cancelled, "finance.cancelled"}, events);
}

std::optional<Amount> banded_amount(const FinanceCancel& op, const View& view) {
  const auto found = financing_records.find(view, op.financing);
  return found ? std::optional(found->face) : std::nullopt;
}

}  // namespace allonge::receivable
