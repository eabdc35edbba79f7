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

namespace {

Result<void> may_be_chosen(const PartyId& financier, const Financing& financing, const Certificate& certificate,
                           const Context& context, const View& view) {
  return credential::gate_allows(view, context, FinanceAward::card.name, {context.party, financier, certificate.issuer},
                                 financing.face);
}

// Among those that may be chosen today: who has lost what the gate asks for since it quoted stands in
// nobody's way. REQUIRES: `chosen` is one of them.
Result<void> is_best(const PartyId& chosen, const Financing& financing, const Certificate& certificate,
                     const Context& context, const View& view) {
  for (const Comparison& one : compared(view, financing, certificate.due, context.block.time)) {
    if (one.quote.financier == chosen) return done();
    if (may_be_chosen(one.quote.financier, financing, certificate, context, view))
      return Refusal{Reason::not_best_quote, std::string(one.quote.financier.text()) + " nets " + one.price.net.text()};
  }
  stop_because("a quote that binds and leaves something is compared", __FILE__, __LINE__);
}

}  // namespace

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
  CHECK(may_be_chosen(op.financier, before, *certificate, context, view));
  const Date day = today(context.block);
  TRY(const Price price, price_of(before, *named.terms, day, certificate->due));
  CHECK(is_best(op.financier, before, *certificate, context, view));
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
