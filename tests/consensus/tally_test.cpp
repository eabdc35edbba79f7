#include "consensus/tally.h"

#include <gtest/gtest.h>

#include "consensus/evidence.h"
#include "tests/consensus/ballots.h"

namespace allonge::consensus {
namespace {

using sim::Ballots;
using enum VoteKind;

// Counts how often a signature is really checked.
class CountingVerifier final : public VoteVerifier {
 public:
  explicit CountingVerifier(const sim::Keys& keys) : keys_(keys) {}
  bool verify(std::uint32_t member, BytesView text, const Signature& signature) const override {
    ++checks;
    return keys_.verify(member, text, signature);
  }
  mutable int checks = 0;

 private:
  const sim::Keys& keys_;
};

struct World {
  explicit World(std::uint32_t n = 4)
      : ballots(n), verifier(ballots.keys), electorate(n, 0, ballots.electorate.epoch_id(), verifier) {}
  Tally::Heard hear(const Vote& vote, bool verified = false) { return tally.add(electorate, vote, verified); }
  std::optional<Certificate> certify(VoteKind kind, const Digest& block) {
    return tally.certify(electorate, kind, block, liars);
  }
  Ballots ballots;
  CountingVerifier verifier;
  Electorate electorate;
  Tally tally;
  std::vector<std::uint32_t> liars;
  Digest a = Ballots::block("a"), b = Ballots::block("b");
};

TEST(Tally, MakesACertificateOfExactlyAQuorum) {
  for (std::uint32_t n = 1; n <= limits::validators; ++n) {
    World world(n);
    const std::uint32_t q = world.electorate.quorum();
    for (std::uint32_t signer = n; signer-- > 0;) {
      const std::uint32_t counted = n - signer - 1;
      EXPECT_EQ(world.certify(notarize, world.a).has_value(), counted >= q) << "n " << n;
      world.hear(world.ballots.vote(notarize, 7, world.a, signer));
    }
    const auto certificate = world.certify(notarize, world.a);
    ASSERT_TRUE(certificate.has_value()) << "n " << n;
    EXPECT_EQ(certificate->signatures.size(), q);
    EXPECT_TRUE(world.ballots.electorate.verify(*certificate)) << "n " << n;
    EXPECT_EQ(certificate->view, 7u);
  }
}

TEST(Tally, ChecksNothingBeforeAQuorumCouldExist) {
  World world(7);
  for (std::uint32_t signer = 0; signer < 4; ++signer) world.hear(world.ballots.vote(notarize, 1, world.a, signer));
  EXPECT_FALSE(world.certify(notarize, world.a));
  EXPECT_EQ(world.verifier.checks, 0);
  world.hear(world.ballots.vote(notarize, 1, world.a, 4));
  EXPECT_TRUE(world.certify(notarize, world.a));
  EXPECT_EQ(world.verifier.checks, 5);
}

TEST(Tally, ChecksNoMoreThanTheQuorumNeeds) {
  World world(7);
  world.hear(world.ballots.vote(notarize, 1, world.a, 6), true);
  for (std::uint32_t signer = 0; signer < 6; ++signer) world.hear(world.ballots.vote(notarize, 1, world.a, signer));
  EXPECT_TRUE(world.certify(notarize, world.a));
  EXPECT_EQ(world.verifier.checks, 4);
}

TEST(Tally, NamesLiarsAndGoesOnWithoutThem) {
  World world;
  Vote bad = world.ballots.vote(notarize, 1, world.a, 1);
  bad.signature.bytes[3] ^= 1;
  world.hear(world.ballots.vote(notarize, 1, world.a, 0));
  world.hear(bad);
  world.hear(world.ballots.vote(notarize, 1, world.a, 2));
  EXPECT_FALSE(world.certify(notarize, world.a));
  EXPECT_EQ(world.liars, std::vector<std::uint32_t>{1});
  world.hear(world.ballots.vote(notarize, 1, world.a, 3));
  EXPECT_TRUE(world.certify(notarize, world.a));
}

TEST(Tally, OneMemberCountsOnce) {
  // reliability.md 3.8, seeded bug 5: a signer counted twice.
  World world;
  for (int i = 0; i < 5; ++i) world.hear(world.ballots.vote(nullify, 1, Digest{}, 2));
  world.hear(world.ballots.vote(nullify, 1, Digest{}, 3));
  EXPECT_FALSE(world.certify(nullify, Digest{}));
  EXPECT_EQ(world.tally.count(nullify), 2u);
}

TEST(Tally, TheFirstVoteOfAKindStands) {
  World world;
  EXPECT_EQ(world.hear(world.ballots.vote(notarize, 1, world.a, 2)), Tally::Heard::fresh);
  EXPECT_EQ(world.hear(world.ballots.vote(notarize, 1, world.a, 2)), Tally::Heard::repeated);
  EXPECT_EQ(world.hear(world.ballots.vote(notarize, 1, world.b, 2)), Tally::Heard::contradicts);
  EXPECT_EQ(world.tally.counted(notarize, 2)->block, world.a);
}

TEST(Tally, VotesOnDifferentBlocksDoNotAddUp) {
  World world;
  world.hear(world.ballots.vote(notarize, 1, world.a, 0));
  world.hear(world.ballots.vote(notarize, 1, world.a, 1));
  world.hear(world.ballots.vote(notarize, 1, world.b, 2));
  world.hear(world.ballots.vote(notarize, 1, world.b, 3));
  EXPECT_FALSE(world.certify(notarize, world.a));
  EXPECT_FALSE(world.certify(notarize, world.b));
}

TEST(Tally, RemembersCheckedVotesInsideCertificates) {
  World world;
  for (std::uint32_t signer = 0; signer < 3; ++signer) world.hear(world.ballots.vote(notarize, 1, world.a, signer), true);
  EXPECT_TRUE(world.tally.verify(world.electorate, world.ballots.certificate(notarize, 1, world.a)));
  EXPECT_EQ(world.verifier.checks, 0);
  EXPECT_TRUE(world.tally.verify(world.electorate, world.ballots.certificate(notarize, 1, world.a, {0, 1, 3})));
  EXPECT_EQ(world.verifier.checks, 1);
}

TEST(Electorate, RefusesCertificatesInAnyOtherForm) {
  const Ballots ballots(4);
  const Certificate good = ballots.certificate(notarize, 3, Ballots::block("a"));
  EXPECT_TRUE(ballots.electorate.verify(good));
  const auto refused = [&](auto change) {
    Certificate bad = good;
    change(bad);
    return !ballots.electorate.verify(bad);
  };
  EXPECT_TRUE(refused([](Certificate& c) { c.view += 1; }));
  EXPECT_TRUE(refused([](Certificate& c) { c.epoch += 1; }));
  EXPECT_TRUE(refused([](Certificate& c) { c.kind = finalize; }));
  EXPECT_TRUE(refused([](Certificate& c) { c.kind = nullify, c.block = Digest{}; }));
  EXPECT_TRUE(refused([](Certificate& c) { c.block.bytes[0] ^= 1; }));
  EXPECT_TRUE(refused([](Certificate& c) { c.signers[0] = 0x0b; }));
  EXPECT_TRUE(refused([](Certificate& c) { c.signers[0] = 0x0f; }));   // more signers than signatures
  EXPECT_TRUE(refused([](Certificate& c) { c.signers[0] = 0x17; }));   // a member that does not exist
  EXPECT_TRUE(refused([](Certificate& c) { c.signers.push_back(0); }));
  EXPECT_TRUE(refused([](Certificate& c) { c.signers.clear(); }));
  EXPECT_TRUE(refused([](Certificate& c) { c.signatures.pop_back(); }));
  EXPECT_TRUE(refused([](Certificate& c) { std::swap(c.signatures[0], c.signatures[1]); }));
  EXPECT_FALSE(ballots.electorate.verify(ballots.certificate(notarize, 3, Ballots::block("a"), {0, 1, 2, 3})));
}

TEST(Electorate, RealSignaturesHoldToo) {
  const Ballots ballots(4, true);
  EXPECT_TRUE(ballots.electorate.verify(ballots.certificate(finalize, 3, Ballots::block("a"))));
  const Certificate certificate = ballots.certificate(finalize, 3, Ballots::block("a"));
  EXPECT_TRUE(verify_certificate(certificate, ballots.keys.committee(), ballots.electorate.epoch_id()).has_value());
}

TEST(Evidence, NamesExactlyTheContradictions) {
  const Ballots ballots(4);
  const Digest a = Ballots::block("a"), b = Ballots::block("b");
  const Vote na = ballots.vote(notarize, 3, a, 1), nb = ballots.vote(notarize, 3, b, 1);
  const Vote fa = ballots.vote(finalize, 3, a, 1), fb = ballots.vote(finalize, 3, b, 1);
  const Vote nil = ballots.vote(nullify, 3, Digest{}, 1);
  EXPECT_TRUE(verify(ballots.electorate, {na, nb}));
  EXPECT_TRUE(verify(ballots.electorate, {fa, fb}));
  EXPECT_TRUE(verify(ballots.electorate, {nil, fa}));
  EXPECT_TRUE(verify(ballots.electorate, {fa, nil}));
  EXPECT_FALSE(verify(ballots.electorate, {na, na}));
  EXPECT_FALSE(verify(ballots.electorate, {na, nil}));  // a time-out after a vote is honest
  EXPECT_FALSE(verify(ballots.electorate, {na, fb}));   // so is finalizing what others notarized
  EXPECT_FALSE(verify(ballots.electorate, {na, ballots.vote(notarize, 4, b, 1)}));
  EXPECT_FALSE(verify(ballots.electorate, {na, ballots.vote(notarize, 3, b, 2)}));
  Vote forged = nb;
  forged.signature.bytes[0] ^= 1;
  EXPECT_FALSE(verify(ballots.electorate, {na, forged}));
}

}  // namespace
}  // namespace allonge::consensus
