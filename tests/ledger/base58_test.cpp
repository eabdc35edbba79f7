#include "ledger/base58.h"

#include <gtest/gtest.h>

#include "tests/support/vectors.h"

namespace allonge {
namespace {

TEST(Base58, WritesAndReadsKnownTexts) {
  for (const auto& [bytes, text] : std::vector<std::pair<const char*, const char*>>{
           {"", ""}, {"00", "1"}, {"0000", "11"}, {"39", "z"}, {"3a", "21"}, {"ff", "5Q"}, {"61", "2g"}, {"626262", "a3gV"},
           {"00000000000000000000", "1111111111"}, {"516b6fcd0f", "ABnLTmg"}, {"000111", "15i"}}) {
    EXPECT_EQ(base58(*parse_hex(bytes)), text) << bytes;
    EXPECT_EQ(hex(*parse_base58(text)), bytes) << text;
  }
}

TEST(Base58, HasOneTextForEachByteString) {
  Bytes bytes;
  for (std::size_t length = 0; length <= longest_base58_bytes; length += 5) {
    bytes.assign(length, 0xFF);
    for (std::size_t i = 0; i < length; ++i) bytes[i] = std::uint8_t(i * 37 + length);
    EXPECT_EQ(*parse_base58(base58(bytes)), bytes);
  }
  EXPECT_EQ(*parse_base58(base58(Bytes(256, 0xFF))), Bytes(256, 0xFF));
  EXPECT_EQ(*parse_base58(base58(Bytes(256, 0))), Bytes(256, 0));
}

TEST(Base58, RefusesOtherLettersAndTooMany) {
  for (const char* bad : {"0", "O", "I", "l", " 2g", "2g ", "2-g", "2g\n", "ａ"}) EXPECT_EQ(parse_base58(bad).reason(), Reason::bad_text) << bad;
  EXPECT_EQ(parse_base58(std::string(257, '1')).reason(), Reason::bad_text);
  EXPECT_EQ(parse_base58(std::string(352, 'z')).reason(), Reason::bad_text);
  EXPECT_EQ(parse_base58(std::string(1'000'000, 'z')).reason(), Reason::bad_text);
}

// Of the published tables, the rows of the two bases we read; every other row is refused as unsupported.
TEST(Multibase, ReadsThePublishedTables) {
  for (const auto& [name, bytes] : std::vector<std::pair<std::string, std::string>>{
           {"basic.csv", "yes mani !"}, {"leading_zero.csv", std::string("\0yes mani !", 11)}}) {
    READ_VECTOR(table, "multibase/" + name);
    std::istringstream lines(table);
    std::size_t read = 0, refused = 0;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      const std::size_t open = line.find('"'), comma = line.find(',');
      ASSERT_NE(open, std::string::npos);
      const std::string base = line.substr(0, comma), text = line.substr(open + 1, line.rfind('"') - open - 1);
      if (base == "base58btc" || base == "base64url") {
        ASSERT_TRUE(parse_multibase(text)) << base;
        EXPECT_EQ(text_of(*parse_multibase(text)), bytes) << base;
        ++read;
      } else {
        EXPECT_EQ(parse_multibase(text).reason(), Reason::bad_text) << base;
        EXPECT_NE(parse_multibase(text).error().detail.find("unsupported"), std::string::npos) << base;
        ++refused;
      }
    }
    EXPECT_EQ(read, 2u) << name;
    EXPECT_EQ(refused, 21u) << name;
    EXPECT_NE(table.find("\"" + multibase(bytes_of(bytes)) + "\""), std::string::npos) << "base58btc as we write it";
  }
}

TEST(Multibase, RefusesWhatIsNoText) {
  for (const char* bad : {"", "z0", "uQQ==", "uA", "Z2g", "2g"}) EXPECT_EQ(parse_multibase(bad).reason(), Reason::bad_text) << bad;
  EXPECT_EQ(parse_multibase("u" + std::string(70'000, 'A')).reason(), Reason::bad_text);
  EXPECT_TRUE(parse_multibase("z")->empty());
}

}  // namespace
}  // namespace allonge
