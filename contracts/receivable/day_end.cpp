#include "contracts/receivable/day_end.h"

#include "contracts/due_queue.h"
#include "contracts/receivable/exposure.h"
#include "contracts/receivable/finance_day_end.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::receivable {

namespace {

// The certificate of a queue's key and what it becomes by `act`; nothing if its life went on otherwise.
struct Turn {
  Certificate before;
  Certificate after;
};
std::optional<Turn> turn_of(BytesView key, CertificateAct act, const Draft& draft) {
  const auto id = CertificateId::parse(text_of(key));
  ensure(id.has_value(), "the queue names certificates by their text");
  auto before = certificate_records.find(draft, *id);
  if (!before) return std::nullopt;
  const auto state = may(act, *before, nullptr);
  if (!state) return std::nullopt;
  Turn turn{*before, *std::move(before)};
  turn.after.state = *state;
  return turn;
}

// Lets time act on every range it may act on. The intervals that changed, neighbours together.
std::vector<RangeRef> act_on_ranges(RangeAct act, const Certificate& certificate, Draft& draft) {
  std::vector<Range> changed;
  walk_ranges(draft, certificate.id, certificate.face, [&](const Range& range) {
    if (const auto state = may(act, range, {})) {
      changed.push_back(range);
      changed.back().state = *state;
    }
    return true;
  });
  std::vector<RangeRef> intervals;
  for (const Range& range : changed) {
    put(draft, range);
    if (!intervals.empty() && intervals.back().end.value + 1 == range.start.value) intervals.back().end = range.end;
    else intervals.push_back({range.start, range.end});
  }
  return intervals;
}

Event told(const char* type, const Turn& turn, std::vector<RangeRef> intervals) {
  return {.type = type,
          .subject = turn.after.id.text(),
          .other = {},
          .parties = {turn.after.issuer, turn.after.payee},
          .ranges = std::move(intervals),
          .amount = outstanding(turn.after),
          .before = std::string(name_of(turn.before.state)),
          .after = std::string(name_of(turn.after.state)),
          .document = {}};
}

void lapse(const TransferId& id, Draft& draft, Events& events) {
  const auto offer = transfer_offer_records.find(draft, id);
  if (!offer || !may_end(draft, *offer, RangeAct::lapse, nullptr)) return;
  end_offer(draft, *offer, {RangeAct::lapse, "transfer.lapsed"}, events);
}

}  // namespace

void end_certificate_window(BytesView key, const BlockContext&, Draft& draft, Events& events) {
  const auto turn = turn_of(key, CertificateAct::expire, draft);
  if (!turn) return;
  keep(draft, turn->before, turn->after);
  Event event = told("cert.expired", *turn, {});
  event.amount = turn->after.face;
  events.push_back(std::move(event));
}

void end_transfer_window(BytesView key, const BlockContext&, Draft& draft, Events& events) {
  const auto id = TransferId::parse(text_of(key));
  ensure(id.has_value(), "the queue names transfers by their text");
  lapse(*id, draft, events);
}

void fall_due(BytesView key, const BlockContext&, Draft& draft, Events& events) {
  const auto turn = turn_of(key, CertificateAct::mature, draft);
  if (!turn) return;
  // Offers and requests end before their certificate falls due, and the queue runs in order; should one
  // wait here all the same, it lapses now, for whoever owns a range is who is paid.
  std::vector<TransferId> offers;
  std::vector<FinancingId> requests;
  walk_ranges(draft, turn->after.id, turn->after.face, [&](const Range& range) {
    if (range.state == RangeState::offered && (offers.empty() || offers.back() != range.offer)) offers.push_back(range.offer);
    if (range.state == RangeState::quoted && (requests.empty() || requests.back() != range.financing))
      requests.push_back(range.financing);
    return true;
  });
  for (const TransferId& id : offers) lapse(id, draft, events);
  for (const FinancingId& id : requests) lapse(id, draft, events);
  auto intervals = act_on_ranges(RangeAct::present, turn->after, draft);
  keep(draft, turn->before, turn->after);
  enqueue(draft, overdue_time(turn->after, terms_of(turn->after, draft)), DueKind::certificate_overdue, key);
  events.push_back(told("cert.matured", *turn, std::move(intervals)));
}

void fall_overdue(BytesView key, const BlockContext&, Draft& draft, Events& events) {
  const auto turn = turn_of(key, CertificateAct::fall_overdue, draft);
  if (!turn) return;
  auto intervals = act_on_ranges(RangeAct::dishonour, turn->after, draft);
  keep(draft, turn->before, turn->after);
  enqueue(draft, default_time(turn->after, terms_of(turn->after, draft)), DueKind::certificate_default, key);
  events.push_back(told("cert.overdue", *turn, std::move(intervals)));
}

void fall_into_default(BytesView key, const BlockContext& block, Draft& draft, Events& events) {
  const auto turn = turn_of(key, CertificateAct::default_, draft);
  if (!turn) return;
  keep(draft, turn->before, turn->after);
  events.push_back(told("cert.defaulted", *turn, {}));
  if (!enter_default(draft, turn->after.issuer, block.time)) return;
  events.push_back({.type = "issuer.suspended",
                    .subject = std::string(turn->after.issuer.text()),
                    .other = turn->after.id.text(),
                    .parties = {turn->after.issuer},
                    .ranges = {},
                    .amount = {},
                    .before = "active",
                    .after = "suspended",
                    .document = {}});
}

}  // namespace allonge::receivable
