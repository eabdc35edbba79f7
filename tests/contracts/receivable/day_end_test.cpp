// What happens by itself: windows, due date, overdue, default, by block time alone (R-23, R-70, R-71, R-25,
//
#include "contracts/due_queue.h"
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

TEST(DayEnd, ExpiresWhatNobodyAccepted) {
  Desk desk;
  const Issue op = desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28");
  const CertificateId id = CertificateId::derive(desk.world.by("taihe").act(op).transaction, 0);
  desk.world.go_to_date("2026-03-09");  // fifth business day after Monday the 2nd
  EXPECT_EQ(desk.certificate(id).state, CertificateState::pending);
  desk.world.go_to_date("2026-03-10");
  EXPECT_EQ(desk.certificate(id).state, CertificateState::expired);
  EXPECT_EQ(left(desk.capacity(op.invoices[0].invoice)), yuan("1000.00"));
  EXPECT_TRUE(limit_use(desk.exposure("taihe")).is_zero());
  EXPECT_REFUSED(desk.world.by("shunchang").act(Accept{id}), Reason::wrong_state);
  EXPECT_EQ(desk.told("cert.expired"), 1u);
  desk.expect_sound();
}

TEST(DayEnd, ClosesTheWindowAtMaturityAtTheLatest) {
  Desk desk;
  const CertificateId id = desk.pending("taihe", "shunchang", "1000.00", "2026-03-04");
  EXPECT_EQ(desk.certificate(id).answer_by, start_of(day("2026-03-04"), business_zone_minutes));
  desk.world.go_to_date("2026-03-04");
  EXPECT_EQ(desk.certificate(id).state, CertificateState::expired);
}

TEST(DayEnd, RefusesLateAcceptanceEvenIfTheLapseIsStillToCome) {
  Desk desk;
  const CertificateId id = desk.pending("taihe", "shunchang", "1000.00");
  Context context{desk.world.next_block(), id_of("shunchang"), digest_of("t"), 0};
  context.block.time = desk.certificate(id).answer_by;
  EXPECT_EQ(check(Accept{id}, context, desk.world.view()).reason(), Reason::window_over);
  context.block.time = {context.block.time.ms - 1};
  EXPECT_TRUE(check(Accept{id}, context, desk.world.view()).has_value());
}

TEST(DayEnd, GoesThroughTheStatesOnTheirDays) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const std::array<std::tuple<const char*, CertificateState, RangeState>, 6> days{{
      {"2026-08-27", CertificateState::active, RangeState::free},
      {"2026-08-28", CertificateState::matured, RangeState::presented},
      {"2026-08-30", CertificateState::matured, RangeState::presented},
      {"2026-08-31", CertificateState::overdue, RangeState::unpaid},
      {"2026-09-09", CertificateState::overdue, RangeState::unpaid},
      {"2026-09-10", CertificateState::defaulted, RangeState::unpaid},
  }};
  for (const auto& [date, state, range] : days) {
    desk.world.go_to_date(date);
    EXPECT_EQ(desk.certificate(id).state, state) << date;
    EXPECT_EQ(desk.range(id, 1).state, range) << date;
    desk.expect_sound();
  }
}

TEST(DayEnd, CatchesUpInOrderAfterALongPause) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const TransferId offer = desk.offered("shunchang", desk.transfer_op(id, "lanwan", "400.00"));
  desk.world.go_to_date("2027-01-04");
  EXPECT_EQ(desk.certificate(id).state, CertificateState::defaulted);
  EXPECT_FALSE(transfer_offer_records.has(desk.world.view(), offer));
  EXPECT_EQ(desk.range(id, 1).owner, id_of("shunchang"));
  std::vector<std::string> order;
  for (const Event& event : desk.world.last_boundary().events) order.push_back(event.type);
  EXPECT_EQ(order, (std::vector<std::string>{"transfer.lapsed", "cert.matured", "cert.overdue", "cert.defaulted",
                                             "issuer.suspended"}));
  EXPECT_EQ(next_due(desk.world.view()), std::nullopt);
  desk.expect_sound();
}

TEST(DayEnd, PresentsHeldRangesToo) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  Range held = desk.range(id, 1);
  held.holds = {{id_of("regulator"), HoldKind::risk, "r-1"}};
  ASSERT_TRUE(desk.world.state().write({{range_records.key(id, Fen{1}), encode(held)}}, false).has_value());
  desk.world.go_to_date("2026-08-28");
  EXPECT_EQ(desk.range(id, 1).state, RangeState::presented);
  EXPECT_EQ(desk.range(id, 1).holds.size(), 1u);
}

TEST(DayEnd, LapsesAnOfferThatStillWaitsWhenItsCertificateFallsDue) {
  // The queue runs in order, so this needs an offer whose own lapse is gone from it.
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const TransferId offer = desk.offered("shunchang", desk.transfer_op(id, "lanwan", "400.00"));
  const Time answer_by = transfer_offer_records.find(desk.world.view(), offer)->answer_by;
  ASSERT_TRUE(desk.world.state()
                  .write({{due_key(answer_by, DueKind::transfer_window, bytes_of(offer.text())), std::nullopt}}, false)
                  .has_value());
  desk.world.go_to_date("2026-08-28");
  EXPECT_EQ(desk.range(id, 1).state, RangeState::presented);
  EXPECT_FALSE(transfer_offer_records.has(desk.world.view(), offer));
  desk.expect_sound();
}

TEST(DayEnd, SpreadsManyMaturitiesOverBlocks) {
  Desk desk;
  std::vector<CertificateId> ids;
  for (int i = 0; i < 3; ++i) {
    const CertificateId id = desk.active("taihe", "shunchang", "500.00");
    std::vector<RawMessage> cuts;
    for (std::uint64_t k = 0; k < 499; ++k)
      cuts.push_back(write_operation(Operation(Split{id, Fen{k * 100 + 1}, yuan("1.00")})));
    EXPECT_OK(desk.world.by("shunchang").submit(cuts));
    ids.push_back(id);
  }
  desk.world.go_to_date("2026-08-28");
  for (const CertificateId& id : ids) {
    EXPECT_EQ(desk.certificate(id).state, CertificateState::matured);
    for (const Range& range : partition(desk.world.view(), desk.certificate(id)))
      EXPECT_EQ(range.state, RangeState::presented);
  }
  desk.expect_sound();
}

}  // namespace allonge::test
