// A financing (融资): ranges of one owner that are to become money before their day. Bought without
// recourse, or pledged for a loan. From the request on its ranges are QUOTED and locked for everything
// else; every step has its last moment, and a step that is missed gives all ranges back to their owner.
//
//   open --award--> awarded --the money moves--> settled                    bought: the ranges moved too
//      \              |                     \--> pledged --paid off--> repaid
//       \-- cancel,   |                            |--both release all--> released
//           lapse ----+--> cancelled, lapsed       |--all ranges paid, something owed--> exhausted
//                                                  \--enforce after default--> enforced
//
// The record stays for ever: which financing was settled, at what price, under which registration.
#pragma once

#include "contracts/receivable/interval.h"
#include "contracts/receivable/loan.h"
#include "contracts/receivable/quote.h"

namespace allonge::receivable {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand in the state.
enum class FinanceKind : std::uint8_t {
  purchase = 1,     // without recourse: the financier becomes the owner
  pledge_loan = 2,  // the owner stays, the ranges secure a loan
};
constexpr std::array<EnumValue, 2> values_of(FinanceKind) { return {{{1, "purchase"}, {2, "pledge_loan"}}}; }

enum class FinanceState : std::uint8_t {
  none = 0,
  open = 1,       // quotes come in, are revealed, are compared
  awarded = 2,    // one quote is chosen; the money is to move
  settled = 3,    // bought
  pledged = 4,    // the loan runs
  repaid = 5,     // nothing is owed, nothing is pledged
  released = 6,   // the pledgee let all ranges go; what is owed is owed without them
  exhausted = 7,  // the pledged ranges are paid and did not suffice
  enforced = 8,   // the pledgee took the ranges after default
  lapsed = 9,     // a step was missed
  cancelled = 10, // by the owner before award
};
constexpr std::array<EnumValue, 11> values_of(FinanceState) {
  return {{{0, "none"}, {1, "open"}, {2, "awarded"}, {3, "settled"}, {4, "pledged"}, {5, "repaid"},
           {6, "released"}, {7, "exhausted"}, {8, "enforced"}, {9, "lapsed"}, {10, "cancelled"}}};
}
std::string_view name_of(FinanceState state);

enum class FinanceAct : std::uint8_t {
  request, cancel, lapse, quote, reveal, award, register_, settle, attest, lend, attest_loan,
  collect, collect_last, exhaust, repay_part, repay, release_part, release, enforce
};
// bidder: a financier that was asked; financier: the one that was awarded, or holds the pledge.
enum class FinanceWho : std::uint8_t { owner, bidder, financier, registrar, bank, issuer, block_time };

namespace finance_life {
using Act = FinanceAct;
using Who = FinanceWho;
using State = FinanceState;
// clang-format off
inline constexpr std::array table{
    //   act                who              from            to
    Step{Act::request,      Who::owner,      State::none,    State::open     },
    Step{Act::cancel,       Who::owner,      State::open,    State::cancelled},  // whole, before award
    Step{Act::lapse,        Who::block_time, State::open,    State::lapsed   },
    Step{Act::lapse,        Who::block_time, State::awarded, State::lapsed   },
    Step{Act::quote,        Who::bidder,     State::open,    State::open     },
    Step{Act::reveal,       Who::bidder,     State::open,    State::open     },
    Step{Act::award,        Who::owner,      State::open,    State::awarded  },
    Step{Act::register_,    Who::financier,  State::awarded, State::awarded  },
    Step{Act::register_,    Who::registrar,  State::awarded, State::awarded  },
    Step{Act::settle,       Who::financier,  State::awarded, State::settled  },
    Step{Act::attest,       Who::bank,       State::awarded, State::settled  },  // paid outside the ledger
    Step{Act::lend,         Who::financier,  State::awarded, State::pledged  },
    Step{Act::attest_loan,  Who::bank,       State::awarded, State::pledged  },
    Step{Act::collect,      Who::issuer,     State::pledged, State::pledged  },  // out of a payment
    Step{Act::collect_last, Who::issuer,     State::pledged, State::repaid   },  // nothing is owed any more
    Step{Act::exhaust,      Who::issuer,     State::pledged, State::exhausted},  // no range is left
    Step{Act::repay_part,   Who::owner,      State::pledged, State::pledged  },
    Step{Act::repay,        Who::owner,      State::pledged, State::repaid   },
    Step{Act::release_part, Who::owner,      State::pledged, State::pledged  },
    Step{Act::release_part, Who::financier,  State::pledged, State::pledged  },
    Step{Act::release,      Who::owner,      State::pledged, State::released },
    Step{Act::release,      Who::financier,  State::pledged, State::released },
    Step{Act::enforce,      Who::financier,  State::pledged, State::enforced },
};
// clang-format on
inline constexpr std::array every_state{State::open,     State::awarded,   State::settled,  State::pledged, State::repaid,
                                        State::released, State::exhausted, State::enforced, State::lapsed,  State::cancelled};
static_assert(well_formed(table, State::none, every_state));
}  // namespace finance_life

inline constexpr std::uint32_t invited_limit = 7;  // as many as an event names beside the owner

// The three last moments. Each is the first at which it is too late.
struct Deadlines {
  Time quote_by;
  Time reveal_by;
  Time settle_by;
  static constexpr auto fields() {
    using T = Deadlines;
    return std::tuple{Field{1, "quote_by", &T::quote_by, "until then quotes are sealed"},
                      Field{2, "reveal_by", &T::reveal_by, "until then they are revealed; from then on one is awarded"},
                      Field{3, "settle_by", &T::settle_by, "until then one is awarded and the money moves"}};
  }
  bool operator==(const Deadlines&) const = default;
};

// The quote that was chosen.
struct Award {
  PartyId financier;
  QuoteTerms terms;
  Date day;
  Amount net;  // as of that day; what is paid is the net of the day on which money moves
  static constexpr auto fields() {
    using T = Award;
    return std::tuple{Field{1, "financier", &T::financier, "whose quote was chosen"},
                      Field{2, "terms", &T::terms, "its terms"},
                      Field{3, "day", &T::day, "business date of the award"},
                      Field{4, "net", &T::net, "what it netted for the owner on that day"}};
  }
};

// How the money moved. A purchase: discount, fee and paid are the face (I-12). A loan: paid is what was
// disbursed, and nothing is taken off it.
struct Settlement {
  Date value_date;
  Amount discount;
  Amount fee;
  Amount paid;              // to the owner
  std::string payment_ref;  // of a payment outside the ledger; empty: bank money moved
  static constexpr auto fields() {
    using T = Settlement;
    return std::tuple{Field{1, "value_date", &T::value_date, "day on which the money moved"},
                      Field{2, "discount", &T::discount, "of a purchase"},
                      Field{3, "fee", &T::fee, "of a purchase: taken off the price"},
                      Field{4, "paid", &T::paid, "to the owner"},
                      Field{5, "payment_ref", &T::payment_ref, "of a payment outside the ledger", 64}};
  }
};

// One side's wish to let go ranges of a pledge; done when the other side wishes the same.
struct ReleaseWish {
  PartyId by;
  std::vector<RangeRef> ranges;
  static constexpr auto fields() {
    return std::tuple{Field{1, "by", &ReleaseWish::by, "who asks for it"},
                      Field{2, "ranges", &ReleaseWish::ranges, "which fen", ranges_per_request}};
  }
};

struct Financing {
  FinancingId id;
  CertificateId certificate;
  PartyId owner;
  FinanceKind kind = FinanceKind::purchase;
  std::vector<RangeRef> ranges;  // of a loan: what is still pledged, or was paid under the pledge
  Amount face;                   // their sum when they were asked for
  Amount asked;                  // of a loan only
  Amount min_net;
  Deadlines deadlines;
  std::vector<PartyId> invited;  // ascending; empty: every financier
  bool waived = false;
  std::string payee_account;
  FinanceState state = FinanceState::none;
  std::uint32_t quotes = 0;      // how many lie sealed or revealed
  std::uint32_t seals = 0;       // ever made
  std::optional<Award> award;
  std::string registration_no;
  std::optional<Settlement> settlement;
  std::optional<Loan> loan;
  std::optional<ReleaseWish> release;
  Amount surplus;                // enforced: what the pledgee owes the owner
  Amount shortfall;              // released, exhausted, enforced: what the owner still owes

  static constexpr auto fields() {
    using T = Financing;
    return std::tuple{
        Field{1, "id", &T::id, "financing"},
        Field{2, "certificate", &T::certificate, "of which the ranges are"},
        Field{3, "owner", &T::owner, "who asked"},
        Field{4, "kind", &T::kind, "purchase without recourse, or loan against a pledge"},
        Field{5, "ranges", &T::ranges, "which fen", ranges_per_request},
        Field{6, "face", &T::face, "sum of the ranges asked for"},
        Field{7, "asked", &T::asked, "of a loan: how much"},
        Field{8, "min_net", &T::min_net, "least that must be left for the owner"},
        Field{9, "deadlines", &T::deadlines, "last moments of its steps"},
        Field{10, "invited", &T::invited, "who may quote; empty: every financier", invited_limit},
        Field{11, "waived", &T::waived, "whether the owner does without a choice"},
        Field{12, "payee_account", &T::payee_account, "where the owner is paid outside the ledger", 64},
        Field{13, "state", &T::state, "where it is in its life"},
        Field{14, "quotes", &T::quotes, "quotes that lie"},
        Field{15, "seals", &T::seals, "seals ever made"},
        Field{16, "award", &T::award, "the quote that was chosen"},
        Field{17, "registration_no", &T::registration_no, "in the central registry", 64},
        Field{18, "settlement", &T::settlement, "how the money moved"},
        Field{19, "loan", &T::loan, "what the pledge secures"},
        Field{20, "release", &T::release, "what one side wishes to release"},
        Field{21, "surplus", &T::surplus, "enforced: what the pledgee owes the owner"},
        Field{22, "shortfall", &T::shortfall, "what the owner owes beyond the pledge"}};
  }
};

inline constexpr Table<Financing, FinancingId> financing_records{0x0108, "financing"};

// Who asks: the party, nobody for block time; the certificate's bank and issuer; whether it is a registrar.
struct FinanceAsker {
  const PartyId* party = nullptr;
  const PartyId* bank = nullptr;
  const PartyId* issuer = nullptr;
  bool registrar = false;
};
// The state after `act`. WRONG_STATE, then NOT_YOUR_PART.
Result<FinanceState> may(FinanceAct act, const Financing& financing, const FinanceAsker& asker);

// What a quote leaves for the owner when the money moves on `value_date`: of a purchase the face less
// discount and fee, of a loan the sum asked less its interest to the due date and its fee, so that
// both compare by net proceeds. BAD_PRICE when nothing is left.
struct Price {
  Amount discount;
  Amount net;
};
Result<Price> price_of(const Financing& financing, const QuoteTerms& terms, Date value_date, Date due);
// What the awarded financier pays on `value_date`: the net, or the sum asked.
Result<Settlement> settlement_on(const Financing& financing, Date value_date, Date due);

// Kept ranges within the financing's intervals, ascending.
std::vector<Range> ranges_of(const View& view, const Financing& financing);
// Whether every one of them allows `act`; the reason of the first that does not.
Result<void> may_all(RangeAct act, std::span<const Range> ranges, const Asker& asker);
Asker asker_of(const Financing& financing, const PartyId* party, const Certificate& certificate);

void put(Draft& draft, const Financing& financing);
// Forgets every quote; each but the awarded one is told as released.
void drop_quotes(Draft& draft, const Financing& financing, Events& events);
// How a financing ends before settlement. The ranges are their owner's to use again, the quotes are
// gone, nothing waits any more.
struct RequestEnd {
  FinanceState state;  // cancelled or lapsed
  const char* event;
};
void end_request(Draft& draft, Financing financing, const RequestEnd& end, Events& events);
// Whatever waits in the queue for it is not needed.
void forget_deadlines(Draft& draft, const Financing& financing);

// An event of a financing, about all its ranges, from the state `before` to the one it is in.
Event finance_event(const char* type, const Financing& financing, FinanceState before, std::vector<PartyId> parties);

}  // namespace allonge::receivable
