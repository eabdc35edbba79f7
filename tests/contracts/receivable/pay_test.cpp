// cert.pay, payout.h, and scenarios S9 and S16 g.
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

namespace {

std::vector<std::string> owners_at(Desk& desk, const CertificateId& id) {
  std::vector<std::string> out;
  for (const Range& range : partition(desk.world.view(), desk.certificate(id)))
    out.push_back(std::to_string(range.start.value) + "-" + std::to_string(range.end.value) + " " +
                  std::string(range.owner.text()) + " " + std::string(name_of(range.state)));
  return out;
}

}  // namespace

TEST(Pay, IsForWhatIsDue) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  desk.world.credit("taihe", "5000.00");
  EXPECT_REFUSED(desk.world.by("taihe").act(Pay{id, {}}), Reason::nothing_due);
  desk.world.go_to_date("2026-08-28");
  EXPECT_REFUSED(desk.world.by("shunchang").act(Pay{id, {}}), Reason::not_your_part);
  EXPECT_REFUSED(desk.world.by("taihe").act(Pay{id, yuan("1000.01")}), Reason::overpayment);
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.certificate(id).state, CertificateState::settled);
  EXPECT_EQ(desk.balance("shunchang"), yuan("1000.00"));
  EXPECT_EQ(desk.balance("taihe"), yuan("4000.00"));
  EXPECT_REFUSED(desk.world.by("taihe").act(Pay{id, {}}), Reason::nothing_due);
  desk.expect_sound();
}

TEST(Pay, SharesPartialFundsByLargestRemainder) {  // S9
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "5000000.00");
  // H1 shunchang 2,000,000.00; H2 lanwan 1,700,000.01; H3 dongfang 1,299,999.99
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", {{Fen{200000001}, Fen{370000001}}}));
  desk.moved("shunchang", desk.transfer_op(id, "dongfang", {{Fen{370000002}, Fen{500000000}}}));
  desk.world.credit("taihe", "1234567.89");
  desk.world.go_to_date("2026-08-28");
  EXPECT_REFUSED(desk.world.by("taihe").act(Pay{id, {}}), Reason::insufficient_cash);
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, yuan("1234567.89")}));
  EXPECT_EQ(desk.balance("shunchang"), yuan("493827.16"));
  EXPECT_EQ(desk.balance("lanwan"), yuan("419753.08"));
  EXPECT_EQ(desk.balance("dongfang"), yuan("320987.65"));
  EXPECT_EQ(outstanding(desk.certificate(id)), yuan("3765432.11"));
  EXPECT_EQ(desk.certificate(id).state, CertificateState::matured);
  EXPECT_EQ(owners_at(desk, id), (std::vector<std::string>{
                                     "1-49382716 shunchang paid", "49382717-200000000 shunchang presented",
                                     "200000001-241975308 lanwan paid", "241975309-370000001 lanwan presented",
                                     "370000002-402098766 dongfang paid", "402098767-500000000 dongfang presented"}));
  EXPECT_EQ(unpaid_of(desk.books(), id_of("taihe")).size(), 1u);
  desk.expect_sound();

  // Default after answer period and grace; payment of everything reinstates.
  desk.world.go_to_date("2026-08-31");
  EXPECT_EQ(desk.certificate(id).state, CertificateState::overdue);
  EXPECT_EQ(owners_at(desk, id)[1], "49382717-200000000 shunchang unpaid");
  desk.world.go_to_date("2026-09-09");
  EXPECT_EQ(desk.certificate(id).state, CertificateState::overdue);
  EXPECT_FALSE(is_suspended(desk.world.view(), id_of("taihe")));
  desk.world.go_to_date("2026-09-10");
  EXPECT_EQ(desk.certificate(id).state, CertificateState::defaulted);
  EXPECT_TRUE(is_suspended(desk.world.view(), id_of("taihe")));
  EXPECT_REFUSED(desk.world.by("taihe").act(desk.issue_op("taihe", "shunchang", "1.00", "2026-12-28")),
                 Reason::issuer_suspended);
  desk.world.credit("taihe", "3765432.11");
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, yuan("0.01")}));
  EXPECT_TRUE(is_suspended(desk.world.view(), id_of("taihe")));
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.certificate(id).state, CertificateState::settled_late);
  EXPECT_FALSE(is_suspended(desk.world.view(), id_of("taihe")));
  EXPECT_EQ(suspension_records.find(desk.world.view(), id_of("taihe"))->defaults_ever, 1u);  // the entry remains
  EXPECT_EQ(desk.told("issuer.suspended"), 1u);
  EXPECT_EQ(desk.told("issuer.reinstated"), 1u);
  EXPECT_EQ(desk.balance("shunchang"), yuan("2000000.00"));
  EXPECT_EQ(desk.balance("lanwan"), yuan("1700000.01"));
  EXPECT_EQ(desk.balance("dongfang"), yuan("1299999.99"));
  EXPECT_EQ(owners_at(desk, id), (std::vector<std::string>{"1-200000000 shunchang paid", "200000001-370000001 lanwan paid",
                                                           "370000002-500000000 dongfang paid"}));
  EXPECT_OK(desk.world.by("taihe").act(desk.issue_op("taihe", "shunchang", "1.00", "2026-12-28")));
  desk.expect_sound();
}

TEST(Pay, SettlesInTimeWithinTheGrace) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  desk.world.credit("taihe", "1000.00");
  desk.world.go_to_date("2026-09-01");
  EXPECT_EQ(desk.certificate(id).state, CertificateState::overdue);
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.certificate(id).state, CertificateState::settled);
  desk.world.go_to_date("2026-12-01");  // nothing waits for it any more
  EXPECT_EQ(desk.certificate(id).state, CertificateState::settled);
  EXPECT_EQ(desk.told("cert.defaulted"), 0u);
  desk.expect_sound();
}

TEST(Pay, SuspendsUntilTheLastDefaultIsPaid) {
  Desk desk;
  const CertificateId one = desk.active("taihe", "shunchang", "1000.00");
  const CertificateId two = desk.active("taihe", "lanwan", "500.00");
  desk.world.credit("taihe", "1500.00");
  desk.world.go_to_date("2026-10-01");
  EXPECT_EQ(suspension_records.find(desk.world.view(), id_of("taihe"))->defaulted, 2u);
  EXPECT_EQ(desk.told("issuer.suspended"), 1u);
  EXPECT_OK(desk.world.by("taihe").act(Pay{one, {}}));
  EXPECT_TRUE(is_suspended(desk.world.view(), id_of("taihe")));
  EXPECT_OK(desk.world.by("taihe").act(Pay{two, {}}));
  EXPECT_FALSE(is_suspended(desk.world.view(), id_of("taihe")));
  desk.expect_sound();
}

TEST(Pay, GoesIntoEscrowWhereARangeIsHeld) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "400.00"));
  desk.world.go_to_date("2026-08-28");
  Range held = desk.range(id, 1);
  held.holds = {{id_of("regulator"), HoldKind::judicial, "2026-17"}};
  ASSERT_TRUE(desk.world.state().write({{range_records.key(id, Fen{1}), encode(held)}}, false).has_value());
  desk.world.credit("taihe", "1000.00");
  const Amount bank_before = desk.balance("jianghai");
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_TRUE(desk.balance("lanwan").is_zero());
  EXPECT_EQ(desk.balance("shunchang"), yuan("600.00"));
  EXPECT_EQ(*subtract(desk.balance("jianghai"), bank_before), yuan("400.00"));
  EXPECT_EQ(escrow_records.find(desk.world.view(), id, Fen{1})->owner, id_of("lanwan"));
  EXPECT_EQ(desk.told("cert.range_paid_into_escrow"), 1u);
  EXPECT_EQ(desk.certificate(id).state, CertificateState::settled);
  desk.expect_sound();
}

TEST(Pay, NeverMultipliesRangesBeyondOnePerOwner) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", {{Fen{20001}, Fen{30000}}, {Fen{50001}, Fen{60000}}}));
  EXPECT_EQ(desk.certificate(id).range_count, 5u);
  desk.world.credit("taihe", "1000.00");
  desk.world.go_to_date("2026-08-28");
  Amount paid;
  for (int i = 1; i <= 40; ++i) {
    EXPECT_OK(desk.world.by("taihe").act(Pay{id, yuan("7.77")}));
    paid = *add(paid, yuan("7.77"));
    EXPECT_LE(desk.certificate(id).range_count, 7u);
    EXPECT_EQ(desk.certificate(id).paid, paid);
  }
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.balance("lanwan"), yuan("200.00"));
  EXPECT_EQ(desk.balance("shunchang"), yuan("800.00"));
  desk.expect_sound();
}

TEST(Pay, PaysFiveHundredOwnersInOneTransaction) {  // S16 g
  Desk desk;
  std::vector<std::string> names;
  for (int i = 0; i < 500; ++i) {
    names.push_back("h" + std::to_string(1000 + i));
    desk.world.admit(names.back(), {Role::holder});
  }
  const CertificateId id = desk.active("taihe", "shunchang", "9000000.00");
  std::vector<RawMessage> offers;
  for (std::uint64_t i = 0; i < 500; ++i)
    offers.push_back(write_operation(
        Operation(desk.transfer_op(id, names[i], std::vector<RangeRef>{{Fen{i * 1800000 + 1}, Fen{(i + 1) * 1800000}}}))));
  const Verdict offered = desk.world.by("shunchang").submit(offers);
  EXPECT_OK(offered);
  for (std::uint32_t i = 0; i < 500; ++i)
    EXPECT_OK(desk.world.by(names[i]).act(AcceptTransfer{TransferId::derive(offered.transaction, i)}));
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("taihe", "9000000.00");
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.told("cert.range_paid"), 500u);
  for (const std::string& name : names) EXPECT_EQ(desk.balance(name), yuan("18000.00"));
  EXPECT_EQ(desk.certificate(id).state, CertificateState::settled);
  desk.expect_sound();
}

TEST(Payout, AddsUpForEveryAmount) {
  std::vector<Range> partition;
  const auto range = [&](std::uint64_t start, std::uint64_t end, const char* owner, RangeState state) {
    Range one;
    one.certificate = CertificateId::derive(digest_of("p"), 0);
    one.start = Fen{start};
    one.end = Fen{end};
    one.owner = id_of(owner);
    one.state = state;
    partition.push_back(one);
  };
  range(1, 7, "aaa", RangeState::presented);
  range(8, 8, "bbb", RangeState::paid);
  range(9, 20, "bbb", RangeState::presented);
  range(21, 33, "aaa", RangeState::presented);
  range(34, 34, "ccc", RangeState::unpaid);
  EXPECT_EQ(unpaid(partition).fen(), 33u);
  for (std::uint64_t amount = 1; amount <= 33; ++amount) {
    const Payout out = pay_out(partition, *Amount::of_fen(amount));
    std::uint64_t sum = 0;
    std::map<PartyId, std::uint64_t> shares;
    for (const PaidPiece& piece : out.pieces) {
      sum += width(piece.piece);
      shares[piece.owner] += width(piece.piece);
    }
    EXPECT_EQ(sum, amount);
    // Nobody gets more than a fen over the exact share, or less than it rounded down.
    for (const auto& [owner, owed] : {std::pair{id_of("aaa"), 20u}, {id_of("bbb"), 12u}, {id_of("ccc"), 1u}}) {
      EXPECT_GE(shares[owner], amount * owed / 33);
      EXPECT_LE(shares[owner], amount * owed / 33 + 1);
    }
  }
}

}  // namespace allonge::test
