#include "contracts/receivable/finance_award.h"

#include <algorithm>

#include "contracts/credential/gate.h"
#include "contracts/due_queue.h"

namespace allonge::receivable {

std::vector<Comparison> compared(const View& view, const Financing& financing, Date due, Time now) {
  const Date day = business_date(now, business_zone_minutes);
  std::vector<Comparison> out;
  quote_records.walk(view, [&](BytesView, const Quote& one) {
    if (!one.terms || now >= one.terms->valid_until) return true;
    if (const auto price = price_of(financing, *one.terms, day, due)) out.push_back({one, *price});
    return true;
  }, financing.id);
  std::sort(out.begin(), out.end(), [](const Comparison& a, const Comparison& b) {
    return a.price.net != b.price.net ? a.price.net > b.price.net : a.quote.place < b.quote.place;
  });
  return out;
}

Result<FinanceAward::Plan> check(const FinanceAward& op, const Context& context, const View& view) {
  TRY(Financing before, financing_records.get(view, op.financing));
  TRY(const FinanceState state, may(FinanceAct::award, before, {.party = &context.party}));
  const Time now = context.block.time;
  if (now < before.deadlines.reveal_by) return Reason::quote_early;
  if (now >= before.deadlines.settle_by) return Reason::window_over;
  TRY(const Quote named, quote_records.get(view, op.financing, op.financier));
  if (!named.terms) return Refusal{Reason::not_found, "that quote was never revealed"};
  if (now >= named.terms->valid_until) return Reason::quote_expired;
  const auto certificate = certificate_records.find(view, before.certificate);
  ensure(certificate.has_value(), "a financing's certificate is kept");
  CHECK(credential::gate_allows(view, context, FinanceAward::card.name,
                                {context.party, op.financier, certificate->issuer}, before.face));
  const Date day = today(context.block);
  TRY(const Price price, price_of(before, *named.terms, day, certificate->due));
  // Whom the gate would refuse stands in nobody's way.
  const std::vector<Comparison> all = compared(view, before, certificate->due, now);
  const auto best = std::find_if(all.begin(), all.end(), [&](const Comparison& one) {
    return credential::gate_allows(view, context, FinanceAward::card.name,
                                   {context.party, one.quote.financier, certificate->issuer}, before.face).has_value();
  });
  ensure(best != all.end(), "the quote that is named was let through and is among them");
  if (best->quote.financier != op.financier)
    return Refusal{Reason::not_best_quote, std::string(best->quote.financier.text()) + " nets " + best->price.net.text()};
  if (price.net < before.min_net)
    return Refusal{Reason::bad_price, "it nets " + price.net.text() + ", asked is " + before.min_net.text()};
  Financing after = before;
  after.state = state;
  after.award = Award{op.financier, *named.terms, day, price.net};
  after.quotes = 0;
  return FinanceAward::Plan{std::move(before), std::move(after)};
}

void apply(const FinanceAward::Plan& plan, const Context&, Draft& draft, Events& events) {
  const Financing& financing = plan.after;
  put(draft, financing);
  const std::string id = financing.id.text();
  // What waited for the quotes to be revealed may still wait, when a boundary was full.
  forget_deadlines(draft, financing);
  enqueue(draft, financing.deadlines.settle_by, DueKind::financing_settlement, bytes_of(id));
  events.push_back(finance_event("finance.awarded", financing, plan.before.state, {financing.owner, financing.award->financier}));
  events.back().amount = financing.award->net;
  drop_quotes(draft, financing, events);
}

std::optional<Amount> banded_amount(const FinanceAward& op, const View& view) {
  const auto found = financing_records.find(view, op.financing);
  return found ? std::optional(found->face) : std::nullopt;
}

}  // namespace allonge::receivable
