#include "ledger/did_key.h"

#include <gtest/gtest.h>

#include "ledger/base58.h"
#include "ledger/keys.h"
#include "tests/support/vectors.h"

namespace allonge {
namespace {

// seed -> public key -> did:key, and the key agreement key derived from it (w3c-ccg/did-method-key).
TEST(DidKey, ComesFromItsSeedAsPublished) {
  READ_VECTOR(text, "did-key/ed25519-x25519.json");
  const JsonValue all = test::vector_json(text);
  EXPECT_GE(all.members.size(), 3u);
  for (const auto& [did, entry] : all.members) {
    const auto key = SecretKey::from_seed(*parse_hex(entry.find("seed")->text));
    ASSERT_TRUE(key);
    EXPECT_EQ(did_key(key->public_key()), did);
    EXPECT_EQ(*parse_did_key(did), key->public_key());
    const auto agreement = agreement_key(key->public_key());
    ASSERT_TRUE(agreement);
    const JsonValue& published = *entry.find("keyAgreementKeyPair");
    EXPECT_EQ("#" + multikey(*agreement), published.find("id")->text);
    // The older suites write both keys without their multicodec names.
    EXPECT_EQ(base58(*agreement), published.find("publicKeyBase58")->text);
    EXPECT_EQ(base58(key->public_key()), entry.find("verificationKeyPair")->find("publicKeyBase58")->text);
  }
}

constexpr std::string_view alice = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
constexpr std::string_view bob = "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG";

std::string did(std::string_view key) { return "did:key:" + std::string(key); }

TEST(DidKey, NamesItsKeyTwiceAsAMethod) {
  const PublicKey key = *parse_did_key(did(alice));
  EXPECT_EQ(did_key_method(key), did(alice) + "#" + std::string(alice));
  EXPECT_EQ(*parse_did_key_method(did_key_method(key)), key);
}

// Public implementations took the key of one part and the name of the other.
TEST(DidKey, RefusesAMethodWhosePartsDiffer) {
  for (const std::string& bad : std::vector<std::string>{
        did(alice) + "#" + std::string(bob), did(bob) + "#" + std::string(alice), did(alice), did(alice) + "#", did(alice) + "#key-1",
        did(alice) + "#" + std::string(alice) + "#" + std::string(alice), did(alice) + "#" + did(alice),
        std::string(alice) + "#" + std::string(alice), "did:key:#", "did:web:" + std::string(alice) + "#" + std::string(alice)})
    EXPECT_EQ(parse_did_key_method(bad).reason(), Reason::bad_text) << bad;
}

TEST(DidKey, RefusesEveryOtherForm) {
  const Bytes key = copy_of(parse_did_key(did(alice))->view());
  const auto named = [&](Bytes codec, std::size_t length = 32) {
    codec.insert(codec.end(), key.begin(), key.begin() + std::ptrdiff_t(length));
    return "did:key:" + multibase(codec);
  };
  ASSERT_EQ(named({0xed, 0x01}), did(alice));
  ASSERT_TRUE(named({0xed, 0x00}).starts_with("did:key:z6Mk")) << "the letters alone do not tell the kind of key";
  for (const std::string& bad :
       {named({0xed, 0x00}), named({0xec, 0x01}), named({0xe7, 0x01}), named({0x80, 0x24}), named({0xed, 0x01}, 31), named({0xed, 0x01, 0x00}), named({0xed}),
        named({0x01, 0xed}), std::string("did:key:"), "did:key:u" + base64url(key), "DID:key:" + std::string(alice),
        "did:KEY:" + std::string(alice), did(alice) + " ", " " + did(alice), did(alice) + "/", did(alice) + "?x", did(alice).substr(0, 55)})
    EXPECT_EQ(parse_did_key(bad).reason(), Reason::bad_text) << bad;
}

TEST(DidKey, RefusesKeysThatNobodyMayHave) {
  const auto named = [](const char* hex) {
    Bytes bytes{0xed, 0x01};
    append(bytes, *parse_hex(hex));
    return "did:key:" + multibase(bytes);
  };
  for (const char* bad : {"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",    // small order
                          "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d"})  // mixed order
    EXPECT_EQ(parse_did_key(named(bad)).reason(), Reason::bad_key) << bad;
}

}  // namespace
}  // namespace allonge
