#include "contracts/receivable/transfer_offer.h"

#include "contracts/due_queue.h"

namespace allonge::receivable {

std::optional<TransferOffer> offer_beginning_with(const View& view, const Range& range) {
  if (range.state != RangeState::offered) return std::nullopt;
  auto offer = transfer_offer_records.find(view, range.offer);
  ensure(offer.has_value(), "an offered range names its offer");
  if (offer->ranges.front().start != range.start) return std::nullopt;
  return offer;
}

Result<void> may_end(const View& view, const TransferOffer& offer, RangeAct act, const PartyId* signer) {
  for (const RangeRef& ref : offer.ranges) {
    const auto range = range_records.find(view, offer.certificate, ref.start);
    ensure(range && range->end == ref.end && range->offer == offer.id, "an offered range stays as it is offered");
    CHECK(may(act, *range, {signer, &offer.to, nullptr}));
  }
  return done();
}

void end_offer(Draft& draft, const TransferOffer& offer, const OfferEnd& end, Events& events) {
  for (const RangeRef& ref : offer.ranges) {
    auto range = range_records.find(draft, offer.certificate, ref.start);
    ensure(range.has_value(), "an offered range stays as it is offered");
    range->state = RangeState::free;
    range->offer = {};
    put(draft, *range);
  }
  unbind(draft, CapacityUse::onward, offer.invoices);
  transfer_offer_records.erase(draft, offer.id);
  const std::string id = offer.id.text();
  if (end.act != RangeAct::lapse) cancel(draft, offer.answer_by, DueKind::transfer_window, bytes_of(id));
  const bool by_sender = end.act == RangeAct::cancel;
  events.push_back({.type = end.event,
                    .subject = id,
                    .other = offer.certificate.text(),
                    .parties = by_sender ? std::vector{offer.from, offer.to} : std::vector{offer.to, offer.from},
                    .ranges = offer.ranges,
                    .amount = offer.amount,
                    .before = "offered",
                    .after = "free",
                    .document = offer.contract_hash});
}

}  // namespace allonge::receivable
