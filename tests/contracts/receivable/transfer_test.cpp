// cert.transfer and its four ends.
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

namespace {
const RangeRef low{Fen{1}, Fen{40000}};
}

TEST(Transfer, LocksTheLowestFenUntilItIsAnswered) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const TransferId offer = desk.offered("shunchang", desk.transfer_op(id, "lanwan", "400.00"));
  EXPECT_EQ(desk.lines(id), "1,40000,shunchang\n40001,100000,shunchang\n");
  EXPECT_EQ(desk.range(id, 1).state, RangeState::offered);
  EXPECT_EQ(desk.range(id, 40001).state, RangeState::free);
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "dongfang", {low})), Reason::range_locked);
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "dongfang", "600.01")), Reason::not_enough_free);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Split{id, Fen{1}, yuan("1.00")}), Reason::range_locked);
  EXPECT_EQ(transfers_to(desk.books(), id_of("lanwan")).size(), 1u);
  EXPECT_OK(desk.world.by("lanwan").act(AcceptTransfer{offer}));
  EXPECT_EQ(desk.lines(id), "1,40000,lanwan\n40001,100000,shunchang\n");
  EXPECT_EQ(desk.range(id, 1).last.depth, 1u);
  EXPECT_EQ(desk.certificate(id).turnover, yuan("400.00"));
  EXPECT_TRUE(transfers_to(desk.books(), id_of("lanwan")).empty());
  desk.expect_sound();
}

TEST(Transfer, MovesOnlyByTheRightHand) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  EXPECT_REFUSED(desk.offer("lanwan", desk.transfer_op(id, "dongfang", {low})), Reason::not_owner);
  EXPECT_REFUSED(desk.offer("lanwan", desk.transfer_op(id, "dongfang", "1.00")), Reason::not_enough_free);
  const TransferId offer = desk.offered("shunchang", desk.transfer_op(id, "lanwan", {low}));
  for (const char* party : {"shunchang", "taihe", "dongfang"}) {
    EXPECT_REFUSED(desk.world.by(party).act(AcceptTransfer{offer}), Reason::not_your_part);
    EXPECT_REFUSED(desk.world.by(party).act(RefuseTransfer{offer, "no"}), Reason::not_your_part);
  }
  for (const char* party : {"lanwan", "taihe", "dongfang"})
    EXPECT_REFUSED(desk.world.by(party).act(CancelTransfer{offer}), Reason::not_owner);
  desk.expect_sound();
}

TEST(Transfer, EndsExactlyOnce) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const TransferId offer = desk.offered("shunchang", desk.transfer_op(id, "lanwan", {low}));
  const Transaction accept = desk.world.by("lanwan").sign(AcceptTransfer{offer});
  const Transaction cancel = desk.world.by("shunchang").sign(CancelTransfer{offer});
  const auto outcome = desk.world.block({cancel, accept});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_TRUE(outcome->receipts[1].ok);
  EXPECT_EQ(outcome->receipts[2].reason, number_of(Reason::not_found));
  EXPECT_EQ(desk.range(id, 1).owner, id_of("shunchang"));
  EXPECT_EQ(desk.range(id, 1).state, RangeState::free);
  EXPECT_TRUE(desk.certificate(id).turnover.is_zero());
  desk.expect_sound();
}

TEST(Transfer, IsRefusedWithAReason) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const TransferId offer = desk.offered("shunchang", desk.transfer_op(id, "lanwan", {low}));
  EXPECT_REFUSED(desk.world.by("lanwan").act(RefuseTransfer{offer, ""}), Reason::reason_needed);
  EXPECT_OK(desk.world.by("lanwan").act(RefuseTransfer{offer, "we agreed on cash"}));
  EXPECT_EQ(desk.range(id, 1).state, RangeState::free);
  EXPECT_REFUSED(desk.world.by("lanwan").act(AcceptTransfer{offer}), Reason::not_found);
  desk.expect_sound();
}

TEST(Transfer, RefusesEachMistakeByItsName) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const Transfer good = desk.transfer_op(id, "lanwan", {low});
  const auto refused = [&](auto change, Reason wanted) {
    Transfer op = good;
    change(op);
    EXPECT_REFUSED(desk.offer("shunchang", op), wanted);
  };
  refused([](Transfer& op) { op.certificate = CertificateId::derive(digest_of("x"), 0); }, Reason::not_found);
  refused([](Transfer& op) { op.to = id_of("shunchang"); }, Reason::self_transfer);
  refused([](Transfer& op) { op.to = id_of("taihe"); }, Reason::issuer_not_holder);
  refused([](Transfer& op) { op.to = id_of("platform"); }, Reason::role_forbidden);
  refused([](Transfer& op) { op.to = id_of("operator"); }, Reason::role_forbidden);
  refused([](Transfer& op) { op.to = id_of("nobody"); }, Reason::not_found);
  refused([](Transfer& op) { op.ranges.clear(); }, Reason::bad_amount);
  refused([](Transfer& op) { op.amount = yuan("1.00"); }, Reason::bad_amount);  // not the ranges' sum
  refused([](Transfer& op) { op.ranges = {{Fen{0}, Fen{1}}}; }, Reason::bad_range);
  refused([](Transfer& op) { op.ranges = {{Fen{2}, Fen{1}}}; }, Reason::bad_range);
  refused([](Transfer& op) { op.ranges = {{Fen{1}, Fen{100001}}}; }, Reason::bad_range);
  refused([](Transfer& op) { op.ranges = {{Fen{5}, Fen{9}}, {Fen{9}, Fen{12}}}; }, Reason::bad_range);
  refused([](Transfer& op) { op.ranges = {{Fen{5}, Fen{9}}, {Fen{1}, Fen{2}}}; }, Reason::bad_range);
  refused([](Transfer& op) { op.ranges = {{Fen{~0ull}, Fen{~0ull}}}; }, Reason::bad_range);
  refused([](Transfer& op) { op.contract_hash.reset(); }, Reason::background_missing);
  EXPECT_OK(desk.offer("shunchang", good));
}

TEST(Transfer, NamesUpToSixteenRanges) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  std::vector<RangeRef> sixteen;
  for (std::uint64_t i = 0; i < 16; ++i) sixteen.push_back({Fen{i * 1000 + 101}, Fen{i * 1000 + 200}});
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", sixteen));
  EXPECT_EQ(desk.certificate(id).range_count, 33u);  // sixteen, and what lies before, between and behind
  EXPECT_EQ(holdings(desk.books(), id_of("lanwan")).front().free, yuan("16.00"));
  desk.expect_sound();
  // One named range may cover several kept ones, but not more than sixteen.
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "dongfang", {{Fen{1}, Fen{9101}}})), Reason::too_many_ranges);
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "dongfang", {{Fen{1}, Fen{150}}})), Reason::not_owner);
  // By amount it would take more than sixteen of the seventeen ranges that are left.
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "dongfang", "984.00")), Reason::too_many_ranges);
}

TEST(Transfer, CutsOneRangeSeveralTimes) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", {{Fen{1}, Fen{10}}, {Fen{20}, Fen{30}}, {Fen{90}, Fen{100}}}));
  EXPECT_EQ(desk.lines(id), "1,10,lanwan\n11,19,shunchang\n20,30,lanwan\n31,89,shunchang\n90,100,lanwan\n");
  desk.moved("lanwan", desk.transfer_op(id, "dongfang", {{Fen{25}, Fen{26}}, {Fen{28}, Fen{28}}}));
  EXPECT_EQ(desk.certificate(id).range_count, 9u);
  desk.expect_sound();
}

TEST(Transfer, RestsOnInvoicesBetweenTheTwo) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const InvoiceId trade = desk.invoice("lanwan", "shunchang", "500.00");
  Transfer op = desk.transfer_op(id, "lanwan", "400.00");
  op.contract_hash.reset();
  op.invoices = {{trade, yuan("399.99")}};
  EXPECT_REFUSED(desk.offer("shunchang", op), Reason::background_mismatch);
  op.invoices = {{desk.invoice("dongfang", "shunchang", "400.00"), yuan("400.00")}};
  EXPECT_REFUSED(desk.offer("shunchang", op), Reason::wrong_parties);
  op.invoices = {{trade, yuan("400.00")}};
  const TransferId offer = desk.offered("shunchang", op);
  EXPECT_EQ(desk.capacity(trade).onward, yuan("400.00"));
  Transfer more = op;
  more.amount = yuan("100.01");
  more.invoices = {{trade, yuan("100.01")}};
  EXPECT_REFUSED(desk.offer("shunchang", more), Reason::bind_exceeded);
  EXPECT_OK(desk.world.by("shunchang").act(CancelTransfer{offer}));
  EXPECT_TRUE(desk.capacity(trade).onward.is_zero());
  desk.moved("shunchang", op);
  EXPECT_EQ(desk.capacity(trade).onward, yuan("400.00"));  // accepted: used for ever
  desk.expect_sound();
}

TEST(Transfer, LapsesWhenItsWindowIsOver) {  // Monday, five business days: until the end of Monday
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const InvoiceId trade = desk.invoice("lanwan", "shunchang", "400.00");
  Transfer op = desk.transfer_op(id, "lanwan", "400.00");
  op.invoices = {{trade, yuan("400.00")}};
  const TransferId offer = desk.offered("shunchang", op);
  desk.world.go_to_date("2026-03-09");
  EXPECT_EQ(desk.range(id, 1).state, RangeState::offered);
  desk.world.go_to_date("2026-03-10");
  EXPECT_EQ(desk.range(id, 1).state, RangeState::free);
  EXPECT_EQ(desk.range(id, 1).owner, id_of("shunchang"));
  EXPECT_TRUE(desk.capacity(trade).onward.is_zero());
  EXPECT_EQ(desk.told("transfer.lapsed"), 1u);
  EXPECT_REFUSED(desk.world.by("lanwan").act(AcceptTransfer{offer}), Reason::not_found);
  desk.expect_sound();
}

TEST(Transfer, IsAcceptedNoLaterThanItsLastMoment) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const TransferId offer = desk.offered("shunchang", desk.transfer_op(id, "lanwan", {low}));
  const Time last = transfer_offer_records.find(desk.world.view(), offer)->answer_by;
  EXPECT_EQ(last, start_of(day("2026-03-10"), business_zone_minutes));
  // Too late in a block whose boundary has no room left for the lapse.
  const Draft late(desk.world.view());
  Context context{desk.world.next_block(), id_of("lanwan"), digest_of("t"), 0};
  context.block.time = last;
  EXPECT_EQ(check(AcceptTransfer{offer}, context, late).reason(), Reason::window_over);
  context.block.time = {last.ms - 1};
  EXPECT_TRUE(check(AcceptTransfer{offer}, context, late).has_value());
}

TEST(Transfer, EndsABusinessDayBeforeMaturity) {  // matures Monday, so Friday is the last day
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00", "2026-08-31");
  desk.world.go_to_date("2026-08-28");
  const TransferId offer = desk.offered("shunchang", desk.transfer_op(id, "lanwan", {low}));
  EXPECT_EQ(transfer_offer_records.find(desk.world.view(), offer)->answer_by,
            start_of(day("2026-08-29"), business_zone_minutes));
  desk.world.go_to_date("2026-08-29");
  EXPECT_EQ(desk.told("transfer.lapsed"), 1u);
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", {low})), Reason::after_cutoff);
  desk.expect_sound();
}

TEST(Transfer, NeedsALiveCertificate) {
  Desk desk;
  const CertificateId id = desk.pending("taihe", "shunchang", "1000.00");
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", {low})), Reason::certificate_not_live);
}

TEST(Transfer, HeedsWhatTheCertificateForbids) {
  Desk desk;
  Issue fixed = desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28");
  fixed.not_transferable = true;
  Verdict made = desk.world.by("taihe").act(fixed);
  CertificateId id = CertificateId::derive(made.transaction, 0);
  EXPECT_OK(desk.world.by("shunchang").act(Accept{id}));
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", {low})), Reason::not_transferable);

  Issue whole = desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28");
  whole.indivisible = true;
  made = desk.world.by("taihe").act(whole);
  id = CertificateId::derive(made.transaction, 0);
  EXPECT_OK(desk.world.by("shunchang").act(Accept{id}));
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", {low})), Reason::indivisible);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Split{id, Fen{1}, yuan("1.00")}), Reason::indivisible);
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "1000.00"));
  EXPECT_EQ(desk.lines(id), "1,100000,lanwan\n");
}

TEST(Transfer, HeedsTheMinimumOfTheDay) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "5000.00");
  Profile next = *profile_at(desk.world.view(), day("2026-03-02"));
  next.version += 1;
  next.valid_from = day("2026-04-01");
  next.minimum_transfer = yuan("1000.00");
  EXPECT_OK(desk.world.by("operator").act(consortium::SetProfile{next}));
  EXPECT_OK(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "0.01")));
  desk.world.go_to_date("2026-04-01");
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "999.99")), Reason::below_minimum);
  EXPECT_OK(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "1000.00")));
}

TEST(Transfer, GivesTheIssuerNotice) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", {low}));
  const Event& event = desk.world.events().back();
  EXPECT_EQ(event.type, "transfer.accepted");
  EXPECT_EQ(event.parties, (std::vector{id_of("lanwan"), id_of("shunchang"), id_of("taihe")}));
  EXPECT_EQ(event.ranges, std::vector{low});
  EXPECT_EQ(event.other, id.text());
}

TEST(Transfer, MovesInBatchesAllOrNothing) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const Transfer one = desk.transfer_op(id, "lanwan", {{Fen{1}, Fen{100}}});
  const Transfer two = desk.transfer_op(id, "dongfang", {{Fen{101}, Fen{200}}});
  const Transfer wrong = desk.transfer_op(id, "dongfang", {{Fen{150}, Fen{250}}});
  EXPECT_REFUSED(desk.world.by("shunchang").act(one, two, wrong), Reason::range_locked);
  EXPECT_EQ(desk.lines(id), "1,100000,shunchang\n");
  EXPECT_OK(desk.world.by("shunchang").act(one, two));
  EXPECT_EQ(desk.certificate(id).range_count, 3u);
  desk.expect_sound();
}

TEST(Transfer, LeavesNoGapInTheSlipWithinOneBlock) {
  // A log made from a block's net changes lost the endorsement between two in one block.
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const Transaction offer1 = desk.world.by("shunchang").sign(desk.transfer_op(id, "lanwan", "1000.00"));
  const Transaction accept1 = desk.world.by("lanwan").sign(AcceptTransfer{TransferId::derive(offer1.id, 0)});
  const Transaction offer2 = desk.world.by("lanwan").sign(desk.transfer_op(id, "dongfang", "1000.00"));
  const Transaction accept2 = desk.world.by("dongfang").sign(AcceptTransfer{TransferId::derive(offer2.id, 0)});
  const auto outcome = desk.world.block({offer1, accept1, offer2, accept2});
  ASSERT_TRUE(outcome.has_value());
  for (std::size_t i = 1; i <= 4; ++i) EXPECT_TRUE(outcome->receipts[i].ok);
  const auto title = history(desk.books(), desk.certificate(id), Fen{1});
  ASSERT_TRUE(title.has_value());
  ASSERT_EQ(title->endorsements.size(), 3u);
  EXPECT_EQ(title->endorsements[1].to, id_of("lanwan"));
  EXPECT_EQ(title->endorsements[2].to, id_of("dongfang"));
}

TEST(AcceptTransfer, TurnoverNeverRefuses) {
  // A counter of the certificate was full, and no transfer of it could be accepted any more.
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  Certificate busy = desk.certificate(id);
  busy.turnover = *Amount::of_fen(Amount::max_fen - 1);
  Draft draft(desk.world.view());
  certificate_records.put(draft, id, busy);
  ASSERT_TRUE(desk.world.state().write(draft.take(), false).has_value());
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "1000.00"));
  EXPECT_EQ(desk.certificate(id).turnover.fen(), Amount::max_fen);
}

}  // namespace allonge::test
