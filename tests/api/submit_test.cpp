// Submitting, preparing, asking what became of it: the idem rules (settled.md 3) and waits.
#include "tests/api/story.h"

#include "api/method.h"
#include "contracts/operations.h"
#include "ledger/keys.h"

namespace allonge::test {
namespace {

Operation credit(const char* ref, const char* amount = "1.00") {
  return cash::Credit{id_of("taihe"), Currency::cny, yuan(amount), ref};
}

std::string submission(const Bytes& signed_bytes, std::string_view more = {}) {
  return R"({"tx":")" + base64url(signed_bytes) + "\"" + std::string(more) + "}";
}

TEST(Submit, TakesABodyWithSignaturesBesideIt) {
  Story story;
  const SignedTransaction parts = *decode<SignedTransaction>(story.ledger.sign("jianghai", {write_operation(credit("JH-9"))}));
  std::string params = R"({"tx":")" + base64url(parts.body.bytes) + R"(","signatures":[)";
  for (std::size_t i = parts.signatures.size(); i-- > 0;)  // in any order
    params += R"({"key":")" + parts.signatures[i].key.hex() + R"(","sig":")" + parts.signatures[i].signature.hex() + "\"}" + (i ? "," : "]}");
  const JsonValue pending = story.result("tx_submit", params);
  EXPECT_EQ(text_at(pending, "status"), "pending");
  EXPECT_EQ(text_at(pending, "replayed"), "false");
  EXPECT_EQ(text_at(pending, "party"), "jianghai");
  story.ledger.make_block();
  const JsonValue status = story.result("tx_status", R"({"digest":")" + text_at(pending, "digest") + "\"}");
  EXPECT_EQ(text_at(status, "status"), "committed");
  EXPECT_EQ(text_at(status, "ok"), "true");
  EXPECT_EQ(text_at(status, "finality_ms"), "40");
}

TEST(Submit, RepeatsTheFirstOutcomeAndSaysSo) {
  Story story;
  const Bytes bytes = story.ledger.sign("jianghai", {write_operation(credit("JH-9"))});
  EXPECT_EQ(text_at(story.result("tx_submit", submission(bytes)), "replayed"), "false");
  story.ledger.pass(1);
  const JsonValue waiting = story.result("tx_submit", submission(bytes));
  EXPECT_EQ(text_at(waiting, "status"), "pending");
  EXPECT_EQ(text_at(waiting, "replayed"), "true");
  story.ledger.make_block();
  for (int i = 0; i < 3; ++i) {
    const JsonValue again = story.result("tx_submit", submission(bytes));
    EXPECT_EQ(text_at(again, "status"), "committed");
    EXPECT_EQ(text_at(again, "replayed"), "true");
    EXPECT_EQ(text_at(again, "height"), std::to_string(story.ledger.snapshot()->header().height));
  }
  EXPECT_EQ(text_at(story.result("cash_get", R"({"party":"taihe"})").find("accounts")->items.at(0), "balance"), "500001.00");
}

TEST(Submit, ABusinessRefusalIsAnOutcomeNotAnError) {
  Story story;
  const Bytes bytes = story.ledger.sign("jianghai", {write_operation(credit("JH-9")), write_operation(credit("JH-1"))});
  story.result("tx_submit", submission(bytes));
  story.ledger.make_block();
  const JsonValue status = story.result("tx_submit", submission(bytes));
  EXPECT_EQ(text_at(status, "status"), "committed");
  EXPECT_EQ(text_at(status, "ok"), "false");
  EXPECT_EQ(text_at(*status.find("refusal"), "reason"), "REF_REUSED");
  EXPECT_EQ(text_at(status, "operation"), "1");
}

TEST(Submit, RefusesOtherBytesUnderAUsedIdem) {
  Story story;
  const Bytes first = story.ledger.sign("jianghai", {write_operation(credit("JH-9"))});
  TransactionBody body = read_transaction(first)->body;
  body.operations = {write_operation(credit("JH-10"))};
  const Bytes bytes = encode(body);
  std::vector<KeySignature> signatures;
  for (const char* person : {"maker1", "checker1"}) {
    const SecretKey key = key_of("jianghai", person);
    signatures.push_back({key.public_key(), key.sign(text_to_sign(transaction_id(bytes)))});
  }
  story.result("tx_submit", submission(first));
  story.ledger.make_block();
  const JsonValue error = story.error("tx_submit", submission(assemble(bytes, signatures)));
  EXPECT_EQ(text_at(error, "code"), "1004");
  EXPECT_EQ(text_at(*error.find("data"), "retry"), "new");
}

TEST(Submit, ErrorsNameWhatKeepsATransactionOut) {
  Story story;
  const auto code = [&](const Bytes& bytes) { return text_at(story.error("tx_submit", submission(bytes)), "code"); };
  EXPECT_EQ(code(story.ledger.sign("jianghai", {write_operation(credit("JH-9"))}, {"maker1"})), "1003");
  EXPECT_EQ(code(story.ledger.sign("jianghai", {write_operation(credit("JH-9"))}, {})), "1002") << "not signed";
  Bytes forged = story.ledger.sign("jianghai", {write_operation(credit("JH-9"))});
  forged.back() ^= 1;
  EXPECT_EQ(code(forged), "1002");
  Bytes longer = story.ledger.sign("jianghai", {write_operation(credit("JH-9"))});
  longer.push_back(0);
  EXPECT_EQ(code(longer), "-32602");
  EXPECT_EQ(code(Bytes{1, 2, 3}), "-32602");
  EXPECT_EQ(text_at(story.error("tx_submit", R"({"tx":"!!"})"), "code"), "-32602");
  EXPECT_EQ(text_at(story.error("tx_submit", R"({"tx":")" + std::string(400'000, 'A') + "\"}"), "code"), "-32602") << "too large";
}

TEST(Submit, CanBeRepairedAfterARejection) {
  // A rejected transaction was once answered with its old rejection although better signatures came.
  Story story;
  const SignedTransaction good = *decode<SignedTransaction>(story.ledger.sign("jianghai", {write_operation(credit("JH-9"))}));
  const Bytes only_maker = assemble(good.body.bytes, {good.signatures[0]});
  story.error("tx_submit", submission(only_maker));
  story.ledger.pass(1);
  EXPECT_EQ(text_at(story.result("tx_submit", submission(encode(good))), "status"), "pending");
}

TEST(Submit, WithoutWaitingStillWaitsForTheCheckOfSignatures) {
  Story story;
  story.ledger.slow_checks = true;
  Bytes forged = story.ledger.sign("jianghai", {write_operation(credit("JH-9"))});
  forged.back() ^= 1;
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"tx_submit","params":)" + submission(forged) + "}";
  const std::uint64_t started = story.ledger.steady_ms();
  const api::RpcAnswer first = api::dispatch(body, {}, story.ledger, started, false);
  EXPECT_FALSE(first.text.has_value());
  EXPECT_LE(first.wait_until_ms, started + 200);
  story.ledger.check_waiting();
  const api::RpcAnswer second = api::dispatch(body, {}, story.ledger, started, false);
  ASSERT_TRUE(second.text.has_value());
  EXPECT_NE(second.text->find("BAD_SIGNATURE"), std::string::npos) << *second.text;
}

TEST(Status, KnowsNothingOfWhatItNeverSaw) {
  Story story;
  EXPECT_EQ(text_at(story.result("tx_status", R"({"digest":")" + std::string(64, '0') + "\"}"), "status"), "unknown");
  EXPECT_EQ(text_at(story.result("tx_status", R"({"party":"taihe","idem":")" + std::string(32, '0') + "\"}"), "status"), "unknown");
  EXPECT_EQ(text_at(story.error("tx_status", "{}"), "code"), "-32602");
  EXPECT_EQ(text_at(story.error("tx_get", R"({"digest":")" + std::string(64, '0') + "\"}"), "code"), "1103");
}

TEST(Status, FindsByPartyAndIdem) {
  Story story;
  const JsonValue found = story.result("tx_status", R"({"party":"jianghai","idem":")" + story.credit_idem.hex() + "\"}");
  EXPECT_EQ(text_at(found, "digest"), story.credit.hex());
  EXPECT_EQ(text_at(found, "status"), "committed");
}

TEST(Wait, AnswersWhenDecidedAndPendingAtLast) {
  Story story;
  const Bytes bytes = story.ledger.sign("jianghai", {write_operation(credit("JH-9"))});
  const std::string id = read_transaction(bytes)->id.hex();
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"tx_wait","params":{"digest":")" + id + R"(","timeout_ms":30000}})";
  const std::uint64_t started = story.ledger.steady_ms();
  const api::RpcAnswer first = api::dispatch(body, {}, story.ledger, started, false);
  EXPECT_FALSE(first.text.has_value()) << "not even handed in yet: it may still come";
  EXPECT_EQ(first.wait_until_ms, started + api::longest_wait_ms);
  story.result("tx_submit", submission(bytes));
  EXPECT_FALSE(api::dispatch(body, {}, story.ledger, started, false).text.has_value());
  EXPECT_NE(api::dispatch(body, {}, story.ledger, started, true).text->find("pending"), std::string::npos);
  story.ledger.make_block();
  EXPECT_NE(api::dispatch(body, {}, story.ledger, started, false).text->find("committed"), std::string::npos);
}

TEST(Get, ShowsTheTransactionAsItWasSignedAndItsReceipt) {
  Story story;
  const JsonValue got = story.result("tx_get", R"({"digest":")" + story.credit.hex() + "\"}");
  const JsonValue& op = got.find("body")->find("operations")->items.at(0);
  EXPECT_EQ(text_at(op, "op"), "cash.credit");
  EXPECT_EQ(text_at(*op.find("args"), "amount"), "500000.00");
  EXPECT_EQ(got.find("signatures")->items.size(), 2u);
  EXPECT_EQ(text_at(*got.find("receipt"), "ok"), "true");
  const auto bytes = parse_base64url(text_at(got, "bytes"));
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(read_transaction(*bytes)->id, story.credit);
}

TEST(Prepare, ReturnsTheExactBytesAndWhatTheyMean) {
  Story story;
  const JsonValue made = story.result(
      "tx_prepare",
      R"({"party":"jianghai","ops":[{"op":"cash.credit","args":{"party":"taihe","currency":"CNY","amount":"1234567.89","payment_ref":"JH-9"}}],"idem":"00112233445566778899aabbccddeeff"})");
  const auto bytes = parse_base64url(text_at(made, "tx"));
  ASSERT_TRUE(bytes.has_value());
  const auto body = decode<TransactionBody>(*bytes);
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(body->chain, story.ledger.chain());
  EXPECT_EQ(body->idem.hex(), "00112233445566778899aabbccddeeff");
  EXPECT_EQ(transaction_id(*bytes).hex(), text_at(made, "digest"));
  EXPECT_EQ(body->valid_until.ms, story.ledger.now().ms + 600'000);
  EXPECT_EQ(text_at(made, "approvals_required"), "2");
  EXPECT_TRUE(made.find("warnings")->items.empty());
  EXPECT_EQ(text_at(*made.find("summary"), "en"), "cash.credit: party taihe, currency CNY, amount 1,234,567.89, payment ref JH-9");
  EXPECT_EQ(text_at(*made.find("summary"), "zh"), "入账：机构：taihe，币种：CNY，金额：1,234,567.89，付款参考号：JH-9");

  // Signed and submitted as they are, they are what was asked for.
  std::vector<KeySignature> signatures;
  for (const char* person : {"maker1", "checker1"}) {
    const SecretKey key = key_of("jianghai", person);
    signatures.push_back({key.public_key(), key.sign(text_to_sign(transaction_id(*bytes)))});
  }
  story.result("tx_submit", submission(assemble(*bytes, signatures)));
  story.ledger.make_block();
  EXPECT_EQ(text_at(story.result("tx_status", R"({"digest":")" + text_at(made, "digest") + "\"}"), "ok"), "true");
}

TEST(Prepare, WarnsOfWhatWouldBeRefused) {
  Story story;
  const auto warnings = [&](const std::string& party, const std::string& more, const std::string& ref) {
    const JsonValue made = story.result("tx_prepare", R"({"party":")" + party +
                                                          R"(","ops":[{"op":"cash.credit","args":{"party":"taihe","currency":"CNY","amount":"1.00","payment_ref":")" +
                                                          ref + "\"}}]" + more + "}");
    std::string out;
    for (const JsonValue& one : made.find("warnings")->items) out += one.text + "\n";
    return out;
  };
  EXPECT_EQ(warnings("jianghai", "", "JH-9"), "");
  EXPECT_NE(warnings("jianghai", "", "JH-1").find("REF_REUSED"), std::string::npos);
  EXPECT_NE(warnings("taihe", "", "JH-9").find("ROLE_FORBIDDEN"), std::string::npos);
  EXPECT_NE(warnings("nobody-here", "", "JH-9").find("UNKNOWN_PARTY"), std::string::npos);
  EXPECT_NE(warnings("jianghai", R"(,"valid_until":"2020-01-01T00:00:00.000Z")", "JH-9").find("TX_EXPIRED"), std::string::npos);
  EXPECT_NE(warnings("jianghai", R"(,"valid_until":"2029-01-01T00:00:00.000Z")", "JH-9").find("VALID_UNTIL_TOO_FAR"), std::string::npos);
  EXPECT_EQ(text_at(story.error("tx_prepare", R"({"party":"jianghai","ops":[]})"), "code"), "1014");
}

TEST(Simulate, ShowsWhatWouldHappenAndChangesNothing) {
  Story story;
  const Digest before = story.ledger.snapshot()->header().state_root;
  const JsonValue would = story.result(
      "tx_simulate", R"({"party":"shunchang","ops":[{"op":"cert.cancel_transfer","args":{"transfer":")" + story.transfer.text() + "\"}}]}");
  EXPECT_EQ(text_at(would, "ok"), "true");
  EXPECT_FALSE(would.find("events")->items.empty());
  bool gone = false;
  for (const JsonValue& change : would.find("diff")->items)
    gone = gone || (text_at(change, "table") == "transfer" && change.find("before") != nullptr && change.find("after") == nullptr);
  EXPECT_TRUE(gone);
  const JsonValue not_mine = story.result(
      "tx_simulate", R"({"party":"lanwan","ops":[{"op":"cert.cancel_transfer","args":{"transfer":")" + story.transfer.text() + "\"}}]}");
  EXPECT_EQ(text_at(not_mine, "ok"), "false");
  EXPECT_NE(not_mine.find("refusal"), nullptr);
  EXPECT_EQ(story.ledger.snapshot()->header().state_root, before);
  EXPECT_EQ(text_at(story.error("tx_simulate", "{}"), "code"), "-32602");
}

}  // namespace
}  // namespace allonge::test
