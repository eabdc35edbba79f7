// invoice.register, invoice.confirm, invoice.claim, and scenario S4: double financing, nine attempts.
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

namespace {

RegisterInvoice invoice_a(std::string_view number = "12345") {
  RegisterInvoice op;
  op.seller = id_of("shunchang");
  op.buyer = id_of("taihe");
  op.type = InvoiceType::vat_special;
  op.code = "3300214130";
  op.number = number;
  op.issue_date = day("2026-02-27");
  op.gross = yuan("1130000.00");
  op.tax = yuan("130000.00");
  return op;
}

InvoiceId registered(Desk& desk, const RegisterInvoice& op) {
  const Verdict made = desk.world.by("shunchang").act(op);
  EXPECT_OK(made);
  const InvoiceId id = InvoiceId::derive(made.transaction, 0);
  EXPECT_OK(desk.world.by("taihe").act(ConfirmInvoice{id, op.near_match_reviewed}));
  return id;
}

Issue binding(const InvoiceId& invoice, std::string_view face) {
  Issue op;
  op.payee = id_of("shunchang");
  op.face = yuan(face);
  op.maturity = day("2026-08-28");
  op.bank = id_of("jianghai");
  op.invoices = {{invoice, yuan(face)}};
  return op;
}

}  // namespace

TEST(DoubleFinancing, NineAttempts) {
  Desk desk;
  desk.world.admit("registrar", {Role::registrar});
  const InvoiceId a = registered(desk, invoice_a());
  // (1) to (3)
  const Verdict first = desk.world.by("taihe").act(binding(a, "700000.00"));
  EXPECT_OK(first);
  EXPECT_REFUSED(desk.world.by("taihe").act(binding(a, "430000.01")), Reason::bind_exceeded);
  const Verdict second = desk.world.by("taihe").act(binding(a, "430000.00"));
  EXPECT_OK(second);
  EXPECT_TRUE(left(desk.capacity(a)).is_zero());
  // (4) only zeros differ: a person must look at both
  EXPECT_REFUSED(desk.world.by("shunchang").act(invoice_a("00012345")), Reason::near_match);
  // (5) full-width digits are the same digits
  EXPECT_REFUSED(desk.world.by("shunchang").act(invoice_a("１２３４５")), Reason::dup_invoice);
  // (6) same identity, other content
  RegisterInvoice other = invoice_a();
  other.gross = yuan("1130000.01");
  EXPECT_REFUSED(desk.world.by("shunchang").act(other), Reason::conflicting_invoice);
  // (7) refused by the first holder: capacity back
  const CertificateId c2 = CertificateId::derive(second.transaction, 0);
  EXPECT_OK(desk.world.by("shunchang").act(Refuse{c2, "not wanted"}));
  EXPECT_EQ(left(desk.capacity(a)), yuan("430000.00"));
  // (8) paid at maturity: capacity does not come back
  const CertificateId c1 = CertificateId::derive(first.transaction, 0);
  EXPECT_OK(desk.world.by("shunchang").act(Accept{c1}));
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("taihe", "700000.00");
  EXPECT_OK(desk.world.by("taihe").act(Pay{c1, {}}));
  EXPECT_EQ(desk.certificate(c1).state, CertificateState::settled);
  EXPECT_EQ(left(desk.capacity(a)), yuan("430000.00"));
  // (9) pledged elsewhere before it is used again
  EXPECT_OK(desk.world.by("registrar").act(ClaimInvoice{a, yuan("430000.00"), "ZD-CENTRAL", "2026-0001"}));
  Issue again = binding(a, "430000.00");
  again.maturity = day("2026-12-28");
  EXPECT_REFUSED(desk.world.by("taihe").act(again), Reason::bind_exceeded);
  desk.expect_sound();
}

TEST(DoubleFinancing, FirstInOrderWinsInOneBlock) {
  Desk desk;
  const InvoiceId a = registered(desk, invoice_a());
  const Transaction one = desk.world.by("taihe").sign(binding(a, "1130000.00"));
  const Transaction two = desk.world.by("taihe").sign(binding(a, "1130000.00"));
  const auto outcome = desk.world.block({one, two});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_TRUE(outcome->receipts[1].ok);
  EXPECT_FALSE(outcome->receipts[2].ok);
  EXPECT_EQ(outcome->receipts[2].reason, number_of(Reason::bind_exceeded));
  desk.expect_sound();
}

TEST(RegisterInvoice, IsForItsTwoSides) {
  Desk desk;
  EXPECT_REFUSED(desk.world.by("lanwan").act(invoice_a()), Reason::not_your_part);
  RegisterInvoice self = invoice_a();
  self.buyer = self.seller;
  EXPECT_REFUSED(desk.world.by("shunchang").act(self), Reason::wrong_parties);
  RegisterInvoice stranger = invoice_a();
  stranger.buyer = id_of("nobody");
  EXPECT_REFUSED(desk.world.by("shunchang").act(stranger), Reason::not_found);
  EXPECT_OK(desk.world.by("taihe").act(invoice_a()));  // the buyer may be first
}

TEST(RegisterInvoice, RefusesWhatNoInvoiceSays) {
  Desk desk;
  const auto refused = [&](auto change, Reason wanted) {
    RegisterInvoice op = invoice_a();
    change(op);
    EXPECT_REFUSED(desk.world.by("shunchang").act(op), wanted);
  };
  refused([](RegisterInvoice& op) { op.number = ""; }, Reason::bad_text);
  refused([](RegisterInvoice& op) { op.number = " 12"; }, Reason::bad_text);
  refused([](RegisterInvoice& op) { op.number = "12_3"; }, Reason::bad_text);
  refused([](RegisterInvoice& op) { op.number = "发票1"; }, Reason::bad_text);
  refused([](RegisterInvoice& op) { op.code = "a\tb"; }, Reason::bad_text);
  refused([](RegisterInvoice& op) { op.gross = {}; }, Reason::bad_amount);
  refused([](RegisterInvoice& op) { op.tax = op.gross; }, Reason::bad_amount);
  refused([](RegisterInvoice& op) { op.issue_date = {}; }, Reason::bad_date);
  refused([](RegisterInvoice& op) { op.issue_date = day("2026-03-03"); }, Reason::bad_date);
}

TEST(RegisterInvoice, FindsNearMatchesByNumberAndByContent) {
  Desk desk;
  registered(desk, invoice_a("AB-12345"));
  for (const char* number : {"AB12345", "ab 12345", "0AB-12345", "ＡＢ－１２３ ４５"})
    EXPECT_REFUSED(desk.world.by("shunchang").act(invoice_a(number)), Reason::near_match);
  // Another number, but seller, buyer, gross and date are the same.
  EXPECT_REFUSED(desk.world.by("shunchang").act(invoice_a("99999")), Reason::near_match);
  RegisterInvoice other = invoice_a("99999");
  other.gross = yuan("77.00");
  other.tax = yuan("7.00");
  EXPECT_OK(desk.world.by("shunchang").act(other));
}

TEST(RegisterInvoice, ABuyerAloneOccupiesNoNumber) {
  // Anybody could name itself as buyer and register the numbers a seller was about to use: for ever.
  Desk desk;
  RegisterInvoice invented = invoice_a();
  invented.buyer = id_of("lanwan");
  const Verdict made = desk.world.by("lanwan").act(invented);
  EXPECT_OK(made);
  EXPECT_OK(desk.world.by("lanwan").act(invented));  // as often as it likes
  const InvoiceId real = registered(desk, invoice_a());
  // Once the seller stands behind one of that number, it can confirm no other.
  const InvoiceId id = InvoiceId::derive(made.transaction, 0);
  EXPECT_REFUSED(desk.world.by("shunchang").act(ConfirmInvoice{id, true}), Reason::conflicting_invoice);
  EXPECT_REFUSED(desk.world.by("lanwan").act(invented), Reason::conflicting_invoice);
  EXPECT_TRUE(invoice_records.find(desk.world.view(), real)->confirmed);
  desk.expect_sound();
}

TEST(ConfirmInvoice, BySellerTakesTheNumberAndComparesAgain) {
  Desk desk;
  const auto by_buyer = [&](const RegisterInvoice& op) {
    const Verdict made = desk.world.by("taihe").act(op);
    EXPECT_OK(made);
    return InvoiceId::derive(made.transaction, 0);
  };
  const InvoiceId first = by_buyer(invoice_a()), twin = by_buyer(invoice_a()), near = by_buyer(invoice_a("012345"));
  EXPECT_OK(desk.world.by("shunchang").act(ConfirmInvoice{first, false}));
  EXPECT_REFUSED(desk.world.by("shunchang").act(ConfirmInvoice{twin, true}), Reason::dup_invoice);
  EXPECT_REFUSED(desk.world.by("shunchang").act(ConfirmInvoice{near, false}), Reason::near_match);
  EXPECT_OK(desk.world.by("shunchang").act(ConfirmInvoice{near, true}));
  EXPECT_EQ(invoice_records.find(desk.world.view(), near)->near_match, first);
  EXPECT_REFUSED(desk.world.by("shunchang").act(invoice_a()), Reason::dup_invoice);
}

TEST(RegisterInvoice, AnotherCodeIsANearMatch) {
  // The same paper under another code or type was compared with nothing.
  Desk desk;
  registered(desk, invoice_a());
  RegisterInvoice other = invoice_a("0012345");
  other.gross = yuan("77.00");
  other.tax = yuan("7.00");
  other.code = "3300214131";
  EXPECT_REFUSED(desk.world.by("shunchang").act(other), Reason::near_match);
  other.number = "12345";
  other.type = InvoiceType::bill;
  other.code = "";
  EXPECT_REFUSED(desk.world.by("shunchang").act(other), Reason::near_match);
  other.near_match_reviewed = true;
  EXPECT_OK(desk.world.by("shunchang").act(other));
}

TEST(ConfirmInvoice, IsTheOtherSides) {
  Desk desk;
  const Verdict made = desk.world.by("shunchang").act(invoice_a());
  const InvoiceId id = InvoiceId::derive(made.transaction, 0);
  EXPECT_REFUSED(desk.world.by("shunchang").act(ConfirmInvoice{id, false}), Reason::not_your_part);
  EXPECT_REFUSED(desk.world.by("lanwan").act(ConfirmInvoice{id, false}), Reason::not_your_part);
  EXPECT_OK(desk.world.by("taihe").act(ConfirmInvoice{id, false}));
  EXPECT_REFUSED(desk.world.by("taihe").act(ConfirmInvoice{id, false}), Reason::wrong_state);
}

TEST(ConfirmInvoice, AsksTheOtherSideToCompareNearMatches) {
  Desk desk;
  const InvoiceId first = registered(desk, invoice_a());
  RegisterInvoice near = invoice_a("012345");
  near.near_match_reviewed = true;
  const Verdict made = desk.world.by("shunchang").act(near);
  EXPECT_OK(made);
  const InvoiceId id = InvoiceId::derive(made.transaction, 0);
  EXPECT_EQ(invoice_records.find(desk.world.view(), id)->near_match, first);
  EXPECT_REFUSED(desk.world.by("taihe").act(ConfirmInvoice{id, false}), Reason::near_match);
  EXPECT_OK(desk.world.by("taihe").act(ConfirmInvoice{id, true}));
  // And once more by the checker who signs the certificate (settled.md 25).
  Issue op = binding(id, "1000.00");
  EXPECT_REFUSED(desk.world.by("taihe").act(op), Reason::near_match);
  op.near_match_reviewed = true;
  EXPECT_KEPT_OUT(desk.world.by("taihe").only({"maker1"}).act(op), Reason::approvals_missing);
  EXPECT_OK(desk.world.by("taihe").act(op));
}

TEST(ClaimInvoice, IsTheRegistrarsAndOncePerEntry) {
  Desk desk;
  desk.world.admit("registrar", {Role::registrar});
  const InvoiceId a = registered(desk, invoice_a());
  EXPECT_REFUSED(desk.world.by("shunchang").act(ClaimInvoice{a, yuan("1.00"), "ZD", "1"}), Reason::role_forbidden);
  EXPECT_REFUSED(desk.world.by("registrar").act(ClaimInvoice{a, {}, "ZD", "1"}), Reason::bad_amount);
  EXPECT_REFUSED(desk.world.by("registrar").act(ClaimInvoice{a, yuan("1130000.01"), "ZD", "1"}), Reason::bind_exceeded);
  EXPECT_REFUSED(desk.world.by("registrar").act(ClaimInvoice{a, yuan("1.00"), "", "1"}), Reason::bad_text);
  EXPECT_OK(desk.world.by("registrar").act(ClaimInvoice{a, yuan("1.00"), "ZD", "1"}));
  EXPECT_REFUSED(desk.world.by("registrar").act(ClaimInvoice{a, yuan("1.00"), "ZD", "1"}), Reason::ref_reused);
  EXPECT_EQ(left(desk.capacity(a)), yuan("1129999.00"));
  desk.expect_sound();
}

TEST(CanonicalNumber, TurnsFullWidthIntoAsciiAndKeepsZeros) {
  EXPECT_EQ(*canonical_number("００１２３"), "00123");
  EXPECT_EQ(*canonical_number("ＡｂＣ－１"), "AbC-1");
  EXPECT_EQ(*canonical_number("1　2"), "1 2");
  EXPECT_EQ(canonical_number("\xef\xbc").reason(), Reason::bad_text);
  EXPECT_EQ(canonical_number("\xf0\x9f\x98\x80").reason(), Reason::bad_text);
  EXPECT_EQ(canonical_number(std::string(65, '1')).reason(), Reason::bad_text);
  EXPECT_EQ(canonical_number(std::string(64, '1'))->size(), 64u);
}

TEST(Fingerprints, DifferInEveryFieldTheyName) {
  const Sides sides{tax_id_of("a"), tax_id_of("b")};
  Invoice base;
  base.code = "1";
  base.number = "23";
  base.gross = yuan("1.00");
  base.issue_date = day("2026-01-02");
  Invoice shifted = base;  // lengths stand before the parts: "1","23" is not "12","3"
  shifted.code = "12";
  shifted.number = "3";
  EXPECT_NE(identity_of(base, sides), identity_of(shifted, sides));
  Invoice dearer = base;
  dearer.gross = yuan("1.01");
  EXPECT_EQ(identity_of(base, sides), identity_of(dearer, sides));
  EXPECT_NE(strong_of(base, sides), strong_of(dearer, sides));
  EXPECT_NE(weak_of(base, sides), weak_of(dearer, sides));
  EXPECT_NE(strong_of(base, sides), strong_of(base, {sides.seller, tax_id_of("c")}));
  EXPECT_NE(identity_of(base, sides), identity_of(base, {tax_id_of("c"), sides.buyer}));
}

}  // namespace allonge::test
