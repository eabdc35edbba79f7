// finance.quote (报价): a financier seals its quote; the terms stay unread until all are in. Quoting
// again replaces the quote, and the later seal counts where two net the same.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

struct FinanceQuote {
  static constexpr Card card{0x0113, "finance.quote", "Seal a quote for a request; reveal it after the deadline.", "financier"};
  FinancingId financing;
  Digest seal;
  static constexpr auto fields() {
    return std::tuple{Field{1, "financing", &FinanceQuote::financing, "the open request"},
                      Field{2, "seal", &FinanceQuote::seal, "digest of your terms and your salt"}};
  }
  struct Plan;
};
struct FinanceQuote::Plan {
  Financing financing;
  Quote quote;
};

// In this order: NOT_FOUND, WRONG_STATE, NOT_YOUR_PART (the owner itself), ISSUER_NOT_HOLDER, ROLE_FORBIDDEN,
// QUOTE_LATE, NOT_INVITED, TOO_LARGE.
Result<FinanceQuote::Plan> check(const FinanceQuote& op, const Context& context, const View& view);
void apply(const FinanceQuote::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceQuote& op, const View& view);

}  // namespace allonge::receivable
