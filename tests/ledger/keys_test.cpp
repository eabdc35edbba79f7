// Signatures against test data from outside: shared/vectors/ed25519 (its SOURCE.md says whence).
#include "ledger/keys.h"

#include <gtest/gtest.h>

#include <sstream>

#include "ledger/signature_known_answers.h"
#include "tests/support/vectors.h"

namespace allonge {
namespace {

// A key or signature of another length than its type's is refused before any call.
bool verifies(std::string_view key_hex, BytesView message, std::string_view signature_hex) {
  const auto key = PublicKey::parse_hex(key_hex);
  const auto signature = Signature::parse_hex(signature_hex);
  return key && signature && verify(*key, message, *signature);
}

TEST(Keys, PassTheirSelfTest) {
  const auto passed = signature_self_test();
  EXPECT_TRUE(passed) << passed.error().detail;
}

// A library that accepts more must stumble over it: each edge is tried, and each both ways where it has two.
TEST(Keys, TryEveryEdgeInTheirSelfTest) {
  EXPECT_EQ(known_answers.size(), 50u);
  const auto count = [](std::string_view words, bool valid) {
    return std::count_if(known_answers.begin(), known_answers.end(), [&](const KnownAnswer& one) {
      return one.valid == valid && std::string_view(one.what).find(words) != std::string_view::npos;
    });
  };
  for (const char* edge : {"key of small order", "R of small order", "key not canonical", "R not canonical", "valid only cofactored",
                           "hashed in canonical form", "S not reduced", "S just above its bound"}) {
    EXPECT_GE(count(edge, false), 1) << edge;
    EXPECT_EQ(count(edge, true), 0) << edge;
  }
  EXPECT_GE(count("mixed-order key", true), 3) << "accepted, because the cofactorless equation holds";
  EXPECT_GE(count("mixed-order key", false), 3);
  EXPECT_GE(count("", true), 13);
}

TEST(Keys, SignAsRfc8032Says) {
  READ_VECTOR(text, "ed25519/rfc8032_7_1.json");
  const JsonValue tests = test::vector_json(text);
  EXPECT_GE(tests.items.size(), 3u);
  for (const JsonValue& test : tests.items) {
    const auto key = SecretKey::from_seed(*parse_hex(test.find("secret")->text));
    ASSERT_TRUE(key);
    const Bytes message = *parse_hex(test.find("message")->text);
    EXPECT_EQ(key->public_key().hex(), test.find("public")->text);
    EXPECT_EQ(key->sign(message).hex(), test.find("signature")->text);
    EXPECT_TRUE(verify(key->public_key(), message, key->sign(message)));
  }
}

TEST(Keys, SignAsTheReferenceImplementation) {
  READ_VECTOR(text, "ed25519/sign_input_001-077.txt");
  std::istringstream lines(text);
  std::string line;
  std::size_t count = 0;
  while (std::getline(lines, line)) {
    std::vector<std::string> parts;
    std::istringstream fields(line);
    for (std::string part; std::getline(fields, part, ':');) parts.push_back(part);
    ASSERT_GE(parts.size(), 4u);
    const auto key = SecretKey::from_seed(*parse_hex(parts[0].substr(0, 64)));
    const Bytes message = *parse_hex(parts[2]);
    ASSERT_EQ(key->public_key().hex(), parts[1]);
    ASSERT_EQ(key->sign(message).hex(), parts[3].substr(0, 128));
    ASSERT_TRUE(verify(key->public_key(), message, *Signature::parse_hex(parts[3].substr(0, 128))));
    ++count;
  }
  EXPECT_EQ(count, 77u);
}

TEST(Keys, AgreeWithWycheproof) {
  READ_VECTOR(text, "ed25519/wycheproof_ed25519.json");
  std::size_t count = 0;
  const JsonValue all = test::vector_json(text);
  for (const JsonValue& group : all.find("testGroups")->items) {
    const std::string& key = group.find("publicKey")->find("pk")->text;
    for (const JsonValue& test : group.find("tests")->items) {
      const bool valid = test.find("result")->text == "valid";
      EXPECT_EQ(verifies(key, *parse_hex(test.find("msg")->text), test.find("sig")->text), valid)
          << "tcId " << test.find("tcId")->text << " " << test.find("comment")->text;
      ++count;
    }
  }
  EXPECT_GE(count, 100u);
}

// Accepted exactly if key and R are canonical and not of small order, and no small-order part is left.
TEST(Keys, FollowOneRuleOverAllEdgeCases) {
  READ_VECTOR(text, "ed25519/cctv_ed25519.json");
  std::size_t count = 0, accepted = 0;
  const JsonValue all = test::vector_json(text);
  for (const JsonValue& test : all.items) {
    bool expected = true;
    for (const JsonValue& flag : test.find("flags")->items)
      for (const char* bad : {"low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R", "low_order_residue"})
        if (flag.text == bad) expected = false;
    EXPECT_EQ(verifies(test.find("key")->text, bytes_of(test.find("msg")->text), test.find("sig")->text), expected)
        << "number " << test.find("number")->text;
    ++count;
    accepted += expected;
  }
  EXPECT_GE(count, 500u);
  EXPECT_GE(accepted, 10u);
}

TEST(Keys, DecideSpeccheckAsTheSelfTestSays) {
  READ_VECTOR(text, "ed25519/speccheck.json");
  const JsonValue all = test::vector_json(text);
  for (const JsonValue& test : all.items)
    EXPECT_EQ(verifies(test.find("pub_key")->text, *parse_hex(test.find("message")->text), test.find("signature")->text),
              test.find("libsodium")->boolean)
        << "index " << test.find("index")->text;
}

TEST(Keys, RefuseKeysThatAreNoKeys) {
  EXPECT_TRUE(acceptable_key(SecretKey::from_seed(Bytes(32, 1))->public_key()));
  for (const char* bad : {"0000000000000000000000000000000000000000000000000000000000000000",    // small order
                          "0100000000000000000000000000000000000000000000000000000000000000",    // identity
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",    // small order
                          "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",    // mixed order
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",    // not canonical
                          "0200000000000000000000000000000000000000000000000000000000000000"})  // not on the curve
    EXPECT_EQ(acceptable_key(*PublicKey::parse_hex(bad)).reason(), Reason::bad_key) << bad;
}

TEST(SecretKey, ComesFromExactly32Bytes) {
  EXPECT_EQ(SecretKey::from_seed(Bytes(31)).reason(), Reason::bad_key);
  EXPECT_EQ(SecretKey::from_seed(Bytes(64)).reason(), Reason::bad_key);
  const Bytes seed(32, 9);
  auto key = SecretKey::from_seed(seed);
  EXPECT_TRUE(equal(key->reveal_seed(), seed));
  const SecretKey moved = *std::move(key);
  EXPECT_TRUE(equal(moved.reveal_seed(), seed));
}

TEST(Keys, NoticeAnyChangedBit) {
  const auto key = SecretKey::from_seed(Bytes(32, 5));
  const Bytes message(48, 3);
  const Signature good = key->sign(message);
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Signature bad = good;
    bad.bytes[bit / 8] = std::uint8_t(bad.bytes[bit / 8] ^ 1 << bit % 8);
    EXPECT_FALSE(verify(key->public_key(), message, bad));
  }
  Bytes other = message;
  other[47] ^= 1;
  EXPECT_FALSE(verify(key->public_key(), other, good));
}

}  // namespace
}  // namespace allonge
