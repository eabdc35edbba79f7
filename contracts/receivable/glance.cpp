#include "contracts/receivable/glance.h"

namespace allonge::receivable {

namespace {

// A record's bytes, field by field in ascending number.
class Front {
 public:
  explicit Front(BytesView bytes) : bytes_(bytes) {}

  std::uint64_t number(std::uint32_t field) { return take(field << 3) ? varint() : 0; }
  std::string_view text(std::uint32_t field) {
    if (!take(field << 3 | 2)) return {};
    const std::uint64_t size = varint();
    ensure(size <= bytes_.size() - at_, "a record of the state is whole");
    const std::string_view out = text_of(bytes_.subspan(at_, std::size_t(size)));
    at_ += std::size_t(size);
    return out;
  }
  // Steps over a list of messages; whether it had any.
  bool skip(std::uint32_t field) {
    bool any = false;
    while (text(field).data() != nullptr) any = true;
    return any;
  }

 private:
  bool take(std::uint32_t tag) {
    const std::size_t here = at_;
    if (at_ < bytes_.size() && varint() == tag) return true;
    at_ = here;
    return false;
  }
  std::uint64_t varint() {
    std::uint64_t out = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      ensure(at_ < bytes_.size(), "a record of the state is whole");
      const std::uint8_t byte = bytes_[at_++];
      out |= std::uint64_t(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) break;
    }
    return out;
  }

  BytesView bytes_;
  std::size_t at_ = 0;
};

}  // namespace

Glance glance(BytesView range) {
  Front front(range);
  Glance out;
  front.text(1);  // certificate
  out.start = Fen{front.number(2)};
  out.end = Fen{front.number(3)};
  out.owner = front.text(4);
  out.state = RangeState(front.number(5));
  front.text(6);  // offer
  front.text(7);  // last endorsement
  out.held = front.skip(8);
  out.financing = front.text(9);
  return out;
}

OfferGlance glance_at_offer(BytesView offer) {
  Front front(offer);
  OfferGlance out;
  front.text(1);  // id
  out.certificate = front.text(2);
  front.text(3);  // from
  front.text(4);  // to
  const auto amount = Amount::of_fen(front.number(5));
  ensure(amount.has_value(), "an offer's amount was one when it was written");
  out.amount = *amount;
  return out;
}

CertificateGlance glance_at_certificate(BytesView certificate) {
  Front front(certificate);
  CertificateGlance out;
  out.id = front.text(1);
  out.issuer = front.text(2);
  out.payee = front.text(3);
  out.face = front.number(4);
  out.currency = Currency(front.number(5));
  front.number(6);  // issued
  front.number(7);  // maturity
  out.due = front.number(8);
  front.number(9);  // profile
  out.bank = front.text(10);
  front.number(11);  // not_transferable
  front.number(12);  // indivisible
  front.text(13);    // term_reason_hash
  front.text(14);    // document
  out.state = CertificateState(front.number(15));
  front.number(16);  // answer_by
  out.range_count = std::uint32_t(front.number(17));
  front.number(18);  // transfers
  front.number(19);  // turnover
  front.number(20);  // depth
  out.paid = front.number(21);
  return out;
}

}  // namespace allonge::receivable
