#include "ledger/bytes.h"

#include <gtest/gtest.h>

#include <random>

#include "ledger/utf8.h"

namespace allonge {
namespace {

TEST(Bytes, CompareAsUnsignedBytes) {
  const Bytes a{0x7f}, b{0x80}, longer{0x7f, 0x00};
  EXPECT_TRUE(compare(a, b) < 0);
  EXPECT_TRUE(compare(a, longer) < 0);
  EXPECT_TRUE(compare({}, a) < 0);
  EXPECT_TRUE(equal(a, a));
  EXPECT_TRUE(starts_with(longer, a));
  EXPECT_FALSE(starts_with(a, longer));
}

TEST(Bytes, BigEndianSortsAsTheNumber) {
  Bytes out;
  append_big_endian(out, std::uint32_t{0x01020304});
  EXPECT_EQ(hex(out), "01020304");
  EXPECT_EQ(read_big_endian<std::uint32_t>(out), 0x01020304u);
}

TEST(Bytes, HexAndBase64UrlGoBothWays) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 dice(seed);
  for (std::size_t size = 0; size < 100; ++size) {
    Bytes bytes(size);
    for (auto& byte : bytes) byte = std::uint8_t(dice());
    ASSERT_EQ(*parse_hex(hex(bytes)), bytes);
    ASSERT_EQ(*parse_base64url(base64url(bytes)), bytes);
  }
  EXPECT_EQ(base64url(bytes_of("\xFB\xEF")), "--8");
  EXPECT_EQ(base64url(bytes_of("foobar")), "Zm9vYmFy");
  for (const char* bad : {"a", "abc", "0g", "0x00", " 00"}) EXPECT_EQ(parse_hex(bad).reason(), Reason::bad_text) << bad;
  // Padding, the other alphabet, a lone letter, and bits that would be dropped.
  for (const char* bad : {"Zg==", "+/", "A", "Zh", "Zm9=", "Z g"})
    EXPECT_EQ(parse_base64url(bad).reason(), Reason::bad_text) << bad;
}

TEST(FixedBytes, HaveExactlyTheirLength) {
  EXPECT_TRUE(Digest::parse_hex(std::string(64, 'a')));
  EXPECT_FALSE(Digest::parse_hex(std::string(62, 'a')));
  EXPECT_FALSE(Digest::from(Bytes(33)));
  EXPECT_TRUE(Digest().is_zero());
}

TEST(Utf8, AcceptsExactlyWellFormedTexts) {
  for (const char* good : {"", "plain", "é", "凭证", "\xF0\x9F\x9A\xA2", "\xF4\x8F\xBF\xBF", "\xEF\xBF\xBF"}) EXPECT_TRUE(is_utf8(good));
  for (const char* bad : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
                          "\xF0\x80\x80\xAF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE5\x87",
                          "a\xC3", "\xC3z"})
    EXPECT_FALSE(is_utf8(bad)) << hex(bytes_of(bad));
  EXPECT_FALSE(is_utf8(std::string_view("a\0b", 3))) << "NUL ends texts in other people's programs";
}

}  // namespace
}  // namespace allonge
