// The algebra of ranges, the holds over them, the glance, and the lists beside the state.
#include "contracts/index.h"
#include "contracts/receivable/glance.h"
#include "contracts/receivable/lists.h"
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

TEST(Holds, StackAndLiftOneByOne) {
  Holds holds;
  const Hold court{id_of("court"), HoldKind::judicial, "1"}, same_case{id_of("regulator"), HoldKind::judicial, "1"};
  EXPECT_TRUE(lay(holds, court));
  EXPECT_FALSE(lay(holds, court));
  EXPECT_TRUE(lay(holds, same_case));
  EXPECT_TRUE(lift(holds, court));
  EXPECT_EQ(holds, Holds{same_case});
  EXPECT_FALSE(lift(holds, court));
  for (int i = 0; i < 20; ++i) lay(holds, {id_of("court"), HoldKind::risk, std::to_string(i)});
  EXPECT_EQ(holds.size(), holds_limit);
  EXPECT_TRUE(std::is_sorted(holds.begin(), holds.end()));
}

TEST(Holds, StopEveryOwnersMove) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const TransferId offer = desk.offered("shunchang", desk.transfer_op(id, "lanwan", {{Fen{1}, Fen{100}}}));
  const auto hold = [&](std::uint64_t start) {
    Range range = desk.range(id, start);
    lay(range.holds, {id_of("regulator"), HoldKind::dispute, "7"});
    ASSERT_TRUE(desk.world.state().write({{range_records.key(id, Fen{start}), encode(range)}}, false).has_value());
  };
  hold(1);
  hold(101);
  EXPECT_REFUSED(desk.world.by("lanwan").act(AcceptTransfer{offer}), Reason::range_held);
  EXPECT_REFUSED(desk.world.by("lanwan").act(RefuseTransfer{offer, "x"}), Reason::range_held);
  EXPECT_REFUSED(desk.world.by("shunchang").act(CancelTransfer{offer}), Reason::range_held);
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", {{Fen{101}, Fen{200}}})), Reason::range_held);
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "1.00")), Reason::not_enough_free);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Split{id, Fen{101}, yuan("1.00")}), Reason::range_held);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Merge{id, Fen{101}}), Reason::range_held);
  // Whoever asks: the hold is the first answer.
  EXPECT_REFUSED(desk.offer("dongfang", desk.transfer_op(id, "lanwan", {{Fen{101}, Fen{200}}})), Reason::range_held);
  desk.world.go_to_date("2026-03-10");  // the window's end gives it back, and the hold stays
  EXPECT_EQ(desk.range(id, 1).state, RangeState::free);
  EXPECT_EQ(desk.range(id, 1).owner, id_of("shunchang"));
  EXPECT_EQ(desk.range(id, 1).holds.size(), 1u);
  desk.expect_sound();
}

TEST(Choice, TakesTheLowestFreeFenOfTheOwner) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", {{Fen{11}, Fen{20}}, {Fen{41}, Fen{50}}}));
  desk.offered("shunchang", desk.transfer_op(id, "dongfang", {{Fen{1}, Fen{5}}}));
  const auto refs = [&](const char* owner, const char* amount) {
    const auto choice = lowest_first(desk.world.view(), id, yuan("1.00"), id_of(owner), yuan(amount));
    return choice ? refs_of(*choice) : std::vector<RangeRef>{};
  };
  EXPECT_EQ(refs("shunchang", "0.05"), (std::vector<RangeRef>{{Fen{6}, Fen{10}}}));
  EXPECT_EQ(refs("shunchang", "0.06"), (std::vector<RangeRef>{{Fen{6}, Fen{10}}, {Fen{21}, Fen{21}}}));
  EXPECT_EQ(refs("lanwan", "0.11"), (std::vector<RangeRef>{{Fen{11}, Fen{20}}, {Fen{41}, Fen{41}}}));
  EXPECT_EQ(lowest_first(desk.world.view(), id, yuan("1.00"), id_of("shunchang"), yuan("0.76")).reason(),
            Reason::not_enough_free);
  EXPECT_EQ(refs("shunchang", "0.75").size(), 3u);
}

TEST(Glance, SeesWhatDecodingSees) {
  std::uint64_t seed = 77;
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  const auto next = [&] { return (seed = seed * 6364136223846793005u + 1442695040888963407u) >> 20; };
  for (int i = 0; i < 2'000; ++i) {
    Range range;
    range.certificate = CertificateId::derive(digest_of("c" + std::to_string(next())), 0);
    range.start = Fen{next() % 100'000'000'000 + 1};
    range.end = Fen{range.start.value + next() % 1'000'000};
    range.owner = id_of("abc" + std::to_string(next() % 1'000'000'000));
    range.state = RangeState(1 + next() % 5);
    if (next() % 2) range.offer = TransferId::derive(digest_of("t"), std::uint32_t(i));
    range.last.kind = EndorsementKind(1 + next() % 3);
    range.last.earlier.resize(next() % 3);
    if (next() % 2) lay(range.holds, {id_of("court"), HoldKind::risk, std::string(next() % 60, 'x')});
    const Bytes bytes = encode(range);
    const Glance seen = glance(bytes);
    EXPECT_EQ(seen.start, range.start);
    EXPECT_EQ(seen.end, range.end);
    EXPECT_EQ(seen.owner, range.owner.text());
    EXPECT_EQ(seen.state, range.state);
    EXPECT_EQ(seen.held, !range.holds.empty());
  }
}

TEST(Glance, SeesWhatDecodingSeesOfACertificate) {
  Certificate one;
  one.id = CertificateId::derive(digest_of("c"), 0);
  one.issuer = id_of("taihe");
  one.payee = id_of("shunchang");
  one.face = yuan("1000000000.00");
  one.bank = id_of("jianghai");
  one.state = CertificateState::overdue;
  one.range_count = 500;
  one.paid = yuan("999999999.99");
  for (int which = 0; which < 16; ++which) {  // with and without what may be left out
    one.indivisible = which & 1;
    one.not_transferable = which & 2;
    one.term_reason_hash = which & 4 ? std::optional(digest_of("t")) : std::nullopt;
    one.turnover = which & 8 ? yuan("1.00") : Amount{};
    const Bytes bytes = encode(one);
    const CertificateGlance seen = glance_at_certificate(bytes);
    EXPECT_EQ(seen.id, one.id.text());
    EXPECT_EQ(seen.issuer, one.issuer.text());
    EXPECT_EQ(seen.bank, one.bank.text());
    EXPECT_EQ(seen.face, one.face.fen());
    EXPECT_EQ(seen.currency, one.currency);
    EXPECT_EQ(seen.state, one.state);
    EXPECT_EQ(seen.range_count, one.range_count);
    EXPECT_EQ(seen.paid, one.paid.fen());
  }
  EXPECT_EQ(glance_at_certificate(encode(Certificate{})).state, CertificateState::none);
}

TEST(Lists, FollowFromTheRecordsAlone) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "400.00"));
  desk.offered("lanwan", desk.transfer_op(id, "dongfang", "100.00"));
  desk.pending("taihe", "lanwan", "50.00");
  // Rebuilt from nothing, they are what the blocks made of them one by one.
  MemoryStore nothing;
  Changes all, rebuilt, kept;
  Bytes from;
  while (auto found = desk.world.view().next(from, {})) {
    all.insert_or_assign(found->key, found->value);
    from = std::move(found->key);
    from.push_back(0);
  }
  derive_index(nothing, all, rebuilt);
  const Bytes log = endorsement_log.key();
  from.clear();
  while (auto found = desk.world.index().next(from, {})) {
    if (!starts_with(found->key, log)) kept.insert_or_assign(found->key, found->value);
    from = std::move(found->key);
    from.push_back(0);
  }
  EXPECT_EQ(kept, rebuilt);
  EXPECT_FALSE(kept.empty());
  EXPECT_EQ(issued_by(desk.books(), id_of("taihe")).size(), 2u);
  EXPECT_EQ(issued_by(desk.books(), id_of("taihe"), CertificateState::pending).size(), 1u);
  EXPECT_EQ(issued_to(desk.books(), id_of("lanwan"), CertificateState::pending).size(), 1u);
  EXPECT_EQ(transfers_to(desk.books(), id_of("dongfang")).size(), 1u);
  EXPECT_EQ(transfers_from(desk.books(), id_of("lanwan")).size(), 1u);
  EXPECT_EQ(transfers_of(desk.books(), id).size(), 1u);
  EXPECT_EQ(invoices_of(desk.books(), id_of("taihe")).size(), 2u);
  const auto held = holdings(desk.books(), id_of("lanwan"));
  ASSERT_EQ(held.size(), 1u);
  EXPECT_EQ(held[0].free, yuan("300.00"));
  EXPECT_EQ(held[0].offered, yuan("100.00"));
  EXPECT_EQ(held[0].live(), yuan("400.00"));
}

TEST(Beside, IsNoPartOfTheState) {
  Desk desk;
  desk.active("taihe", "shunchang", "1000.00");
  Bytes from;
  while (auto found = desk.world.view().next(from, {})) {
    EXPECT_FALSE(is_beside(found->key));
    from = std::move(found->key);
    from.push_back(0);
  }
}

}  // namespace allonge::test
