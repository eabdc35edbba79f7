#include "api/dispatch.h"

#include "api/methods.h"
#include "api/rpc_error.h"
#include "tests/api/story.h"

namespace allonge::test {
namespace {

std::string code_of(const std::string& answer) {
  const auto value = parse_json(answer);
  if (!value || value->find("error") == nullptr) return "no error: " + answer;
  return text_at(*value->find("error"), "code");
}

TEST(Dispatch, AnswersOneCallAndEchoesItsId) {
  Story story;
  for (const char* id : {"1", "\"abc\"", "null", "1.5", "1180591620717411303424", "-7", "1e400", "\"\""}) {
    const std::string answer = story.ask(std::string(R"({"jsonrpc":"2.0","id":)") + id + R"(,"method":"chain_head"})");
    EXPECT_EQ(answer.rfind(std::string(R"({"jsonrpc":"2.0","id":)") + id + R"(,"result":{)", 0), 0u) << answer;
  }
}

TEST(Dispatch, RefusesWhatIsNoRequest) {
  Story story;
  const struct {
    const char* body;
    const char* code;
  } cases[] = {
      {"", "-32700"},
      {"{", "-32700"},
      {"[1,2", "-32700"},
      {"{} x", "-32700"},
      {R"({"jsonrpc":"2.0","jsonrpc":"2.0","id":1,"method":"chain_head"})", "-32700"},  // duplicate keys
      {"{}", "-32600"},
      {"1", "-32600"},
      {"\"text\"", "-32600"},
      {"null", "-32600"},
      {"[]", "-32600"},
      {R"({"id":1,"method":"chain_head"})", "-32600"},
      {R"({"jsonrpc":"1.0","id":1,"method":"chain_head"})", "-32600"},
      {R"({"jsonrpc":2.0,"id":1,"method":"chain_head"})", "-32600"},
      {R"({"jsonrpc":"2.0","id":1})", "-32600"},
      {R"({"jsonrpc":"2.0","id":1,"method":7})", "-32600"},
      {R"({"jsonrpc":"2.0","id":{"a":1},"method":"chain_head"})", "-32600"},
      {R"({"jsonrpc":"2.0","id":[1],"method":"chain_head"})", "-32600"},
      {R"({"jsonrpc":"2.0","id":true,"method":"chain_head"})", "-32600"},
      {R"({"jsonrpc":"2.0","id":1,"method":"chain_head","param":{}})", "-32600"},
      {R"({"jsonrpc":"2.0","id":1,"method":"chain_haed"})", "-32601"},
      {R"({"jsonrpc":"2.0","id":1,"method":"chain_head","params":[]})", "-32602"},
      {R"({"jsonrpc":"2.0","id":1,"method":"chain_head","params":null})", "-32602"},
      {R"({"jsonrpc":"2.0","id":1,"method":"chain_head","params":{"x":1}})", "-32602"},
      {R"({"jsonrpc":"2.0","id":1,"method":"party_get","params":{}})", "-32602"},
      {R"({"jsonrpc":"2.0","id":1,"method":"party_get","params":{"id":"NOT A NAME"}})", "-32602"},
      {R"({"jsonrpc":"2.0","id":1,"method":"party_get","params":{"id":"nobody-here"}})", "1103"},
  };
  for (const auto& one : cases) EXPECT_EQ(code_of(story.ask(one.body)), one.code) << one.body;
  const std::string odd = story.ask(R"({"jsonrpc":"2.0","id":{"a":1},"method":"chain_head"})");
  EXPECT_NE(odd.find("\"id\":null"), std::string::npos) << "an id that is none is not echoed: " << odd;
}

TEST(Dispatch, SurvivesHostileBodies) {  // P31
  Story story;
  EXPECT_EQ(code_of(story.ask(std::string(1'000'000, '['))), "-32700");
  EXPECT_EQ(code_of(story.ask(std::string(10 * 1024 * 1024, ' '))), "-32600");  // larger than a body may be
  EXPECT_EQ(code_of(story.ask(std::string("{\"a\":1}\0 more", 13))), "-32700");
  EXPECT_EQ(code_of(story.ask("{\"a\":\"\xC0\xAF\"}")), "-32700");
  EXPECT_EQ(code_of(story.ask("\xEF\xBB\xBF{}")), "-32700");
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += R"({"a":)";
  EXPECT_EQ(code_of(story.ask(deep)), "-32700");
}

TEST(Dispatch, ErrorsNeverEchoInput) {
  Story story;
  const std::string evil = "\\u001b[31m<script>" + std::string(2000, 'z');
  for (const std::string& body :
       {R"({"jsonrpc":"2.0","id":1,"method":")" + evil + "\"}",
        R"({"jsonrpc":"2.0","id":1,"method":"party_get","params":{")" + evil + "\":1}}",
        R"({"jsonrpc":"2.0","id":1,"method":"party_get","params":{"id":")" + evil + "\"}}"}) {
    const std::string answer = story.ask(body);
    EXPECT_LT(answer.size(), 800u) << answer;
    EXPECT_EQ(answer.find("\x1b"), std::string::npos);
    EXPECT_EQ(answer.find("\\u001b"), std::string::npos) << answer;
  }
}

TEST(Dispatch, SaysWhatWasMeant) {
  Story story;
  EXPECT_NE(story.ask(R"({"jsonrpc":"2.0","id":1,"method":"chain_haed"})").find("chain_head"), std::string::npos);
  const JsonValue error = story.error("party_get", R"({"id":"taihe","histroy":true})");
  EXPECT_EQ(text_at(*error.find("data"), "reason"), "UNKNOWN_FIELD");
  EXPECT_NE(text_at(*error.find("data"), "detail").find("history"), std::string::npos);
}

TEST(Dispatch, ErrorsCarryEverythingACallerNeeds) {
  Story story;
  const JsonValue error = story.error("party_get", R"({"id":"nobody-here","lang":"zh"})");
  EXPECT_EQ(text_at(error, "code"), "1103");
  EXPECT_EQ(text_at(error, "message"), row_of(Reason::not_found).en);
  const JsonValue* data = error.find("data");
  ASSERT_NE(data, nullptr);
  EXPECT_EQ(text_at(*data, "reason"), "NOT_FOUND");
  EXPECT_EQ(text_at(*data, "message_local"), row_of(Reason::not_found).zh);
  EXPECT_EQ(text_at(*data, "hint"), api::hint_of(Reason::not_found));
  EXPECT_EQ(text_at(*data, "retry"), "never");
  EXPECT_EQ(text_at(*data, "who"), "caller");
  const JsonValue field = story.error("cash_get", R"({"party":5})");
  EXPECT_EQ(text_at(*field.find("data"), "field"), "party");
}

// The same mistake came as -32602 or as 104, 105 by who had noticed it: the reader or the method.
TEST(Dispatch, WhatIsWrongWithTheRequestComesUnderOneCode) {
  Story story;
  const struct {
    const char* method;
    const char* params;
    const char* reason;
  } cases[] = {
      {"party_get", "{}", "MISSING_FIELD"},                                        // noticed by the reader
      {"tx_status", "{}", "MISSING_FIELD"},                                        // by the method
      {"party_list", R"({"limit":501})", "OUT_OF_RANGE"},
      {"chain_block", R"({"height":1,"hash":"8d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7"})", "OUT_OF_RANGE"},
      {"tx_submit", R"({"tx":"AAAA"})", "BAD_ENCODING"},
  };
  for (const auto& one : cases) {
    const JsonValue error = story.error(one.method, one.params);
    EXPECT_EQ(text_at(error, "code"), "-32602") << one.method;
    EXPECT_EQ(text_at(*error.find("data"), "reason"), one.reason) << one.method;
  }
}

// A request without "jsonrpc" was told to look for duplicate keys.
TEST(Dispatch, HintsFitWhatIsWrong) {
  Story story;
  const auto data_of = [&](const char* body) { return *parse_json(story.ask(body))->find("error")->find("data"); };
  const JsonValue missing = data_of(R"({"id":1,"method":"chain_head"})");
  EXPECT_EQ(text_at(missing, "reason"), "MISSING_FIELD");
  EXPECT_EQ(text_at(missing, "field"), "jsonrpc");
  EXPECT_EQ(text_at(data_of(R"({"jsonrpc":"1.0","id":1,"method":"chain_head"})"), "reason"), "BAD_TEXT");
  EXPECT_EQ(text_at(data_of(R"({"jsonrpc":"2.0","jsonrpc":"2.0","id":1,"method":"chain_head"})"), "reason"), "BAD_JSON");
  const JsonValue form = *story.error("party_get", R"({"id":"NOT A NAME"})").find("data");
  EXPECT_NE(text_at(form, "hint").find("rpc.discover"), std::string::npos) << text_at(form, "hint");
  const JsonValue nobody = *story.error("party_get", R"({"id":"nobody-here"})").find("data");
  EXPECT_NE(text_at(nobody, "hint").find("needed whole"), std::string::npos) << "a party has no unique beginning: " << text_at(nobody, "hint");
}

TEST(Dispatch, EveryCallMayNameChainLanguageAndHeight) {
  Story story;
  const std::string chain = story.ledger.chain().hex();
  const std::string head = std::to_string(story.ledger.snapshot()->header().height);
  story.result("chain_head", R"({"chain":")" + chain + R"(","lang":"zh","at":)" + head + "}");
  EXPECT_EQ(text_at(story.error("chain_head", R"({"chain":")" + std::string(64, '0') + "\"}"), "code"), "1006");
  EXPECT_EQ(text_at(story.error("chain_head", R"({"at":0})"), "code"), "1301");
  EXPECT_EQ(text_at(story.error("chain_head", R"({"chain":"short"})"), "code"), "-32602");
  EXPECT_EQ(text_at(story.error("chain_head", R"({"lang":"fr"})"), "code"), "-32602");
}

TEST(Dispatch, AnswersABatchInItsOrder) {
  Story story;
  const std::string answer = story.ask(
      R"([{"jsonrpc":"2.0","id":"a","method":"chain_head"},{"jsonrpc":"2.0","id":2,"method":"no_such"},7,)"
      R"({"jsonrpc":"2.0","method":"chain_head"},{"jsonrpc":"2.0","id":3,"method":"party_get","params":{"id":"taihe"}}])");
  const auto batch = parse_json(answer);
  ASSERT_TRUE(batch.has_value() && batch->type == JsonValue::Type::array) << answer;
  ASSERT_EQ(batch->items.size(), 4u) << answer;
  EXPECT_EQ(text_at(batch->items[0], "id"), "a");
  EXPECT_NE(batch->items[0].find("result"), nullptr);
  EXPECT_EQ(text_at(batch->items[1], "id"), "2");
  EXPECT_NE(batch->items[1].find("error"), nullptr);
  EXPECT_EQ(batch->items[2].find("id")->type, JsonValue::Type::null);
  EXPECT_EQ(text_at(batch->items[3], "id"), "3");
}

TEST(Dispatch, LimitsBatches) {  // P32
  Story story;
  const auto batch = [](int calls) {
    std::string out = "[";
    for (int i = 0; i < calls; ++i) out += std::string(i ? "," : "") + R"({"jsonrpc":"2.0","id":1,"method":"chain_head"})";
    return out + "]";
  };
  EXPECT_EQ(parse_json(story.ask(batch(100)))->items.size(), 100u);
  EXPECT_EQ(code_of(story.ask(batch(101))), "-32600");
  EXPECT_EQ(code_of(story.ask(batch(10'000))), "-32600");
}

TEST(Dispatch, DoesNotAnswerNotifications) {
  Story story;
  EXPECT_EQ(story.ask(R"({"jsonrpc":"2.0","method":"chain_head"})"), "");
  EXPECT_EQ(story.ask(R"([{"jsonrpc":"2.0","method":"chain_head"},{"jsonrpc":"2.0","method":"no_such"}])"), "");
  // It is carried out all the same, and never waits.
  const Bytes bytes = story.ledger.sign("jianghai", {write_operation(Operation(cash::Credit{id_of("taihe"), Currency::cny, yuan("1.00"), "JH-9"}))});
  EXPECT_EQ(story.ask(R"({"jsonrpc":"2.0","method":"tx_submit","params":{"tx":")" + base64url(bytes) + R"(","wait":"committed"}})"), "");
  EXPECT_EQ(story.ledger.status_of(read_transaction(bytes)->id).phase, api::Phase::pending);
}

TEST(Dispatch, AnAnswerIsNeverLargerThanItsLimit) {
  Story story;
  // The whole document many times over: ten of them are more than an answer may hold, or not; count.
  const std::size_t one = story.ask(R"({"jsonrpc":"2.0","id":1,"method":"rpc.discover"})").size();
  std::string body = "[";
  for (int i = 0; i < 100; ++i) body += std::string(i ? "," : "") + R"({"jsonrpc":"2.0","id":1,"method":"rpc.discover"})";
  const std::string answer = story.ask(body + "]");
  EXPECT_LE(answer.size(), limits::rpc_answer + 100 * 1000);
  const std::size_t fit = limits::rpc_answer / one;
  if (fit < 100) {
    EXPECT_NE(answer.find("TOO_LARGE"), std::string::npos);
  }
}

// ---- waiting

TEST(Dispatch, PutsOffAnAnswerUntilItsTransactionIsDecided) {
  Story story;
  const std::uint64_t before = story.ledger.submits();
  const Bytes bytes = story.ledger.sign("jianghai", {write_operation(Operation(cash::Credit{id_of("taihe"), Currency::cny, yuan("1.00"), "JH-9"}))});
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"tx_submit","params":{"tx":")" + base64url(bytes) +
                           R"(","wait":"committed","timeout_ms":5000}})";
  const std::uint64_t started = story.ledger.steady_ms();
  const api::RpcAnswer first = api::dispatch(body, {}, story.ledger, started, false);
  EXPECT_FALSE(first.text.has_value());
  EXPECT_EQ(first.wait_until_ms, started + 5000);
  EXPECT_FALSE(api::dispatch(body, {}, story.ledger, started, false).text.has_value());
  EXPECT_EQ(story.ledger.submits(), before + 1) << "asked again, it is not handed in again";
  story.ledger.make_block();
  const api::RpcAnswer second = api::dispatch(body, {}, story.ledger, started, false);
  ASSERT_TRUE(second.text.has_value());
  EXPECT_NE(second.text->find(R"("status":"committed")"), std::string::npos) << *second.text;
  EXPECT_NE(second.text->find(R"("replayed":false)"), std::string::npos) << *second.text;
}

TEST(Dispatch, PendingIsAnAnswerWhenTimeIsUp) {
  Story story;
  const Bytes bytes = story.ledger.sign("jianghai", {write_operation(Operation(cash::Credit{id_of("taihe"), Currency::cny, yuan("1.00"), "JH-9"}))});
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"tx_submit","params":{"tx":")" + base64url(bytes) +
                           R"(","wait":"committed","timeout_ms":500}})";
  const std::uint64_t started = story.ledger.steady_ms();
  EXPECT_FALSE(api::dispatch(body, {}, story.ledger, started, false).text.has_value());
  const api::RpcAnswer last = api::dispatch(body, {}, story.ledger, started, true);
  ASSERT_TRUE(last.text.has_value());
  EXPECT_NE(last.text->find(R"("status":"pending")"), std::string::npos) << *last.text;
  story.ledger.pass(500);  // also without last_chance, when nobody asked in time
  EXPECT_TRUE(api::dispatch(body, {}, story.ledger, started, false).text.has_value());
}

TEST(Dispatch, ABatchAnswersWhenAllAreReadyAndReadsAfterwards) {
  Story story;
  const auto submit = [&](const char* ref, int id) {
    const Bytes bytes = story.ledger.sign("jianghai", {write_operation(Operation(cash::Credit{id_of("lanwan"), Currency::cny, yuan("1.00"), ref}))});
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":"tx_submit","params":{"tx":")" + base64url(bytes) + R"(","wait":"committed"}})";
  };
  const std::string body = "[" + submit("JH-7", 1) + "," + submit("JH-8", 2) +
                           R"(,{"jsonrpc":"2.0","id":3,"method":"cash_get","params":{"party":"lanwan"}}])";
  const std::uint64_t started = story.ledger.steady_ms();
  EXPECT_FALSE(api::dispatch(body, {}, story.ledger, started, false).text.has_value());
  story.ledger.make_block();
  const api::RpcAnswer answer = api::dispatch(body, {}, story.ledger, started, false);
  ASSERT_TRUE(answer.text.has_value());
  EXPECT_NE(answer.text->find(R"("balance":"2.00")"), std::string::npos) << "reads see what was waited for: " << *answer.text;
}

TEST(Dispatch, ReadsAWaitingBodyOnceAndForgetsItWhenItIsAnswered) {
  Story story;
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"tx_wait","params":{"digest":")" + std::string(64, '0') + R"("}})";
  const std::uint64_t started = story.ledger.steady_ms();
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(api::dispatch(body, {}, story.ledger, started, false).text.has_value());
    EXPECT_EQ(story.ledger.waiting().guests(), 1u);
  }
  EXPECT_TRUE(api::dispatch(body, {}, story.ledger, started, true).text.has_value());
  EXPECT_EQ(story.ledger.waiting().guests(), 0u);
  // Clients that went away leave their bodies behind; room is limited.
  for (std::uint64_t i = 0; i < 1000; ++i) api::dispatch(body, {}, story.ledger, started + i, false);
  EXPECT_EQ(story.ledger.waiting().guests(), api::WaitingRoom::most_guests);
}

TEST(Dispatch, ACallerNeverGetsWhatAnotherWaitedFor) {
  Story story;
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"tx_wait","params":{"digest":")" + story.credit.hex() + R"("}})";
  const std::string both = "[" + body + R"(,{"jsonrpc":"2.0","id":2,"method":"tx_wait","params":{"digest":")" + std::string(64, '0') + R"("}}])";
  const std::uint64_t started = story.ledger.steady_ms();
  EXPECT_FALSE(api::dispatch(both, {}, story.ledger, started, false).text.has_value());
  api::Caller platform;
  platform.sees_everything = false;
  platform.party = id_of("platform");
  const api::RpcAnswer other = api::dispatch(both, platform, story.ledger, started, true);
  EXPECT_EQ(other.text->find("committed"), std::string::npos) << *other.text;
}

TEST(Dispatch, FindsEveryMethodOfTheList) {
  for (const api::Method& method : api::methods()) EXPECT_EQ(api::find_method(method.card.name), &method);
  EXPECT_EQ(api::find_method("eth_sendTransaction"), nullptr);
}

}  // namespace
}  // namespace allonge::test
