#include "api/methods/holding.h"

#include "contracts/receivable/lists.h"

namespace allonge::api {

using receivable::List;
using receivable::TransferOffer;

Result<HoldingListReply> answer(const HoldingList::Params& params, Call& call) {
  TRY(Page page, open_page<HoldingList>(params, call));
  HoldingListReply out;
  out.height = page.snapshot->header().height;
  if (!visible(call.caller, {&params.party, 1})) return out;
  const View& state = page.snapshot->state();
  const std::uint64_t after = page.after.empty() ? 0 : read_big_endian<std::uint64_t>(page.after);
  for (const receivable::Holding& one : receivable::holdings({state, page.snapshot->index()}, params.party, params.also_paid)) {
    if (one.certificate.bits() <= after) continue;
    if (page.taken == page.limit) {
      page.more = true;
      break;
    }
    const auto certificate = receivable::certificate_records.find(state, one.certificate);
    if (!certificate) continue;
    out.holdings.push_back(holding_reply(one, params.party, *certificate));
    ++page.taken;
    page.last.clear();
    append_big_endian(page.last, one.certificate.bits());
  }
  out.next = close_page(page, call);
  return out;
}

Result<TransferListReply> answer(const TransferList::Params& params, Call& call) {
  if (!params.party && !params.certificate) return Refusal{Reason::missing_field, "party or certificate"};
  TRY(Page page, open_page<TransferList>(params, call));
  TransferListReply out;
  out.height = page.snapshot->header().height;
  std::optional<CertificateId> certificate;
  if (params.certificate) {
    TRY(const receivable::Certificate found, find_certificate(*params.certificate, call));
    certificate = found.id;
  }
  const View& state = page.snapshot->state();
  const auto take = [&](TransferOffer offer) {
    const std::array readers{offer.from, offer.to};
    if ((certificate && offer.certificate != *certificate) || !visible(call.caller, readers)) return false;
    out.transfers.push_back(std::move(offer));
    return true;
  };
  const auto take_of = [&](BytesView range) {
    auto offer = receivable::offer_beginning_with(state, receivable::range_records.read(range));
    return offer && take(*std::move(offer));
  };
  if (!params.party) {
    walk(state, receivable::range_records.key(*certificate), page, [&](BytesView, BytesView range) { return take_of(range); });
  } else if (params.direction.value_or(Direction::to) == Direction::to) {
    walk(page.snapshot->index(), receivable::list_key(List::transfers_to, *params.party), page, [&](BytesView, BytesView record) {
      const auto offer = state.get(record);
      return offer && take(receivable::transfer_offer_records.read(*offer));
    });
  } else {
    const Bytes offered = receivable::list_key(List::ranges_of_owner, *params.party, receivable::RangeState::offered);
    walk(page.snapshot->index(), offered, page, [&](BytesView, BytesView record) {
      const auto range = state.get(record);
      return range && take_of(*range);
    });
  }
  out.next = close_page(page, call);
  return out;
}

}  // namespace allonge::api
