// A range of a certificate, from fen to fen: the thing that is owned, passed on and paid. A
// certificate's ranges tile [1, face]; each has one owner and one state. Its last endorsement, which
// names the ones before by digest, proves the title (allonge.h). Holds lie over it (overlay.h).
#pragma once

#include "contracts/lifecycle.h"
#include "contracts/receivable/allonge.h"
#include "contracts/receivable/overlay.h"

namespace allonge::receivable {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand in the state. The Exchange's codes stand behind.
enum class RangeState : std::uint8_t {
  none = 0,
  free = 1,       // TF0301 the owner may act
  offered = 2,    // TF0302 in a pending transfer
  presented = 3,  // TF0401 due, waiting for payment
  unpaid = 4,     // TF0402 overdue
  paid = 5,       // TF0501 extinguished
};
constexpr std::array<EnumValue, 6> values_of(RangeState) {
  return {{{0, "none"}, {1, "free"}, {2, "offered"}, {3, "presented"}, {4, "unpaid"}, {5, "paid"}}};
}
std::string_view name_of(RangeState state);

enum class RangeAct : std::uint8_t {
  accept_issue, split, merge, transfer, accept, refuse, cancel, lapse, present, dishonour, pay
};
enum class RangeWho : std::uint8_t { payee, owner, offeree, issuer, block_time };

namespace range_life {
using Act = RangeAct;
using Who = RangeWho;
using State = RangeState;
// clang-format off
inline constexpr std::array table{
    //   act                who              from              to
    Step{Act::accept_issue, Who::payee,      State::none,      State::free     },
    Step{Act::split,        Who::owner,      State::free,      State::free     },
    Step{Act::merge,        Who::owner,      State::free,      State::free     },
    Step{Act::transfer,     Who::owner,      State::free,      State::offered  },
    Step{Act::accept,       Who::offeree,    State::offered,   State::free     },  // under a new owner
    Step{Act::refuse,       Who::offeree,    State::offered,   State::free     },
    Step{Act::cancel,       Who::owner,      State::offered,   State::free     },
    Step{Act::lapse,        Who::block_time, State::offered,   State::free     },
    Step{Act::present,      Who::block_time, State::free,      State::presented},
    Step{Act::dishonour,    Who::block_time, State::presented, State::unpaid   },
    Step{Act::pay,          Who::issuer,     State::presented, State::paid     },
    Step{Act::pay,          Who::issuer,     State::unpaid,    State::paid     },
};
// clang-format on
inline constexpr std::array every_state{State::free, State::offered, State::presented, State::unpaid, State::paid};
static_assert(well_formed(table, State::none, every_state));
}  // namespace range_life

struct Range {
  CertificateId certificate;
  Fen start;
  Fen end;  // inclusive
  PartyId owner;
  RangeState state = RangeState::none;
  TransferId offer;  // offered: the pending transfer
  Endorsement last;  // the head of its chain
  Holds holds;

  static constexpr auto fields() {
    using T = Range;
    return std::tuple{Field{1, "certificate", &T::certificate, "of which it is a part"},
                      Field{2, "start", &T::start, "first fen"},
                      Field{3, "end", &T::end, "last fen"},
                      Field{4, "owner", &T::owner, "who holds it"},
                      Field{5, "state", &T::state, "what may be done with it"},
                      Field{6, "offer", &T::offer, "the transfer it is offered in"},
                      Field{7, "last", &T::last, "its last endorsement"},
                      Field{8, "holds", &T::holds, "freezes and holds over it", holds_limit}};
  }
};

inline constexpr Table<Range, CertificateId, Fen> range_records{0x0102, "range"};

constexpr bool is_live(RangeState state) { return state >= RangeState::free && state <= RangeState::unpaid; }

// Who asks, and the records that give the asker a place.
struct Asker {
  const PartyId* party = nullptr;    // nobody: block time
  const PartyId* offeree = nullptr;  // of the pending transfer
  const PartyId* issuer = nullptr;
};

// The state after `act`. In this order: RANGE_HELD for every act but those of block time and payment;
// RANGE_LOCKED when its state does not allow it; NOT_OWNER when the owner would have to act,
// NOT_YOUR_PART when another party would.
Result<RangeState> may(RangeAct act, const Range& range, const Asker& asker);

}  // namespace allonge::receivable
