#include "contracts/receivable/refuse_transfer.h"

namespace allonge::receivable {

Result<RefuseTransfer::Plan> check(const RefuseTransfer& op, const Context& context, const View& view) {
  TRY(TransferOffer offer, transfer_offer_records.get(view, op.transfer));
  CHECK(may_end(view, offer, RangeAct::refuse, &context.party));
  if (op.reason.empty()) return Reason::reason_needed;
  return RefuseTransfer::Plan{std::move(offer)};
}

void apply(const RefuseTransfer::Plan& plan, const Context&, Draft& draft, Events& events) {
  end_offer(draft, plan.offer, {RangeAct::refuse, "transfer.refused"}, events);
}

std::optional<Amount> banded_amount(const RefuseTransfer& op, const View& view) {
  const auto found = transfer_offer_records.find(view, op.transfer);
  return found ? std::optional(found->amount) : std::nullopt;
}

}  // namespace allonge::receivable
