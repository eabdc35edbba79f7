// Every method's example runs through the dispatcher against a real ledger, and its answer is what the
// method's own schema says: documentation that is tried.
#include "api/methods.h"

#include <gtest/gtest.h>

#include "api/openrpc.h"
#include "contracts/credential/apply_credential.h"
#include "tests/api/story.h"
#include "tests/support/json_schema.h"

namespace allonge::test {
namespace {

// The ids of examples stand for real ones: these are the story's.
std::string with_real_ids(std::string text, const Story& story, const ApplicationId& application) {
  const std::pair<std::string, std::string> ids[] = {
      {"RC-0000-0000-0001-2", story.certificate.text()},
      {"INV-0000-0000-0001-2", story.invoice.text()},
      {"TR-0000-0000-0001-2", story.transfer.text()},
      {"FN-0000-0000-0001-2", story.financing.text()},
      {"AP-0000-0000-0001-2", application.text()},
      {"59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19", story.kyc.hex()},
      {"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f", story.credit.hex()},
      {"0191f4c2a1b07d3e8f00112233445566", story.credit_idem.hex()},
  };
  for (const auto& [from, to] : ids)
    for (std::size_t at; (at = text.find(from)) != std::string::npos;) text.replace(at, from.size(), to);
  return text;
}

std::string real_submission(Story& story) {
  const Bytes bytes = story.ledger.sign("jianghai", {write_operation(Operation(cash::Credit{id_of("taihe"), Currency::cny, yuan("1.00"), "JH-9"}))});
  const SignedTransaction parts = *decode<SignedTransaction>(bytes);
  std::string out = R"({"tx":")" + base64url(parts.body.bytes) + R"(","signatures":[)";
  for (const KeySignature& one : parts.signatures)
    out += (out.back() == '[' ? "" : ",") + (R"({"key":")" + one.key.hex()) + R"(","sig":")" + one.signature.hex() + "\"}";
  return out + R"(],"wait":"none"})";
}

struct Document {
  JsonValue whole;
  const JsonValue* components;
  const JsonValue* method(std::string_view name) const {
    for (const JsonValue& one : whole.find("methods")->items)
      if (text_at(one, "name") == name) return &one;
    return nullptr;
  }
};
const Document& document() {
  static const Document read = [] {
    JsonLimits limits;
    limits.bytes = 8 * 1024 * 1024;
    auto value = parse_json(api::openrpc_document(), limits);
    EXPECT_TRUE(value.has_value()) << (value ? "" : value.error().detail);
    return Document{*std::move(value), nullptr};
  }();
  static const Document out{read.whole, read.whole.find("components")->find("schemas")};
  return out;
}

TEST(Methods, EveryExampleRunsAndItsAnswerFitsTheSchema) {
  Story story;
  const auto asked = story.ledger.act(
      "shunchang", credential::ApplyForCredential{{}, id_of("jianghai"), "LegalEntityKyc", {}, digest_of("claims"), {}});
  ASSERT_TRUE(asked.ok);
  const ApplicationId application = ApplicationId::derive(asked.id, 0);
  for (const api::Method& method : api::methods()) {
    const std::string params = std::string_view(method.card.name) == "tx_submit"
                                   ? real_submission(story)
                                   : with_real_ids(std::string(method.example.params), story, application);
    const JsonValue result = story.result(method.card.name, params);
    const JsonValue* described = document().method(method.card.name);
    ASSERT_NE(described, nullptr) << method.card.name;
    const JsonValue& schema = *described->find("result")->find("schema");
    const auto no = misfit(schema, result, *document().components);
    EXPECT_FALSE(no.has_value()) << method.card.name << " " << *no;
    // What the document shows as the example's result is of the same form.
    const auto shown = parse_json(method.example.result);
    ASSERT_TRUE(shown.has_value()) << method.card.name;
    const auto shown_no = misfit(schema, *shown, *document().components);
    EXPECT_FALSE(shown_no.has_value()) << method.card.name << " example: " << *shown_no;
  }
}

TEST(Methods, EveryExamplesParamsFitTheSchema) {
  for (const api::Method& method : api::methods()) {
    const auto params = parse_json(method.example.params);
    ASSERT_TRUE(params.has_value()) << method.card.name;
    const JsonValue* described = document().method(method.card.name);
    ASSERT_NE(described, nullptr);
    for (const auto& [name, value] : params->members) {
      const JsonValue* schema = nullptr;
      for (const JsonValue& one : described->find("params")->items)
        if (text_at(one, "name") == name) schema = one.find("schema");
      ASSERT_NE(schema, nullptr) << method.card.name << " " << name;
      const auto no = misfit(*schema, value, *document().components, name);
      EXPECT_FALSE(no.has_value()) << method.card.name << " " << *no;
    }
  }
}

// The document allowed a page of four billion, the node did not.
TEST(Methods, TheSchemaOfANumberIsWhatTheReaderTakes) {
  Story story;
  int looked_at = 0;
  for (const api::Method& method : api::methods())
    for (const FieldInfo& field : method.params->fields) {
      const std::string name(field.name);
      if (name != "limit" && name != "timeout_ms") continue;
      ++looked_at;
      const std::uint64_t most = name == "limit" ? limits::largest_page : api::longest_wait_ms;
      const JsonValue* schema = nullptr;
      for (const JsonValue& one : document().method(method.card.name)->find("params")->items)
        if (text_at(one, "name") == name) schema = one.find("schema");
      ASSERT_NE(schema, nullptr) << method.card.name;
      for (const auto& [number, fits] : {std::pair{std::uint64_t{0}, false}, std::pair{std::uint64_t{1}, true}, std::pair{most, true}, std::pair{most + 1, false}}) {
        const std::string text = std::to_string(number);
        EXPECT_EQ(!misfit(*schema, *parse_json(text), *document().components, name), fits) << method.card.name << " " << name << " " << number;
        auto params = method.make_params();
        std::string where;
        const auto read = api::read_json(*method.params, params.get(), *parse_json("{\"" + name + "\":" + text + "}"), where);
        const bool refused = !read && read.reason() == Reason::out_of_range;
        EXPECT_EQ(!refused, fits) << method.card.name << " " << name << " " << number;
        if (refused) {
          EXPECT_EQ(where, name);
        }
      }
    }
  EXPECT_GE(looked_at, 12);
}

TEST(Methods, TellWhatTheStoryDid) {
  Story story;
  const std::string id = story.certificate.text();
  const JsonValue cert = story.result("cert_get", R"({"id":")" + id + "\"}");
  EXPECT_EQ(text_at(*cert.find("certificate"), "state"), "active");
  EXPECT_EQ(text_at(cert, "outstanding"), "1000000.00");
  EXPECT_EQ(cert.find("holders")->items.size(), 2u);
  EXPECT_EQ(text_at(cert.find("invoices")->items.at(0), "invoice"), story.invoice.text());

  const JsonValue ranges = story.result("cert_ranges", R"({"certificate":")" + id + "\"}");
  ASSERT_EQ(ranges.find("ranges")->items.size(), 3u);
  const JsonValue& first = ranges.find("ranges")->items[0];
  EXPECT_EQ(text_at(first, "owner"), "lanwan");
  EXPECT_EQ(text_at(first, "start"), "1");
  EXPECT_EQ(text_at(first, "end"), "30000000");
  EXPECT_EQ(text_at(ranges.find("ranges")->items[1], "state"), "offered");
  EXPECT_EQ(story.result("cert_ranges", R"({"certificate":")" + id + R"(","holder":"lanwan"})").find("ranges")->items.size(), 1u);
  EXPECT_EQ(text_at(story.result("cert_ranges", R"({"certificate":")" + id + R"(","unit":"30000001"})").find("ranges")->items.at(0), "owner"), "shunchang");
  EXPECT_EQ(text_at(story.error("cert_ranges", R"({"certificate":")" + id + R"(","unit":"100000001"})"), "code"), "2020");

  const JsonValue history = story.result("cert_history", R"({"certificate":")" + id + R"(","unit":"5"})");
  const JsonValue& title = history.find("titles")->items.at(0);
  EXPECT_EQ(text_at(title, "holder"), "lanwan");
  ASSERT_EQ(title.find("endorsements")->items.size(), 2u);
  EXPECT_EQ(text_at(title.find("endorsements")->items[0], "kind"), "issue");
  EXPECT_EQ(text_at(title.find("endorsements")->items[1], "to"), "lanwan");

  const JsonValue tree = story.result("cert_tree", R"({"certificate":")" + id + "\"}");
  EXPECT_EQ(text_at(tree, "turnover"), "300000.00");
  EXPECT_EQ(text_at(tree, "companies"), "2");
  EXPECT_EQ(tree.find("branches")->items.size(), 3u);

  const JsonValue holdings = story.result("holding_list", R"({"party":"shunchang"})");
  EXPECT_EQ(text_at(holdings.find("holdings")->items.at(0), "live"), "700000.00");
  EXPECT_EQ(text_at(holdings.find("holdings")->items.at(0), "offered"), "200000.00");

  for (const char* params : {R"({"party":"dongfang"})", R"({"party":"shunchang","direction":"from"})"}) {
    const JsonValue offers = story.result("transfer_list", params);
    ASSERT_EQ(offers.find("transfers")->items.size(), 1u) << params;
    EXPECT_EQ(text_at(offers.find("transfers")->items[0], "id"), story.transfer.text());
  }
  EXPECT_EQ(story.result("transfer_list", R"({"certificate":")" + id + "\"}").find("transfers")->items.size(), 1u);
  EXPECT_EQ(story.result("transfer_list", R"({"party":"lanwan"})").find("transfers")->items.size(), 0u);

  for (const char* params : {R"({"issuer":"taihe"})", R"({"issuer":"taihe","state":"active"})", R"({"payee":"shunchang"})",
                             R"({"holder":"lanwan"})", R"({"holder":"shunchang"})", R"({})", R"({"due_from":"2026-05-29"})",
                             R"({"due_to":"2026-05-29"})"})
    EXPECT_EQ(story.result("cert_list", params).find("certificates")->items.size(), 1u) << params;
  for (const char* params : {R"({"issuer":"core"})", R"({"issuer":"taihe","state":"pending"})", R"({"holder":"dongfang"})",
                             R"({"due_from":"2026-05-30"})", R"({"due_to":"2026-05-28"})"})
    EXPECT_EQ(story.result("cert_list", params).find("certificates")->items.size(), 0u) << params;

  EXPECT_EQ(text_at(story.result("invoice_get", R"({"id":")" + story.invoice.text() + "\"}"), "left"), "0.00");
  EXPECT_EQ(story.result("invoice_list", R"({"party":"taihe","side":"buyer"})").find("invoices")->items.size(), 1u);
  EXPECT_EQ(story.result("invoice_list", R"({"party":"shunchang","confirmed":false})").find("invoices")->items.size(), 0u);

  EXPECT_EQ(text_at(story.result("cash_get", R"({"party":"taihe"})").find("accounts")->items.at(0), "balance"), "500000.00");
  EXPECT_EQ(story.result("party_get", R"({"id":"taihe"})").find("keys")->items.size(), 5u);
}

TEST(Methods, ChecksInvoicesLikeTheRegister) {
  Story story;
  const auto verdict = [&](std::string number, std::string gross) {
    return text_at(story.result("invoice_check",
                                R"({"seller":"shunchang","buyer":"taihe","type":"electronic","number":")" + number +
                                    R"(","issue_date":"2026-02-26","currency":"CNY","gross":")" + gross + "\"}"),
                   "verdict");
  };
  EXPECT_EQ(verdict("24442000000012345678", "1000000.00"), "registered");
  EXPECT_EQ(verdict("２４４４２０００００００１２３４５６７８", "1000000.00"), "registered") << "full-width digits";
  EXPECT_EQ(verdict("24442000000012345678", "999.00"), "conflicts");
  EXPECT_EQ(verdict("0024442000000012345678", "5.00"), "resembles");
  EXPECT_EQ(verdict("777", "1000000.00"), "resembles") << "the same figures";
  EXPECT_EQ(verdict("777", "5.00"), "unknown");
}

TEST(Methods, FindByAUniqueBeginning) {
  Story story;
  const std::string id = story.certificate.text();
  for (const std::size_t length : {std::size_t{4}, std::size_t{7}, std::size_t{8}, std::size_t{12}, id.size()})
    EXPECT_EQ(text_at(*story.result("cert_get", R"({"id":")" + id.substr(0, length) + "\"}").find("certificate"), "id"), id) << length;
  std::string small = id;
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
  EXPECT_EQ(text_at(*story.result("cert_get", R"({"id":")" + small.substr(0, 8) + "\"}").find("certificate"), "id"), id);
  std::string wrong = id;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  EXPECT_EQ(text_at(story.error("cert_get", R"({"id":")" + wrong + "\"}"), "code"), "-32602") << "the check letter";
  for (const auto& [method, field] : {std::pair{"cert_get", "id"}, std::pair{"proof_state", "certificate"}}) {
    const JsonValue data = *story.error(method, "{\"" + std::string(field) + "\":\"" + wrong + "\"}").find("data");
    EXPECT_NE(text_at(data, "detail").find("check letter"), std::string::npos) << method << ": " << text_at(data, "detail");
    EXPECT_EQ(text_at(data, "field"), field);
  }
  const JsonValue short_of_a_group = *story.error("proof_state", R"({"certificate":")" + id.substr(0, 12) + "\"}").find("data");
  EXPECT_EQ(text_at(short_of_a_group, "detail").find("check letter"), std::string::npos) << "that is the form";
  EXPECT_EQ(text_at(story.error("cert_get", R"({"id":"RC"})"), "code"), "-32602");
  EXPECT_EQ(text_at(story.error("cert_get", R"({"id":"INV-0"})"), "code"), "-32602");
}

TEST(Methods, SayWhenABeginningIsAmbiguous) {
  Story story;
  // Issue until two certificates share their first letter: with 33 of them two must.
  for (int i = 0; i < 33; ++i) {
    receivable::RegisterInvoice bill;
    bill.seller = id_of("shunchang");
    bill.buyer = id_of("taihe");
    bill.number = "N" + std::to_string(i);
    bill.issue_date = day("2026-02-26");
    bill.gross = *Amount::of_fen(100'000 + std::uint64_t(i));
    const auto registered = story.ledger.act("shunchang", bill);
    ASSERT_TRUE(registered.ok);
  }
  std::set<char> first;
  std::optional<char> twice;
  const JsonValue list = story.result("invoice_list", R"({"party":"shunchang","limit":100})");
  for (const JsonValue& one : list.find("invoices")->items) {
    const char letter = text_at(*one.find("invoice"), "id")[4];
    if (!first.insert(letter).second) twice = letter;
  }
  ASSERT_TRUE(twice.has_value());
  EXPECT_EQ(text_at(story.error("invoice_get", std::string(R"({"id":"INV-)") + *twice + "\"}"), "code"), "1105");
}

TEST(Methods, HideWhatACallerMayNotSee) {  // P36: hidden and absent look the same
  Story story;
  api::Caller platform;
  platform.sees_everything = false;
  platform.party = id_of("platform");
  const auto ask = [&](const api::Caller& who, const std::string& method, const std::string& params) {
    const auto answer = api::dispatch(R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}", who,
                                      story.ledger, story.ledger.steady_ms(), true);
    return answer.text.value_or("");
  };
  const std::string hidden = ask(platform, "cert_get", R"({"id":")" + story.certificate.text() + "\"}");
  const std::string absent = ask(platform, "cert_get", R"({"id":")" + CertificateId::derive(story.credit, 7).text() + "\"}");
  EXPECT_EQ(hidden, absent);
  EXPECT_NE(hidden.find("NOT_FOUND"), std::string::npos);
  EXPECT_NE(ask(platform, "invoice_get", R"({"id":")" + story.invoice.text() + "\"}").find("NOT_FOUND"), std::string::npos);
  EXPECT_NE(ask(platform, "tx_status", R"({"digest":")" + story.credit.hex() + "\"}").find("unknown"), std::string::npos);
  EXPECT_NE(ask(platform, "holding_list", R"({"party":"shunchang"})").find(R"("holdings":[])"), std::string::npos);
  EXPECT_NE(ask(platform, "cash_get", R"({"party":"taihe"})").find(R"("accounts":[])"), std::string::npos);
  EXPECT_NE(ask(platform, "event_list", "{}").find(R"("events":[])"), std::string::npos);
  api::Caller holder = platform;
  holder.party = id_of("lanwan");
  EXPECT_NE(ask(holder, "cert_get", R"({"id":")" + story.certificate.text() + "\"}").find("\"result\""), std::string::npos)
      << "who holds a part may read the certificate";
}

TEST(Methods, ExplainEveryReason) {
  Story story;
  EXPECT_EQ(story.result("reason_list", "{}").find("reasons")->items.size(), reason_table().size());
  for (const char* code : {"2002", "ALG-2002", "range_locked", "RANGE_LOCKED"})
    EXPECT_EQ(text_at(story.result("error_explain", std::string(R"({"code":")") + code + "\"}"), "code"), "2002");
  EXPECT_EQ(text_at(story.error("error_explain", R"({"code":"9999"})"), "code"), "1103");
}

TEST(Methods, PrintThePermissionMatrixFromTheTables) {
  Story story;
  const JsonValue list = story.result("permission_list", "{}");
  EXPECT_EQ(list.find("operations")->items.size(), std::variant_size_v<Operation>);
  bool transfer = false;
  for (const JsonValue& step : list.find("steps")->items)
    transfer = transfer || (text_at(step, "record") == "range" && text_at(step, "act") == "transfer" &&
                            text_at(step, "who") == "owner" && text_at(step, "from") == "free" && text_at(step, "to") == "offered");
  EXPECT_TRUE(transfer);
}

}  // namespace
}  // namespace allonge::test
