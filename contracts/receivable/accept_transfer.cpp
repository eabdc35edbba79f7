#include "contracts/receivable/accept_transfer.h"

#include <algorithm>

#include "contracts/credential/gate.h"
#include "contracts/due_queue.h"
#include "contracts/receivable/glance.h"

namespace allonge::receivable {

Result<AcceptTransfer::Plan> check(const AcceptTransfer& op, const Context& context, const View& view) {
  TRY(TransferOffer offer, transfer_offer_records.get(view, op.transfer));
  auto certificate = certificate_records.find(view, offer.certificate);
  ensure(certificate.has_value(), "an offer's certificate is kept");
  std::vector<Range> after;
  for (const RangeRef& ref : offer.ranges) {
    auto range = range_records.find(view, offer.certificate, ref.start);
    ensure(range && range->end == ref.end && range->offer == offer.id, "an offered range stays as it is offered");
    TRY(range->state, may(RangeAct::accept, *range, {&context.party, &offer.to, nullptr}));
    range->owner = offer.to;
    range->offer = {};
    range->last = endorsed(range->last, ref, offer.to, offer.id, context.block.time);
    certificate->depth = std::max(certificate->depth, range->last.depth);
    after.push_back(*std::move(range));
  }
  if (context.block.time >= offer.answer_by) return Reason::window_over;
  CHECK(credential::gate_allows(view, context, AcceptTransfer::card.name,
                                {offer.to, offer.from, certificate->issuer}, offer.amount));
  certificate->transfers += 1;
  // A statistic: it stays at what an Amount holds rather than refuse what is due to the receiver.
  const auto turnover = add(certificate->turnover, offer.amount);
  certificate->turnover = turnover ? *turnover : *Amount::of_fen(Amount::max_fen);
  return AcceptTransfer::Plan{std::move(offer), std::move(after), *std::move(certificate)};
}

void apply(const AcceptTransfer::Plan& plan, const Context&, Draft& draft, Events& events) {
  const TransferOffer& offer = plan.offer;
  for (const Range& range : plan.ranges) {
    put(draft, range);
    log(draft, offer.certificate, range.last);
  }
  certificate_records.put(draft, offer.certificate, plan.certificate);
  transfer_offer_records.erase(draft, offer.id);
  const std::string id = offer.id.text();
  cancel(draft, offer.answer_by, DueKind::transfer_window, bytes_of(id));
  // The issuer is named, so it has notice whom to pay.
  events.push_back({.type = "transfer.accepted",
                    .subject = id,
                    .other = offer.certificate.text(),
                    .parties = {offer.to, offer.from, plan.certificate.issuer},
                    .ranges = offer.ranges,
                    .amount = offer.amount,
                    .before = "offered",
                    .after = "free",
                    .document = offer.contract_hash});
}

std::optional<Amount> banded_amount(const AcceptTransfer& op, const View& view) {
  const auto offer = view.get(transfer_offer_records.key(op.transfer));
  return offer ? std::optional(glance_at_offer(*offer).amount) : std::nullopt;
}

}  // namespace allonge::receivable
