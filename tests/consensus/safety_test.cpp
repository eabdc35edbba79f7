#include "consensus/safety.h"

#include <gtest/gtest.h>

#include "tests/consensus/ballots.h"
#include "tests/sim/random.h"

namespace allonge::consensus {
namespace {

using sim::Ballots;
using enum VoteKind;

// A guard in view `view`, entered by a NULLIFY certificate, with a block of that view at hand.
struct World {
  explicit World(std::uint64_t current = 5) : view(current), guard(&ballots.electorate) {
    header = ballots.header(view, 3);
    block = hash_of(header);
    keep = BlockToKeep{block, header, {}};
    if (view > 1) entry = ballots.certificate(nullify, view - 1, Digest{});
  }
  Sign sign(VoteKind kind, const Digest& hash, std::vector<Record> records = {}) const {
    return Sign{{Statement{kind, view, hash}}, std::move(records), view};
  }
  Objection say(VoteKind kind, const Digest& hash, std::vector<Record> records = {}) {
    const Sign wish = sign(kind, hash, std::move(records));
    const Objection objection = guard.object_to(wish);
    if (objection == Objection::none) guard.record(wish);
    return objection;
  }
  void notarized() { ASSERT_EQ(say(notarize, block, {entry, keep}), Objection::none); }

  Ballots ballots{4};
  std::uint64_t view;
  Safety guard;
  Header header;
  Digest block;
  BlockToKeep keep;
  Certificate entry;
  Certificate notarization() const { return ballots.certificate(notarize, view, block); }
};

TEST(Safety, NotarizeNeedsBodyAndEntryCertificate) {
  World world;
  EXPECT_EQ(world.say(notarize, world.block, {world.keep}), Objection::not_entered);
  EXPECT_EQ(world.say(notarize, world.block, {world.entry}), Objection::body_not_kept);
  EXPECT_EQ(world.say(notarize, world.block, {world.entry, world.keep}), Objection::none);
}

TEST(Safety, FirstViewNeedsNoEntryCertificate) {
  World world(1);
  EXPECT_EQ(world.say(notarize, world.block, {world.keep}), Objection::none);
}

TEST(Safety, NeverVotesTwiceInOneView) {
  World world;
  world.notarized();
  Header other = world.header;
  other.time.ms += 1;
  const BlockToKeep keep{hash_of(other), other, {}};
  EXPECT_EQ(world.say(notarize, keep.hash, {keep}), Objection::other_vote);
}

TEST(Safety, TheSameVoteAgainIsAllowed) {
  World world;
  world.notarized();
  EXPECT_EQ(world.say(notarize, world.block), Objection::none);
}

TEST(Safety, NotarizeThenNullifyIsAllowed) {
  World world;
  world.notarized();
  EXPECT_EQ(world.say(nullify, Digest{}), Objection::none);
}

TEST(Safety, NullifyExcludesNotarize) {
  World world;
  EXPECT_EQ(world.say(nullify, Digest{}, {world.entry}), Objection::none);
  EXPECT_EQ(world.say(notarize, world.block, {world.keep}), Objection::nullified);
}

TEST(Safety, NullifyExcludesFinalize) {
  // ava-labs 280: a FINALIZE was made in a re-broadcast path after NULLIFY.
  World world;
  world.notarized();
  EXPECT_EQ(world.say(nullify, Digest{}), Objection::none);
  EXPECT_EQ(world.say(finalize, world.block, {world.notarization()}), Objection::nullified);
}

TEST(Safety, FinalizeExcludesNullify) {
  World world;
  world.notarized();
  EXPECT_EQ(world.say(finalize, world.block, {world.notarization()}), Objection::none);
  EXPECT_EQ(world.say(nullify, Digest{}), Objection::finalized);
}

TEST(Safety, FinalizeNeedsANotarizeCertificateOfExactlyThisBlock) {
  World world;
  world.notarized();
  EXPECT_EQ(world.say(finalize, world.block), Objection::not_notarized);
  EXPECT_EQ(world.say(finalize, world.block, {world.ballots.certificate(notarize, world.view, Ballots::block("x"))}),
            Objection::not_notarized);
  EXPECT_EQ(world.say(finalize, world.block, {world.ballots.certificate(notarize, world.view + 1, world.block)}),
            Objection::not_notarized);
  EXPECT_EQ(world.say(finalize, world.block, {world.notarization()}), Objection::none);
}

TEST(Safety, FinalizeOfAnotherBlockThanWeNotarizedIsAllowed) {
  // Uniqueness comes from the certificate (R3).
  World world;
  world.notarized();
  Header other = world.header;
  other.time.ms += 1;
  const BlockToKeep keep{hash_of(other), other, {}};
  EXPECT_EQ(world.say(finalize, keep.hash, {keep, world.ballots.certificate(notarize, world.view, keep.hash)}),
            Objection::none);
}

TEST(Safety, FinalizeIsForAnyViewAboveTheFloor) {
  World world(5);
  world.notarized();
  Sign later{{Statement{nullify, 9, Digest{}}}, {world.ballots.certificate(nullify, 8, Digest{})}, 9};
  ASSERT_EQ(world.guard.object_to(later), Objection::none);
  world.guard.record(later);
  EXPECT_EQ(world.say(finalize, world.block, {world.notarization()}), Objection::none);
  EXPECT_EQ(world.say(nullify, Digest{}), Objection::finalized);
}

TEST(Safety, NotarizeAndNullifyAreForTheCurrentViewOnly) {
  World world(5);
  world.guard.record(Sign{{Statement{nullify, 9, Digest{}}}, {world.ballots.certificate(nullify, 8, Digest{})}, 9});
  EXPECT_EQ(world.say(notarize, world.block, {world.keep}), Objection::view_left);
  EXPECT_EQ(world.say(nullify, Digest{}), Objection::view_left);
}

TEST(Safety, NothingAtOrBelowTheFloor) {
  World world(5);
  world.notarized();
  world.guard.raise_floor(5);
  EXPECT_EQ(world.say(notarize, world.block), Objection::below_floor);
  EXPECT_EQ(world.say(finalize, world.block, {world.notarization(), world.keep}), Objection::below_floor);
  EXPECT_EQ(world.say(nullify, Digest{}), Objection::below_floor);
  world.guard.raise_floor(3);  // never moves back
  EXPECT_EQ(world.guard.floor(), 5u);
}

TEST(Safety, NothingInViewsAbstainedFrom) {
  World world(5);
  world.guard.abstain_through(5);
  EXPECT_EQ(world.say(notarize, world.block, {world.entry, world.keep}), Objection::below_floor);
  EXPECT_EQ(world.say(nullify, Digest{}, {world.entry}), Objection::below_floor);
}

TEST(Safety, AFinalCertificateInTheLogBindsBelowIt) {
  // A validator lost state and blocks and kept its log. The segments that held its NULLIFY of an early view
  // had been recycled, because later views were final, and it voted again from view 1.
  World world;
  Recovered recovered;
  recovered.certificates = {world.ballots.certificate(finalize, 7, world.ballots.block("seven"))};
  Safety again(&world.ballots.electorate);
  again.recall(recovered);
  EXPECT_EQ(again.abstained_through(), 7u);
  const Sign old{{Statement{finalize, 5, world.block}}, {world.keep, world.notarization()}, 5};
  EXPECT_EQ(again.object_to(old), Objection::below_floor);
  const Sign next{{Statement{nullify, 8, Digest{}}}, {}, 8};
  EXPECT_EQ(again.object_to(next), Objection::none);
}

TEST(Safety, RefusesRecordsThatDoNotHold) {
  World world;
  Certificate forged = world.entry;
  forged.signatures[0].bytes[0] ^= 1;
  EXPECT_EQ(world.say(nullify, Digest{}, {forged}), Objection::bad_record);
  Certificate short_of_one = world.entry;
  short_of_one.signatures.pop_back();
  EXPECT_EQ(world.say(nullify, Digest{}, {short_of_one}), Objection::bad_record);
  BlockToKeep renamed = world.keep;
  renamed.header.height += 1;
  EXPECT_EQ(world.say(notarize, world.block, {world.entry, renamed}), Objection::bad_record);
}

TEST(Safety, AllOrNothing) {
  World world;
  Sign both = world.sign(notarize, world.block, {world.entry, world.keep});
  both.statements.push_back(Statement{nullify, 5, Digest{}});
  both.statements.push_back(Statement{finalize, 5, world.block});
  EXPECT_EQ(world.guard.object_to(both), Objection::nullified);
  EXPECT_FALSE(world.guard.has_signed(notarize, 5));
}

// What the key keeper would write for a Sign, read back.
void log(Recovered& recovered, const Sign& sign) {
  for (const Record& record : sign.records) {
    if (const auto* certificate = std::get_if<Certificate>(&record)) recovered.certificates.push_back(*certificate);
    if (const auto* block = std::get_if<BlockToKeep>(&record)) recovered.blocks.push_back({block->header, {}});
    if (const auto* abstained = std::get_if<AbstainedRecord>(&record))
      recovered.abstained_through = std::max(recovered.abstained_through, abstained->through_view);
  }
  recovered.votes.insert(recovered.votes.end(), sign.statements.begin(), sign.statements.end());
}

template <class T>
void shuffle(std::vector<T>& list, sim::Random& random) {
  for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[std::size_t(random.below(i))]);
}

TEST(Safety, RecoversTheSameStrictnessFromRecordsInAnyOrder) {
  // ava-labs 328: the last record of the log is not necessarily the newest state.
  const Ballots ballots(4);
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    sim::Random random(seed);
    Safety guard(&ballots.electorate);
    Recovered recovered;
    std::vector<Header> headers;
    const auto wish = [&](bool honest_records) {
      const std::uint64_t view = random.between(1, 6);
      Header header = ballots.header(view, 1 + random.below(2));
      const Digest block = hash_of(header);
      const VoteKind kind = VoteKind(random.between(1, 3));
      Sign sign{{Statement{kind, view, kind == nullify ? Digest{} : block}}, {}, view};
      if (!honest_records) return sign;
      if (view > 1) sign.records.push_back(ballots.certificate(nullify, view - 1, Digest{}));
      sign.records.push_back(BlockToKeep{block, header, {}});
      if (kind == finalize) sign.records.push_back(ballots.certificate(notarize, view, block));
      return sign;
    };
    for (int i = 0; i < 40; ++i) {
      const Sign sign = wish(random.chance(800));
      if (guard.object_to(sign) != Objection::none) continue;
      guard.record(sign);
      log(recovered, sign);
    }
    shuffle(recovered.votes, random);
    shuffle(recovered.certificates, random);
    shuffle(recovered.blocks, random);
    Safety again(&ballots.electorate);
    again.recall(recovered);
    EXPECT_EQ(again.entered_view(), guard.entered_view()) << "seed " << seed;
    for (int i = 0; i < 200; ++i) {
      const Sign sign = wish(random.chance(500));
      ASSERT_EQ(again.object_to(sign), guard.object_to(sign)) << "seed " << seed;
    }
  }
}

TEST(Safety, RandomWishesNeverMakeItContradictItself) {
  // An independent book of what was allowed: C3 and C4 of reliability.md 2.2.
  const Ballots ballots(4);
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    sim::Random random(seed);
    Safety guard(&ballots.electorate);
    std::map<std::uint64_t, std::array<std::set<Digest>, 3>> said;
    for (int i = 0; i < 150; ++i) {
      const std::uint64_t view = random.between(1, 5);
      const Header header = ballots.header(view, 1 + random.below(3));
      const Digest block = hash_of(header);
      const VoteKind kind = VoteKind(random.between(1, 3));
      Sign sign{{Statement{kind, view, kind == nullify ? Digest{} : block}}, {BlockToKeep{block, header, {}}}, view};
      if (view > 1) sign.records.push_back(ballots.certificate(nullify, view - 1, Digest{}));
      if (random.chance(500)) sign.records.push_back(ballots.certificate(notarize, view, block));
      if (guard.object_to(sign) != Objection::none) continue;
      const bool nullified = !said[view][1].empty();
      EXPECT_FALSE(kind == notarize && nullified && !said[view][0].contains(block)) << "seed " << seed;
      guard.record(sign);
      said[view][std::size_t(kind) - 1].insert(sign.statements[0].block);
      EXPECT_LE(said[view][0].size(), 1u) << "seed " << seed;
      EXPECT_LE(said[view][2].size(), 1u) << "seed " << seed;
      EXPECT_TRUE(said[view][1].empty() || said[view][2].empty()) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace allonge::consensus
