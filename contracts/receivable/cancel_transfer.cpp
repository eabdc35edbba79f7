#include "contracts/receivable/cancel_transfer.h"

namespace allonge::receivable {

Result<CancelTransfer::Plan> check(const CancelTransfer& op, const Context& context, const View& view) {
  TRY(TransferOffer offer, transfer_offer_records.get(view, op.transfer));
  CHECK(may_end(view, offer, RangeAct::cancel, &context.party));
  return CancelTransfer::Plan{std::move(offer)};
}

void apply(const CancelTransfer::Plan& plan, const Context&, Draft& draft, Events& events) {
  end_offer(draft, plan.offer, {RangeAct::cancel, "transfer.cancelled"}, events);
}

std::optional<Amount> banded_amount(const CancelTransfer& op, const View& view) {
  const auto found = transfer_offer_records.find(view, op.transfer);
  return found ? std::optional(found->amount) : std::nullopt;
}

}  // namespace allonge::receivable
