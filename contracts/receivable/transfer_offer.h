// A transfer that waits for the other side's answer. It exists from the offer until it is accepted,
// refused, cancelled or its window is over: whichever comes first in the order of blocks, exactly once
// . Its ranges are locked as long; what it came to stands in the events and endorsements.
#pragma once

#include "contracts/receivable/background.h"
#include "contracts/receivable/certificate.h"
#include "contracts/receivable/interval.h"

namespace allonge::receivable {

struct TransferOffer {
  TransferId id;
  CertificateId certificate;
  PartyId from;
  PartyId to;
  Amount amount;
  std::vector<RangeRef> ranges;
  Bindings invoices;                    // between the two sides, bound onward
  std::optional<Digest> contract_hash;  // instead of invoices, or beside them
  Time offered;
  Time answer_by;                       // the first moment at which it is too late

  static constexpr auto fields() {
    using T = TransferOffer;
    return std::tuple{Field{1, "id", &T::id, "transfer"},
                      Field{2, "certificate", &T::certificate, "what is passed on"},
                      Field{3, "from", &T::from, "who offers"},
                      Field{4, "to", &T::to, "to whom"},
                      Field{5, "amount", &T::amount, "how much"},
                      Field{6, "ranges", &T::ranges, "which fen", ranges_per_request},
                      Field{7, "invoices", &T::invoices, "trade between the two sides", bindings_limit},
                      Field{8, "contract_hash", &T::contract_hash, "SHA-256 of the contract between them"},
                      Field{9, "offered", &T::offered, "when"},
                      Field{10, "answer_by", &T::answer_by, "moment from which it is too late to answer"}};
  }
};

inline constexpr Table<TransferOffer, TransferId> transfer_offer_records{0x0103, "transfer"};

// The offer whose first range this is; nothing if the range is not offered or not the first of them. So
// ranges in order lead to every offer of a certificate or an owner once.
std::optional<TransferOffer> offer_beginning_with(const View& view, const Range& range);

// How an offer ends without acceptance.
struct OfferEnd {
  RangeAct act;       // refuse, cancel, lapse
  const char* event;  // "cert.transfer_refused", ...
};

// Whether every range of the offer allows `act`; the reason of the first that does not.
Result<void> may_end(const View& view, const TransferOffer& offer, RangeAct act, const PartyId* signer);
// Gives the ranges back to their owner and the invoices their capacity; the offer is gone.
void end_offer(Draft& draft, const TransferOffer& offer, const OfferEnd& end, Events& events);

}  // namespace allonge::receivable
