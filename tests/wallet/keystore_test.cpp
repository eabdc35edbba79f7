// Key files are hostile until they open (reliability.md P39): nothing is derived before their numbers
// are within bounds, and a file in which anything was changed does not open.
#include "wallet/keystore.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>

#include "api/json.h"
#include "tests/support/program.h"
#include "wallet/files.h"

namespace allonge::wallet {
namespace {

// The least the format allows, so that the test is quick.
constexpr KeyDerivation cheap{1, 8u << 20};

Signer somebody() {
  auto signer = make_signer(*PartyId::parse("lanwan"), "zhangwei");
  EXPECT_TRUE(signer.has_value());
  return *std::move(signer);
}

std::string sealed() {
  const auto text = seal_key(somebody(), "correct horse", cheap);
  EXPECT_TRUE(text.has_value());
  return *text;
}

// How long opening takes, for files that must be refused before any derivation.
double milliseconds_to_refuse(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  const auto opened = open_key(text, "correct horse");
  EXPECT_TRUE(!opened.has_value() && opened.reason() == Reason::bad_key_file);
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

TEST(Keystore, OpensWithItsPassphraseAlone) {
  const Signer signer = somebody();
  const auto text = seal_key(signer, "correct horse", cheap);
  ASSERT_TRUE(text.has_value());
  const auto opened = open_key(*text, "correct horse");
  ASSERT_TRUE(opened.has_value()) << opened.error().detail;
  EXPECT_EQ(opened->key.public_key(), signer.key.public_key());
  EXPECT_EQ(opened->name(), "lanwan/zhangwei");
  EXPECT_EQ(open_key(*text, "correct horsf").reason(), Reason::bad_key_file);
  EXPECT_EQ(open_key(*text, "").reason(), Reason::bad_key_file);
  EXPECT_EQ(open_key(*text, std::string(2000, 'x')).reason(), Reason::bad_key_file);
}

TEST(Keystore, NeverHoldsTheSeedInTheClear) {
  const Signer signer = somebody();
  const auto text = seal_key(signer, "correct horse", cheap);
  ASSERT_TRUE(text.has_value());
  const std::string seed = hex(signer.key.reveal_seed().first(32));
  EXPECT_EQ(text->find(seed), std::string::npos);
  EXPECT_EQ(text->find(base64url(signer.key.reveal_seed().first(32))), std::string::npos);
}

TEST(Keystore, SealsTheSameKeyDifferentlyEachTime) {
  const Signer signer = somebody();
  EXPECT_NE(*seal_key(signer, "correct horse", cheap), *seal_key(signer, "correct horse", cheap));
}

TEST(Keystore, RefusesOutrageousParametersBeforeAnyWork) {
  auto file = api::from_json<KeyFile>(sealed());
  ASSERT_TRUE(file.has_value());
  for (const KeyDerivation hostile : {KeyDerivation{1, 1ull << 40}, KeyDerivation{1u << 31, 8u << 20}, KeyDerivation{0, 8u << 20},
                                      KeyDerivation{1, 1024}, KeyDerivation{~0ull >> 12, ~0ull >> 12}}) {
    KeyFile changed = *file;
    changed.derivation = hostile;
    EXPECT_LT(milliseconds_to_refuse(api::to_json(changed)), 100.0);
  }
}

TEST(Keystore, RefusesTruncatedAndForeignFiles) {
  const std::string text = sealed();
  for (std::size_t length = 0; length < text.size() - 2; length += 7) EXPECT_LT(milliseconds_to_refuse(text.substr(0, length)), 100.0);
  EXPECT_LT(milliseconds_to_refuse("{}"), 100.0);
  EXPECT_LT(milliseconds_to_refuse(std::string(1 << 20, '[')), 100.0);
  EXPECT_LT(milliseconds_to_refuse(text + text), 100.0);
}

TEST(Keystore, DoesNotOpenWhenAnyFieldWasChanged) {
  auto file = api::from_json<KeyFile>(sealed());
  ASSERT_TRUE(file.has_value());
  std::vector<KeyFile> changed(6, *file);
  changed[0].party = *PartyId::parse("taihe");
  changed[1].person = "lina";
  changed[2].key.bytes[0] ^= 1;
  changed[3].salt[0] ^= 1;
  changed[4].nonce[0] ^= 1;
  changed[5].sealed[79] ^= 1;
  for (const KeyFile& one : changed) EXPECT_EQ(open_key(api::to_json(one), "correct horse").reason(), Reason::bad_key_file);
}

TEST(Keystore, RefusesAFileThatOthersMayRead) {
  const allonge::testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/a.key";
  ASSERT_TRUE(write_file(path, sealed(), Privacy::owner_only).has_value());
  EXPECT_TRUE(open_key_file(path, "correct horse").has_value());
  chmod(path.c_str(), 0640);
  const auto opened = open_key_file(path, "correct horse");
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().detail.find("0640"), std::string::npos);
}

}  // namespace
}  // namespace allonge::wallet
