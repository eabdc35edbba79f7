// What strangers send. Every text is answered by name, and a reader that took unbounded time would meet
// the time limit of the test run; nothing is fetched, because
// nothing here can.
#include <gtest/gtest.h>

#include "contracts/credential/document.h"
#include "contracts/credential/shape.h"
#include "tests/contracts/credential/sample.h"

namespace allonge::credential::test {
namespace {

std::string repeated(std::string_view part, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += part;
  return out;
}
std::string with_claim(const std::string& json) { return kyc("\"riskBand\": \"low\"", "\"riskBand\": " + json); }

TEST(Attack, AMillionNestedArrays) {
  EXPECT_BEGINS(answer(std::string(1'000'000, '[')), "VC_JSON");
  EXPECT_BEGINS(answer(std::string(1'000'000, '[') + std::string(1'000'000, ']')), "VC_JSON");
  EXPECT_BEGINS(answer(std::string(60'000, '[')), "VC_JSON") << "within the size";
}

TEST(Attack, OneLevelTooDeep) {
  const auto nested = [](std::size_t depth) { return with_claim(std::string(depth, '[') + std::string(depth, ']')); };
  EXPECT_BEGINS(answer(nested(30)), "VC_SCHEMA") << "depth 32 is read";
  EXPECT_BEGINS(answer(nested(31)), "VC_JSON");
  EXPECT_BEGINS(answer(repeated("{\"a\":", 10'000)), "VC_JSON");
}

TEST(Attack, AHugeDocument) {
  const auto of_size = [](std::size_t bytes) { return kyc_text + std::string(bytes - kyc_text.size(), ' '); };
  EXPECT_EQ(answer(of_size(64 * 1024)), "accepted");
  EXPECT_BEGINS(answer(of_size(64 * 1024 + 1)), "VC_JSON");
  EXPECT_BEGINS(answer(std::string(50'000'000, 'x')), "VC_JSON");
}

TEST(Attack, AHugeText) {
  EXPECT_BEGINS(answer(with_claim("\"" + std::string(8 * 1024, 'a') + "\"")), "VC_SCHEMA") << "8 KiB are read";
  EXPECT_BEGINS(answer(with_claim("\"" + std::string(8 * 1024 + 1, 'a') + "\"")), "VC_JSON");
  EXPECT_BEGINS(answer(kyc("\"riskBand\"", "\"" + std::string(8 * 1024 + 1, 'a') + "\"")), "VC_JSON") << "a name too";
}

TEST(Attack, AHugeArray) {
  const auto items = [](std::size_t count) { return with_claim("[1" + repeated(",1", count - 1) + "]"); };
  EXPECT_BEGINS(answer(items(4'096)), "VC_SCHEMA") << "4,096 are read";
  EXPECT_BEGINS(answer(items(4'097)), "VC_JSON");
  std::string members = "{\"x\":1";
  for (int i = 0; i < 4'096; ++i) members += ",\"" + std::to_string(i) + "\":1";
  EXPECT_BEGINS(answer(with_claim(members + "}")), "VC_JSON") << "members of an object too";
}

TEST(Attack, TooManyDigests) {
  std::vector<std::string> digests;
  for (std::uint8_t i = 0; i < 65; ++i) digests.push_back(base64url(Bytes(32, i)));
  std::sort(digests.begin(), digests.end());
  const auto with_digests = [&](std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (i > 0 ? ",\"" : "\"") + digests[i] + "\"";
    return kyc("\"X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0\", \"mGqZZb7l-1pnMYCAAwzJZ1TkcC1p0yNxDf3gpJ2z1Vs\"", list);
  };
  EXPECT_EQ(answer(with_digests(64)), "accepted");
  EXPECT_BEGINS(answer(with_digests(65)), "VC_SHAPE $.credentialSubject._sd");
}

TEST(Attack, ANameTwice) {
  EXPECT_BEGINS(answer(kyc("\"level\": 2", "\"level\": 1, \"level\": 2")), "VC_JSON");
  EXPECT_BEGINS(answer(kyc("\"level\": 2", "\"\\u006cevel\": 1, \"level\": 2")), "VC_JSON") << "equal once unescaped";
  const std::string good = signed_text(kyc_text);
  EXPECT_BEGINS(answer(changed(good, "\"proof\":", "\"issuer\":\"did:allonge:demo-test:taihe\",\"proof\":")), "VC_JSON");
}

TEST(Attack, WhatIsNotUtf8) {
  for (const char* bad : {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE9"}) EXPECT_BEGINS(answer(with_claim(std::string("\"") + bad + "\"")), "VC_JSON");
  EXPECT_BEGINS(answer("\xEF\xBB\xBF" + kyc_text), "VC_JSON") << "a byte order mark";
  EXPECT_BEGINS(answer(with_claim(R"("\ud800")")), "VC_JSON") << "half of a pair";
  EXPECT_BEGINS(answer(with_claim(R"("\udc00\ud800")")), "VC_JSON");
}

TEST(Attack, ANulAnywhere) {
  using namespace std::string_literals;
  EXPECT_BEGINS(answer(kyc_text + "\0"s), "VC_JSON");
  EXPECT_BEGINS(answer(kyc_text + "\0{}"s), "VC_JSON");
  EXPECT_BEGINS(answer(kyc("low", "l\0w"s)), "VC_JSON");
  EXPECT_BEGINS(answer(kyc("low", "l\\u0000w")), "VC_JSON");
  EXPECT_BEGINS(answer("\0"s), "VC_JSON");
}

TEST(Attack, NumbersOnTheEdge) {
  for (const char* bad : {"1e400", "-1e400", "1e-400", "1.5", "1.0", "1e3", "-0", "9007199254740992", "-9007199254740992", "0.1e1",
                          "123456789012345678901234567890"})
    EXPECT_BEGINS(answer(with_claim(bad)), "VC_JSON") << bad;
  EXPECT_BEGINS(answer(with_claim("1" + std::string(50'000, '0'))), "VC_JSON");
  for (const char* read : {"9007199254740991", "-9007199254740991", "0"}) EXPECT_BEGINS(answer(with_claim(read)), "VC_SCHEMA") << read;
}

// An address in a credential is a name. It may be anything; nobody goes there.
TEST(Attack, AddressesThatWouldBeFetchedElsewhere) {
  EXPECT_BEGINS(answer(kyc("urn:allonge:context:v1", "http://169.254.169.254/latest/meta-data")), "VC_CONTEXT");
  EXPECT_BEGINS(answer(kyc("urn:allonge:context:v1", "file:///etc/passwd")), "VC_CONTEXT");
  EXPECT_BEGINS(answer(kyc("urn:allonge:schema:LegalEntityKyc:1", "http://127.0.0.1:1/schema")), "VC_SCHEMA");
  EXPECT_EQ(answer(kyc("https://bank.example/status/r", "http://127.0.0.1:1/slow")), "accepted") << "status is the ledger's own";
  EXPECT_BEGINS(answer(kyc("did:allonge:demo-test:jianghai", "did:web:127.0.0.1%3A1")), "VC_SHAPE $.issuer");
  EXPECT_BEGINS(proof_answer(signed_text(kyc_text, [] {
                  ProofOptions out = by_jianghai();
                  out.method = "https://evil.example/keys/1#key-0";
                  return out;
                }())), "PROOF_KEY");
}

TEST(Attack, ClaimsThatHideAsSomethingElse) {
  EXPECT_BEGINS(answer(kyc("\"riskBand\": \"low\"", "\"...\": \"x\"")), "VC_SCHEMA");
  EXPECT_BEGINS(answer(kyc("\"riskBand\": \"low\"", "\"__proto__\": {\"level\": 3}")), "VC_SCHEMA");
  EXPECT_BEGINS(answer(kyc("\"riskBand\": \"low\"", "\"Level\": 3")), "VC_SCHEMA");
  EXPECT_BEGINS(answer(kyc("\"riskBand\": \"low\"", "\"level \": 3")), "VC_SCHEMA");
  EXPECT_BEGINS(answer(kyc("\"level\": 2", "\"level\": [2]")), "VC_SCHEMA");
}

TEST(Attack, RefusalsNeverRepeatWhatCameIn) {
  for (const std::string& text : {kyc("\"level\": 2", "\"level\": \"SECRET\""), kyc("\"riskBand\"", "\"SECRET\""),
                                  kyc("\"evidence\"", "\"SECRET\": 1, \"evidence\""), kyc("urn:allonge:context:v1", "SECRET"),
                                  kyc("did:allonge:demo-test:jianghai", "SECRET"), with_claim("{\"SECRET\": 1.5}"), with_claim("SECRET")}) {
    const std::string says = answer(text);
    EXPECT_NE(says, "accepted");
    EXPECT_EQ(says.find("SECRET"), std::string::npos) << says;
  }
}

// Any one wrong byte in a signed credential: refused by name, or a document that its proof does not cover.
TEST(Attack, EveryChangedByteOfASignedCredential) {
  const std::string good = signed_text(kyc_text);
  const Digest hash = document(good).hash;
  std::size_t read = 0;
  for (std::size_t at_byte = 0; at_byte < good.size(); ++at_byte) {
    for (const char other : {'0', 'z', '"', '\x80'}) {
      if (good[at_byte] == other) continue;
      std::string bad = good;
      bad[at_byte] = other;
      const auto changed_document = read_document(bad, network);
      if (!changed_document) continue;
      ++read;
      EXPECT_FALSE(verify_proofs(*changed_document, today, keys().resolver())) << "byte " << at_byte;
    }
    EXPECT_FALSE(read_document(good.substr(0, at_byte), network)) << "cut at " << at_byte;
  }
  EXPECT_GT(read, 200u);
  EXPECT_EQ(document(good).hash, hash);
}

TEST(Attack, ShapesOfAnyJson) {
  for (const char* text : {"null", "[]", "{}", "\"x\"", "1", "{\"@context\":null}", "{\"@context\":[]}", "{\"@context\":[null]}", "[[[]]]",
                           "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"type\":{}}",
                           "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"type\":[\"VerifiableCredential\",\"VerifiablePresentation\"],\"issuer\":[],\"verifiableCredential\":[[]]}"}) {
    EXPECT_EQ(credential_shape(*parse_json(text)).error().reason, Reason::vc_shape) << text;
    EXPECT_EQ(presentation_shape(*parse_json(text)).error().reason, Reason::vc_shape) << text;
    EXPECT_FALSE(read_document(text, network)) << text;
  }
}

}  // namespace
}  // namespace allonge::credential::test
