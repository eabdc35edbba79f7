#include "ledger/digest.h"

#include <gtest/gtest.h>

namespace allonge {
namespace {

TEST(Digest, IsSha256) {
  EXPECT_EQ(plain_sha256(bytes_of("")).hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(plain_sha256(bytes_of("abc")).hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(plain_sha256(Bytes(1'000'000, 'a')).hex(),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, PutsTheTagAndItsLengthFirst) {
  const std::string same = std::string("\x0d") + "allonge/tx/v1" + "body";
  EXPECT_EQ(digest("allonge/tx/v1", bytes_of("body")), plain_sha256(bytes_of(same)));
  EXPECT_NE(digest("allonge/tx/v1", bytes_of("body")), digest("allonge/tx/v1b", bytes_of("ody")));
  EXPECT_EQ(digest("", bytes_of("")), plain_sha256(Bytes{0}));
  EXPECT_NO_FATAL_FAILURE(digest(std::string(255, 't'), bytes_of("")));
}

TEST(Digest, HashesPartsAsOne) {
  EXPECT_EQ(digest("t", {bytes_of("ab"), bytes_of(""), bytes_of("c")}), digest("t", bytes_of("abc")));
  EXPECT_EQ(plain_sha256({bytes_of("ab"), bytes_of("c")}), plain_sha256(bytes_of("abc")));
}

TEST(DigestDeathTest, StopsAtATagThatIsTooLong) {
  EXPECT_EXIT(static_cast<void>(digest(std::string(256, 't'), bytes_of(""))), testing::ExitedWithCode(70), "255 bytes");
}

}  // namespace
}  // namespace allonge
