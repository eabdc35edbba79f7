#include "contracts/cash/account.h"

#include "contracts/cash/conservation.h"
#include "tests/support/world.h"

namespace allonge::test {
namespace {

cash::Credit credit(const char* party, const char* amount, const char* ref) {
  return {id_of(party), Currency::cny, yuan(amount), ref};
}
cash::Debit debit(const char* party, const char* amount, const char* ref) {
  return {id_of(party), Currency::cny, yuan(amount), ref};
}
Amount at_bank(const View& view, const char* party) { return balance_of(view, id_of("jianghai"), id_of(party), Currency::cny); }

TEST(Cash, ComesInAndGoesOut) {
  World world;
  EXPECT_OK(world.by("jianghai").act(credit("taihe", "200000.00", "IN-1")));
  EXPECT_EQ(world.events().back().type, "cash.credited");
  EXPECT_EQ(world.events().back().subject, "jianghai/taihe/CNY");
  EXPECT_OK(world.by("jianghai").act(debit("taihe", "50000.00", "OUT-1")));
  EXPECT_EQ(world.events().back().type, "cash.debited");
  EXPECT_EQ(at_bank(world.view(), "taihe"), yuan("150000.00"));
  EXPECT_EQ(issued_money_records.find(world.view(), id_of("jianghai"), Currency::cny)->total, yuan("150000.00"));
  EXPECT_OK(world.by("jianghai").act(debit("taihe", "150000.00", "OUT-2")));
  EXPECT_FALSE(account_records.has(world.view(), id_of("jianghai"), id_of("taihe"), Currency::cny));
}

// The law I-6 stopped the program: it read the account of a record that was neither there before nor after.
TEST(Cash, ComesInAndGoesOutInOneTransaction) {
  World world;
  EXPECT_OK(world.by("jianghai").act(credit("taihe", "10.00", "IN-1"), debit("taihe", "10.00", "OUT-1")));
  EXPECT_EQ(at_bank(world.view(), "taihe"), Amount{});
  EXPECT_FALSE(account_records.has(world.view(), id_of("jianghai"), id_of("taihe"), Currency::cny));
}

TEST(Cash, NeverGoesBelowZero) {
  World world;
  EXPECT_OK(world.by("jianghai").act(credit("taihe", "10.00", "IN-1")));
  EXPECT_REFUSED(world.by("jianghai").act(debit("taihe", "10.01", "OUT-1")), Reason::insufficient_cash);
  EXPECT_REFUSED(world.by("jianghai").act(debit("lanwan", "0.01", "OUT-1")), Reason::insufficient_cash);
}

TEST(Cash, UsesAReferenceOnceForEver) {
  World world;
  EXPECT_OK(world.by("jianghai").act(credit("taihe", "10.00", "REF-1")));
  EXPECT_REFUSED(world.by("jianghai").act(credit("taihe", "10.00", "REF-1")), Reason::ref_reused);
  EXPECT_REFUSED(world.by("jianghai").act(debit("taihe", "1.00", "REF-1")), Reason::ref_reused);
  EXPECT_REFUSED(world.by("jianghai").act(credit("taihe", "1.00", "REF-2"), credit("lanwan", "1.00", "REF-2")), Reason::ref_reused);
  EXPECT_OK(world.by("jianghai").act(credit("taihe", "1.00", "REF-2")));
}

TEST(Cash, KeepsReferencesOfBanksApart) {
  World world;
  world.admit("other-bank", {Role::settlement_bank});
  EXPECT_OK(world.by("jianghai").act(credit("taihe", "10.00", "REF-1")));
  EXPECT_OK(world.by("other-bank").act(credit("taihe", "3.00", "REF-1")));
  EXPECT_EQ(at_bank(world.view(), "taihe"), yuan("10.00"));
  EXPECT_REFUSED(world.by("other-bank").act(debit("taihe", "3.01", "REF-2")), Reason::insufficient_cash);
}

TEST(Cash, RefusesWhatIsNotAnAttestation) {
  World world;
  EXPECT_REFUSED(world.by("taihe").act(credit("taihe", "10.00", "REF-1")), Reason::role_forbidden);
  EXPECT_REFUSED(world.by("operator").act(credit("taihe", "10.00", "REF-1")), Reason::role_forbidden);
  EXPECT_REFUSED(world.by("jianghai").act(credit("taihe", "0.00", "REF-1")), Reason::bad_amount);
  EXPECT_REFUSED(world.by("jianghai").act(debit("taihe", "0.00", "REF-1")), Reason::bad_amount);
  EXPECT_REFUSED(world.by("jianghai").act(credit("nobody-here", "1.00", "REF-1")), Reason::not_found);
  EXPECT_REFUSED(world.by("jianghai").act(debit("nobody-here", "1.00", "REF-1")), Reason::not_found);
  EXPECT_REFUSED(world.by("jianghai").act(credit("taihe", "1.00", "")), Reason::bad_text);
  EXPECT_REFUSED(world.by("jianghai").act(credit("taihe", "1.00", "with space")), Reason::bad_text);
  EXPECT_REFUSED(world.by("jianghai").act(credit("taihe", "1.00", "\xe6\xb1\x9f")), Reason::bad_text);
}

// Money goes only to parties' own accounts, never to the platform.
TEST(Cash, NeverGoesToThePlatform) {
  World world;
  EXPECT_REFUSED(world.by("jianghai").act(credit("platform", "1.00", "REF-1")), Reason::role_forbidden);
}

TEST(Cash, RefusesMoreThanALedgerHolds) {
  World world;
  const Amount most = *Amount::of_fen(Amount::max_fen);
  EXPECT_OK(world.by("jianghai").act(cash::Credit{id_of("taihe"), Currency::cny, most, "A"}));
  EXPECT_REFUSED(world.by("jianghai").act(credit("taihe", "0.01", "B")), Reason::overflow);
  EXPECT_REFUSED(world.by("jianghai").act(credit("lanwan", "0.01", "B")), Reason::overflow);  // the bank's total
}

TEST(CashPlan, PaysManyFromOne) {
  World world;
  world.credit("taihe", "100.00");
  Draft draft(world.view());
  const std::vector<CashLeg> legs{{id_of("lanwan"), yuan("30.00")}, {id_of("shunchang"), yuan("50.00")},
                                  {id_of("lanwan"), yuan("20.00")}};
  const auto plan = plan_payment(draft, id_of("jianghai"), Currency::cny, id_of("taihe"), legs);
  ASSERT_TRUE(plan);
  carry_out(*plan, draft);
  EXPECT_EQ(at_bank(draft, "taihe"), Amount{});
  EXPECT_EQ(at_bank(draft, "lanwan"), yuan("50.00"));
  EXPECT_EQ(at_bank(draft, "shunchang"), yuan("50.00"));
  EXPECT_EQ(cash::money_adds_up(draft), std::nullopt);
}

// The payer among the payees: it must have the whole sum first, and has what comes back afterwards.
TEST(CashPlan, CountsWhatThePayerPaysItself) {
  World world;
  world.credit("taihe", "100.00");
  Draft draft(world.view());
  const std::vector<CashLeg> legs{{id_of("taihe"), yuan("60.00")}, {id_of("lanwan"), yuan("40.00")}};
  const auto plan = plan_payment(draft, id_of("jianghai"), Currency::cny, id_of("taihe"), legs);
  ASSERT_TRUE(plan);
  carry_out(*plan, draft);
  EXPECT_EQ(at_bank(draft, "taihe"), yuan("60.00"));
  EXPECT_EQ(at_bank(draft, "lanwan"), yuan("40.00"));
  const std::vector<CashLeg> too_much{{id_of("taihe"), yuan("60.01")}};
  EXPECT_EQ(plan_payment(draft, id_of("jianghai"), Currency::cny, id_of("taihe"), too_much).reason(), Reason::insufficient_cash);
}

}  // namespace
}  // namespace allonge::test
