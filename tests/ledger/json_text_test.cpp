#include "ledger/json_text.h"

#include <gtest/gtest.h>

namespace allonge {
namespace {

using Type = JsonValue::Type;

Reason refusal(std::string_view text) {
  const auto read = parse_json(text);
  EXPECT_FALSE(read) << "accepted: " << text.substr(0, 80);
  return read ? Reason::invariant_broken : read.reason();
}

TEST(JsonText, ReadsEveryKindOfValue) {
  const auto read = parse_json(R"( {"a": [1, -2.5e+3, true, false, null], "b": {"c": "d"}, "e": ""} )");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->type, Type::object);
  ASSERT_EQ(read->members.size(), 3u);
  const JsonValue& list = *read->find("a");
  ASSERT_EQ(list.items.size(), 5u);
  EXPECT_EQ(list.items[0].text, "1");
  EXPECT_EQ(list.items[1].text, "-2.5e+3");
  EXPECT_TRUE(list.items[2].boolean);
  EXPECT_FALSE(list.items[3].boolean);
  EXPECT_EQ(list.items[4].type, Type::null);
  EXPECT_EQ(read->find("b")->find("c")->text, "d");
  EXPECT_EQ(read->find("e")->type, Type::string);
  EXPECT_EQ(read->find("f"), nullptr);
  for (const char* text : {"0", "-0", "\"x\"", "null", "[]", "{}", " [ ] ", "{ }", "\t\r\n1"}) EXPECT_TRUE(parse_json(text)) << text;
}

TEST(JsonText, UnescapesStrings) {
  EXPECT_EQ(parse_json(R"("\"\\\/\b\f\n\r\t")")->text, "\"\\/\b\f\n\r\t");
  EXPECT_EQ(parse_json(R"("\u0041\u00e9\u51ED\uD83D\udea2")")->text, "Aé凭\xF0\x9F\x9A\xA2");
  EXPECT_EQ(parse_json("\"凭证\"")->text, "凭证");
}

TEST(JsonText, RefusesWhatIsNotJson) {
  for (const char* text :
       {"", " ", "01", "-", "-01", "1.", ".5", "+1", "1e", "1e+", "0x1", "1_000", "NaN", "Infinity", "-Infinity", "tru",
        "nul", "True", "truth", "[", "]", "[1", "[1,]", "[,1]", "[1 2]", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{a:1}", "{'a':1}", "{\"a\":1 \"b\":2}", "{1:2}", "\"", "\"a", "\"\\\"", "\"\\x41\"", "\"\\u12\"", "\"\\u12g4\"",
        "\"\\", "\"\\u", "\"a\nb\"", "\"a\tb\"", "'a'", "1 2", "{} x", "[] []", "// c\n1", "/* c */ 1", "1 // c",
        "\xEF\xBB\xBF{}", "\xFE\xFF", "{}\xEF\xBB\xBF", "\v1", "1\f"})
    EXPECT_EQ(refusal(text), Reason::bad_json) << text;
}

TEST(JsonText, RefusesBadUnicode) {
  for (const char* text : {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\u0041")", R"("\ud800\ud800")",
                           R"("\u0000")", R"({"\u0000":1})"})
    EXPECT_EQ(refusal(text), Reason::bad_json) << text;
  for (const char* bytes : {"\"\x80\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\"\xE5\x87\"", "{\"\xFF\":1}"})
    EXPECT_EQ(refusal(bytes), Reason::bad_json);
}

// nlohmann 3.11.2 ignores everything behind a NUL.
TEST(JsonText, RefusesNulAnywhere) {
  using std::string_view;
  EXPECT_EQ(refusal(string_view("{}\0", 3)), Reason::bad_json);
  EXPECT_EQ(refusal(string_view("123\0", 4)), Reason::bad_json);
  EXPECT_EQ(refusal(string_view("\0", 1)), Reason::bad_json);
  EXPECT_EQ(refusal(string_view("\"a\0b\"", 5)), Reason::bad_json);
  EXPECT_EQ(refusal(string_view("[1,\0 2]", 7)), Reason::bad_json);
}

TEST(JsonText, RefusesDuplicateNames) {
  EXPECT_EQ(refusal(R"({"a":1,"a":2})"), Reason::bad_json);
  EXPECT_EQ(refusal(R"({"a":1,"b":2,"\u0061":3})"), Reason::bad_json) << "equal after unescaping";
  EXPECT_EQ(refusal(R"([{"x":{"a":1,"a":1}}])"), Reason::bad_json);
  EXPECT_TRUE(parse_json(R"({"a":{"a":{"a":1}},"A":2})"));
  EXPECT_NE(parse_json(R"({"a":1,"a":2})").error().detail.find("byte 7"), std::string::npos);
}

TEST(JsonText, StopsAtItsDepthWithoutDigging) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_json(nested(32)));
  EXPECT_EQ(refusal(nested(33)), Reason::bad_json);
  JsonLimits roomy;
  roomy.bytes = 20'000'000;
  EXPECT_EQ(parse_json(nested(1'000'000), roomy).reason(), Reason::bad_json);
  EXPECT_EQ(parse_json(std::string(1'000'000, '['), roomy).reason(), Reason::bad_json);
  std::string objects;
  for (int i = 0; i < 1'000'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(parse_json(objects, roomy).reason(), Reason::bad_json);
}

TEST(JsonText, StopsAtItsSizeAndCount) {
  EXPECT_EQ(refusal(std::string(1024 * 1024 + 1, ' ')), Reason::too_large);
  std::string many = "[";
  for (int i = 0; i < 200'000; ++i) many += "1,";
  many += "1]";
  EXPECT_EQ(refusal(many), Reason::too_large);
  EXPECT_TRUE(parse_json("[1,2,3]", {.bytes = 7, .depth = 1, .values = 4}));
  EXPECT_EQ(parse_json("[1,2,3]", {.bytes = 7, .depth = 1, .values = 3}).reason(), Reason::too_large);
}

// A hundred thousand members once cost their square when each new name was compared with all others.
TEST(JsonText, FindsDuplicatesAmongManyNamesQuickly) {
  std::string text = "{";
  for (int i = 0; i < 80'000; ++i) text += "\"" + std::to_string(i) + "\":1,";
  EXPECT_TRUE(parse_json(text + "\"x\":1}"));
  EXPECT_EQ(refusal(text + "\"7\":1}"), Reason::bad_json);
}

TEST(JsonText, NeverRepeatsWhatCameIn) {
  EXPECT_EQ(parse_json("{\"secret\":oops}").error().detail.find("secret"), std::string::npos);
  EXPECT_NE(parse_json("{\"secret\":oops}").error().detail.find("byte 10"), std::string::npos);
}

TEST(JsonText, ReadsWholeNumbersWithoutLoss) {
  const auto number = [](const char* text) { return json_unsigned(*parse_json(text)); };
  EXPECT_EQ(*number("0"), 0u);
  EXPECT_EQ(*number("9007199254740993"), 9'007'199'254'740'993u);
  EXPECT_EQ(*number("18446744073709551615"), ~std::uint64_t{0});
  for (const char* bad : {"18446744073709551616", "99999999999999999999999", "-1", "-0", "1.0", "1e3", "\"1\"", "true", "null", "[]"})
    EXPECT_EQ(number(bad).reason(), Reason::bad_text) << bad;
}

// Any one wrong byte in a good text: refused, or read; never anything else.
TEST(JsonText, SurvivesEveryChangedByte) {
  const std::string good = R"({"jsonrpc":"2.0","id":7,"method":"cert_get","params":{"id":"RC-\u0041","n":[1,2.5e-1,true,null]}})";
  ASSERT_TRUE(parse_json(good));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string bad = good;
      bad[at] = char(byte);
      const auto read = parse_json(bad);
      EXPECT_TRUE(read || read.reason() == Reason::bad_json);
    }
    EXPECT_EQ(refusal(good.substr(0, at)), Reason::bad_json);
  }
}

}  // namespace
}  // namespace allonge
