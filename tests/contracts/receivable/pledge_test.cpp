// Loans against a pledge: interest, payout to pledgee and owner, repayment, release by both, and
// enforcement after default.
#include "contracts/receivable/finance_enforce.h"
#include "contracts/receivable/finance_release.h"
#include "contracts/receivable/finance_repay.h"
#include "tests/contracts/receivable/finance_desk.h"

namespace allonge::test {

namespace {

const RangeRef lower{Fen{1}, Fen{50000}}, upper{Fen{50001}, Fen{100000}};

// 300.00 lent on 2026-03-02 at 3.6 %, 0.03 a day, against [50001, 100000] of a certificate of 1,000.00.
class Pledges : public testing::Test {
 protected:
  void SetUp() override {
    id = desk.active("taihe", "shunchang", "1000.00");
    loan = desk.pledged("shunchang", desk.loan_op(id, {upper}, "300.00"), desk.paper(36'000));
  }
  Verdict release(std::string_view party, std::vector<RangeRef> ranges) {
    return desk.world.by(party).act(FinanceRelease{loan, std::move(ranges)});
  }
  std::string state_at(std::uint64_t start) const {
    const Range range = desk.range(id, start);
    return std::to_string(range.start.value) + "-" + std::to_string(range.end.value) + " " + std::string(range.owner.text()) +
           " " + std::string(name_of(range.state)) + (range.financing == loan ? " under the pledge" : "");
  }

  FinanceDesk desk;
  CertificateId id;
  FinancingId loan;
};

}  // namespace

TEST(Loan, CountsInterestOnceHoweverItIsPaid) {
  const Loan whole = lent(yuan("280000.00"), 48'000, {}, day("2026-05-06"));
  EXPECT_EQ(debt_on(whole, day("2026-08-28")).interest, yuan("4256.00"));  // S7
  EXPECT_EQ(debt_on(whole, day("2026-05-06")).total(), yuan("280000.00"));
  EXPECT_EQ(debt_on(whole, day("2026-05-05")).total(), yuan("280000.00"));
  // One fen a day of principal, paid over and over: the sum is what the fen-days make, rounded once.
  Loan parts = lent(yuan("1000.00"), 100'000, {}, day("2026-03-02"));
  for (std::uint32_t i = 1; i <= 100; ++i) pay_down(parts, add_days(day("2026-03-02"), i), yuan("0.01"));
  const Debt debt = debt_on(parts, add_days(day("2026-03-02"), 100));
  EXPECT_EQ(parts.interest_paid, yuan("1.00"));
  EXPECT_EQ(parts.principal, yuan("1000.00"));
  EXPECT_EQ(debt.interest, yuan("26.78"));  // 27.78 in all, of which 1.00 is paid
}

TEST(Loan, TakesFeeThenInterestThenPrincipal) {
  Loan loan = lent(yuan("1000.00"), 36'000, yuan("5.00"), day("2026-03-02"));
  const Date later = day("2026-03-12");  // ten days: 1.00
  EXPECT_EQ(debt_on(loan, later).total(), yuan("1006.00"));
  pay_down(loan, later, yuan("5.50"));
  EXPECT_EQ(loan.fee_paid, yuan("5.00"));
  EXPECT_EQ(loan.interest_paid, yuan("0.50"));
  EXPECT_EQ(loan.principal, yuan("1000.00"));
  pay_down(loan, later, yuan("100.50"));
  EXPECT_EQ(loan.principal, yuan("900.00"));
  EXPECT_TRUE(debt_on(loan, later).interest.is_zero());
  EXPECT_EQ(debt_on(loan, day("2026-03-22")).interest, yuan("0.90"));
  pay_down(loan, later, yuan("900.00"));
  EXPECT_TRUE(debt_on(loan, day("2027-03-02")).total().is_zero());
}

TEST(Loan, NeverStopsAPaymentByItsSize) {
  const Amount largest = *Amount::of_fen(Amount::max_fen);
  const Loan loan = lent(largest, highest_rate_ppm, largest, day("2026-03-02"));
  EXPECT_EQ(debt_on(loan, day("9999-12-31")).total(), largest);
}

TEST_F(Pledges, LendTheSumAskedAndLeaveTheOwner) {
  EXPECT_EQ(desk.balance("shunchang"), yuan("300.00"));
  EXPECT_TRUE(desk.balance("dongfang").is_zero());
  EXPECT_EQ(state_at(50001), "50001-100000 shunchang pledged under the pledge");
  EXPECT_EQ(desk.range(id, 50001).last.kind, EndorsementKind::issue);
  EXPECT_EQ(desk.certificate(id).financings, 0u);
  // one pledge at a time, and nothing without the pledgee.
  EXPECT_REFUSED(desk.world.by("shunchang").act(desk.loan_op(id, {upper}, "1.00")), Reason::range_locked);
  EXPECT_REFUSED(desk.world.by("shunchang").act(desk.purchase_op(id, {upper})), Reason::range_locked);
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", {upper})), Reason::range_locked);
  EXPECT_REFUSED(desk.offer("dongfang", desk.transfer_op(id, "lanwan", {upper})), Reason::range_locked);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Split{id, Fen{50001}, yuan("1.00")}), Reason::range_locked);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Merge{id, Fen{1}}), Reason::not_adjacent);
  EXPECT_EQ(holdings(desk.books(), id_of("shunchang")).front().pledged, yuan("500.00"));
  desk.expect_sound();
}

TEST_F(Pledges, PayThePledgeeFirstAndTheOwnerTheRest) {
  desk.world.go_to_date("2026-08-28");
  EXPECT_EQ(state_at(50001), "50001-100000 shunchang presented under the pledge");
  desk.expect_sound();
  desk.world.credit("taihe", "1000.00");
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.balance("dongfang"), yuan("305.37"));  // 300.00 and 179 days of 0.03
  EXPECT_EQ(desk.balance("shunchang"), yuan("994.63"));
  EXPECT_EQ(desk.state(loan), FinanceState::repaid);
  EXPECT_EQ(desk.financing(loan).loan->collected, yuan("305.37"));
  EXPECT_EQ(desk.certificate(id).state, CertificateState::settled);
  desk.expect_sound();
}

TEST_F(Pledges, CollectFromPartialFundsAndLetGoWhenNothingIsOwed) {
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("taihe", "1000.00");
  // All of shunchang's lowest units first: [1, 50000] is not pledged.
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, yuan("600.00")}));
  EXPECT_EQ(desk.balance("dongfang"), yuan("100.00"));
  EXPECT_EQ(state_at(50001), "50001-60000 shunchang paid under the pledge");
  EXPECT_EQ(state_at(60001), "60001-100000 shunchang presented under the pledge");
  EXPECT_EQ(desk.state(loan), FinanceState::pledged);
  desk.expect_sound();
  desk.world.go_to_date("2026-08-31");
  EXPECT_EQ(state_at(60001), "60001-100000 shunchang unpaid under the pledge");
  // 205.37 was left, of which principal; three days at 0.020537 a day.
  EXPECT_EQ(desk.owed(loan), yuan("205.43"));
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, yuan("300.00")}));
  EXPECT_EQ(desk.balance("dongfang"), yuan("305.43"));
  EXPECT_EQ(desk.state(loan), FinanceState::repaid);
  EXPECT_EQ(state_at(90001), "90001-100000 shunchang unpaid");
  desk.expect_sound();
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.balance("dongfang"), yuan("305.43"));
  desk.expect_sound();
}

TEST_F(Pledges, EndExhaustedWhenTheRangesDoNotSuffice) {
  const FinancingId second = desk.pledged("shunchang", desk.loan_op(id, {lower}, "500.00"), desk.paper(36'000));
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("taihe", "1000.00");
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.state(second), FinanceState::exhausted);
  EXPECT_EQ(desk.financing(second).shortfall, yuan("8.95"));  // 179 days of 0.05
  EXPECT_EQ(desk.balance("dongfang"), yuan("805.37"));
  desk.expect_sound();
}

TEST_F(Pledges, WaitInEscrowWhereARangeIsHeld) {
  desk.world.go_to_date("2026-08-28");
  Range held = desk.range(id, 50001);
  held.holds = {{id_of("regulator"), HoldKind::judicial, "1"}};
  ASSERT_TRUE(desk.world.state().write({{range_records.key(id, Fen{50001}), encode(held)}}, false).has_value());
  desk.world.credit("taihe", "1000.00");
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_TRUE(desk.balance("dongfang").is_zero());
  EXPECT_EQ(desk.balance("jianghai"), yuan("500.00"));
  const auto escrow = escrow_records.find(desk.world.view(), id, Fen{50001});
  ASSERT_TRUE(escrow.has_value());
  EXPECT_EQ(escrow->financing, loan);
  EXPECT_EQ(desk.state(loan), FinanceState::pledged);  // until somebody decides who gets it
  EXPECT_EQ(desk.financing(loan).loan->escrowed, yuan("500.00"));
  desk.expect_sound();
}

TEST_F(Pledges, AreRepaidInBankMoney) {
  desk.world.go_to_date("2026-03-12");  // ten days: 0.30
  EXPECT_REFUSED(desk.world.by("lanwan").act(FinanceRepay{loan, yuan("1.00")}), Reason::not_your_part);
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceRepay{loan, yuan("1.00")}), Reason::not_your_part);
  EXPECT_KEPT_OUT(desk.world.by("shunchang").only({"maker1"}).act(FinanceRepay{loan, yuan("1.00")}), Reason::approvals_missing);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceRepay{loan, yuan("300.31")}), Reason::overpayment);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceRepay{loan, {}}), Reason::insufficient_cash);  // the interest is missing
  EXPECT_OK(desk.world.by("shunchang").act(FinanceRepay{loan, yuan("100.30")}));
  EXPECT_EQ(desk.financing(loan).loan->principal, yuan("200.00"));
  EXPECT_EQ(desk.state(loan), FinanceState::pledged);
  EXPECT_EQ(state_at(50001), "50001-100000 shunchang pledged under the pledge");
  desk.expect_sound();
  desk.world.credit("shunchang", "0.30");
  EXPECT_OK(desk.world.by("shunchang").act(FinanceRepay{loan, {}}));
  EXPECT_EQ(desk.balance("dongfang"), yuan("300.30"));
  EXPECT_EQ(desk.state(loan), FinanceState::repaid);
  EXPECT_EQ(state_at(50001), "50001-100000 shunchang free");
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceRepay{loan, {}}), Reason::wrong_state);
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", {upper}));
  desk.expect_sound();
}

TEST_F(Pledges, AreRepaidAfterTheDueDateToo) {
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("shunchang", "5.37");
  EXPECT_OK(desk.world.by("shunchang").act(FinanceRepay{loan, {}}));
  EXPECT_EQ(state_at(50001), "50001-100000 shunchang presented");
  desk.world.credit("taihe", "1000.00");
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.balance("dongfang"), yuan("305.37"));
  EXPECT_EQ(desk.balance("shunchang"), yuan("1000.00"));
  desk.expect_sound();
}

TEST_F(Pledges, AreReleasedOnlyByBothSides) {
  const std::vector<RangeRef> middle{{Fen{60001}, Fen{70000}}};
  EXPECT_REFUSED(release("lanwan", middle), Reason::not_your_part);
  EXPECT_REFUSED(release("shunchang", {lower}), Reason::range_locked);  // not pledged
  EXPECT_REFUSED(release("shunchang", {{Fen{2}, Fen{1}}}), Reason::bad_range);
  EXPECT_OK(release("shunchang", middle));
  EXPECT_EQ(desk.told("finance.release_asked"), 1u);
  EXPECT_OK(release("shunchang", middle));  // asking twice does not make two sides
  EXPECT_EQ(state_at(50001), "50001-100000 shunchang pledged under the pledge");
  EXPECT_OK(release("dongfang", {{Fen{60001}, Fen{70001}}}));  // other ranges: the other way round
  EXPECT_EQ(state_at(50001), "50001-100000 shunchang pledged under the pledge");
  EXPECT_KEPT_OUT(desk.world.by("shunchang").only({"maker1"}).act(FinanceRelease{loan, middle}), Reason::approvals_missing);
  EXPECT_OK(release("shunchang", {{Fen{60001}, Fen{70001}}}));
  EXPECT_EQ(state_at(50001), "50001-60000 shunchang pledged under the pledge");
  EXPECT_EQ(state_at(60001), "60001-70001 shunchang free");
  EXPECT_EQ(state_at(70002), "70002-100000 shunchang pledged under the pledge");
  EXPECT_EQ(desk.financing(loan).ranges, (std::vector<RangeRef>{{Fen{50001}, Fen{60000}}, {Fen{70002}, Fen{100000}}}));
  desk.expect_sound();
  // The rest, all of it: what is owed is owed without a pledge.
  EXPECT_OK(release("dongfang", {}));
  EXPECT_OK(release("shunchang", {}));
  EXPECT_EQ(desk.state(loan), FinanceState::released);
  EXPECT_EQ(desk.financing(loan).shortfall, yuan("300.00"));
  EXPECT_EQ(state_at(50001), "50001-60000 shunchang free");
  EXPECT_REFUSED(release("shunchang", {}), Reason::wrong_state);
  desk.expect_sound();
}

// What went wrong: both sides could release a part of a pledged certificate that moves only whole. It
// fell apart, and its owner could pass on neither the part nor the rest.
TEST(PledgeLoan, OfAnIndivisibleCertificateIsReleasedWhole) {
  FinanceDesk desk;
  Issue op = desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28");
  op.indivisible = true;
  const CertificateId id = CertificateId::derive(desk.world.by("taihe").act(op).transaction, 0);
  EXPECT_OK(desk.world.by("shunchang").act(Accept{id}));
  const RangeRef all{Fen{1}, Fen{100000}};
  const FinancingId loan = desk.pledged("shunchang", desk.loan_op(id, {all}, "300.00"), desk.paper(36'000));
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceRelease{loan, {lower}}), Reason::indivisible);
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceRelease{loan, {lower}}), Reason::indivisible);
  EXPECT_OK(desk.world.by("shunchang").act(FinanceRelease{loan, {all}}));
  EXPECT_OK(desk.world.by("dongfang").act(FinanceRelease{loan, {}}));
  EXPECT_EQ(desk.certificate(id).range_count, 1u);
  EXPECT_EQ(desk.state(loan), FinanceState::released);
  desk.expect_sound();
}

TEST_F(Pledges, AreNotReleasedAfterTheDueDate) {
  EXPECT_OK(release("shunchang", {}));
  desk.world.go_to_date("2026-08-28");
  EXPECT_REFUSED(release("dongfang", {}), Reason::range_locked);
}

TEST_F(Pledges, PassToThePledgeeAfterDefault) {
  const auto enforce = [&](std::string_view party, std::string_view sum) {
    return desk.world.by(party).act(FinanceEnforce{loan, yuan(sum)});
  };
  EXPECT_REFUSED(enforce("dongfang", "300.00"), Reason::wrong_state);
  desk.world.go_to_date("2026-08-31");
  EXPECT_REFUSED(enforce("dongfang", "305.46"), Reason::wrong_state);  // overdue, not in default
  desk.world.go_to_date("2026-09-10");
  EXPECT_EQ(desk.owed(loan), yuan("305.76"));  // 192 days
  EXPECT_REFUSED(enforce("jianghai", "305.76"), Reason::not_your_part);
  EXPECT_REFUSED(enforce("shunchang", "305.76"), Reason::role_forbidden);
  EXPECT_REFUSED(enforce("dongfang", "305.75"), Reason::secured_sum_wrong);
  EXPECT_KEPT_OUT(desk.world.by("dongfang").only({"maker1"}).act(FinanceEnforce{loan, yuan("305.76")}), Reason::approvals_missing);
  EXPECT_OK(enforce("dongfang", "305.76"));
  EXPECT_EQ(state_at(50001), "50001-100000 dongfang unpaid");
  EXPECT_EQ(state_at(1), "1-50000 shunchang unpaid");
  EXPECT_EQ(desk.range(id, 50001).last.kind, EndorsementKind::financing);
  EXPECT_EQ(desk.state(loan), FinanceState::enforced);
  EXPECT_EQ(desk.financing(loan).surplus, yuan("194.24"));
  EXPECT_TRUE(desk.financing(loan).shortfall.is_zero());
  EXPECT_REFUSED(enforce("dongfang", "305.76"), Reason::wrong_state);
  desk.expect_sound();
  desk.world.credit("taihe", "1000.00");
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.balance("dongfang"), yuan("500.00"));
  desk.expect_sound();
}

// What went wrong: a pledgee enforced a pledge whose ranges were all paid into escrow. It took nothing, the whole
// debt became a shortfall, and the money that waited at the bank for it was nobody's any more.
TEST_F(Pledges, DoNotPassWhenNothingOfThemIsUnpaid) {
  const FinancingId second = desk.pledged("shunchang", desk.loan_op(id, {lower}, "300.00"), desk.paper(36'000));
  desk.world.go_to_date("2026-09-10");
  Range held = desk.range(id, 1);
  held.holds = {{id_of("regulator"), HoldKind::judicial, "1"}};
  ASSERT_TRUE(desk.world.state().write({{range_records.key(id, Fen{1}), encode(held)}}, false).has_value());
  desk.world.credit("taihe", "500.00");
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, yuan("500.00")}));  // the lowest units first: [1, 50000]
  EXPECT_EQ(desk.financing(second).loan->escrowed, yuan("500.00"));
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceEnforce{second, desk.owed(second)}), Reason::wrong_state);
  EXPECT_EQ(desk.state(second), FinanceState::pledged);
  desk.expect_sound();
}

TEST_F(Pledges, DoNotPassWhileAnAuthorityHoldsThem) {
  desk.world.go_to_date("2026-09-10");
  Range held = desk.range(id, 50001);
  held.holds = {{id_of("regulator"), HoldKind::judicial, "1"}};
  ASSERT_TRUE(desk.world.state().write({{range_records.key(id, Fen{50001}), encode(held)}}, false).has_value());
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceEnforce{loan, yuan("305.76")}), Reason::range_held);
}

TEST(PledgeLoan, NetsTheSumLessWhatItCosts) {  // R-52 for loans
  FinanceDesk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const FinancingId one = desk.requested("shunchang", desk.loan_op(id, {upper}, "300.00"));
  const QuotePaper dear = desk.paper(30'000, "1.00"), cheap = desk.paper(36'000);
  EXPECT_OK(desk.seal("dongfang", one, dear));   // 4.48 and 1.00
  EXPECT_OK(desk.seal("jianghai", one, cheap));  // 5.37
  desk.quotes_close(one);
  EXPECT_OK(desk.reveal("dongfang", one, dear));
  EXPECT_OK(desk.reveal("jianghai", one, cheap));
  desk.reveals_close(one);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceAward{one, id_of("dongfang")}), Reason::not_best_quote);
  EXPECT_OK(desk.world.by("shunchang").act(FinanceAward{one, id_of("jianghai")}));
  EXPECT_EQ(desk.financing(one).award->net, yuan("294.63"));
  EXPECT_EQ(desk.to_pay(one), yuan("300.00"));  // nothing is taken off what is lent
}

TEST(PledgeLoan, MayBePaidOutsideByTheBanksWord) {
  FinanceDesk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  FinanceRequest op = desk.loan_op(id, {upper}, "300.00");
  op.payee_account = "6222-0000-0001";
  const FinancingId one = desk.awarded("shunchang", op, "dongfang", desk.paper(36'000));
  desk.registered(one);
  EXPECT_OK(desk.world.by("jianghai").act(FinanceAttest{one, "HVPS-9", yuan("300.00"), Currency::cny, "6222-0000-0001",
                                                        today(desk.world.next_block())}));
  EXPECT_EQ(desk.range(id, 50001).state, RangeState::pledged);
  EXPECT_EQ(desk.state(one), FinanceState::pledged);
  EXPECT_TRUE(desk.balance("shunchang").is_zero());
  desk.expect_sound();
}

}  // namespace allonge::test
