#include "contracts/replay_ring.h"

#include <gtest/gtest.h>

#include <random>

#include "ledger/digest.h"
#include "tests/support/parties.h"

namespace allonge::test {
namespace {

IdemEntry entry(std::uint64_t number, std::uint64_t until, const char* party = "taihe") {
  Bytes text;
  append_big_endian(text, number);
  const Digest made = digest("allonge/test-idem/v1", text);
  return {id_of(party), *Idem::from(BytesView(made.bytes).first(16)), {until}, made};
}

TEST(ReplayRing, RemembersUntilTheLastMomentIsOver) {
  ReplayRing ring;
  const IdemEntry one = entry(1, 1'000), two = entry(2, 2'000, "lanwan");
  ring.add_block({500}, std::vector{one, two});
  EXPECT_EQ(ring.held(), 2u);
  EXPECT_EQ(ring.held(id_of("taihe")), 1u);
  EXPECT_EQ(ring.find(one.party, one.idem)->transaction, one.transaction);
  EXPECT_FALSE(ring.find(two.party, one.idem));  // idems of parties are apart
  ring.add_block({1'000}, {});
  EXPECT_TRUE(ring.find(one.party, one.idem));
  ring.add_block({1'001}, {});
  EXPECT_FALSE(ring.find(one.party, one.idem));
  EXPECT_EQ(ring.held(), 1u);
  EXPECT_EQ(ring.held(id_of("taihe")), 0u);
}

TEST(ReplayRing, AnswersByTheAskingBlocksTime) {
  ReplayRing ring;
  const IdemEntry one = entry(1, 1'000);
  ring.add_block({500}, std::vector{one});
  EXPECT_TRUE(ReplayOverlay(ring, {1'000}).seen(one.party, one.idem));
  EXPECT_FALSE(ReplayOverlay(ring, {1'001}).seen(one.party, one.idem));  // held, but over
}

TEST(ReplayOverlay, LiesOverWhatIsBelow) {
  ReplayRing ring;
  const IdemEntry one = entry(1, 10'000), two = entry(2, 10'000), three = entry(3, 10'000);
  ring.add_block({500}, std::vector{one});
  const ReplayOverlay first(ring, {600}, std::vector{two});
  ReplayOverlay second(first, {700});
  second.add(three);
  for (const IdemEntry& each : {one, two, three}) EXPECT_TRUE(second.seen(each.party, each.idem));
  EXPECT_FALSE(first.seen(three.party, three.idem));
  EXPECT_EQ(second.held(), 3u);
  EXPECT_EQ(second.held(id_of("taihe")), 3u);
}

// A node that has finalized the block below and one that has not must give the same answers.
TEST(ReplayOverlay, AnswersAlikeBeforeAndAfterFinality) {
  ReplayRing ring;
  const IdemEntry ends_early = entry(1, 1'000), stays = entry(2, 9'000), below = entry(3, 9'000);
  ring.add_block({500}, std::vector{ends_early, stays});
  const ReplayOverlay pending(ring, {1'500}, std::vector{below});
  ReplayOverlay child(pending, {1'600}, std::vector{entry(4, 9'000)});

  ReplayRing final_ring = ring;
  final_ring.add_block({1'500}, std::vector{below});
  const ReplayOverlay on_final(final_ring, {1'600}, std::vector{entry(4, 9'000)});
  for (const IdemEntry& each : {ends_early, stays, below, entry(4, 0), entry(5, 0)})
    EXPECT_EQ(child.seen(each.party, each.idem), on_final.seen(each.party, each.idem));
  child.rebase(final_ring);
  for (const IdemEntry& each : {ends_early, stays, below, entry(4, 0), entry(5, 0)})
    EXPECT_EQ(child.seen(each.party, each.idem), on_final.seen(each.party, each.idem));
  EXPECT_EQ(child.held(), on_final.held());
}

// The room that counts is what still counts: entries that ended do not take it away.
TEST(ReplayOverlay, HasRoomForAnEighthPerParty) {
  constexpr std::size_t share = limits::replay_ring_entries / limits::party_share;
  ReplayRing ring;
  std::vector<IdemEntry> entries;
  entries.reserve(share);
  for (std::size_t i = 0; i < share; ++i) entries.push_back(entry(i, i == 0 ? 1'000 : 2'000));
  ring.add_block({500}, entries);
  EXPECT_FALSE(ReplayOverlay(ring, {1'000}).has_room(id_of("taihe")));
  EXPECT_TRUE(ReplayOverlay(ring, {1'000}).has_room(id_of("lanwan")));
  ReplayOverlay later(ring, {1'001});
  EXPECT_TRUE(later.has_room(id_of("taihe")));
  later.add(entry(share + 1, 2'000));
  EXPECT_FALSE(later.has_room(id_of("taihe")));
}

// Every transaction that came in walked over all that had ended and was not forgotten yet: a client that
// signs ahead gives a hundred thousand one last moment, and the chain stood still for half a minute.
TEST(ReplayRing, CountsWhatEndedOnceAndNotForEveryQuestion) {
  constexpr std::size_t many = 100'000;
  ReplayRing ring;
  std::vector<IdemEntry> entries;
  for (std::size_t i = 0; i < many; ++i) entries.push_back(entry(i, 1'000, i % 2 == 0 ? "taihe" : "lanwan"));
  ring.add_block({500}, entries);
  const ReplayOverlay pending(ring, {1'500}, std::vector{entry(many, 9'000)});
  for (int question = 0; question < 2'000; ++question) {
    EXPECT_TRUE(ReplayOverlay(pending, {1'500}).has_room(id_of("taihe")));                   // at the tip
    EXPECT_TRUE(ReplayOverlay(pending, {1'600 + std::uint64_t(question)}).has_room(id_of("lanwan")));  // now
  }
  EXPECT_LE(ring.counted(), 3 * many);
}

// A hundred thousand that ended at one moment were forgotten in one block, while the chain waited.
TEST(ReplayRing, ForgetsABoundedNumberPerBlockAndAnswersAsIfAllWereGone) {
  constexpr std::size_t many = 100'000;
  ReplayRing ring;
  std::vector<IdemEntry> entries;
  for (std::size_t i = 0; i < many; ++i) entries.push_back(entry(i, 1'000));
  ring.add_block({500}, entries);
  ring.add_block({1'001}, {});
  EXPECT_EQ(ring.held(), many - 20'000);
  // What has ended may be used again, forgotten or not, and is then remembered for its new time.
  const IdemEntry forgotten = entry(many - 1, 5'000), held = entry(0, 5'000);
  EXPECT_FALSE(ReplayOverlay(ring, {1'002}).seen(held.party, held.idem));
  ring.add_block({1'002}, std::vector{forgotten, held});
  for (std::uint64_t block = 1; ring.held() > 2; ++block) {
    ASSERT_LT(block, 10u);
    const ReplayOverlay now(ring, {1'002 + block});
    EXPECT_TRUE(now.seen(held.party, held.idem));
    EXPECT_TRUE(now.seen(forgotten.party, forgotten.idem));
    EXPECT_EQ(ring.held() - now.ended({1'002 + block}, held.party).all, 2u);
    ring.add_block({1'002 + block}, {});
  }
  EXPECT_TRUE(ring.find(held.party, held.idem));
  ring.add_block({5'001}, {});
  EXPECT_EQ(ring.held(), 0u);
  EXPECT_FALSE(ring.find(held.party, held.idem));
}

TEST(ReplayRing, CountsWhatEndedAtAnyMomentAskedInAnyOrder) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    ReplayRing ring;
    std::vector<IdemEntry> all;
    std::uint64_t now = 1'000, number = 0;
    for (int step = 0; step < 300; ++step) {
      std::vector<IdemEntry> ring_entries, own;
      for (int i = 0; i < 8; ++i) {
        auto& where = i < 5 ? ring_entries : own;
        where.push_back(entry(++number, now + 1 + random() % 400, i % 3 == 0 ? "taihe" : "lanwan"));
      }
      ring.add_block({now}, ring_entries);
      std::erase_if(all, [now](const IdemEntry& one) { return one.valid_until.ms < now; });
      all.insert(all.end(), ring_entries.begin(), ring_entries.end());
      const ReplayOverlay overlay(ring, {now}, own);
      for (int question = 0; question < 6; ++question) {
        const Time asked{now + random() % 500};
        const char* party = random() % 2 == 0 ? "taihe" : "lanwan";
        std::size_t expected = 0, of_party = 0;
        for (const auto* entries : {&all, &own})
          for (const IdemEntry& one : *entries) {
            expected += one.valid_until < asked;
            of_party += one.valid_until < asked && one.party == id_of(party);
          }
        const EndedCount found = overlay.ended(asked, id_of(party));
        EXPECT_EQ(found.all, expected);
        EXPECT_EQ(found.of_party, of_party);
      }
      now += random() % 60;
    }
  }
}

TEST(ReplayRing, CanBeRebuiltFromTheLastTenMinutes) {
  const std::uint64_t seed = 20260302;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::vector<std::pair<Time, std::vector<IdemEntry>>> blocks;
  std::uint64_t now = 1'000'000, number = 0;
  ReplayRing ring;
  for (int i = 0; i < 3'000; ++i) {
    now += random() % 1'000;
    std::vector<IdemEntry> entries;
    for (std::uint64_t n = random() % 4; n > 0; --n)
      entries.push_back(entry(++number, now + random() % (limits::short_validity_ms + 1), n % 2 == 0 ? "taihe" : "lanwan"));
    ring.add_block({now}, entries);
    blocks.emplace_back(Time{now}, std::move(entries));
  }
  ReplayRing joiner;
  for (const auto& [time, entries] : blocks)
    if (time.ms + limits::short_validity_ms >= now) joiner.add_block(time, entries);
  EXPECT_EQ(joiner.held(), ring.held());
  for (const char* party : {"taihe", "lanwan"}) EXPECT_EQ(joiner.held(id_of(party)), ring.held(id_of(party)));
  for (const auto& [time, entries] : blocks)
    for (const IdemEntry& each : entries)
      EXPECT_EQ(joiner.find(each.party, each.idem).has_value(), ring.find(each.party, each.idem).has_value());
}

}  // namespace
}  // namespace allonge::test
