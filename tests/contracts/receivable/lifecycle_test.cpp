// Every (act, who, state) is tried: what stands in the table is allowed and leads where it says; what
// does not is refused for the right reason, in the order hold, state, who. First on the records alone,
// then every operation on a real certificate in every state by every party.
#include "contracts/receivable/financing.h"
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

namespace {

constexpr std::array range_acts{RangeAct::accept_issue, RangeAct::split,  RangeAct::merge,   RangeAct::transfer,
                                RangeAct::accept,       RangeAct::refuse, RangeAct::cancel,  RangeAct::lapse,
                                RangeAct::present,      RangeAct::dishonour, RangeAct::pay,
                                RangeAct::request,      RangeAct::withdraw_request, RangeAct::buy,
                                RangeAct::buy_outside,  RangeAct::lend,   RangeAct::lend_outside,
                                RangeAct::release,      RangeAct::discharge, RangeAct::enforce};
constexpr std::array certificate_acts{CertificateAct::issue,  CertificateAct::accept,       CertificateAct::refuse,
                                      CertificateAct::withdraw, CertificateAct::expire,     CertificateAct::mature,
                                      CertificateAct::fall_overdue, CertificateAct::default_, CertificateAct::pay,
                                      CertificateAct::settle};

bool is_of_time_or_payment(RangeAct act) {
  return act == RangeAct::lapse || act == RangeAct::present || act == RangeAct::dishonour || act == RangeAct::pay ||
         act == RangeAct::discharge;
}

}  // namespace

TEST(RangeLife, EveryActWhoAndState) {
  const PartyId owner = id_of("owner"), offeree = id_of("offeree"), issuer = id_of("issuer"), other = id_of("other");
  const PartyId financier = id_of("financier"), bank = id_of("bank");
  struct Seat {
    RangeWho who;
    const PartyId* party;
  };
  const std::array<Seat, 7> seats{{{RangeWho::owner, &owner},
                                   {RangeWho::offeree, &offeree},
                                   {RangeWho::issuer, &issuer},
                                   {RangeWho::block_time, nullptr},
                                   {RangeWho::financier, &financier},
                                   {RangeWho::bank, &bank},
                                   {RangeWho::payee, &other}}};  // nobody's seat
  std::size_t tried = 0, allowed = 0;
  for (const RangeAct act : range_acts)
    for (const EnumValue& value : values_of(RangeState{}))
      for (const bool held : {false, true})
        for (const Seat& seat : seats) {
          Range range;
          range.owner = owner;
          range.state = RangeState(value.number);
          if (held) range.holds = {{id_of("court"), HoldKind::judicial, "1"}};
          const auto answer = may(act, range, {seat.party, &offeree, &issuer, &financier, &bank});
          ++tried;

          // What the table says, read off by a plain loop.
          bool state_fits = false, seat_fits = false, owners = false;
          RangeState to{};
          for (const auto& step : range_life::table) {
            if (step.act != act || step.from != range.state) continue;
            state_fits = true;
            to = step.to;
            owners = owners || step.who == RangeWho::owner;
            // At issue the payee is who will own the range.
            seat_fits = seat_fits || (step.who == RangeWho::payee ? seat.party == &owner : step.who == seat.who);
          }
          const bool of_time_or_payment = is_of_time_or_payment(act);
          if (held && !of_time_or_payment) {
            EXPECT_EQ(answer.reason(), Reason::range_held);
          } else if (!state_fits) {
            EXPECT_EQ(answer.reason(), Reason::range_locked);
          } else if (!seat_fits) {
            EXPECT_EQ(answer.reason(), owners ? Reason::not_owner : Reason::not_your_part);
          } else {
            ASSERT_TRUE(answer.has_value());
            EXPECT_EQ(*answer, to);
            ++allowed;
          }
        }
  EXPECT_EQ(tried, range_acts.size() * 8 * 2 * seats.size());
  // The eight rows of time and payment count twice, held or not.
  const auto twice = std::count_if(range_life::table.begin(), range_life::table.end(),
                                   [](const auto& step) { return is_of_time_or_payment(step.act); });
  EXPECT_EQ(twice, 8);
  EXPECT_EQ(allowed, range_life::table.size() + 8);
}

TEST(CertificateLife, EveryActWhoAndState) {
  const PartyId issuer = id_of("issuer"), payee = id_of("payee"), other = id_of("other");
  const std::array<std::pair<CertificateWho, const PartyId*>, 3> seats{
      {{CertificateWho::issuer, &issuer}, {CertificateWho::payee, &payee}, {CertificateWho::block_time, nullptr}}};
  std::size_t allowed = 0;
  for (const CertificateAct act : certificate_acts)
    for (const EnumValue& value : values_of(CertificateState{})) {
      Certificate one;
      one.issuer = issuer;
      one.payee = payee;
      one.state = CertificateState(value.number);
      bool state_fits = false;
      for (const auto& step : certificate_life::table) state_fits = state_fits || (step.act == act && step.from == one.state);
      for (const auto& [who, party] : seats) {
        const auto answer = may(act, one, party);
        const auto row = std::find_if(certificate_life::table.begin(), certificate_life::table.end(), [&](const auto& step) {
          return step.act == act && step.from == one.state && step.who == who;
        });
        if (row != certificate_life::table.end()) {
          ASSERT_TRUE(answer.has_value());
          EXPECT_EQ(*answer, row->to);
          ++allowed;
        } else {
          EXPECT_EQ(answer.reason(), state_fits ? Reason::not_your_part : Reason::wrong_state);
        }
      }
      EXPECT_FALSE(may(act, one, &other).has_value());
    }
  EXPECT_EQ(allowed, certificate_life::table.size());
}

TEST(FinanceLife, EveryActWhoAndState) {
  const PartyId owner = id_of("owner"), financier = id_of("financier"), bank = id_of("bank"), issuer = id_of("issuer");
  const PartyId registrar = id_of("registrar"), bidder = id_of("bidder");
  const std::array<std::pair<FinanceWho, const PartyId*>, 7> seats{{{FinanceWho::owner, &owner},
                                                                    {FinanceWho::financier, &financier},
                                                                    {FinanceWho::registrar, &registrar},
                                                                    {FinanceWho::bank, &bank},
                                                                    {FinanceWho::issuer, &issuer},
                                                                    {FinanceWho::bidder, &bidder},
                                                                    {FinanceWho::block_time, nullptr}}};
  std::size_t allowed = 0;
  for (const auto& like : finance_life::table)
    for (const EnumValue& value : values_of(FinanceState{}))
      for (const auto& [who, party] : seats) {
        Financing one;
        one.owner = owner;
        one.award = Award{financier, {}, {}, {}};
        one.state = FinanceState(value.number);
        const auto answer = may(like.act, one, {party, &bank, &issuer, who == FinanceWho::registrar});
        bool state_fits = false;
        std::optional<FinanceState> wanted;
        for (const auto& step : finance_life::table) {
          if (step.act != like.act || step.from != one.state) continue;
          state_fits = true;
          // Whoever is not the owner may bid; who may quote of them is the request's to say.
          const bool bids = step.who == FinanceWho::bidder && who != FinanceWho::owner && who != FinanceWho::block_time;
          if (step.who == who || bids) wanted = step.to;
        }
        if (wanted) {
          ASSERT_TRUE(answer.has_value());
          EXPECT_EQ(*answer, *wanted);
          ++allowed;
        } else {
          EXPECT_EQ(answer.reason(), state_fits ? Reason::not_your_part : Reason::wrong_state);
        }
      }
  EXPECT_GT(allowed, finance_life::table.size());
}

namespace {

// One certificate in each state, made by real acts, and the offer that waits on it where it can.
struct Case {
  CertificateState state;
  CertificateId id;
};

// What the scenario expects of an operation by a party in a state; nothing when it is done.
std::optional<Reason> expected(CertificateAct act, CertificateState state, bool right_party, Reason no_state) {
  for (const auto& step : certificate_life::table)
    if (step.act == act && step.from == state) return right_party ? std::nullopt : std::optional(Reason::not_your_part);
  return no_state;
}

// Asks check alone: nothing changes, so every question is asked of the same state.
template <class Op>
std::optional<Reason> asked(const Desk& desk, std::string_view party, const Op& op) {
  Context context{desk.world.next_block(), id_of(party), digest_of("t"), 0};
  const auto plan = check(op, context, desk.world.view());
  return plan ? std::nullopt : std::optional(plan.reason());
}

}  // namespace

TEST(CertificateLife, EveryOperationByEveryPartyInEveryState) {
  Desk desk;
  std::vector<Case> cases;
  const auto made = [&](CertificateState state, const CertificateId& id) { cases.push_back({state, id}); };
  made(CertificateState::defaulted, desk.active("taihe", "shunchang", "100.00", "2026-03-10"));
  const CertificateId late = desk.active("taihe", "shunchang", "100.00", "2026-03-10");
  made(CertificateState::settled_late, late);
  desk.world.credit("taihe", "300.00");
  const CertificateId refused = desk.pending("taihe", "shunchang", "100.00");
  EXPECT_OK(desk.world.by("shunchang").act(Refuse{refused, "no"}));
  made(CertificateState::refused, refused);
  const CertificateId withdrawn = desk.pending("taihe", "shunchang", "100.00");
  EXPECT_OK(desk.world.by("taihe").act(Withdraw{withdrawn}));
  made(CertificateState::withdrawn, withdrawn);
  made(CertificateState::expired, desk.pending("taihe", "shunchang", "100.00"));
  made(CertificateState::overdue, desk.active("taihe", "shunchang", "100.00", "2026-03-20"));
  made(CertificateState::matured, desk.active("taihe", "shunchang", "100.00", "2026-03-25"));
  made(CertificateState::active, desk.active("taihe", "shunchang", "100.00"));
  const CertificateId settled = desk.active("taihe", "shunchang", "100.00", "2026-03-23");
  made(CertificateState::settled, settled);
  desk.world.go_to_date("2026-03-24");
  EXPECT_OK(desk.world.by("taihe").act(Pay{settled, {}}));
  desk.world.go_to_date("2026-03-25");
  EXPECT_OK(desk.world.by("taihe").act(Pay{late, {}}));
  EXPECT_TRUE(is_suspended(desk.world.view(), id_of("taihe")));
  // A suspended issuer issues nothing, so the pending one is another's.
  desk.world.admit("second", {Role::issuer});
  made(CertificateState::pending, desk.pending("second", "shunchang", "100.00"));

  for (const Case& one : cases) {
    const Certificate record = desk.certificate(one.id);
    ASSERT_EQ(record.state, one.state) << name_of(one.state);
    for (const char* party : {"taihe", "second", "shunchang", "lanwan", "jianghai", "platform", "operator", "regulator"}) {
      const bool issuer = id_of(party) == record.issuer;
      const bool payee = id_of(party) == record.payee;
      const std::string where = std::string(name_of(one.state)) + " by " + party;
      EXPECT_EQ(asked(desk, party, Accept{one.id}), expected(CertificateAct::accept, one.state, payee, Reason::wrong_state)) << where;
      EXPECT_EQ(asked(desk, party, Refuse{one.id, "x"}), expected(CertificateAct::refuse, one.state, payee, Reason::wrong_state)) << where;
      EXPECT_EQ(asked(desk, party, Withdraw{one.id}), expected(CertificateAct::withdraw, one.state, issuer, Reason::wrong_state)) << where;
      EXPECT_EQ(asked(desk, party, Pay{one.id, yuan("0.01")}), expected(CertificateAct::pay, one.state, issuer, Reason::nothing_due)) << where;

      const auto split = asked(desk, party, Split{one.id, Fen{1}, yuan("1.00")});
      if (!is_live(one.state)) EXPECT_EQ(split, Reason::certificate_not_live) << where;
      else if (one.state != CertificateState::active) EXPECT_EQ(split, Reason::range_locked) << where;
      else EXPECT_EQ(split, payee ? std::nullopt : std::optional(Reason::not_owner)) << where;

      Transfer move = desk.transfer_op(one.id, "dongfang", "1.00");
      const auto offer = asked(desk, party, move);
      const bool past = record.maturity <= day("2026-03-25");
      if (past) EXPECT_EQ(offer, Reason::after_cutoff) << where;
      else if (!is_live(one.state)) EXPECT_EQ(offer, Reason::certificate_not_live) << where;
      else EXPECT_EQ(offer, payee ? std::nullopt : std::optional(Reason::not_enough_free)) << where;
    }
  }
}

}  // namespace allonge::test
