// Delivery against payment: finance.register, finance.settle and finance.attest, and
// resale.
#include "tests/contracts/receivable/finance_desk.h"

namespace allonge::test {

namespace {

const RangeRef upper{Fen{50001}, Fen{100000}};

class Settlements : public testing::Test {
 protected:
  void SetUp() override {
    id = desk.active("taihe", "shunchang", "1000.00");
    FinanceRequest op = desk.purchase_op(id, {upper});
    op.payee_account = "6222-0000-0001";
    one = desk.awarded("shunchang", op, "dongfang", desk.paper(40'000));
  }
  FinanceAttest attest_op() const {
    FinanceAttest op;
    op.financing = one;
    op.payment_ref = "HVPS-1";
    op.amount = desk.to_pay(one);
    op.payee_account = "6222-0000-0001";
    op.value_date = today(desk.world.next_block());
    return op;
  }

  FinanceDesk desk;
  CertificateId id;
  FinancingId one;
};

}  // namespace

// receivables-scenarios.md S1, the rows of ACT/360.
TEST(FinancePrice, DiscountsAsTheScenariosSay) {
  struct Row {
    const char *id, *face;
    std::uint32_t rate_ppm;
    const char *value, *due, *discount, *net;
  };
  for (const Row& row : {Row{"D1", "1000000.00", 38'500, "2026-03-02", "2026-08-28", "19143.06", "980856.94"},
                         Row{"D3", "0.01", 38'500, "2026-03-02", "2026-08-28", "0.00", "0.01"},
                         Row{"D4", "28000.00", 45'000, "2026-05-11", "2026-08-28", "381.50", "27618.50"},
                         Row{"D6", "1000.00", 60'000, "2026-06-01", "2026-06-21", "3.33", "996.67"},
                         Row{"D8", "980000.00", 0, "2026-03-02", "2026-08-28", "0.00", "980000.00"},
                         Row{"D12", "1000000.00", 55'000, "2026-06-29", "2026-08-28", "9166.67", "990833.33"}}) {
    Financing one;
    one.face = yuan(row.face);
    const auto price = price_of(one, {row.rate_ppm, {}, {}, false, Recourse::none}, day(row.value), day(row.due));
    ASSERT_TRUE(price.has_value()) << row.id;
    EXPECT_EQ(price->discount.text(), row.discount) << row.id;
    EXPECT_EQ(price->net.text(), row.net) << row.id;
  }
}

TEST(FinancePrice, CountsToTheNextBusinessDay) {  // Saturday 2026-08-29 is paid on Monday the 31st
  FinanceDesk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000000.00", "2026-08-29");
  EXPECT_EQ(desk.certificate(id).due, day("2026-08-31"));
  const FinancingId one = desk.awarded("shunchang", desk.purchase_op(id, {{Fen{1}, Fen{100000000}}}), "dongfang", desk.paper(36'000));
  EXPECT_EQ(desk.financing(one).award->net, yuan("981800.00"));  // 182 days at 100.00 a day
}

TEST(FinancePrice, OfTheDueDateItselfIsTheFace) {  // d = 0
  Financing one;
  one.face = yuan("1000.00");
  const auto price = price_of(one, {40'000, {}, {}, false, Recourse::none}, day("2026-08-28"), day("2026-08-28"));
  EXPECT_EQ(price->net, yuan("1000.00"));
  EXPECT_EQ(price_of(one, {40'000, yuan("1000.00"), {}, false, Recourse::none}, day("2026-08-28"), day("2026-08-28")).reason(),
            Reason::bad_price);
}

TEST_F(Settlements, MoveMoneyAndRangesTogether) {
  desk.registered(one);
  desk.world.credit("dongfang", "490.06");
  EXPECT_EQ(desk.to_pay(one), yuan("490.06"));
  EXPECT_OK(desk.settle(one));
  EXPECT_EQ(desk.balance("shunchang"), yuan("490.06"));
  EXPECT_TRUE(desk.balance("dongfang").is_zero());
  const Range bought = desk.range(id, 50001);
  EXPECT_EQ(bought.owner, id_of("dongfang"));
  EXPECT_EQ(bought.state, RangeState::free);
  EXPECT_FALSE(bought.financing.is_set());
  EXPECT_EQ(bought.last.kind, EndorsementKind::financing);
  EXPECT_EQ(bought.last.financing, one);
  EXPECT_EQ(desk.range(id, 1).owner, id_of("shunchang"));
  const Financing settled = desk.financing(one);
  EXPECT_EQ(settled.state, FinanceState::settled);
  EXPECT_EQ(settled.settlement->discount, yuan("9.94"));
  // A sale to a financier is no transfer.
  const Certificate certificate = desk.certificate(id);
  EXPECT_EQ(certificate.transfers, 0u);
  EXPECT_TRUE(certificate.turnover.is_zero());
  EXPECT_EQ(certificate.depth, 0u);
  EXPECT_EQ(certificate.financings, 1u);
  EXPECT_EQ(certificate.financed, yuan("500.00"));
  const auto title = history(desk.books(), certificate, Fen{50001});
  ASSERT_TRUE(title.has_value());
  EXPECT_EQ(title->endorsements.size(), 2u);
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceSettle{one, yuan("490.06")}), Reason::wrong_state);
  desk.expect_sound();
}

TEST_F(Settlements, MayBeFollowedByTheNextActInTheSameTransaction) {
  desk.registered(one);
  desk.world.credit("dongfang", "490.06");
  const Transfer onward = desk.transfer_op(id, "lanwan", {upper});
  EXPECT_OK(desk.world.by("dongfang").act(FinanceSettle{one, desk.to_pay(one)}, onward));
  EXPECT_EQ(desk.range(id, 50001).owner, id_of("dongfang"));
  EXPECT_EQ(desk.range(id, 50001).state, RangeState::offered);
  desk.expect_sound();
}

TEST_F(Settlements, NeedTheRegistrationFirst) {
  desk.world.credit("dongfang", "500.00");
  EXPECT_REFUSED(desk.settle(one), Reason::registration_required);
  EXPECT_REFUSED(desk.world.by("jianghai").act(attest_op()), Reason::registration_required);
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceRegister{one, ""}), Reason::bad_text);
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceRegister{one, "ZD 1"}), Reason::bad_text);
  EXPECT_REFUSED(desk.world.by("jianghai").act(FinanceRegister{one, "ZD-1"}), Reason::not_your_part);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceRegister{one, "ZD-1"}), Reason::role_forbidden);
  EXPECT_EQ(desk.range(id, 50001).state, RangeState::quoted);
  desk.world.admit("registry", {Role::registrar});
  EXPECT_OK(desk.world.by("registry").act(FinanceRegister{one, "ZD-1"}));
  EXPECT_OK(desk.world.by("dongfang").act(FinanceRegister{one, "ZD-2"}));  // corrected
  EXPECT_EQ(desk.financing(one).registration_no, "ZD-2");
  EXPECT_OK(desk.settle(one));
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceRegister{one, "ZD-3"}), Reason::wrong_state);
}

TEST_F(Settlements, NeedNoRegistrationWhereTheProfileAsksForNone) {
  Profile profile = erc_cn_defaults();
  profile.version = 2;
  profile.valid_from = day("2026-03-02");
  profile.registration_required = false;
  EXPECT_OK(desk.world.by("operator").act(consortium::SetProfile{profile}));
  desk.world.credit("dongfang", "500.00");
  EXPECT_OK(desk.settle(one));
}

TEST_F(Settlements, AreTheAwardedFinanciersAlone) {
  desk.registered(one);
  desk.world.credit("dongfang", "490.05");
  const std::string before = desk.lines(id);
  EXPECT_REFUSED(desk.world.by("jianghai").act(FinanceSettle{one, yuan("490.06")}), Reason::not_your_part);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceSettle{one, yuan("490.06")}), Reason::role_forbidden);
  EXPECT_KEPT_OUT(desk.world.by("dongfang").only({"maker1"}).act(FinanceSettle{one, yuan("490.06")}), Reason::approvals_missing);
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceSettle{one, yuan("490.05")}), Reason::bad_amount);
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceSettle{one, {}}), Reason::bad_amount);
  EXPECT_REFUSED(desk.settle(one), Reason::insufficient_cash);  // one fen short: nothing moves
  EXPECT_EQ(desk.lines(id), before);
  EXPECT_EQ(desk.balance("dongfang"), yuan("490.05"));
  EXPECT_EQ(desk.state(one), FinanceState::awarded);
  desk.world.credit("dongfang", "0.01");
  EXPECT_OK(desk.settle(one));
  desk.expect_sound();
}

TEST_F(Settlements, PayTheNetOfTheDayOnWhichMoneyMoves) {
  const CertificateId other = desk.active("taihe", "shunchang", "1000.00");
  FinanceRequest op = desk.purchase_op(other, {{Fen{1}, Fen{100000}}});
  op.deadlines.settle_by = morning_of("2026-03-20");
  const FinancingId two = desk.awarded("shunchang", op, "dongfang", desk.paper(36'000));
  EXPECT_EQ(desk.financing(two).award->net, yuan("982.10"));  // 179 days
  desk.registered(two);
  desk.world.credit("dongfang", "1000.00");
  desk.world.go_to_date("2026-03-12");
  EXPECT_REFUSED(desk.world.by("dongfang").act(FinanceSettle{two, yuan("982.10")}), Reason::bad_amount);
  EXPECT_OK(desk.world.by("dongfang").act(FinanceSettle{two, yuan("983.10")}));  // 169 days
  desk.expect_sound();
}

TEST_F(Settlements, DoNotMoveWhatAnAuthorityHolds) {
  desk.registered(one);
  desk.world.credit("dongfang", "500.00");
  Range held = desk.range(id, 50001);
  held.holds = {{id_of("regulator"), HoldKind::judicial, "1"}};
  ASSERT_TRUE(desk.world.state().write({{range_records.key(id, Fen{50001}), encode(held)}}, false).has_value());
  EXPECT_REFUSED(desk.settle(one), Reason::range_held);
  EXPECT_REFUSED(desk.world.by("jianghai").act(attest_op()), Reason::range_held);
  desk.time_is_over(one);  // time does not ask
  EXPECT_EQ(desk.range(id, 50001).state, RangeState::free);
  EXPECT_EQ(desk.range(id, 50001).owner, id_of("shunchang"));
}

TEST_F(Settlements, MayBePaidOutsideByTheBanksWord) {  // R-57 mode B
  desk.registered(one);
  const auto attest = [&](auto change) {
    FinanceAttest op = attest_op();
    change(op);
    return desk.world.by("jianghai").act(op);
  };
  EXPECT_REFUSED(desk.world.by("dongfang").act(attest_op()), Reason::role_forbidden);
  desk.world.admit("otherbank", {Role::settlement_bank});
  EXPECT_REFUSED(desk.world.by("otherbank").act(attest_op()), Reason::not_your_part);
  EXPECT_KEPT_OUT(desk.world.by("jianghai").only({"maker1"}).act(attest_op()), Reason::approvals_missing);
  EXPECT_REFUSED(attest([](FinanceAttest& op) { op.currency = Currency::usd; }), Reason::currency_mismatch);
  EXPECT_REFUSED(attest([](FinanceAttest& op) { op.payee_account = "6222-0000-0002"; }), Reason::payee_not_allowed);
  EXPECT_REFUSED(attest([](FinanceAttest& op) { op.amount = yuan("490.05"); }), Reason::bad_amount);
  EXPECT_REFUSED(attest([](FinanceAttest& op) { op.payment_ref = ""; }), Reason::bad_text);
  EXPECT_REFUSED(attest([](FinanceAttest& op) { op.value_date = day("2026-03-01"); }), Reason::out_of_range);
  EXPECT_REFUSED(attest([](FinanceAttest& op) { op.value_date = day("2026-03-03"); }), Reason::out_of_range);
  EXPECT_OK(attest([](FinanceAttest&) {}));
  EXPECT_EQ(desk.range(id, 50001).owner, id_of("dongfang"));
  EXPECT_TRUE(desk.balance("shunchang").is_zero());  // the money is at its own bank
  EXPECT_EQ(desk.financing(one).settlement->payment_ref, "HVPS-1");
  desk.expect_sound();

  // The same reference never pays twice, neither a financing nor a credit.
  FinanceRequest again = desk.purchase_op(id, {{Fen{1}, Fen{100}}});
  again.payee_account = "6222-0000-0001";
  const FinancingId first = one;
  one = desk.awarded("shunchang", again, "dongfang", desk.paper(40'000));
  desk.registered(one);
  EXPECT_REFUSED(desk.world.by("jianghai").act(attest_op()), Reason::ref_reused);
  EXPECT_REFUSED(desk.world.by("jianghai").act(cash::Credit{id_of("shunchang"), Currency::cny, yuan("1.00"), "HVPS-1"}),
                 Reason::ref_reused);
  EXPECT_REFUSED(attest([&](FinanceAttest& op) { op.financing = first; }), Reason::wrong_state);
  desk.time_is_over(one);
  EXPECT_EQ(desk.state(one), FinanceState::lapsed);
  desk.expect_sound();
}

TEST(Attest, IsNotForWhoAskedForBankMoney) {  // no account was named
  FinanceDesk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const FinancingId one = desk.awarded("shunchang", desk.purchase_op(id, {upper}), "dongfang", desk.paper(40'000));
  desk.registered(one);
  FinanceAttest op{one, "HVPS-1", desk.to_pay(one), Currency::cny, "", today(desk.world.next_block())};
  EXPECT_REFUSED(desk.world.by("jianghai").act(op), Reason::payee_not_allowed);
}

TEST_F(Settlements, LetTheFinancierSellAndTransferLikeAnyHolder) {
  desk.registered(one);
  desk.world.credit("dongfang", "500.00");
  EXPECT_OK(desk.settle(one));
  desk.moved("dongfang", desk.transfer_op(id, "lanwan", {{Fen{50001}, Fen{60000}}}));
  desk.world.admit("banka", {Role::financier});
  const FinancingId resale = desk.awarded("dongfang", desk.purchase_op(id, {{Fen{60001}, Fen{100000}}}), "banka", desk.paper(30'000));
  desk.registered(resale);
  desk.world.credit("banka", "400.00");
  EXPECT_OK(desk.settle(resale));
  EXPECT_EQ(desk.range(id, 50001).owner, id_of("lanwan"));
  EXPECT_EQ(desk.range(id, 60001).owner, id_of("banka"));
  const auto title = history(desk.books(), desk.certificate(id), Fen{60001});
  ASSERT_TRUE(title.has_value());
  std::vector<std::string> way;
  for (const Endorsement& node : title->endorsements) way.emplace_back(node.to.text());
  EXPECT_EQ(way, (std::vector<std::string>{"shunchang", "dongfang", "banka"}));
  EXPECT_EQ(desk.certificate(id).turnover, yuan("100.00"));
  desk.expect_sound();
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("taihe", "1000.00");
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.balance("lanwan"), yuan("100.00"));
  desk.expect_sound();
}

}  // namespace allonge::test
