// How a payment falls on the ranges of a certificate: pure arithmetic over the partition. Shares add up
// to the payment exactly, nobody is preferred by the order of arrival, and no dust remains.
#pragma once

#include "contracts/receivable/interval.h"

namespace allonge::receivable {

// One range, or the lower part of one, that is paid.
struct PaidPiece {
  RangeRef piece;
  PartyId owner;
  RangeState before;
  bool held;  // the money waits in escrow (overlay.h)
  FinancingId financing;  // the loan it is pledged for: the money serves that first (pledge.h)
};

struct Payout {
  std::vector<PaidPiece> pieces;   // in interval order
  std::vector<Range> kept;         // records to be written: ascending, the partition where it changes
  std::vector<Fen> gone;           // starts at which no range begins any more
  std::uint32_t range_count = 0;   // of the whole partition after it
};

// What is unpaid of `partition`, which is whole and in order.
Amount unpaid(std::span<const Range> partition);

// REQUIRES: amount not zero, not above unpaid(partition). Paid parts of one range that meet are kept as
// one range, so partial payments never multiply ranges beyond one per owner and pledge.
Payout pay_out(std::span<const Range> partition, Amount amount);

// Money of a held range: it lies on the settlement bank's own account and belongs to the owner of
// record when the last hold is lifted.
struct Escrow {
  CertificateId certificate;
  Fen start;
  Fen end;
  PartyId owner;
  FinancingId financing;  // when it was pledged: the pledgee comes before the owner
  static constexpr auto fields() {
    using T = Escrow;
    return std::tuple{Field{1, "certificate", &T::certificate, "certificate that was paid"},
                      Field{2, "start", &T::start, "first fen"},
                      Field{3, "end", &T::end, "last fen"},
                      Field{4, "owner", &T::owner, "owner of record when it was paid"},
                      Field{5, "financing", &T::financing, "the loan it was pledged for"}};
  }
};
inline constexpr Table<Escrow, CertificateId, Fen> escrow_records{0x0107, "escrow"};

}  // namespace allonge::receivable
