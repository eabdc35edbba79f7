#include "contracts/receivable/range.h"

namespace allonge::receivable {

std::string_view name_of(RangeState state) {
  for (const EnumValue& value : values_of(state))
    if (value.number == std::uint64_t(state)) return value.name;
  return "";
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
      case RangeWho::financier: return is(asker.financier);
      case RangeWho::bank: return is(asker.bank);
      case RangeWho::block_time: return asker.party == nullptr;
    }
    return false;
  };
  // Time and payment do not ask: a frozen range is presented and paid, into escrow.
  const bool passes_holds = act == RangeAct::lapse || act == RangeAct::present || act == RangeAct::dishonour ||
                            act == RangeAct::pay || act == RangeAct::discharge;
  const bool held = !range.holds.empty() && !passes_holds;
  auto after = allonge::may(range_life::table, act, held, range.state, plays,
                            {Reason::range_held, Reason::range_locked, Reason::not_your_part});
  if (!after && after.reason() == Reason::not_your_part && owner_side) return Reason::not_owner;
  return after;
}

}  // namespace allonge::receivable
