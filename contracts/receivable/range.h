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
  quoted = 6,     // TF0302 under a request for financing that is not settled yet
  pledged = 7,    // TF0304 secures a loan; the owner is who it was
};
constexpr std::array<EnumValue, 8> values_of(RangeState) {
  return {{{0, "none"}, {1, "free"}, {2, "offered"}, {3, "presented"}, {4, "unpaid"}, {5, "paid"}, {6, "quoted"}, {7, "pledged"}}};
}
std::string_view name_of(RangeState state);

enum class RangeAct : std::uint8_t {
  accept_issue, split, merge, transfer, accept, refuse, cancel, lapse, present, dishonour, pay,
  request, withdraw_request, buy, buy_outside, lend, lend_outside, release, discharge, enforce
};
enum class RangeWho : std::uint8_t { payee, owner, offeree, issuer, block_time, financier, bank };

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
    // Financing. One state at a time keeps a range out of every second use: what is
    // quoted or pledged is not free, so it is neither offered nor quoted nor pledged again.
    Step{Act::request,          Who::owner,      State::free,    State::quoted },
    Step{Act::withdraw_request, Who::owner,      State::quoted,  State::free   },
    Step{Act::lapse,            Who::block_time, State::quoted,  State::free   },
    Step{Act::buy,              Who::financier,  State::quoted,  State::free   },  // under a new owner
    Step{Act::buy_outside,      Who::bank,       State::quoted,  State::free   },  // likewise
    Step{Act::lend,             Who::financier,  State::quoted,  State::pledged},
    Step{Act::lend_outside,     Who::bank,       State::quoted,  State::pledged},
    Step{Act::release,          Who::owner,      State::pledged, State::free   },  // both sign
    Step{Act::release,          Who::financier,  State::pledged, State::free   },
    Step{Act::discharge,        Who::owner,      State::pledged, State::free   },  // the loan is repaid
    Step{Act::present,          Who::block_time, State::pledged, State::presented},
    Step{Act::enforce,          Who::financier,  State::unpaid,  State::unpaid },  // under a new owner
};
// clang-format on
inline constexpr std::array every_state{State::free, State::offered, State::presented, State::unpaid,
                                        State::paid, State::quoted,  State::pledged};
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
  // quoted, pledged: the financing it stands under. Presentation takes a range out of `pledged`, not out
  // of the pledge: the name stays while it is presented and unpaid, and payment goes by it; on what is
  // paid it says which pledge the money served.
  FinancingId financing;

  static constexpr auto fields() {
    using T = Range;
    return std::tuple{Field{1, "certificate", &T::certificate, "of which it is a part"},
                      Field{2, "start", &T::start, "first fen"},
                      Field{3, "end", &T::end, "last fen"},
                      Field{4, "owner", &T::owner, "who holds it"},
                      Field{5, "state", &T::state, "what may be done with it"},
                      Field{6, "offer", &T::offer, "the transfer it is offered in"},
                      Field{7, "last", &T::last, "its last endorsement"},
                      Field{8, "holds", &T::holds, "freezes and holds over it", holds_limit},
                      Field{9, "financing", &T::financing, "the financing it is quoted or pledged under"}};
  }
};

inline constexpr Table<Range, CertificateId, Fen> range_records{0x0102, "range"};

constexpr bool is_live(RangeState state) { return state != RangeState::none && state != RangeState::paid; }

// Who asks, and the records that give the asker a place.
struct Asker {
  const PartyId* party = nullptr;    // nobody: block time
  const PartyId* offeree = nullptr;  // of the pending transfer
  const PartyId* issuer = nullptr;
  const PartyId* financier = nullptr;  // of the financing: who was awarded, or holds the pledge
  const PartyId* bank = nullptr;       // the certificate's settlement bank
};

// The state after `act`. In this order: RANGE_HELD for every act but those of block time and payment
// (repaying a loan among them: it moves nothing to anybody);
// RANGE_LOCKED when its state does not allow it; NOT_OWNER when the owner would have to act,
// NOT_YOUR_PART when another party would.
Result<RangeState> may(RangeAct act, const Range& range, const Asker& asker);

}  // namespace allonge::receivable
