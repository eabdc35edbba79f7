// RFC 8785, against the reference test data of its author (shared/vectors/jcs) and credentials.md V3.
#include "ledger/jcs.h"

#include <gtest/gtest.h>

#include "ledger/digest.h"
#include "tests/support/vectors.h"

namespace allonge {
namespace {

std::string form_of(std::string_view text) {
  const auto read = parse_json(text);
  EXPECT_TRUE(read) << text;
  if (!read) return "refused to read";
  const auto out = canonical(*read);
  return out ? *out : "refused";
}

TEST(Jcs, WritesTheFourReferenceDocumentsByteForByte) {
  for (const char* name : {"arrays", "french", "structures", "values"}) {
    READ_VECTOR(input, std::string("jcs/input/") + name + ".json");
    READ_VECTOR(output, std::string("jcs/output/") + name + ".json");
    EXPECT_EQ(form_of(input), output) << name;
    EXPECT_EQ(form_of(output), output) << name << ": the canonical form is its own canonical form";
    std::string bytes = test::vector_text(std::string("jcs/outhex/") + name + ".txt");
    std::erase_if(bytes, [](char c) { return c == ' ' || c == '\n' || c == '\r'; });
    EXPECT_EQ(hex(bytes_of(form_of(input))), bytes) << name;
  }
}

struct NumberLine {
  std::uint64_t bits;
  std::string text;
};

std::vector<NumberLine> number_lines(const std::string& text) {
  std::vector<NumberLine> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t comma = line.find(',');
    out.push_back({std::stoull(line.substr(0, comma), nullptr, 16), line.substr(comma + 1)});
  }
  return out;
}

TEST(Jcs, WritesSixThousandNumbersAsEcmaScriptDoes) {
  READ_VECTOR(text, "jcs/es6_numbers_00001-06000.txt");
  const auto lines = number_lines(text);
  ASSERT_EQ(lines.size(), 6000u);
  for (const NumberLine& line : lines) {
    ASSERT_EQ(*number_text(line.bits), line.text) << std::hex << line.bits;
    ASSERT_EQ(form_of(line.text), line.text) << "reading it and writing it again";
  }
}

// The upstream sequence: listed values and a series, 2,168 in all, then the words of a chain of SHA-256
// from 32 zero bytes, without what is no finite number.
TEST(Jcs, WritesAMillionNumbersWithThePublishedDigests) {
  READ_VECTOR(text, "jcs/es6_numbers_00001-06000.txt");
  READ_VECTOR(checksums, "jcs/es6_published_checksums.json");
  const auto known = number_lines(text);
  std::vector<std::uint64_t> numbers;
  for (std::size_t i = 0; i < 2168; ++i) numbers.push_back(known[i].bits);
  Digest link;
  while (numbers.size() < 1'000'000) {
    link = plain_sha256(link);
    for (std::size_t at = 0; at < 32; at += 8) {
      std::uint64_t word = 0;
      for (std::size_t i = 8; i-- > 0;) word = word << 8 | link.bytes[at + i];
      if ((word >> 52 & 0x7FF) != 0x7FF) numbers.push_back(word);
    }
  }
  for (std::size_t i = 0; i < known.size(); ++i) ASSERT_EQ(numbers[i], known[i].bits) << "line " << i + 1;

  std::string lines;
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < 1'000'000; ++i) {
    char bits[17];
    std::snprintf(bits, sizeof bits, "%llx", static_cast<unsigned long long>(numbers[i]));
    lines.append(bits).append(",").append(*number_text(numbers[i])).append("\n");
    ends.push_back(lines.size());
  }
  std::size_t compared = 0;
  const JsonValue published = test::vector_json(checksums);
  for (const JsonValue& row : published.items) {
    const std::uint64_t count = *json_unsigned(*row.find("lines"));
    ASSERT_LE(count, numbers.size());
    const std::string_view part(lines.data(), ends[count - 1]);
    EXPECT_EQ(std::to_string(part.size()), row.find("bytes")->text);
    EXPECT_EQ(plain_sha256(bytes_of(part)).hex(), row.find("sha256")->text) << count << " lines";
    ++compared;
  }
  EXPECT_EQ(compared, 4u);
}

TEST(Jcs, RefusesNumbersThatNoBinary64Holds) {
  for (const char* text : {"1e400", "-1e400", "1e309", "[1,2,1e999999999]", "{\"a\":{\"b\":1e400}}", "1e-400", "2e-324", "-1e-999999999"}) {
    const auto read = parse_json(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(canonical(*read).reason(), Reason::bad_json) << text;
  }
  EXPECT_EQ(form_of("1.7976931348623157e308"), "1.7976931348623157e+308");
  EXPECT_EQ(form_of("5e-324"), "5e-324");
  EXPECT_EQ(form_of("0e999"), "0");
  // Digits beyond what decides cost their reading and no more.
  EXPECT_EQ(form_of("0." + std::string(900'000, '3')), "0.3333333333333333");
  EXPECT_EQ(form_of("1" + std::string(900'000, '0') + "e-900000"), "1");
  EXPECT_EQ(number_text(0x7ff0000000000000).reason(), Reason::bad_json);
  EXPECT_EQ(number_text(0xfff0000000000000).reason(), Reason::bad_json);
  EXPECT_EQ(number_text(0x7ff8000000000000).reason(), Reason::bad_json);
}

TEST(Jcs, WritesEqualNumbersEqually) {
  for (const auto& [text, out] : std::vector<std::pair<const char*, const char*>>{
           {"-0", "0"}, {"-0.0", "0"}, {"1.0", "1"}, {"1e0", "1"}, {"100E-2", "1"}, {"1e20", "100000000000000000000"},
           {"1e21", "1e+21"}, {"0.000001", "0.000001"}, {"0.0000001", "1e-7"}, {"123e-9", "1.23e-7"}, {"4.50", "4.5"},
           {"2e-3", "0.002"}, {"9007199254740993", "9007199254740992"}, {"333333333.33333329", "333333333.3333333"}})
    EXPECT_EQ(form_of(text), out) << text;
}

// The document of FEP-8b32 carries a place on the map.
TEST(Jcs, KeepsTheFormOfCoordinates) {
  const std::string place = R"({"latitude":-71.184902,"longitude":25.273962})";
  EXPECT_EQ(form_of(place), place);
  EXPECT_EQ(form_of(form_of(R"( { "longitude" : 25.273962 , "latitude" : -71.184902 } )")), place);
}

TEST(Jcs, SortsNamesByTheirUtf16Units) {
  // U+1F600 is written with surrogates (D83D DE00) and comes before U+FB33, although its UTF-8 is later.
  EXPECT_EQ(form_of(R"({"\uFB33":1,"\uD83D\uDE00":2,"\u20ac":3,"1":4,"\u0080":5,"\r":6,"\u00f6":7,"":8,"\uE000":9,"\uD7FF":10})"),
            "{\"\":8,\"\\r\":6,\"1\":4,\"\u0080\":5,\"\u00f6\":7,\"\u20ac\":3,\"\uD7FF\":10,\"\U0001F600\":2,\"\uE000\":9,\"\uFB33\":1}");
  EXPECT_EQ(form_of(R"({"ab":1,"a":2,"B":3,"aB":4})"), R"({"B":3,"a":2,"aB":4,"ab":1})");
  EXPECT_EQ(form_of(R"({"b":[{"z":1,"y":2}],"a":{"d":[],"c":{}}})"), R"({"a":{"c":{},"d":[]},"b":[{"y":2,"z":1}]})");
}

TEST(Jcs, EscapesOnlyWhatItMust) {
  EXPECT_EQ(form_of(R"("\u0008\u0009\u000a\u000c\u000d\u0001\u001F\u0022\u005c\u002f\u007f\u00e9\u2028")"),
            "\"\\b\\t\\n\\f\\r\\u0001\\u001f\\\"\\\\/\x7f\u00e9\u2028\"");
  // Composed and decomposed stay what they are.
  EXPECT_NE(form_of("\"\u00c5\""), form_of("\"A\u030a\""));
}

TEST(Jcs, HasNoFormForWhatIsAmbiguous) {
  EXPECT_EQ(parse_json(R"({"a":1,"a":2})").reason(), Reason::bad_json);
  EXPECT_EQ(parse_json(R"(["\ud800"])").reason(), Reason::bad_json);
  // Nor when it was put together by hand.
  JsonValue twice;
  twice.type = JsonValue::Type::object;
  twice.members = {{"a", {}}, {"b", {}}, {"a", {}}};
  EXPECT_EQ(canonical(twice).reason(), Reason::bad_json);
  JsonValue surrogate;
  surrogate.type = JsonValue::Type::string;
  surrogate.text = "\xED\xA0\x80";
  EXPECT_EQ(canonical(surrogate).reason(), Reason::bad_json);
  for (const char* text : {"inf", "nan", "", "1x", "1 "}) {
    JsonValue number;
    number.type = JsonValue::Type::number;
    number.text = text;
    EXPECT_EQ(canonical(number).reason(), Reason::bad_json) << text;
  }
}

TEST(Jcs, LeavesOutOneMemberAtTheTopAlone) {
  const auto document = parse_json(R"({"proof":{"x":1},"b":{"proof":2},"a":1})");
  EXPECT_EQ(*canonical_without(*document, "proof"), R"({"a":1,"b":{"proof":2}})");
  EXPECT_EQ(*canonical_without(*document, "nothing"), *canonical(*document));
  EXPECT_EQ(canonical_without(*parse_json("[1]"), "proof").reason(), Reason::bad_json);
}

}  // namespace
}  // namespace allonge
