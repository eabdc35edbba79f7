// finance.cancel (撤销融资申请): the owner takes a request back, whole, before it has awarded a quote.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

struct FinanceCancel {
  static constexpr Card card{0x0112, "finance.cancel", "Take back a request for quotes before you award one."};
  FinancingId financing;
  static constexpr auto fields() {
    return std::tuple{Field{1, "financing", &FinanceCancel::financing, "your open request"}};
  }
  struct Plan;
};
struct FinanceCancel::Plan {
  Financing financing;
};

Result<FinanceCancel::Plan> check(const FinanceCancel& op, const Context& context, const View& view);
void apply(const FinanceCancel::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceCancel& op, const View& view);

}  // namespace allonge::receivable
