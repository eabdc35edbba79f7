#include "contracts/receivable/finance_reveal.h"

namespace allonge::receivable {

namespace {

// A term over the soft limit is financed only by who says it has reviewed it.
Result<void> term_is_reviewed(const QuoteTerms& terms, const Certificate& certificate, const View& view) {
  const Date soft = add_months(certificate.issued, terms_of(certificate, view).soft_tenor_months);
  if (certificate.maturity > soft && !terms.term_reviewed)
    return Refusal{Reason::term_review_missing, "maturities after " + soft.text() + " are reviewed"};
  return done();
}

}  // namespace

Result<FinanceReveal::Plan> check(const FinanceReveal& op, const Context& context, const View& view) {
  TRY(Financing financing, financing_records.get(view, op.financing));
  CHECK(may(FinanceAct::reveal, financing, {.party = &context.party}));
  if (context.block.time < financing.deadlines.quote_by) return Reason::quote_early;
  if (context.block.time >= financing.deadlines.reveal_by) return Reason::quote_late;
  TRY(Quote quote, quote_records.get(view, op.financing, context.party));
  if (quote.terms) return Refusal{Reason::wrong_state, "it is revealed already"};
  if (op.salt.size() < shortest_salt) return Refusal{Reason::quote_mismatch, "a salt has at least 16 bytes"};
  if (seal_of({op.financing, context.party, op.terms, op.salt}) != quote.seal) return Reason::quote_mismatch;
  if (op.terms.rate_ppm > highest_rate_ppm) return Refusal{Reason::out_of_range, "rate_ppm"};
  const auto certificate = certificate_records.find(view, financing.certificate);
  ensure(certificate.has_value(), "a financing's certificate is kept");
  CHECK(term_is_reviewed(op.terms, *certificate, view));
  TRY(const Price price, price_of(financing, op.terms, today(context.block), certificate->due));
  quote.terms = op.terms;
  return FinanceReveal::Plan{std::move(financing), std::move(quote), price};
}

void apply(const FinanceReveal::Plan& plan, const Context&, Draft& draft, Events& events) {
  quote_records.put(draft, plan.financing.id, plan.quote.financier, plan.quote);
  events.push_back({.type = "finance.revealed",
                    .subject = plan.financing.id.text(),
                    .other = plan.financing.certificate.text(),
                    .parties = {plan.quote.financier, plan.financing.owner},
                    .ranges = {},
                    .amount = plan.price.net,
                    .before = "sealed",
                    .after = "revealed",
                    .document = plan.quote.seal});
}

std::optional<Amount> banded_amount(const FinanceReveal& op, const View& view) {
  const auto found = financing_records.find(view, op.financing);
  return found ? std::optional(found->face) : std::nullopt;
}

}  // namespace allonge::receivable
