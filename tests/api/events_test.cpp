#include "api/methods/events.h"

#include "contracts/operations.h"
#include "tests/api/story.h"

namespace allonge::test {
namespace {

std::vector<std::string> cursors(const JsonValue& reply) {
  std::vector<std::string> out;
  for (const JsonValue& one : reply.find("events")->items) out.push_back(text_at(one, "cursor"));
  return out;
}

TEST(Cursor, HasOneText) {
  for (const char* good : {"0.0.0", "12345.7.3", "9999999999999999.0.1"}) {
    const auto read = api::Cursor::parse(good);
    ASSERT_TRUE(read.has_value()) << good;
    EXPECT_EQ(read->text(), good);
  }
  for (const char* bad : {"", "1", "1.2", "1.2.3.4", "01.0.0", "1.-2.3", "1.2.3 ", " 1.2.3", "+1.2.3", "1..3", "99999999999999999999.0.0", "a.b.c"})
    EXPECT_FALSE(api::Cursor::parse(bad).has_value()) << bad;
  EXPECT_LT(*api::Cursor::parse("2.10.0"), *api::Cursor::parse("10.2.0")) << "numeric, not as text";
}

TEST(Events, AreReadInPiecesWithoutLossOrRepetition) {
  Story story;
  const auto all = cursors(story.result("event_list", R"({"limit":500})"));
  ASSERT_GE(all.size(), 8u);
  for (const int limit : {1, 2, 3, 7}) {
    std::vector<std::string> pieces;
    std::string after = "0.0.0";
    bool more = true;
    for (int round = 0; more && round < 100; ++round) {
      const JsonValue reply = story.result("event_list", R"({"after":")" + after + R"(","limit":)" + std::to_string(limit) + "}");
      for (const std::string& one : cursors(reply)) pieces.push_back(one);
      after = text_at(reply, "scanned_to");
      more = text_at(reply, "more") == "true";
    }
    EXPECT_EQ(pieces, all) << limit;
    EXPECT_EQ(after, text_at(story.result("event_list", R"({"after":")" + after + "\"}"), "head"));
  }
}

TEST(Events, AreFilteredByTypePartyAndSubject) {
  Story story;
  const auto count = [&](const std::string& filter) {
    return cursors(story.result("event_list", R"({"limit":500,"filter":)" + filter + "}")).size();
  };
  EXPECT_EQ(count(R"({"types":["cash.credited"]})"), count(R"({"types":["cash.*"]})"));
  EXPECT_GT(count(R"({"types":["cash.*"]})"), 0u);
  EXPECT_EQ(count(R"({"types":["cash"]})"), 0u);
  EXPECT_GT(count(R"({"types":["*"]})"), count(R"({"types":["cash.*"]})"));
  EXPECT_GT(count(R"({"parties":["dongfang"]})"), 0u);
  EXPECT_EQ(count(R"({"parties":["regulator"]})"), 0u);
  EXPECT_GT(count(R"({"subjects":[")" + story.transfer.text() + "\"]}"), 0u);
  EXPECT_EQ(count(R"({"types":["cash.*"],"parties":["dongfang"]})"), 0u) << "all members must match";
}

TEST(Events, MoveOnWhereNothingMatches) {
  Story story;
  const JsonValue reply = story.result("event_list", R"({"filter":{"types":["no.such"]}})");
  EXPECT_TRUE(reply.find("events")->items.empty());
  EXPECT_EQ(text_at(reply, "scanned_to"), text_at(reply, "head"));
  EXPECT_EQ(text_at(reply, "more"), "false");
}

TEST(Events, HiddenOnesDoNotShiftCursors) {
  Story story;
  api::Caller lanwan;
  lanwan.sees_everything = false;
  lanwan.party = id_of("lanwan");
  const auto answer = api::dispatch(R"({"jsonrpc":"2.0","id":1,"method":"event_list","params":{"limit":500}})", lanwan, story.ledger,
                                    story.ledger.steady_ms(), false);
  const auto value = parse_json(*answer.text);
  const auto seen = cursors(*value->find("result"));
  const auto all = cursors(story.result("event_list", R"({"limit":500})"));
  EXPECT_LT(seen.size(), all.size());
  EXPECT_GT(seen.size(), 0u);
  for (const std::string& one : seen) EXPECT_NE(std::find(all.begin(), all.end(), one), all.end());
}

TEST(Events, WaitUntilSomethingMatches) {
  Story story;
  const std::string head = text_at(story.result("event_wait", "{}"), "head");
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"event_wait","params":{"after":")" + head +
                           R"(","filter":{"types":["cash.*"]},"timeout_ms":20000}})";
  const std::uint64_t started = story.ledger.steady_ms();
  const api::RpcAnswer first = api::dispatch(body, {}, story.ledger, started, false);
  EXPECT_FALSE(first.text.has_value());
  EXPECT_EQ(first.wait_until_ms, started + 20'000);
  story.ledger.make_block();  // nothing for this reader
  EXPECT_FALSE(api::dispatch(body, {}, story.ledger, started, false).text.has_value());
  const auto done = story.ledger.act("jianghai", cash::Credit{id_of("taihe"), Currency::cny, yuan("1.00"), "JH-9"});
  ASSERT_TRUE(done.ok);
  const api::RpcAnswer second = api::dispatch(body, {}, story.ledger, started, false);
  ASSERT_TRUE(second.text.has_value());
  EXPECT_EQ(cursors(*parse_json(*second.text)->find("result")).size(), 1u);
}

TEST(Events, NoEventsIsAnAnswerThatMovesOn) {
  Story story;
  const std::string head = text_at(story.result("event_wait", "{}"), "head");
  story.ledger.make_block();
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"event_wait","params":{"after":")" + head + R"("}})";
  const api::RpcAnswer answer = api::dispatch(body, {}, story.ledger, story.ledger.steady_ms(), true);
  ASSERT_TRUE(answer.text.has_value());
  const auto value = parse_json(*answer.text);
  EXPECT_NE(text_at(*value->find("result"), "scanned_to"), head);
}

TEST(Events, AWaitingReaderIsNotMadeToLookAtOldBlocksAgainAndAgain) {
  Story story;
  const std::string head = text_at(story.result("event_wait", "{}"), "head");
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"event_wait","params":{"after":")" + head + R"(","filter":{"types":["no.such"]}}})";
  const std::uint64_t started = story.ledger.steady_ms();
  const std::uint64_t read_before = story.ledger.blocks_read();
  int asked = 0;
  for (; asked < 200; ++asked) {
    story.ledger.make_block(10);
    if (api::dispatch(body, {}, story.ledger, started, false).text) break;
  }
  EXPECT_LT(asked, 70) << "it gets its progress instead";
  EXPECT_LE(story.ledger.blocks_read() - read_before, std::uint64_t(asked) + 5);
}

// A batch of a hundred readers whose filters matched nothing had 200,000 blocks read before anybody else was answered.
TEST(Events, TheReadersOfABatchShareOneBudget) {
  Story story;
  while (story.ledger.snapshot()->header().height < 2'100) story.ledger.make_block(10);
  std::string body;
  for (int i = 0; i < 100; ++i)
    body += std::string(i == 0 ? "[" : ",") + R"({"jsonrpc":"2.0","id":)" + std::to_string(i) +
            R"(,"method":"event_list","params":{"filter":{"types":["no.such"]}}})";
  const std::uint64_t read_before = story.ledger.blocks_read();
  const api::RpcAnswer answer = api::dispatch(body + "]", {}, story.ledger, story.ledger.steady_ms(), false);
  EXPECT_LE(story.ledger.blocks_read() - read_before, 2'001u);
  const auto value = parse_json(*answer.text);
  ASSERT_EQ(value->items.size(), 100u);
  const JsonValue& first = *value->items.front().find("result");
  const JsonValue& last = *value->items.back().find("result");
  EXPECT_EQ(text_at(first, "scanned_to").substr(0, 5), "2000.");
  EXPECT_EQ(text_at(last, "scanned_to"), "0.0.0") << "goes on from where it began";
  for (const JsonValue* const one : {&first, &last}) EXPECT_EQ(text_at(*one, "more"), "true");
}

TEST(Events, PagesOfBlocksComeOutOfTheSameBudget) {
  Story story;
  while (story.ledger.snapshot()->header().height < 600) story.ledger.make_block(10);
  std::string body;
  for (int i = 0; i < 100; ++i)
    body += std::string(i == 0 ? "[" : ",") + R"({"jsonrpc":"2.0","id":)" + std::to_string(i) +
            R"(,"method":"chain_listBlocks","params":{"limit":500}})";
  const std::uint64_t read_before = story.ledger.blocks_read();
  const api::RpcAnswer answer = api::dispatch(body + "]", {}, story.ledger, story.ledger.steady_ms(), false);
  EXPECT_LE(story.ledger.blocks_read() - read_before, 2'100u);
  const auto value = parse_json(*answer.text);
  const JsonValue& last = *value->items.back().find("result");
  EXPECT_EQ(last.find("blocks")->items.size(), 1u) << "moves on all the same";
  EXPECT_NE(text_at(last, "next"), "(no next)");
}

TEST(Events, SayWhenTheirBlocksAreNoLongerKept) {
  Story story;
  story.ledger.forget_blocks_below(4);
  EXPECT_EQ(text_at(story.error("event_list", R"({"after":"1.0.0"})"), "code"), "1302");
  story.result("event_list", R"({"after":"4.0.0"})");
}

TEST(Events, RefuseOddLimits) {
  Story story;
  EXPECT_EQ(text_at(story.error("event_list", R"({"limit":0})"), "code"), "-32602");
  EXPECT_EQ(text_at(story.error("event_list", R"({"limit":501})"), "code"), "-32602");
  EXPECT_EQ(text_at(story.error("event_list", R"({"after":"7"})"), "code"), "-32602");
}

// A cursor with a digit too many waited for ever.
TEST(Events, RefuseACursorBeyondTheEndAndNameTheEnd) {
  Story story;
  const std::string head = text_at(story.result("event_wait", "{}"), "head");
  for (const char* method : {"event_list", "event_wait"}) {
    const JsonValue data = *story.error(method, R"({"after":"999999.0.0"})").find("data");
    EXPECT_EQ(text_at(data, "reason"), "OUT_OF_RANGE");
    EXPECT_NE(text_at(data, "detail").find(head), std::string::npos) << text_at(data, "detail");
    EXPECT_EQ(text_at(*story.error(method, R"({"after":")" + head.substr(0, head.find('.')) + R"(.99.0"})").find("data"), "reason"), "OUT_OF_RANGE");
  }
  EXPECT_EQ(cursors(story.result("event_list", R"({"after":")" + head + R"("})")).size(), 0u) << "the end itself";
}

}  // namespace
}  // namespace allonge::test
