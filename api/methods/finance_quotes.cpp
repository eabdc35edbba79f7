#include "api/methods/finance_quotes.h"

#include <algorithm>

#include "contracts/context.h"

namespace allonge::api {

using receivable::Comparison;
using receivable::Quote;

namespace {

QuoteReply quote_reply(const Quote& quote, Date day, Date due) {
  QuoteReply out;
  out.financier = quote.financier;
  out.place = quote.place;
  out.rate_ppm = quote.terms->rate_ppm;
  out.days = days_between(day, due);
  out.fee = quote.terms->fee;
  out.valid_until = quote.terms->valid_until;
  out.term_reviewed = quote.terms->term_reviewed;
  out.recourse = quote.terms->recourse;
  return out;
}

QuoteReply binding_reply(const Comparison& one, Date day, Date due) {
  QuoteReply out = quote_reply(one.quote, day, due);
  out.discount = one.price.discount;
  out.net = one.price.net;
  out.binds = true;
  return out;
}

}  // namespace

Result<FinanceQuotesReply> answer(const FinanceQuotes::Params& params, Call& call) {
  TRY(const SeenFinancing found, find_financing(params.id, call));
  const receivable::Financing& financing = found.financing;
  const Time now = call.backend.now();
  FinanceQuotesReply out;
  out.financing = financing.id;
  out.state = financing.state;
  out.deadlines = financing.deadlines;
  out.business_date = business_date(now, business_zone_minutes);
  out.due = found.certificate.due;
  out.min_net = financing.min_net;
  out.height = call.snapshot()->header().height;

  // The owner compares; a financier sees its own and not how it stands.
  const bool compares = visible(call.caller, {&financing.owner, 1});
  const auto shown = [&](const Quote& quote) { return compares || visible(call.caller, {&quote.financier, 1}); };
  const auto comparisons = receivable::compared(call.state(), financing, out.due, now);
  for (const Comparison& one : comparisons) {
    if (!shown(one.quote)) continue;
    out.quotes.push_back(binding_reply(one, out.business_date, out.due));
    out.quotes.back().best = compares && &one == &comparisons.front() && one.price.net >= financing.min_net;
  }
  receivable::quote_records.walk(
      call.state(),
      [&](BytesView, const Quote& quote) {
        if (!quote.terms) ++out.sealed;
        const auto is_it = [&](const Comparison& one) { return one.quote.financier == quote.financier; };
        if (quote.terms && shown(quote) && std::none_of(comparisons.begin(), comparisons.end(), is_it))
          out.quotes.push_back(quote_reply(quote, out.business_date, out.due));
        if (params.financier == quote.financier && visible(call.caller, {&quote.financier, 1}))
          out.own = SealReply{quote.seal, quote.sealed, quote.place, quote.terms.has_value()};
        return true;
      },
      financing.id);
  return out;
}

}  // namespace allonge::api
