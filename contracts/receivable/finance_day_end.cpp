#include "contracts/receivable/finance_day_end.h"

#include "contracts/due_queue.h"

namespace allonge::receivable {

namespace {

// The financing of a queue's key while it is open; nothing if its life went on otherwise.
std::optional<Financing> open_financing(BytesView key, const Draft& draft) {
  const auto id = FinancingId::parse(text_of(key));
  ensure(id.has_value(), "the queue names financings by their text");
  auto found = financing_records.find(draft, *id);
  if (found && found->state == FinanceState::open) return found;
  return std::nullopt;
}

}  // namespace

void close_quotes(BytesView key, const BlockContext&, Draft& draft, Events& events) {
  const auto financing = open_financing(key, draft);
  if (!financing) return;
  if (financing->quotes == 0) return lapse(financing->id, draft, events);
  enqueue(draft, financing->deadlines.reveal_by, DueKind::financing_reveal, key);
}

void close_reveal(BytesView key, const BlockContext&, Draft& draft, Events& events) {
  auto financing = open_financing(key, draft);
  if (!financing) return;
  std::vector<Quote> sealed;
  quote_records.walk(draft, [&](BytesView, const Quote& one) {
    if (!one.terms) sealed.push_back(one);
    return true;
  }, financing->id);
  for (const Quote& one : sealed) {
    quote_records.erase(draft, financing->id, one.financier);
    events.push_back({.type = "finance.quote_void",
                      .subject = financing->id.text(),
                      .other = financing->certificate.text(),
                      .parties = {one.financier, financing->owner},
                      .ranges = {},
                      .amount = {},
                      .before = "sealed",
                      .after = "void",
                      .document = one.seal});
  }
  if (!sealed.empty()) {
    financing->quotes -= std::uint32_t(sealed.size());
    put(draft, *financing);
  }
  if (financing->quotes == 0) return lapse(financing->id, draft, events);
  enqueue(draft, financing->deadlines.settle_by, DueKind::financing_settlement, key);
}

void close_settlement(BytesView key, const BlockContext&, Draft& draft, Events& events) {
  const auto id = FinancingId::parse(text_of(key));
  ensure(id.has_value(), "the queue names financings by their text");
  lapse(*id, draft, events);
}

void lapse(const FinancingId& id, Draft& draft, Events& events) {
  auto financing = financing_records.find(draft, id);
  if (!financing) return;
  const auto state = may(FinanceAct::lapse, *financing, {});
  if (!state || !may_all(RangeAct::lapse, ranges_of(draft, *financing), {})) return;
  end_request(draft, *std::move(financing), {*state, "finance.lapsed"}, events);
}

}  // namespace allonge::receivable
