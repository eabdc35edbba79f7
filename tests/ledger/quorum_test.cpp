#include "ledger/quorum.h"

#include <gtest/gtest.h>

#include "tests/support/small_chain.h"

namespace allonge {
namespace {

using test::Validators;

TEST(Quorum, AnyTwoShareAnHonestMember) {
  for (std::uint32_t n = 1; n <= 100; ++n) {
    const std::uint32_t f = faults_tolerated(n), q = quorum_of(n);
    EXPECT_LT(3 * f, n) << n;
    EXPECT_GE(3 * (f + 1), n) << "f is as large as it can be: " << n;
    EXPECT_GE(2 * q, n + f + 1) << "two quorums share more than f: " << n;
    EXPECT_LE(q, n - f) << "the honest alone are a quorum: " << n;
  }
}

TEST(Quorum, IsWhatTheDesignSays) {
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> rows{{1, 1}, {2, 2}, {3, 3},  {4, 3},  {5, 4},
                                                                 {6, 5}, {7, 5}, {10, 7}, {13, 9}, {100, 67}};
  for (const auto& [n, q] : rows) EXPECT_EQ(quorum_of(n), q) << n;
}

TEST(Committee, HashBindsKeysNamesAndOrder) {
  Validators four(4);
  const Digest hash = four.committee.hash();
  Committee other = four.committee;
  std::swap(other.members[0], other.members[1]);
  EXPECT_NE(other.hash(), hash);
  other = four.committee;
  other.members[2].name = *PartyId::parse("somebody");
  EXPECT_NE(other.hash(), hash);
  other = four.committee;
  other.members.pop_back();
  EXPECT_NE(other.hash(), hash);
}

TEST(Votes, AreSignedOver89BytesThatSayEverything) {
  Digest epoch, block;
  epoch.bytes.fill(0xAA);
  block.bytes.fill(0xBB);
  const auto text = vote_bytes(VoteKind::finalize, epoch, 0x0102030405060708, block);
  EXPECT_EQ(hex(text), "414c4c4f4e47452d564f54452d563100" "03" + std::string(64, 'a') + "0102030405060708" + std::string(64, 'b'));
}

TEST(Certificate, HoldsForEveryQuorum) {
  for (std::uint32_t n : {1u, 2u, 3u, 4u, 7u, 8u, 9u, 16u, 100u}) {
    Validators some(n);
    std::vector<std::uint32_t> last;
    for (std::uint32_t i = n - quorum_of(n); i < n; ++i) last.push_back(i);
    const Certificate certificate = some.certify(VoteKind::notarize, 5, Digest{}, last);
    EXPECT_TRUE(verify_certificate(certificate, some.committee, some.epoch)) << n;
    EXPECT_EQ(signers_of(certificate, n), last);
  }
}

TEST(Certificate, RefusesEveryOtherForm) {
  Validators seven(7);
  const std::vector<std::uint32_t> signers{0, 2, 3, 5, 6};
  Digest block;
  block.bytes.fill(7);
  const Certificate good = seven.certify(VoteKind::finalize, 9, block, signers);
  ASSERT_TRUE(verify_certificate(good, seven.committee, seven.epoch));
  const auto refused = [&](const Certificate& one) {
    const auto verdict = verify_certificate(one, seven.committee, seven.epoch);
    return !verdict && verdict.error().reason == Reason::proof_invalid;
  };

  Certificate bad = seven.certify(VoteKind::finalize, 9, block, {0, 2, 3, 5});
  EXPECT_TRUE(refused(bad)) << "one too few";
  bad = seven.certify(VoteKind::finalize, 9, block, {0, 1, 2, 3, 5, 6});
  EXPECT_TRUE(refused(bad)) << "one too many";
  bad = good;
  std::swap(bad.signatures[0], bad.signatures[1]);
  EXPECT_TRUE(refused(bad)) << "signatures of others";
  bad = good;
  bad.signatures[4] = bad.signatures[3];
  EXPECT_TRUE(refused(bad)) << "one signature twice";
  bad = good;
  bad.signers[0] = std::uint8_t(bad.signers[0] ^ 0b0000'0011);
  EXPECT_TRUE(refused(bad)) << "signed by another";
  bad = good;
  bad.signers[0] = std::uint8_t((bad.signers[0] & ~1) | 0x80);
  EXPECT_TRUE(refused(bad)) << "a signer outside the committee";
  bad = good;
  bad.signers.push_back(0);
  EXPECT_TRUE(refused(bad)) << "a bitmap that is too long";
  bad = good;
  bad.signers.clear();
  EXPECT_TRUE(refused(bad)) << "no bitmap";
  bad = good;
  bad.kind = VoteKind::notarize;
  EXPECT_TRUE(refused(bad)) << "another kind of vote";
  bad = good;
  ++bad.view;
  EXPECT_TRUE(refused(bad)) << "another view";
  bad = good;
  bad.block.bytes[0] ^= 1;
  EXPECT_TRUE(refused(bad)) << "another block";
  bad = seven.certify(VoteKind::nullify, 9, block, signers);
  EXPECT_TRUE(refused(bad)) << "nullify names no block";
  EXPECT_TRUE(verify_certificate(seven.certify(VoteKind::nullify, 9, Digest{}, signers), seven.committee, seven.epoch));

  Digest other_epoch = seven.epoch;
  other_epoch.bytes[0] ^= 1;
  EXPECT_FALSE(verify_certificate(good, seven.committee, other_epoch));
  EXPECT_FALSE(verify_certificate(good, Validators(8).committee, seven.epoch));
}

TEST(Certificate, FailsWithAnyChangedByte) {
  Validators four(4);
  Digest block;
  block.bytes.fill(7);
  const Certificate certificate = four.certify(VoteKind::finalize, 3, block, {0, 1, 3});
  const Bytes good = encode(certificate);
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bytes = good;
    bytes[at] ^= 0x01;
    const auto read = decode<Certificate>(bytes);
    // The epoch's number is bound by whoever compares it with the header (proof.h).
    if (read && read->epoch != certificate.epoch) continue;
    EXPECT_FALSE(read && verify_certificate(*read, four.committee, four.epoch)) << "byte " << at;
  }
}

}  // namespace
}  // namespace allonge
