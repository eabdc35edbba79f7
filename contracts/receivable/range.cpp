#include "contracts/receivable/range.h"

namespace allonge::receivable {

namespace {

// A record as codec.h writes it: certificate text, start, end, owner text, state, and then perhaps an
// offer, always the last endorsement, and perhaps holds.
class Front {
 public:
  explicit Front(BytesView bytes) : bytes_(bytes) {}

  void tag(std::uint8_t expected) {
    ensure(at_ < bytes_.size() && bytes_[at_] == expected, "a range's record begins with its place, owner and state");
    ++at_;
  }
  // The next tag, or 0 at the end.
  std::uint8_t peek() const { return at_ < bytes_.size() ? bytes_[at_] : std::uint8_t{0}; }
  std::uint64_t number() {
    std::uint64_t out = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      ensure(at_ < bytes_.size(), "a range's record is whole");
      const std::uint8_t byte = bytes_[at_++];
      out |= std::uint64_t(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) break;
    }
    return out;
  }
  std::string_view text() {
    const std::uint64_t size = number();
    ensure(size <= bytes_.size() - at_, "a range's record is whole");
    const std::string_view out = text_of(bytes_.subspan(at_, std::size_t(size)));
    at_ += std::size_t(size);
    return out;
  }

 private:
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
  front.tag(1 << 3 | 2);
  front.text();
  front.tag(2 << 3);
  out.start = Fen{front.number()};
  front.tag(3 << 3);
  out.end = Fen{front.number()};
  front.tag(4 << 3 | 2);
  out.owner = front.text();
  front.tag(5 << 3);
  out.state = RangeState(front.number());
  for (const int field : {6, 7})
    if (front.peek() == (field << 3 | 2)) {
      front.tag(front.peek());
      front.text();
    }
  out.held = front.peek() == (8 << 3 | 2);
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
