#include "api/json.h"

#include <gtest/gtest.h>

#include "contracts/genesis_state.h"
#include "contracts/operations.h"
#include "ledger/receipt.h"
#include "tests/support/parties.h"
#include "tests/api/story.h"

namespace allonge::api {
namespace {

// Every kind of field once.
enum class Colour : std::uint8_t { red = 1, green = 2 };
constexpr std::array<EnumValue, 2> values_of(Colour) { return {{{1, "red"}, {2, "green"}}}; }
struct Inner {
  std::uint32_t count = 0;
  static constexpr auto fields() { return std::tuple{Field{1, "count", &Inner::count, "how many"}}; }
};
struct Everything {
  bool yes = true;
  std::uint64_t number = 0;
  Fen fen;
  Amount amount;
  Date date;
  Time time;
  Colour colour = Colour::red;
  Digest digest;
  std::string words;
  PartyId party;
  Bytes blob;
  std::optional<Inner> inner;
  std::vector<Inner> list;
  static constexpr auto fields() {
    using T = Everything;
    return std::tuple{Field{1, "yes", &T::yes, ""},          Field{2, "number", &T::number, ""},
                      Field{3, "fen", &T::fen, ""},          Field{4, "amount", &T::amount, ""},
                      Field{5, "date", &T::date, ""},        Field{6, "time", &T::time, ""},
                      Field{7, "colour", &T::colour, ""},    Field{8, "digest", &T::digest, ""},
                      Field{9, "words", &T::words, "", 10},  Field{10, "party", &T::party, ""},
                      Field{11, "blob", &T::blob, "", 8},    Field{12, "inner", &T::inner, ""},
                      Field{13, "list", &T::list, "", 3}};
  }
};

const std::string digest_text(64, 'a');
std::string sample(std::string_view change_from = {}, std::string_view change_to = {}) {
  std::string text = R"({"yes":false,"number":7,"fen":"900000000","amount":"200000.00","date":"2026-08-28",)"
                     R"("time":"2026-03-02T01:00:00.000Z","colour":"green","digest":")" +
                     digest_text +
                     R"(","words":"a\"\\\u0001é","party":"taihe","blob":"AQI","inner":{"count":3},"list":[{"count":1},{"count":2}]})";
  if (!change_from.empty()) {
    const std::size_t at = text.find(change_from);
    EXPECT_NE(at, std::string::npos) << change_from;
    text.replace(at, change_from.size(), change_to);
  }
  return text;
}

void expect_refused(const std::string& text, Reason reason, std::string_view where) {
  const auto value = parse_json(text);
  ASSERT_TRUE(value.has_value()) << text;
  Everything out;
  std::string at;
  const auto read = read_json(shape_of<Everything>, &out, *value, at);
  ASSERT_FALSE(read.has_value()) << text;
  EXPECT_EQ(name_of(read.reason()), name_of(reason)) << text << read.error().detail;
  EXPECT_EQ(at, where) << text;
}

TEST(Json, ReadsWhatItWrites) {
  const auto read = from_json<Everything>(sample());
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(read->amount.fen(), 20'000'000u);
  EXPECT_EQ(read->words, "a\"\\\x01é");
  EXPECT_EQ(read->list.size(), 2u);
  EXPECT_EQ(to_json(*read), sample());
}

TEST(Json, LetsOnlyWhatHasAnObviousMeaningBeLeftOut) {
  const auto read = from_json<Everything>(R"({"number":7,"fen":"9","date":"2026-08-28","time":"2026-03-02T01:00:00.000Z",)"
                                          R"("colour":"green","digest":")" + digest_text + R"(","party":"taihe","blob":""})");
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_TRUE(read->yes) << "a boolean stays as the struct begins";
  EXPECT_FALSE(read->inner.has_value());
  expect_refused(sample(R"("number":7,)", ""), Reason::missing_field, "number");
  expect_refused(sample(R"("colour":"green",)", ""), Reason::missing_field, "colour");
  expect_refused(sample(R"("party":"taihe",)", ""), Reason::missing_field, "party");
  expect_refused(sample(R"({"count":2})", "{}"), Reason::missing_field, "list[1].count");
}

TEST(Json, RefusesUnknownMembersWithTheNearestName) {
  expect_refused(sample(R"("amount")", R"("amuont")"), Reason::unknown_field, "");
  const auto read = from_json<Everything>(sample(R"("amount")", R"("amuont")"));
  EXPECT_NE(read.error().detail.find("did you mean \"amount\""), std::string::npos) << read.error().detail;
  expect_refused(sample(R"({"count":3})", R"({"count":3,"x":1})"), Reason::unknown_field, "inner");
}

TEST(Json, RefusesOtherForms) {
  expect_refused(sample(R"("yes":false)", R"("yes":0)"), Reason::bad_text, "yes");
  for (const char* number : {"-1", "1.5", "1e3", "9007199254740992", "18446744073709551616", "1e30"})
    expect_refused(sample(R"("number":7)", std::string(R"("number":)") + number), Reason::out_of_range, "number");
  expect_refused(sample(R"("number":7)", R"("number":"7")"), Reason::bad_text, "number");
  expect_refused(sample(R"("number":7)", R"("number":true)"), Reason::bad_text, "number");
  for (const char* fen : {"900000000", "\"-1\"", "\"01\"", "\"\"", "\"1.0\"", "\"18446744073709551616\""})
    expect_refused(sample(R"("fen":"900000000")", std::string(R"("fen":)") + fen), Reason::bad_text, "fen");
  expect_refused(sample(R"("amount":"200000.00")", R"("amount":200000.00)"), Reason::bad_text, "amount");
  for (const char* amount : {"1,000.00", "-1", "1.234", "1e5", "10000000000000000", ""})
    expect_refused(sample("200000.00", amount), Reason::bad_amount, "amount");
  expect_refused(sample("2026-08-28", "2026-02-29"), Reason::bad_date, "date");
  expect_refused(sample("2026-03-02T01:00:00.000Z", "2026-03-02T01:00:00Z"), Reason::bad_date, "time");
  expect_refused(sample("\"green\"", "\"blue\""), Reason::bad_text, "colour");
  expect_refused(sample(digest_text, std::string(64, 'A')), Reason::bad_text, "digest");
  expect_refused(sample(digest_text, std::string(62, 'a')), Reason::bad_text, "digest");
  expect_refused(sample("\"taihe\"", "\"Taihe\""), Reason::bad_text, "party");
  expect_refused(sample("\"AQI\"", "\"AQI=\""), Reason::bad_text, "blob");
  expect_refused(sample("{\"count\":3}", "null"), Reason::bad_text, "inner");
  expect_refused(sample("{\"count\":3}", "[]"), Reason::bad_text, "inner");
}

TEST(Json, HoldsEveryLimit) {
  expect_refused(sample(R"(a\"\\\u0001é)", "12345678901"), Reason::too_large, "words");
  expect_refused(sample("\"AQI\"", "\"AAAAAAAAAAAA\""), Reason::too_large, "blob");
  expect_refused(sample(R"([{"count":1},{"count":2}])", R"([{"count":1},{"count":2},{"count":3},{"count":4}])"),
                 Reason::too_large, "list");
}

TEST(Json, NamesTheMemberInErrorsAndEchoesNoInput) {
  const std::string evil = "\\u001b[31m" + std::string(500, 'x');
  const auto read = from_json<Everything>(sample(R"("number")", "\"" + evil + "\""));
  ASSERT_FALSE(read.has_value());
  EXPECT_LT(read.error().detail.size(), 120u);
  for (const char c : read.error().detail) EXPECT_TRUE(c >= ' ' && c <= '~') << int(c);
}

TEST(Json, WritesOperationsWithTheirNames) {
  const Operation op = cash::Credit{test::id_of("taihe"), Currency::cny, test::yuan("10.00"), "R-1"};
  std::string text;
  append_json(text, shape_of<Operation>, &op);
  EXPECT_EQ(text, R"({"op":"cash.credit","args":{"party":"taihe","currency":"CNY","amount":"10.00","payment_ref":"R-1"}})");
  const auto read = from_json<Operation>(text);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(write_operation(*read), write_operation(op));
}

TEST(Json, RefusesOperationsThatAreNotOne) {
  const auto reason = [](std::string_view text) {
    const auto read = from_json<Operation>(text);
    return read ? std::string("accepted") : std::string(name_of(read.reason()));
  };
  EXPECT_EQ(reason(R"({"op":"cash.credti","args":{}})"), "OPERATION_UNKNOWN");
  EXPECT_EQ(reason(R"({"op":"cash.credit"})"), "MISSING_FIELD");
  EXPECT_EQ(reason(R"({"args":{}})"), "MISSING_FIELD");
  EXPECT_EQ(reason(R"({"op":7,"args":{}})"), "BAD_TEXT");
  EXPECT_EQ(reason(R"({"op":"cash.credit","args":{},"extra":1})"), "UNKNOWN_FIELD");
  EXPECT_EQ(reason(R"("cash.credit")"), "BAD_TEXT");
}

TEST(Json, RandomOperationsSurviveTheRoundTrip) {
  const std::uint64_t seed = 20260302;
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  test::Dice dice(seed);
  test::RandomValue random(dice);
  random.items_up_to(16);
  for (int i = 0; i < 2000; ++i) {
    const Operation op = test::random_operation(random);
    std::string text;
    append_json(text, shape_of<Operation>, &op);
    const auto read = from_json<Operation>(text);
    // Numbers of 64 bits that are no JSON numbers, and Fen beyond what the reader takes, do not occur in
    // operations; everything an operation can hold must come back.
    ASSERT_TRUE(read.has_value()) << read.error().detail << "\n" << text;
    ASSERT_EQ(hex(write_operation(*read).bytes), hex(write_operation(op).bytes)) << text;
  }
}

TEST(Json, GenesisSurvivesTheRoundTrip) {
  const GenesisConfig genesis = test::demo_genesis();
  const auto read = from_json<GenesisConfig>(to_json(genesis));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(chain_of(*read), chain_of(genesis));
}

}  // namespace
}  // namespace allonge::api
