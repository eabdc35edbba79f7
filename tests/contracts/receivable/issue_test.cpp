// cert.issue, cert.accept, cert.refuse, cert.withdraw: from debtor to first holder, and the
// parts of scenario S15 on limits and tenor.
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

TEST(Issue, MakesAPendingCertificateThatUsesInvoiceAndLimit) {
  Desk desk;
  const Issue op = desk.issue_op("taihe", "shunchang", "1000000.00", "2026-08-28");
  const Verdict made = desk.world.by("taihe").act(op);
  EXPECT_OK(made);
  const Certificate one = desk.certificate(CertificateId::derive(made.transaction, 0));
  EXPECT_EQ(one.state, CertificateState::pending);
  EXPECT_EQ(one.issued, day("2026-03-02"));
  EXPECT_EQ(one.due, day("2026-08-28"));
  EXPECT_EQ(one.range_count, 0u);
  EXPECT_TRUE(partition(desk.world.view(), one).empty());
  EXPECT_EQ(desk.exposure("taihe").pending, yuan("1000000.00"));
  EXPECT_TRUE(desk.exposure("taihe").outstanding.is_zero());
  EXPECT_TRUE(left(desk.capacity(op.invoices[0].invoice)).is_zero());
  desk.expect_sound();
}

TEST(Issue, RollsTheDueDateToABusinessDay) {
  Desk desk;
  const CertificateId id = desk.pending("taihe", "shunchang", "1.00", "2026-08-29");  // a Saturday
  EXPECT_EQ(desk.certificate(id).maturity, day("2026-08-29"));
  EXPECT_EQ(desk.certificate(id).due, day("2026-08-31"));
}

TEST(Issue, RefusesEachMistakeByItsName) {
  Desk desk;
  const Issue good = desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28");
  const auto refused = [&](auto change, Reason wanted) {
    Issue op = good;
    change(op);
    EXPECT_REFUSED(desk.world.by("taihe").act(op), wanted);
  };
  refused([](Issue& op) { op.payee = id_of("taihe"); }, Reason::issuer_not_holder);
  refused([](Issue& op) { op.payee = id_of("nobody"); }, Reason::not_found);
  refused([](Issue& op) { op.payee = id_of("platform"); }, Reason::role_forbidden);
  refused([](Issue& op) { op.payee = id_of("regulator"); }, Reason::role_forbidden);
  refused([](Issue& op) { op.bank = id_of("dongfang"); }, Reason::role_forbidden);
  refused([](Issue& op) { op.bank = id_of("nobody"); }, Reason::not_found);
  refused([](Issue& op) { op.face = {}; }, Reason::bad_amount);
  refused([](Issue& op) { op.face = yuan("1000000000.01"); }, Reason::face_exceeded);
  refused([](Issue& op) { op.maturity = day("2026-03-02"); }, Reason::bad_maturity);
  refused([](Issue& op) { op.invoices.clear(); }, Reason::background_missing);
  refused([](Issue& op) { op.invoices[0].amount = yuan("999.99"); }, Reason::background_mismatch);
  refused([](Issue& op) { op.invoices[0].amount = yuan("1000.01"); }, Reason::background_mismatch);
  refused([](Issue& op) { op.invoices.push_back({op.invoices[0].invoice, yuan("0.01")}); }, Reason::background_mismatch);
  refused([](Issue& op) { op.invoices.push_back({op.invoices[0].invoice, {}}); }, Reason::background_mismatch);
  refused([](Issue& op) { op.invoices[0].invoice = InvoiceId::derive(digest_of("x"), 0); }, Reason::not_found);
  refused([](Issue& op) { op.currency = Currency::usd; }, Reason::currency_mismatch);
  refused([](Issue& op) { op.payee = id_of("lanwan"); }, Reason::wrong_parties);
  EXPECT_REFUSED(desk.world.by("shunchang").act(good), Reason::role_forbidden);
  EXPECT_OK(desk.world.by("taihe").act(good));
  EXPECT_REFUSED(desk.world.by("taihe").act(good), Reason::bind_exceeded);
  desk.expect_sound();
}

TEST(Issue, NeedsAnInvoiceThatBothSidesNamed) {
  Desk desk;
  const Verdict made = desk.world.by("shunchang").act(desk.invoice_op("shunchang", "taihe", "10.00"));
  EXPECT_OK(made);
  Issue op = desk.issue_op("taihe", "shunchang", "10.00", "2026-08-28");
  op.invoices[0].invoice = InvoiceId::derive(made.transaction, 0);
  EXPECT_REFUSED(desk.world.by("taihe").act(op), Reason::invoice_unconfirmed);
}

TEST(Issue, StaysUnderTheLimit) {  // S15
  Desk desk;
  EXPECT_OK(desk.world.by("operator").act(party::SetLimit{id_of("taihe"), Currency::cny, yuan("10000000.00")}));
  desk.active("taihe", "shunchang", "9000000.00");
  EXPECT_REFUSED(desk.world.by("taihe").act(desk.issue_op("taihe", "shunchang", "1000000.01", "2026-08-28")),
                 Reason::limit_exceeded);
  EXPECT_OK(desk.world.by("taihe").act(desk.issue_op("taihe", "shunchang", "1000000.00", "2026-08-28")));
  EXPECT_REFUSED(desk.world.by("taihe").act(desk.issue_op("taihe", "shunchang", "0.01", "2026-08-28")),
                 Reason::limit_exceeded);
  desk.expect_sound();
}

TEST(Issue, AsksForAReasonBetweenSoftAndHardTenor) {  // S15
  Desk desk;
  desk.world.go_to_date("2026-09-30");
  const auto with = [&](std::string_view maturity, bool reason) {
    Issue op = desk.issue_op("taihe", "shunchang", "1.00", maturity);
    if (reason) op.term_reason_hash = digest_of("why so long");
    return desk.world.by("taihe").act(op);
  };
  EXPECT_OK(with("2027-03-30", false));
  EXPECT_REFUSED(with("2027-03-31", false), Reason::tenor_reason_missing);
  EXPECT_OK(with("2027-03-31", true));
  EXPECT_OK(with("2027-09-30", true));
  EXPECT_REFUSED(with("2027-10-01", true), Reason::tenor_exceeded);
}

TEST(Issue, FollowsTheProfileOfItsDayAndKeepsItsTerms) {  // S15
  Desk desk;
  Profile shorter = *profile_at(desk.world.view(), day("2026-03-02"));
  shorter.version += 1;
  shorter.valid_from = day("2026-10-01");
  shorter.hard_tenor_months = 6;
  shorter.answer_period_days = 1;
  EXPECT_OK(desk.world.by("operator").act(consortium::SetProfile{shorter}));
  const auto issue = [&] {
    Issue op = desk.issue_op("taihe", "shunchang", "1.00", "2027-06-30");
    op.term_reason_hash = digest_of("why so long");
    return desk.world.by("taihe").act(op);
  };
  desk.world.go_to_date("2026-09-30");
  const Verdict old = issue();
  EXPECT_OK(old);
  const CertificateId id = CertificateId::derive(old.transaction, 0);
  EXPECT_OK(desk.world.by("shunchang").act(Accept{id}));
  desk.world.go_to_date("2026-10-01");
  EXPECT_REFUSED(issue(), Reason::tenor_exceeded);
  EXPECT_OK(desk.world.by("taihe").act(desk.issue_op("taihe", "shunchang", "1.00", "2027-04-01")));
  // The older one stays valid and keeps its own answer period of three days.
  desk.world.go_to_date("2027-07-01");
  EXPECT_EQ(desk.certificate(id).state, CertificateState::matured);
  desk.world.go_to_date("2027-07-03");
  EXPECT_EQ(desk.certificate(id).state, CertificateState::overdue);
  desk.expect_sound();
}

TEST(Accept, MakesOneFreeRangeOfTheFirstHolder) {
  Desk desk;
  const CertificateId id = desk.pending("taihe", "shunchang", "1000.00");
  EXPECT_REFUSED(desk.world.by("lanwan").act(Accept{id}), Reason::not_your_part);
  EXPECT_REFUSED(desk.world.by("taihe").act(Accept{id}), Reason::not_your_part);
  EXPECT_OK(desk.world.by("shunchang").act(Accept{id}));
  EXPECT_EQ(desk.lines(id), "1,100000,shunchang\n");
  EXPECT_EQ(desk.range(id, 1).state, RangeState::free);
  EXPECT_TRUE(desk.exposure("taihe").pending.is_zero());
  EXPECT_EQ(desk.exposure("taihe").outstanding, yuan("1000.00"));
  EXPECT_REFUSED(desk.world.by("shunchang").act(Accept{id}), Reason::wrong_state);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Accept{CertificateId::derive(digest_of("none"), 0)}), Reason::not_found);
  desk.expect_sound();
}

TEST(Accept, IsIrrevocable) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  EXPECT_REFUSED(desk.world.by("taihe").act(Withdraw{id}), Reason::wrong_state);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Refuse{id, "too late"}), Reason::wrong_state);
}

TEST(Refuse, NeedsAReasonAndFreesInvoiceAndLimit) {
  Desk desk;
  const Issue op = desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28");
  const Verdict made = desk.world.by("taihe").act(op);
  const CertificateId id = CertificateId::derive(made.transaction, 0);
  EXPECT_REFUSED(desk.world.by("taihe").act(Refuse{id, "no"}), Reason::not_your_part);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Refuse{id, ""}), Reason::reason_needed);
  EXPECT_OK(desk.world.by("shunchang").act(Refuse{id, "wrong amount"}));
  EXPECT_EQ(desk.certificate(id).state, CertificateState::refused);
  EXPECT_EQ(left(desk.capacity(op.invoices[0].invoice)), yuan("1000.00"));
  EXPECT_TRUE(limit_use(desk.exposure("taihe")).is_zero());
  EXPECT_OK(desk.world.by("taihe").act(op));  // the invoice can be used again
  desk.expect_sound();
}

TEST(Withdraw, IsTheIssuersBeforeAcceptance) {
  Desk desk;
  const CertificateId id = desk.pending("taihe", "shunchang", "1000.00");
  EXPECT_REFUSED(desk.world.by("shunchang").act(Withdraw{id}), Reason::not_your_part);
  EXPECT_OK(desk.world.by("taihe").act(Withdraw{id}));
  EXPECT_EQ(desk.certificate(id).state, CertificateState::withdrawn);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Accept{id}), Reason::wrong_state);
  EXPECT_TRUE(limit_use(desk.exposure("taihe")).is_zero());
  desk.expect_sound();
}

TEST(Issue, CarriesADigestOfItsDocument) {
  Desk desk;
  const CertificateId one = desk.active("taihe", "shunchang", "1000.00");
  const CertificateId other = desk.active("taihe", "shunchang", "1000.00");
  EXPECT_NE(desk.certificate(one).document, desk.certificate(other).document);
  EXPECT_EQ(desk.range(one, 1).last.earlier, std::vector{desk.certificate(one).document});
}

}  // namespace allonge::test
