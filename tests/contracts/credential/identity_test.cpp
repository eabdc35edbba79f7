#include "contracts/credential/identity.h"

#include <gtest/gtest.h>

#include "ledger/did_key.h"
#include "tests/contracts/credential/sample.h"

namespace allonge::credential::test {
namespace {

const std::string key_text = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
const std::string other_key_text = "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG";

TEST(Identity, IsAPartyOfThisLedgerOrAKey) {
  const auto party = Identity::parse("did:allonge:demo-test:taihe", network);
  ASSERT_TRUE(party);
  EXPECT_EQ(*party, Identity::of(*PartyId::parse("taihe")));
  EXPECT_EQ(party->text(network), "did:allonge:demo-test:taihe");
  const auto key = Identity::parse("did:key:" + key_text, network);
  ASSERT_TRUE(key);
  EXPECT_EQ(did_key(*key->key), "did:key:" + key_text);
  EXPECT_EQ(key->text(network), "did:key:" + key_text);
  EXPECT_NE(*party, *key);
}

TEST(Identity, IsNobodyUnderAnyOtherName) {
  for (const std::string& bad : std::vector<std::string>{
           "", "taihe", "did:allonge:taihe", "did:allonge:other-net:taihe", "did:allonge:demo-test:", "did:allonge:demo-test:Taihe",
           "did:allonge:demo-test:taihe#key-0", "did:allonge:demo-test:taihe ", "DID:allonge:demo-test:taihe", "did:allonge:demo-tes:taihe",
           "did:allonge:demo-test:taihe:x", "did:web:taihe.example", "did:webvh:x:example.com", "https://vc.example/issuers/5678",
           "did:key:", "did:key:" + key_text + "#" + key_text, "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33"})
    EXPECT_EQ(Identity::parse(bad, network).reason(), Reason::bad_text) << bad;
}

TEST(KeyName, IsASerialOfThePartysKeysOrAKeyTwice) {
  for (const std::string& good : std::vector<std::string>{"did:allonge:demo-test:taihe#key-0", "did:allonge:demo-test:taihe#key-17",
                                                          "did:key:" + key_text + "#" + key_text}) {
    const auto read = KeyName::parse(good, network);
    ASSERT_TRUE(read) << good;
    EXPECT_EQ(read->text(network), good);
  }
  EXPECT_EQ(KeyName::parse("did:allonge:demo-test:taihe#key-17", network)->serial, 17u);
  for (const std::string& bad : std::vector<std::string>{
           "did:allonge:demo-test:taihe", "did:allonge:demo-test:taihe#", "did:allonge:demo-test:taihe#key-", "did:allonge:demo-test:taihe#key-01",
           "did:allonge:demo-test:taihe#key--1", "did:allonge:demo-test:taihe#key-+1", "did:allonge:demo-test:taihe#key-1x",
           "did:allonge:demo-test:taihe#key-4294967296", "did:allonge:demo-test:taihe#maker1", "did:allonge:demo-test:taihe#key-0#key-1",
           "did:allonge:other:taihe#key-0", "#key-0", "did:key:" + key_text, "did:key:" + key_text + "#key-0",
           "did:key:" + key_text + "#" + other_key_text, "did:web:taihe.example#key-0"})
    EXPECT_EQ(KeyName::parse(bad, network).reason(), Reason::bad_text) << bad;
}

TEST(SignerName, IsAPersonOfAPartyOrAKey) {
  for (const std::string& good : std::vector<std::string>{"did:allonge:demo-test:taihe#zhang.wei-1", "did:key:" + key_text}) {
    const auto read = SignerName::parse(good, network);
    ASSERT_TRUE(read) << good;
    EXPECT_EQ(read->text(network), good);
  }
  EXPECT_EQ(SignerName::parse("did:allonge:demo-test:taihe#maker1", network)->person, "maker1");
  for (const std::string& bad : std::vector<std::string>{"did:allonge:demo-test:taihe", "did:allonge:demo-test:taihe#", "maker1",
                                                         "did:allonge:demo-test:taihe#Maker", "did:allonge:demo-test:taihe#" + std::string(33, 'a'),
                                                         "did:key:" + key_text + "#" + key_text})
    EXPECT_FALSE(SignerName::parse(bad, network)) << bad;
}

}  // namespace
}  // namespace allonge::credential::test
