// Freezes and holds: what an authority lays over a range. They are not states: they stack, each is
// lifted alone, and a range with any of them refuses every act of its owner's side while it goes on
// being presented and paid (into escrow). A set, ascending and without doubles.
#pragma once

#include <algorithm>

#include "ledger/fields.h"

namespace allonge::receivable {

enum class HoldKind : std::uint8_t { judicial = 1, dispute = 2, risk = 3 };

constexpr std::array<EnumValue, 3> values_of(HoldKind) {
  return {{{1, "judicial"}, {2, "dispute"}, {3, "risk"}}};
}

// One authority's reason. Two authorities on one case are two holds.
struct Hold {
  PartyId authority;
  HoldKind kind = HoldKind::judicial;
  std::string case_id;

  static constexpr auto fields() {
    return std::tuple{Field{1, "authority", &Hold::authority, "who laid it"},
                      Field{2, "kind", &Hold::kind, "judicial freeze, dispute, or risk hold"},
                      Field{3, "case_id", &Hold::case_id, "the authority's own file number", 64}};
  }
  auto operator<=>(const Hold&) const = default;
};

inline constexpr std::uint32_t holds_limit = 8;
using Holds = std::vector<Hold>;

// False when it lies there already, or when there is no room.
inline bool lay(Holds& holds, const Hold& hold) {
  const auto place = std::lower_bound(holds.begin(), holds.end(), hold);
  if ((place != holds.end() && *place == hold) || holds.size() >= holds_limit) return false;
  holds.insert(place, hold);
  return true;
}

// Lifts exactly this one; false when it is not there. Others stay (T-REX keeps one frozen amount per
// wallet and lost freezes that way; receivables.md section 6).
inline bool lift(Holds& holds, const Hold& hold) {
  const auto place = std::lower_bound(holds.begin(), holds.end(), hold);
  if (place == holds.end() || *place != hold) return false;
  holds.erase(place);
  return true;
}

}  // namespace allonge::receivable
