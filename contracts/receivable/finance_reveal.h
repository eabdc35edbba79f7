// finance.reveal (揭示报价): after the quotes are closed each financier shows what it sealed. From now on the
// quote binds until its own last moment; what is not revealed in time is void.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

struct FinanceReveal {
  static constexpr Card card{0x0114, "finance.reveal", "Show the quote that you sealed.", "financier"};
  FinancingId financing;
  QuoteTerms terms;
  Bytes salt;
  static constexpr auto fields() {
    return std::tuple{Field{1, "financing", &FinanceReveal::financing, "the request you quoted for"},
                      Field{2, "terms", &FinanceReveal::terms, "what you offer, as you sealed it"},
                      Field{3, "salt", &FinanceReveal::salt, "16 to 32 bytes, as you sealed them", longest_salt}};
  }
  struct Plan;
};
struct FinanceReveal::Plan {
  Financing financing;
  Quote quote;
  Price price;
};

// In this order: NOT_FOUND, WRONG_STATE, NOT_YOUR_PART, QUOTE_EARLY, QUOTE_LATE, NOT_FOUND (nothing sealed),
// WRONG_STATE (revealed already), QUOTE_MISMATCH, OUT_OF_RANGE, TERM_REVIEW_MISSING, BAD_PRICE.
Result<FinanceReveal::Plan> check(const FinanceReveal& op, const Context& context, const View& view);
void apply(const FinanceReveal::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceReveal& op, const View& view);

}  // namespace allonge::receivable
