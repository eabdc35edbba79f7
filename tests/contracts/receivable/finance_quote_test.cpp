// From the request to the award: finance.request, finance.cancel, finance.quote, finance.reveal and
// finance.award, and what lapses by itself.
#include "contracts/due_queue.h"
#include "tests/contracts/receivable/finance_desk.h"

namespace allonge::test {

namespace {

const std::vector<RangeRef> upper_half{{Fen{50001}, Fen{100000}}};

// An active certificate of 1,000.00, all of it shunchang's.
CertificateId paper_of(FinanceDesk& desk) { return desk.active("taihe", "shunchang", "1000.00"); }

}  // namespace

TEST(FinanceRequest, LocksWhatItNamesAndNothingElse) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const FinancingId financing = desk.requested("shunchang", desk.purchase_op(id, upper_half));
  EXPECT_EQ(desk.range(id, 1).state, RangeState::free);
  EXPECT_EQ(desk.range(id, 50001).state, RangeState::quoted);
  EXPECT_EQ(desk.range(id, 50001).financing, financing);
  EXPECT_EQ(desk.certificate(id).range_count, 2u);
  EXPECT_EQ(holdings(desk.books(), id_of("shunchang")).front().quoted, yuan("500.00"));
  EXPECT_EQ(holdings(desk.books(), id_of("shunchang")).front().live(), yuan("1000.00"));
  // quoted is neither offered, nor quoted again, nor split, nor pledged.
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", upper_half)), Reason::range_locked);
  EXPECT_REFUSED(desk.world.by("shunchang").act(desk.purchase_op(id, upper_half)), Reason::range_locked);
  EXPECT_REFUSED(desk.world.by("shunchang").act(desk.loan_op(id, upper_half, "100.00")), Reason::range_locked);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Split{id, Fen{50001}, yuan("1.00")}), Reason::range_locked);
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "500.00"));
  desk.expect_sound();
}

TEST(FinanceRequest, IsTheOwnersAndInOrder) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const auto ask = [&](std::string_view party, auto change) {
    FinanceRequest op = desk.purchase_op(id, upper_half);
    change(op);
    return desk.world.by(party).act(op);
  };
  const auto nothing = [](FinanceRequest&) {};
  EXPECT_REFUSED(ask("lanwan", nothing), Reason::not_owner);
  EXPECT_REFUSED(ask("taihe", nothing), Reason::role_forbidden);
  EXPECT_REFUSED(ask("shunchang", [&](FinanceRequest& op) { op.certificate = CertificateId::derive(Digest{}, 1); }),
                 Reason::not_found);
  EXPECT_REFUSED(ask("shunchang", [](FinanceRequest& op) { op.ranges.clear(); }), Reason::bad_amount);
  EXPECT_REFUSED(ask("shunchang", [](FinanceRequest& op) { op.amount = yuan("1.00"); }), Reason::bad_amount);
  EXPECT_REFUSED(ask("shunchang", [](FinanceRequest& op) { op.ranges = {{Fen{2}, Fen{1}}}; }), Reason::bad_range);
  EXPECT_REFUSED(ask("shunchang", [](FinanceRequest& op) { op.asked = yuan("1.00"); }), Reason::bad_amount);
  EXPECT_REFUSED(ask("shunchang", [](FinanceRequest& op) { op.kind = FinanceKind::pledge_loan; }), Reason::bad_amount);
  EXPECT_REFUSED(ask("shunchang", [](FinanceRequest& op) {
                   op.kind = FinanceKind::pledge_loan;
                   op.asked = yuan("500.01");
                 }), Reason::bad_amount);
  EXPECT_REFUSED(ask("shunchang", [](FinanceRequest& op) { op.amount = yuan("1000.01"), op.ranges.clear(); }),
                 Reason::not_enough_free);
  EXPECT_REFUSED(ask("shunchang", [](FinanceRequest& op) { op.deadlines.reveal_by = op.deadlines.quote_by; }), Reason::out_of_range);
  EXPECT_REFUSED(ask("shunchang", [&](FinanceRequest& op) { op.deadlines.quote_by = desk.world.now(); }), Reason::out_of_range);
  EXPECT_REFUSED(ask("shunchang", [](FinanceRequest& op) { op.deadlines.settle_by = op.deadlines.reveal_by; }), Reason::out_of_range);
  EXPECT_REFUSED(ask("shunchang", [](FinanceRequest& op) { op.deadlines.settle_by = morning_of("2026-08-28"); }),
                 Reason::after_cutoff);
  EXPECT_OK(ask("shunchang", [](FinanceRequest& op) { op.deadlines.settle_by = start_of(day("2026-08-28"), 480); }));
  desk.expect_sound();
}

TEST(FinanceRequest, HonoursWhatTheCertificateForbids) {
  FinanceDesk desk;
  Issue fixed = desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28");
  fixed.not_transferable = true;
  const CertificateId stays = CertificateId::derive(desk.world.by("taihe").act(fixed).transaction, 0);
  EXPECT_REFUSED(desk.world.by("shunchang").act(desk.purchase_op(stays, {{Fen{1}, Fen{100000}}})), Reason::not_transferable);
  Issue block = desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28");
  block.indivisible = true;
  const CertificateId whole = CertificateId::derive(desk.world.by("taihe").act(block).transaction, 0);
  EXPECT_REFUSED(desk.world.by("shunchang").act(desk.purchase_op(whole, {{Fen{1}, Fen{100000}}})), Reason::certificate_not_live);
  EXPECT_OK(desk.world.by("shunchang").act(Accept{whole}));
  EXPECT_REFUSED(desk.world.by("shunchang").act(desk.purchase_op(whole, upper_half)), Reason::indivisible);
  const CertificateId id = paper_of(desk);
  desk.world.go_to_date("2026-08-28");
  EXPECT_REFUSED(desk.world.by("shunchang").act(desk.purchase_op(id, upper_half)), Reason::after_cutoff);
}

TEST(FinanceRequest, ForcesNobodyOnTheOwner) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const auto invite = [&](std::vector<PartyId> invited, bool waive) {
    FinanceRequest op = desk.purchase_op(id, upper_half);
    op.invited = std::move(invited);
    op.waive_choice = waive;
    return desk.world.by("shunchang").act(op);
  };
  EXPECT_REFUSED(invite({id_of("dongfang")}, false), Reason::waiver_missing);
  EXPECT_REFUSED(invite({id_of("dongfang"), id_of("dongfang")}, false), Reason::out_of_range);
  EXPECT_REFUSED(invite({id_of("jianghai"), id_of("dongfang")}, false), Reason::out_of_range);
  EXPECT_REFUSED(invite({id_of("dongfang"), id_of("lanwan")}, false), Reason::role_forbidden);
  EXPECT_REFUSED(invite({id_of("platform")}, true), Reason::role_forbidden);
  EXPECT_REFUSED(invite({id_of("nobody")}, true), Reason::not_found);
  const Verdict waived = invite({id_of("dongfang")}, true);
  EXPECT_OK(waived);
  EXPECT_TRUE(desk.financing(FinancingId::derive(waived.transaction, 0)).waived);
  EXPECT_OK(desk.world.by("shunchang").act(FinanceCancel{FinancingId::derive(waived.transaction, 0)}));
  EXPECT_OK(invite({id_of("dongfang"), id_of("jianghai")}, false));

  // Open to all is no choice either, where only one could answer: jianghai asks, and dongfang is left.
  const CertificateId other = desk.active("taihe", "jianghai", "1000.00");
  EXPECT_REFUSED(desk.world.by("jianghai").act(desk.purchase_op(other, upper_half)), Reason::waiver_missing);
  desk.world.admit("banka", {Role::financier});
  EXPECT_OK(desk.world.by("jianghai").act(desk.purchase_op(other, upper_half)));
}

TEST(FinanceCancel, TakesTheWholeBackBeforeTheAward) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const FinancingId one = desk.requested("shunchang", desk.purchase_op(id, upper_half));
  EXPECT_OK(desk.seal("dongfang", one, desk.paper(40'000)));
  EXPECT_REFUSED(desk.world.by("lanwan").act(FinanceCancel{one}), Reason::not_your_part);
  EXPECT_OK(desk.world.by("shunchang").act(FinanceCancel{one}));
  EXPECT_EQ(desk.state(one), FinanceState::cancelled);
  EXPECT_EQ(desk.range(id, 50001).state, RangeState::free);
  EXPECT_EQ(desk.told("finance.quote_released"), 1u);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceCancel{one}), Reason::wrong_state);
  EXPECT_REFUSED(desk.seal("dongfang", one, desk.paper(40'000)), Reason::wrong_state);
  desk.expect_sound();

  const FinancingId two = desk.awarded("shunchang", desk.purchase_op(id, upper_half), "dongfang", desk.paper(40'000));
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceCancel{two}), Reason::wrong_state);
  desk.expect_sound();
}

TEST(FinanceQuote, IsSealedUntilTheDeadline) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const FinancingId one = desk.requested("shunchang", desk.purchase_op(id, upper_half));
  const QuotePaper paper = desk.paper(40'000, "1.00");
  EXPECT_REFUSED(desk.seal("lanwan", one, paper), Reason::role_forbidden);
  EXPECT_REFUSED(desk.seal("shunchang", one, paper), Reason::role_forbidden);
  EXPECT_REFUSED(desk.seal("dongfang", FinancingId::derive(Digest{}, 1), paper), Reason::not_found);
  EXPECT_OK(desk.seal("dongfang", one, paper));
  const auto sealed = quote_records.find(desk.world.view(), one, id_of("dongfang"));
  EXPECT_FALSE(sealed->terms.has_value());
  EXPECT_REFUSED(desk.reveal("dongfang", one, paper), Reason::quote_early);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceAward{one, id_of("dongfang")}), Reason::quote_early);
  desk.quotes_close(one);
  EXPECT_REFUSED(desk.seal("jianghai", one, paper), Reason::quote_late);
  EXPECT_REFUSED(desk.reveal("jianghai", one, paper), Reason::not_found);
  QuotePaper other = paper;
  other.terms.rate_ppm = 39'999;
  EXPECT_REFUSED(desk.reveal("dongfang", one, other), Reason::quote_mismatch);
  other = paper;
  other.terms.fee = yuan("0.99");
  EXPECT_REFUSED(desk.reveal("dongfang", one, other), Reason::quote_mismatch);
  other = paper;
  other.salt[0] = 8;
  EXPECT_REFUSED(desk.reveal("dongfang", one, other), Reason::quote_mismatch);
  EXPECT_OK(desk.reveal("dongfang", one, paper));
  EXPECT_REFUSED(desk.reveal("dongfang", one, paper), Reason::wrong_state);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceAward{one, id_of("dongfang")}), Reason::quote_early);
  desk.expect_sound();
  desk.reveals_close(one);
  EXPECT_OK(desk.world.by("shunchang").act(FinanceAward{one, id_of("dongfang")}));
  desk.expect_sound();
}

TEST(FinanceQuote, SealsMoreThanTheTerms) {
  const FinancingId id = FinancingId::derive(digest_of("one"), 0), other = FinancingId::derive(digest_of("two"), 0);
  const QuoteTerms terms{40'000, yuan("1.00"), {1}, false, Recourse::none};
  const Bytes salt(16, 7);
  const Digest seal = seal_of({id, id_of("dongfang"), terms, salt});
  EXPECT_NE(seal, seal_of({other, id_of("dongfang"), terms, salt}));  // nobody re-uses another request's seal
  EXPECT_NE(seal, seal_of({id, id_of("jianghai"), terms, salt}));     // or another's as its own
  EXPECT_NE(seal, seal_of({id, id_of("dongfang"), terms, Bytes(17, 7)}));
}

TEST(FinanceQuote, NeedsASaltThatCannotBeGuessed) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const FinancingId one = desk.requested("shunchang", desk.purchase_op(id, upper_half));
  QuotePaper weak = desk.paper(40'000);
  weak.salt = Bytes(15, 7);
  EXPECT_OK(desk.seal("dongfang", one, weak));
  QuotePaper strong = weak;
  strong.salt = Bytes(32, 7);
  EXPECT_OK(desk.seal("jianghai", one, strong));
  desk.quotes_close(one);
  EXPECT_REFUSED(desk.reveal("dongfang", one, weak), Reason::quote_mismatch);
  EXPECT_OK(desk.reveal("jianghai", one, strong));
}

TEST(FinanceQuote, IsForThoseInvited) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  desk.world.admit("banka", {Role::financier});
  FinanceRequest op = desk.purchase_op(id, upper_half);
  op.invited = {id_of("banka"), id_of("dongfang")};
  const FinancingId one = desk.requested("shunchang", op);
  EXPECT_REFUSED(desk.seal("jianghai", one, desk.paper(40'000)), Reason::not_invited);
  EXPECT_OK(desk.seal("banka", one, desk.paper(40'000)));
  EXPECT_OK(desk.seal("dongfang", one, desk.paper(40'000)));

  // A financier that owns the paper does not quote on its own request; the issuer never buys its own debt.
  const CertificateId own = desk.active("taihe", "dongfang", "1000.00");
  const FinancingId two = desk.requested("dongfang", desk.purchase_op(own, upper_half));
  EXPECT_REFUSED(desk.seal("dongfang", two, desk.paper(40'000)), Reason::not_your_part);
  desk.world.admit("corebank", {Role::issuer, Role::financier});
  const CertificateId core = desk.active("corebank", "shunchang", "1000.00");
  const FinancingId three = desk.requested("shunchang", desk.purchase_op(core, upper_half));
  EXPECT_REFUSED(desk.seal("corebank", three, desk.paper(40'000)), Reason::issuer_not_holder);
}

TEST(FinanceQuote, SixtyFourAtMost) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  for (int i = 10; i < 74; ++i) desk.world.admit("bank" + std::to_string(i), {Role::financier});
  const FinancingId one = desk.requested("shunchang", desk.purchase_op(id, upper_half));
  const QuotePaper paper = desk.paper(40'000);
  for (int i = 10; i < 74; ++i) EXPECT_OK(desk.seal("bank" + std::to_string(i), one, paper));
  EXPECT_REFUSED(desk.seal("dongfang", one, paper), Reason::too_large);
  EXPECT_OK(desk.seal("bank10", one, desk.paper(39'000)));  // whoever has one may change it
  desk.expect_sound();
  desk.quotes_close(one);
  for (int i = 10; i < 74; ++i) {
    const bool is_first = i == 10;
    QuotePaper mine = paper;
    if (is_first) mine.terms.rate_ppm = 39'000;
    if (i % 2 == 0 && !is_first) EXPECT_OK(desk.reveal("bank" + std::to_string(i), one, mine));
  }
  desk.reveals_close(one);
  EXPECT_EQ(desk.told("finance.quote_void"), 33u);
  EXPECT_EQ(desk.financing(one).quotes, 31u);
  EXPECT_OK(desk.world.by("shunchang").act(FinanceAward{one, id_of("bank12")}));
  EXPECT_EQ(desk.told("finance.quote_released"), 30u);
  desk.expect_sound();
}

TEST(FinanceQuote, ChangesByReplacing) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const FinancingId one = desk.requested("shunchang", desk.purchase_op(id, upper_half));
  const QuotePaper dear = desk.paper(50'000), cheap = desk.paper(40'000);
  EXPECT_OK(desk.seal("dongfang", one, dear));
  EXPECT_OK(desk.seal("jianghai", one, cheap));
  EXPECT_OK(desk.seal("dongfang", one, cheap));
  desk.quotes_close(one);
  EXPECT_REFUSED(desk.reveal("dongfang", one, dear), Reason::quote_mismatch);
  EXPECT_OK(desk.reveal("dongfang", one, cheap));
  EXPECT_OK(desk.reveal("jianghai", one, cheap));
  desk.reveals_close(one);
  // The same net: the earlier seal wins, and dongfang's is the later since it changed its mind.
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceAward{one, id_of("dongfang")}), Reason::not_best_quote);
  EXPECT_OK(desk.world.by("shunchang").act(FinanceAward{one, id_of("jianghai")}));
}

TEST(FinanceReveal, RefusesWhatIsNoPriceOrNotReviewed) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const FinancingId one = desk.requested("shunchang", desk.purchase_op(id, upper_half));
  const QuotePaper wild = desk.paper(1'000'001), all = desk.paper(0, "500.00");
  EXPECT_OK(desk.seal("dongfang", one, wild));
  EXPECT_OK(desk.seal("jianghai", one, all));
  desk.quotes_close(one);
  EXPECT_REFUSED(desk.reveal("dongfang", one, wild), Reason::out_of_range);
  EXPECT_REFUSED(desk.reveal("jianghai", one, all), Reason::bad_price);

  // over the soft limit of six months only with the review.
  Issue op = desk.issue_op("taihe", "shunchang", "1000.00", "2026-12-28");
  op.term_reason_hash = digest_of("reason");
  const CertificateId longer = CertificateId::derive(desk.world.by("taihe").act(op).transaction, 0);
  EXPECT_OK(desk.world.by("shunchang").act(Accept{longer}));
  const FinancingId two = desk.requested("shunchang", desk.purchase_op(longer, upper_half));
  const QuotePaper unread = desk.paper(40'000);
  QuotePaper read = unread;
  read.terms.term_reviewed = true;
  EXPECT_OK(desk.seal("dongfang", two, unread));
  EXPECT_OK(desk.seal("jianghai", two, read));
  desk.quotes_close(two);
  EXPECT_REFUSED(desk.reveal("dongfang", two, unread), Reason::term_review_missing);
  EXPECT_OK(desk.reveal("jianghai", two, read));
}

TEST(FinanceAward, IsByNetProceedsAndTheOwners) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  FinanceRequest op = desk.purchase_op(id, upper_half);
  op.min_net = yuan("490.00");
  const FinancingId one = desk.requested("shunchang", op);
  const QuotePaper dear = desk.paper(50'000), cheap = desk.paper(40'000);
  EXPECT_OK(desk.seal("dongfang", one, dear));
  EXPECT_OK(desk.seal("jianghai", one, cheap));
  desk.quotes_close(one);
  EXPECT_OK(desk.reveal("dongfang", one, dear));
  EXPECT_OK(desk.reveal("jianghai", one, cheap));
  desk.reveals_close(one);
  EXPECT_REFUSED(desk.world.by("lanwan").act(FinanceAward{one, id_of("jianghai")}), Reason::not_your_part);
  EXPECT_KEPT_OUT(desk.world.by("shunchang").only({"maker1"}).act(FinanceAward{one, id_of("jianghai")}),
                  Reason::approvals_missing);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceAward{one, id_of("lanwan")}), Reason::not_found);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceAward{one, id_of("dongfang")}), Reason::not_best_quote);
  EXPECT_OK(desk.world.by("shunchang").act(FinanceAward{one, id_of("jianghai")}));
  EXPECT_EQ(desk.financing(one).award->net, yuan("490.06"));  // 500.00 less 179 days at 4 %
  EXPECT_FALSE(quote_records.has(desk.world.view(), one, id_of("dongfang")));
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceAward{one, id_of("jianghai")}), Reason::wrong_state);
  desk.expect_sound();
}

TEST(FinanceAward, KeepsToTheLeastTheOwnerAsksFor) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  FinanceRequest op = desk.purchase_op(id, upper_half);
  op.min_net = yuan("490.07");
  const FinancingId one = desk.requested("shunchang", op);
  const QuotePaper paper = desk.paper(40'000);
  EXPECT_OK(desk.seal("dongfang", one, paper));
  desk.quotes_close(one);
  EXPECT_OK(desk.reveal("dongfang", one, paper));
  desk.reveals_close(one);
  EXPECT_REFUSED(desk.world.by("shunchang").act(FinanceAward{one, id_of("dongfang")}), Reason::bad_price);
  desk.time_is_over(one);
  EXPECT_EQ(desk.state(one), FinanceState::lapsed);
}

TEST(FinanceLapse, EveryMissedStepGivesTheRangeBack) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const QuotePaper paper = desk.paper(40'000);
  const auto is_back = [&](const FinancingId& one) {
    EXPECT_EQ(desk.state(one), FinanceState::lapsed);
    EXPECT_EQ(desk.range(id, 50001).state, RangeState::free);
    EXPECT_FALSE(desk.range(id, 50001).financing.is_set());
    desk.expect_sound();
  };
  const FinancingId nobody_quotes = desk.requested("shunchang", desk.purchase_op(id, upper_half));
  desk.quotes_close(nobody_quotes);
  is_back(nobody_quotes);

  const FinancingId nobody_reveals = desk.requested("shunchang", desk.purchase_op(id, upper_half));
  EXPECT_OK(desk.seal("dongfang", nobody_reveals, paper));
  desk.quotes_close(nobody_reveals);
  EXPECT_EQ(desk.range(id, 50001).state, RangeState::quoted);
  desk.reveals_close(nobody_reveals);
  is_back(nobody_reveals);
  EXPECT_EQ(desk.told("finance.quote_void"), 1u);

  const FinancingId nobody_awards = desk.requested("shunchang", desk.purchase_op(id, upper_half));
  EXPECT_OK(desk.seal("dongfang", nobody_awards, paper));
  desk.quotes_close(nobody_awards);
  EXPECT_OK(desk.reveal("dongfang", nobody_awards, paper));
  desk.reveals_close(nobody_awards);
  EXPECT_EQ(desk.range(id, 50001).state, RangeState::quoted);
  desk.time_is_over(nobody_awards);
  is_back(nobody_awards);

  const FinancingId nobody_pays = desk.awarded("shunchang", desk.purchase_op(id, upper_half), "dongfang", paper);
  desk.time_is_over(nobody_pays);
  is_back(nobody_pays);
  EXPECT_EQ(desk.told("finance.lapsed"), 4u);
}

TEST(FinanceLapse, RefusesLateStepsEvenIfTheLapseIsStillToCome) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const FinancingId one = desk.awarded("shunchang", desk.purchase_op(id, upper_half), "dongfang", desk.paper(40'000));
  desk.registered(one);
  desk.world.credit("dongfang", "500.00");
  Context context{desk.world.next_block(), id_of("dongfang"), digest_of("t"), 0};
  EXPECT_TRUE(check(FinanceSettle{one, desk.to_pay(one)}, context, desk.world.view()).has_value());
  context.block.time = desk.financing(one).deadlines.settle_by;
  EXPECT_EQ(check(FinanceSettle{one, desk.to_pay(one)}, context, desk.world.view()).reason(), Reason::window_over);
}

TEST(FinanceLapse, GoesBeforePresentationOnTheDueDate) {  // should a request still wait then
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  FinanceRequest op = desk.purchase_op(id, upper_half);
  op.deadlines.settle_by = start_of(day("2026-08-28"), business_zone_minutes);
  const FinancingId one = desk.awarded("shunchang", op, "dongfang", desk.paper(40'000));
  Draft late(desk.world.view());  // the moment of the lapse is lost, and the certificate falls due
  const std::string name = id.text();
  Events events;
  BlockContext block = desk.world.next_block();
  block.time = due_time(desk.certificate(id));
  const DueActRow* due = nullptr;
  for (const DueActRow& row : due_acts())
    if (row.kind == DueKind::certificate_due) due = &row;
  due->run(bytes_of(name), block, late, events);
  EXPECT_EQ(financing_records.find(late, one)->state, FinanceState::lapsed);
  EXPECT_EQ(range_records.find(late, id, Fen{50001})->state, RangeState::presented);
  EXPECT_FALSE(range_records.find(late, id, Fen{50001})->financing.is_set());
  // And in its own time it is the lapse that goes first.
  desk.world.go_to_date("2026-08-28");
  EXPECT_EQ(desk.state(one), FinanceState::lapsed);
  EXPECT_EQ(desk.range(id, 50001).state, RangeState::presented);
  desk.expect_sound();
}

TEST(FinanceLists, FollowEveryStep) {
  FinanceDesk desk;
  const CertificateId id = paper_of(desk);
  const auto ids = [](const std::vector<Financing>& list) {
    std::vector<FinancingId> out;
    for (const Financing& one : list) out.push_back(one.id);
    return out;
  };
  FinanceRequest op = desk.purchase_op(id, upper_half);
  const FinancingId all = desk.requested("shunchang", op);
  op.ranges = {{Fen{1}, Fen{50000}}};
  op.invited = {id_of("dongfang"), id_of("jianghai")};
  const FinancingId some = desk.requested("shunchang", op);
  EXPECT_EQ(financings_of(desk.books(), id_of("shunchang")).size(), 2u);
  EXPECT_EQ(financings_on(desk.books(), id).size(), 2u);
  EXPECT_EQ(ids(open_financings(desk.books())), std::vector{all});
  EXPECT_EQ(ids(financings_for(desk.books(), id_of("jianghai"))), std::vector{some});
  const QuotePaper paper = desk.paper(40'000);
  EXPECT_OK(desk.seal("dongfang", some, paper));
  EXPECT_EQ(quotes_of(desk.books(), id_of("dongfang")).size(), 1u);
  desk.quotes_close(some);
  EXPECT_TRUE(open_financings(desk.books()).empty());  // nobody quoted: lapsed
  EXPECT_OK(desk.reveal("dongfang", some, paper));
  desk.reveals_close(some);
  EXPECT_OK(desk.world.by("shunchang").act(FinanceAward{some, id_of("dongfang")}));
  EXPECT_TRUE(quotes_of(desk.books(), id_of("dongfang")).empty());
  EXPECT_TRUE(financings_for(desk.books(), id_of("jianghai")).empty());
  EXPECT_EQ(ids(financings_for(desk.books(), id_of("dongfang"))), std::vector{some});
  EXPECT_EQ(financings_of(desk.books(), id_of("shunchang")).size(), 2u);
}

}  // namespace allonge::test
