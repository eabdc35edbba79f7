#include "ledger/proof.h"

#include "contracts/operations.h"
#include "contracts/receivable/range.h"
#include "tests/api/story.h"

namespace allonge::test {
namespace {

TransactionProof transaction_proof(const JsonValue& reply) {
  const auto bytes = parse_base64url(text_at(reply, "proof"));
  EXPECT_TRUE(bytes.has_value());
  auto proof = decode<TransactionProof>(*bytes);
  EXPECT_TRUE(proof.has_value());
  return *std::move(proof);
}
StateProof state_proof(const JsonValue& reply) {
  const auto bytes = parse_base64url(text_at(reply, "proof"));
  EXPECT_TRUE(bytes.has_value());
  auto proof = decode<StateProof>(*bytes);
  EXPECT_TRUE(proof.has_value());
  return *std::move(proof);
}

TEST(ProofTx, VerifiesAgainstGenesisAlone) {
  Story story;
  const JsonValue reply = story.result("proof_tx", R"({"digest":")" + story.credit.hex() + "\"}");
  const auto proven = verify_transaction_proof(transaction_proof(reply), story.ledger.anchor());
  ASSERT_TRUE(proven.has_value()) << proven.error().detail;
  EXPECT_EQ(proven->receipt.transaction, story.credit);
  EXPECT_TRUE(proven->receipt.ok);
  EXPECT_EQ(std::to_string(proven->height), text_at(reply, "height"));
}

TEST(ProofState, ProvesRecordsAndTheirAbsence) {
  Story story;
  const std::string certificate = story.certificate.text();
  const struct {
    std::string params;
    const char* table;
    bool present;
  } cases[] = {
      {R"({"certificate":")" + certificate + "\"}", "certificate", true},
      {R"({"certificate":")" + certificate + R"(","start":"1"})", "range", true},
      {R"({"certificate":")" + certificate + R"(","start":"2"})", "range", false},
      {R"({"invoice":")" + story.invoice.text() + "\"}", "invoice", true},
      {R"({"transfer":")" + story.transfer.text() + "\"}", "transfer", true},
      {R"({"party":"taihe"})", "party", true},
      {R"({"party":"nobody-here"})", "party", false},
      {R"({"party":"taihe","bank":"jianghai"})", "account", true},
      {R"({"public_key":")" + key_of("taihe", "maker1").public_key().hex() + "\"}", "key", true},
  };
  for (const auto& one : cases) {
    const JsonValue reply = story.result("proof_state", one.params);
    const StateProof proof = state_proof(reply);
    EXPECT_TRUE(verify_state_proof(proof, story.ledger.anchor()).has_value()) << one.params;
    EXPECT_EQ(proof.value.has_value(), one.present) << one.params;
    EXPECT_EQ(text_at(reply, "present"), one.present ? "true" : "false");
    EXPECT_EQ(text_at(reply, "table"), one.table);
    EXPECT_EQ(reply.find("record") != nullptr, one.present);
    EXPECT_EQ(base64url(proof.key), text_at(reply, "key"));
    // The key itself asks for the same.
    const JsonValue again = story.result("proof_state", R"({"key":")" + text_at(reply, "key") + "\"}");
    EXPECT_EQ(text_at(again, "proof"), text_at(reply, "proof"));
  }
  EXPECT_EQ(text_at(story.error("proof_state", "{}"), "code"), "-32602");
  EXPECT_EQ(text_at(story.error("proof_state", R"({"party":"taihe","invoice":")" + story.invoice.text() + "\"}"), "code"), "-32602");
  EXPECT_EQ(text_at(story.error("proof_state", R"({"start":"1"})"), "code"), "-32602");
}

TEST(ProofState, RangesOfAPartitionTileTheFace) {  // settled.md 12: a whole partition is proven by its ranges
  Story story;
  std::uint64_t at = 1;
  while (at <= 100'000'000) {
    const StateProof proof = state_proof(story.result(
        "proof_state", R"({"certificate":")" + story.certificate.text() + R"(","start":")" + std::to_string(at) + "\"}"));
    ASSERT_TRUE(verify_state_proof(proof, story.ledger.anchor()).has_value());
    ASSERT_TRUE(proof.value.has_value());
    at = decode<receivable::Range>(*proof.value)->end.value + 1;
  }
  EXPECT_EQ(at, 100'000'001u);
}

TEST(ProofTx, UsesALaterBlocksCertificateWhereItsOwnIsNotKept) {
  Story story;
  story.ledger.late_certificates = true;
  const auto done = story.ledger.act("jianghai", cash::Credit{id_of("taihe"), Currency::cny, yuan("1.00"), "JH-9"});
  ASSERT_TRUE(done.ok);
  const std::string params = R"({"digest":")" + done.id.hex() + "\"}";
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"proof_tx","params":)" + params + "}";
  const std::uint64_t started = story.ledger.steady_ms();
  int blocks = 0;
  while (!api::dispatch(body, {}, story.ledger, started, false).text && blocks < 5) {
    story.ledger.make_block();
    ++blocks;
  }
  const JsonValue reply = story.result("proof_tx", params);
  const TransactionProof proof = transaction_proof(reply);
  EXPECT_EQ(proof.final.links.size(), std::size_t(blocks));
  ASSERT_TRUE(verify_transaction_proof(proof, story.ledger.anchor()).has_value());
  EXPECT_EQ(std::stoull(text_at(reply, "certified_height")), done.height + std::uint64_t(blocks));
}

TEST(ProofState, DoesNotChaseTheNewestBlockForItsCertificate) {
  // Under load the newest block's certificate is always still on its way; a wait that looked at the
  // newest state each time would never end.
  Story story;
  story.ledger.late_certificates = true;
  do story.ledger.make_block();
  while (story.ledger.snapshot()->header().height % 3 != 1);
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"proof_state","params":{"party":"taihe"}})";
  const std::uint64_t started = story.ledger.steady_ms();
  const std::uint64_t height = story.ledger.snapshot()->header().height;
  EXPECT_FALSE(api::dispatch(body, {}, story.ledger, started, false).text.has_value());
  story.ledger.make_block();
  story.ledger.make_block();  // a multiple of 3: certified
  story.ledger.make_block();  // and on goes the chain
  const api::RpcAnswer answer = api::dispatch(body, {}, story.ledger, started, false);
  ASSERT_TRUE(answer.text.has_value());
  const auto value = parse_json(*answer.text);
  const JsonValue& reply = *value->find("result");
  EXPECT_EQ(text_at(reply, "height"), std::to_string(height));
  EXPECT_TRUE(verify_state_proof(state_proof(reply), story.ledger.anchor()).has_value());
}

TEST(ProofTx, SaysWhenThereIsNothingToProve) {
  Story story;
  EXPECT_EQ(text_at(story.error("proof_tx", R"({"digest":")" + std::string(64, '0') + "\"}"), "code"), "1103");
  EXPECT_EQ(text_at(story.error("proof_tx", "{}"), "code"), "-32602");
}

}  // namespace
}  // namespace allonge::test
