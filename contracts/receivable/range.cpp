#include "contracts/receivable/range.h"

namespace allonge::receivable {

namespace {

// A record as codec.h writes it, field by field in ascending number. A field at its default is left
// out; a law must find that, so it is no reason to stop here.
class Front {
 public:
  explicit Front(BytesView bytes) : bytes_(bytes) {}

  std::uint64_t number(int field) { return take(field << 3) ? varint() : 0; }
  std::string_view text(int field) {
    if (!take(field << 3 | 2)) return {};
    const std::uint64_t size = varint();
    ensure(size <= bytes_.size() - at_, "a range's record is whole");
    const std::string_view out = text_of(bytes_.subspan(at_, std::size_t(size)));
    at_ += std::size_t(size);
    return out;
  }
  bool has(int field) { return take(field << 3 | 2); }

 private:
  bool take(int tag) {
    if (at_ == bytes_.size() || bytes_[at_] != tag) return false;
    ++at_;
    return true;
  }
  std::uint64_t varint() {
    std::uint64_t out = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      ensure(at_ < bytes_.size(), "a range's record is whole");
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

std::string_view name_of(RangeState state) {
  for (const EnumValue& value : values_of(state))
    if (value.number == std::uint64_t(state)) return value.name;
  return "";
}

Glance glance(BytesView record) {
  Front front(record);
  Glance out;
  front.text(1);  // certificate
  out.start = Fen{front.number(2)};
  out.end = Fen{front.number(3)};
  out.owner = front.text(4);
  out.state = RangeState(front.number(5));
  front.text(6);  // offer
  front.text(7);  // last endorsement
  out.held = front.has(8);
  return out;
}

Result<RangeState> may(RangeAct act, const Range& range, const Asker& asker) {
  const auto is = [&](const PartyId* place) { return asker.party != nullptr && place != nullptr && *asker.party == *place; };
  bool owner_side = false;
  const auto plays = [&](RangeWho who) {
    switch (who) {
      case RangeWho::owner: return owner_side = true, is(&range.owner);
      case RangeWho::payee: return is(&range.owner);
      case RangeWho::offeree: return is(asker.offeree);
      case RangeWho::issuer: return is(asker.issuer);
      case RangeWho::block_time: return asker.party == nullptr;
    }
    return false;
  };
  // Time and payment do not ask: a frozen range is presented and paid, into escrow.
  const bool passes_holds = act == RangeAct::lapse || act == RangeAct::present || act == RangeAct::dishonour ||
                            act == RangeAct::pay;
  const bool held = !range.holds.empty() && !passes_holds;
  auto after = allonge::may(range_life::table, act, held, range.state, plays,
                            {Reason::range_held, Reason::range_locked, Reason::not_your_part});
  if (!after && after.reason() == Reason::not_your_part && owner_side) return Reason::not_owner;
  return after;
}

}  // namespace allonge::receivable
