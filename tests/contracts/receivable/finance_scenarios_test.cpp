// Scenarios S5 and S7 of receivables-scenarios.md, to the fen. The end of S2, which is a sale too, stands in
// white_paper_test.cpp.
#include "contracts/receivable/finance_release.h"
#include "contracts/receivable/finance_repay.h"
#include "tests/contracts/receivable/finance_desk.h"

namespace allonge::test {

namespace {

// S2's certificate; S21's 980,000.00 come to it by the way S2 gives them, and nothing else moves.
class Sales : public testing::Test {
 protected:
  void SetUp() override {
    desk.world.admit_scenario_parties();
    for (const char* name : {"banka", "bankc", "factorb"}) desk.world.admit(name, {Role::financier});
    certificate = desk.active("core", "s01", "9000000.00");
    EXPECT_EQ(desk.certificate(certificate).due.text(), "2026-08-28");
  }
  void pass_on(std::initializer_list<const char*> way, RangeRef range) {
    const char* from = nullptr;
    for (const char* to : way) {
      if (from != nullptr) desk.moved(from, desk.transfer_op(certificate, to, {range}));
      from = to;
    }
  }

  FinanceDesk desk;
  CertificateId certificate;
};

class S5 : public Sales {
 protected:
  const RangeRef range{Fen{300000001}, Fen{398000000}};

  void SetUp() override {
    Sales::SetUp();
    pass_on({"s01", "s03", "s09", "s21"}, range);
    desk.world.go_to_date("2026-04-20");
    one = desk.requested("s21", desk.purchase_op(certificate, {range}));
    bank_a = desk.paper(36'500);
    factor_b = desk.paper(34'800, "600.00");
    bank_c = desk.paper(36'800);
  }
  void seal_all() {
    EXPECT_OK(desk.seal("banka", one, bank_a));
    EXPECT_OK(desk.seal("factorb", one, factor_b));
    EXPECT_OK(desk.seal("bankc", one, bank_c));
  }
  Verdict award(std::string_view financier) { return desk.world.by("s21").act(FinanceAward{one, id_of(financier)}); }

  FinancingId one;
  QuotePaper bank_a, factor_b, bank_c;
};

}  // namespace

TEST_F(S5, TheLowestRateDoesNotWinTheHighestNetDoes) {
  EXPECT_REFUSED(desk.offer("s21", desk.transfer_op(certificate, "s22", {{Fen{300000001}, Fen{361000000}}})),
                 Reason::range_locked);
  seal_all();
  desk.quotes_close(one);
  EXPECT_OK(desk.reveal("banka", one, bank_a));
  EXPECT_OK(desk.reveal("factorb", one, factor_b));
  const auto ranking = [&] {
    std::vector<std::pair<std::string, std::string>> out;
    const Financing asked = desk.financing(one);
    for (const Comparison& each : compared(desk.world.view(), asked, desk.certificate(certificate).due, desk.world.now()))
      out.emplace_back(each.quote.financier.text(), each.price.net.text());
    return out;
  };
  const std::pair<std::string, std::string> first{"factorb", "967084.67"}, second{"banka", "967083.06"};
  EXPECT_EQ(ranking(), (std::vector{first, second}));
  desk.reveals_close(one);
  EXPECT_REFUSED(desk.reveal("bankc", one, bank_c), Reason::quote_late);  // void
  EXPECT_REFUSED(award("bankc"), Reason::not_found);
  EXPECT_REFUSED(award("banka"), Reason::not_best_quote);
  EXPECT_OK(award("factorb"));
  EXPECT_EQ(desk.told("finance.quote_void"), 1u);
  EXPECT_EQ(desk.told("finance.quote_released"), 1u);
  EXPECT_EQ(desk.financing(one).award->net, yuan("967084.67"));

  EXPECT_REFUSED(desk.world.by("factorb").act(FinanceSettle{one, yuan("967084.67")}), Reason::registration_required);
  EXPECT_EQ(desk.range(certificate, 300000001).state, RangeState::quoted);
  desk.registered(one);
  desk.world.credit("factorb", "967084.66");
  EXPECT_REFUSED(desk.world.by("factorb").act(FinanceSettle{one, yuan("967084.67")}), Reason::insufficient_cash);
  EXPECT_EQ(desk.range(certificate, 300000001).owner, id_of("s21"));
  EXPECT_EQ(desk.balance("factorb"), yuan("967084.66"));
  EXPECT_TRUE(desk.balance("s21").is_zero());
  desk.world.credit("factorb", "0.01");
  EXPECT_OK(desk.world.by("factorb").act(FinanceSettle{one, yuan("967084.67")}));
  EXPECT_EQ(desk.financing(one).settlement->discount, yuan("12315.33"));
  EXPECT_EQ(desk.balance("s21"), yuan("967084.67"));
  EXPECT_TRUE(desk.balance("factorb").is_zero());
  EXPECT_EQ(desk.range(certificate, 300000001).owner, id_of("factorb"));
  desk.expect_sound();

  desk.world.go_to_date("2026-08-28");
  desk.world.credit("core", "9000000.00");
  EXPECT_OK(desk.world.by("core").act(Pay{certificate, {}}));
  EXPECT_EQ(desk.balance("factorb"), yuan("980000.00"));  // it keeps the surplus
  EXPECT_EQ(desk.balance("s21"), yuan("967084.67"));
  desk.expect_sound();
}

TEST_F(S5, BankCWouldHaveComeThird) {
  seal_all();
  desk.quotes_close(one);
  EXPECT_OK(desk.reveal("bankc", one, bank_c));
  desk.reveals_close(one);
  EXPECT_OK(award("bankc"));
  EXPECT_EQ(desk.financing(one).award->net, yuan("966976.89"));
  EXPECT_EQ(price_of(desk.financing(one), bank_c.terms, day("2026-04-20"), day("2026-08-28"))->discount, yuan("13023.11"));
  EXPECT_EQ(price_of(desk.financing(one), bank_a.terms, day("2026-04-20"), day("2026-08-28"))->discount, yuan("12916.94"));
}

TEST_F(S5, AnExpiredQuoteLeavesThePlaceToTheNext) {
  factor_b.terms.valid_until = desk.financing(one).deadlines.reveal_by;
  seal_all();
  desk.quotes_close(one);
  EXPECT_OK(desk.reveal("banka", one, bank_a));
  EXPECT_OK(desk.reveal("factorb", one, factor_b));
  desk.reveals_close(one);
  EXPECT_REFUSED(award("factorb"), Reason::quote_expired);
  EXPECT_OK(award("banka"));
  EXPECT_EQ(desk.financing(one).award->net, yuan("967083.06"));
}

TEST_F(S5, WithoutItsRegistrationTheRangeReturns) {
  seal_all();
  desk.quotes_close(one);
  EXPECT_OK(desk.reveal("factorb", one, factor_b));
  desk.reveals_close(one);
  EXPECT_OK(award("factorb"));
  desk.world.credit("factorb", "1000000.00");
  EXPECT_REFUSED(desk.world.by("factorb").act(FinanceSettle{one, yuan("967084.67")}), Reason::registration_required);
  desk.time_is_over(one);
  EXPECT_EQ(desk.range(certificate, 300000001).state, RangeState::free);
  EXPECT_EQ(desk.range(certificate, 300000001).owner, id_of("s21"));
  desk.expect_sound();
}

// S7: 350,000.00 pledged for 280,000.00 at 4.8 % from 2026-05-06.
class S7 : public Sales {
 protected:
  const RangeRef range{Fen{100000001}, Fen{135000000}};

  void SetUp() override {
    Sales::SetUp();
    desk.world.go_to_date("2026-05-06");
    const FinanceRequest op = desk.loan_op(certificate, {range}, "280000.00");
    one = desk.awarded("s01", op, "banka", desk.paper(48'000));
    desk.registered(one);
    desk.world.credit("banka", "280000.00");
    EXPECT_OK(desk.world.by("banka").act(FinanceSettle{one, yuan("280000.00")}));
    EXPECT_EQ(desk.range(certificate, 100000001).state, RangeState::pledged);
  }
  FinancingId one;
};

TEST_F(S7, PaysPledgeeAndOwnerFromOnePayment) {
  EXPECT_REFUSED(desk.world.by("s01").act(desk.loan_op(certificate, {range}, "1.00")), Reason::range_locked);
  EXPECT_REFUSED(desk.offer("s01", desk.transfer_op(certificate, "s02", {range})), Reason::range_locked);
  desk.moved("s01", desk.transfer_op(certificate, "s02", {{Fen{1}, Fen{100000000}}}));
  desk.moved("s01", desk.transfer_op(certificate, "s02", {{Fen{135000001}, Fen{900000000}}}));
  desk.world.go_to_date("2026-08-28");
  EXPECT_EQ(debt_on(*desk.financing(one).loan, day("2026-08-28")).interest, yuan("4256.00"));
  desk.world.credit("core", "9000000.00");
  EXPECT_OK(desk.world.by("core").act(Pay{certificate, {}}));
  EXPECT_EQ(desk.balance("banka"), yuan("284256.00"));
  EXPECT_EQ(desk.balance("s01"), yuan("345744.00"));  // 280,000.00 lent and 65,744.00 left over
  EXPECT_EQ(desk.balance("s02"), yuan("8650000.00"));
  EXPECT_EQ(desk.state(one), FinanceState::repaid);
  desk.expect_sound();
}

TEST_F(S7, ReleasesAPartByBothSignaturesAfterRepayment) {
  EXPECT_OK(desk.world.by("s01").act(FinanceRepay{one, yuan("120000.00")}));
  EXPECT_EQ(desk.financing(one).loan->principal, yuan("160000.00"));
  const std::vector<RangeRef> part{{range.start, Fen{range.start.value + 14999999}}};
  EXPECT_OK(desk.world.by("s01").act(FinanceRelease{one, part}));
  EXPECT_EQ(desk.range(certificate, range.start.value).state, RangeState::pledged);
  EXPECT_OK(desk.world.by("banka").act(FinanceRelease{one, part}));
  const Range released = desk.range(certificate, range.start.value);
  EXPECT_EQ(released.state, RangeState::free);
  EXPECT_EQ(width({released.start, released.end}), 15'000'000u);  // 150,000.00
  EXPECT_EQ(desk.range(certificate, 115000001).state, RangeState::pledged);
  desk.moved("s01", desk.transfer_op(certificate, "s02", part));
  desk.expect_sound();
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("core", "9000000.00");
  EXPECT_OK(desk.world.by("core").act(Pay{certificate, {}}));
  EXPECT_EQ(desk.balance("banka"), yuan("282432.00"));  // 120,000.00, 160,000.00 and 114 days on it: 2,432.00
  EXPECT_EQ(desk.balance("s02"), yuan("150000.00"));
  desk.expect_sound();
}

}  // namespace allonge::test
