// The suite eddsa-jcs-2022 against published data: every intermediate value of the W3C's vector (V1), and
// proofs that five implementations made of did:webvh logs (V2).
#include "contracts/credential/data_proof.h"

#include <gtest/gtest.h>

#include "contracts/credential/moment.h"
#include "ledger/base58.h"
#include "ledger/did_key.h"
#include "ledger/digest.h"
#include "ledger/jcs.h"
#include "tests/support/vectors.h"

namespace allonge::credential {
namespace {

using allonge::test::vector_json;

const std::string folder = "eddsa-jcs-2022/";

// The reason's name, or "proven".
std::string verdict(const JsonValue& document, const JsonValue& proof) {
  const auto key = verify_data(document, proof);
  return key ? "proven" : std::string(allonge::name_of(key.reason()));
}
std::string verdict(const JsonValue& document) { return verdict(document, *document.find("proof")); }

JsonValue with(JsonValue object, std::string_view name, const std::string& text) {
  for (auto& [member, value] : object.members)
    if (member == name) value = *parse_json(text);
  if (object.find(name) == nullptr) object.members.emplace_back(std::string(name), *parse_json(text));
  return object;
}

// The published private key: its multicodec name 0x8026, and the seed.
Result<SecretKey> published_key(const std::string& text) {
  const Bytes named = *parse_multibase(vector_json(text).find("privateKeyMultibase")->text);
  EXPECT_EQ(named.size(), 34u);
  EXPECT_EQ(hex(BytesView(named).first(2)), "8026");
  return SecretKey::from_seed(BytesView(named).subspan(2));
}

TEST(W3cVector, AgreesInEveryIntermediateValue) {
  READ_VECTOR(unsigned_text, folder + "w3c_alumni/unsigned.json");
  READ_VECTOR(canonical_document, folder + "w3c_alumni/canonDocJCS.txt");
  READ_VECTOR(document_hash_hex, folder + "w3c_alumni/docHashJCS.txt");
  READ_VECTOR(options_text, folder + "w3c_alumni/proofConfigJCS.json");
  READ_VECTOR(canonical_options, folder + "w3c_alumni/proofCanonJCS.txt");
  READ_VECTOR(options_hash_hex, folder + "w3c_alumni/proofHashJCS.txt");
  READ_VECTOR(combined_hex, folder + "w3c_alumni/combinedHashJCS.txt");
  READ_VECTOR(signature_hex, folder + "w3c_alumni/sigHexJCS.txt");
  READ_VECTOR(signature_base58, folder + "w3c_alumni/sigBTC58JCS.txt");
  READ_VECTOR(pair, folder + "w3c_alumni/keyPair.json");

  const JsonValue document = vector_json(unsigned_text), options = vector_json(options_text);
  EXPECT_EQ(*canonical(document), canonical_document);
  EXPECT_EQ(canonical_document.size(), 462u);
  EXPECT_EQ(document_hash(document)->hex(), document_hash_hex);
  EXPECT_EQ(document_hash_hex, "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19");
  EXPECT_EQ(*canonical(options), canonical_options);
  EXPECT_EQ(options_hash(options)->hex(), options_hash_hex);
  const auto data = signed_data(*options_hash(options), *document_hash(document));
  EXPECT_EQ(hex(data), combined_hex);
  const auto key = published_key(pair);
  ASSERT_TRUE(key);
  EXPECT_EQ(multikey(key->public_key()), vector_json(pair).find("publicKeyMultibase")->text);
  EXPECT_EQ(key->sign(data).hex(), signature_hex);
  EXPECT_EQ(multibase(key->sign(data)), signature_base58);
}

TEST(W3cVector, IsSignedByUsByteForByte) {
  READ_VECTOR(unsigned_text, folder + "w3c_alumni/unsigned.json");
  READ_VECTOR(signed_text, folder + "w3c_alumni/signedJCS.json");
  READ_VECTOR(pair, folder + "w3c_alumni/keyPair.json");
  const auto key = published_key(pair);
  ProofOptions options;
  options.method = did_key_method(key->public_key());
  options.created = *parse_moment("2023-02-24T23:36:38Z");
  EXPECT_EQ(*sign_document(vector_json(unsigned_text), *key, options), *canonical(vector_json(signed_text)));
  EXPECT_EQ(verdict(vector_json(signed_text)), "proven");
}

TEST(W3cVector, IsAlsoProvenWithoutContextsInTheProof) {
  READ_VECTOR(text, folder + "digitalbazaar_proof_without_context.json");
  READ_VECTOR(pair, folder + "w3c_alumni/keyPair.json");
  const JsonValue document = vector_json(text);
  EXPECT_EQ(document.find("proof")->find("@context"), nullptr);
  EXPECT_EQ(verdict(document), "proven");
  const auto key = published_key(pair);
  ProofOptions options;
  options.method = did_key_method(key->public_key());
  options.created = *parse_moment("2023-02-24T23:36:38Z");
  options.with_context = false;
  EXPECT_EQ(*sign_document(*parse_json(*canonical_without(document, "proof")), *key, options), *canonical(document));
}

// An early draft had the two hashes in the wrong order (vc-di-eddsa, issue 30).
TEST(W3cVector, FailsWithTheTwoHashesExchanged) {
  READ_VECTOR(signed_text, folder + "w3c_alumni/signedJCS.json");
  READ_VECTOR(pair, folder + "w3c_alumni/keyPair.json");
  const JsonValue document = vector_json(signed_text);
  const auto key = published_key(pair);
  const Digest options = *options_hash(*document.find("proof")), whole = *document_hash(document);
  const std::string right = multibase(key->sign(signed_data(options, whole)));
  const std::string exchanged = multibase(key->sign(signed_data(whole, options)));
  EXPECT_TRUE(signature_holds(options, whole, key->public_key(), right));
  EXPECT_FALSE(signature_holds(options, whole, key->public_key(), exchanged));
  EXPECT_FALSE(signature_holds(whole, options, key->public_key(), right));
  EXPECT_EQ(verdict(document, with(*document.find("proof"), "proofValue", "\"" + exchanged + "\"")), "PROOF_SIGNATURE");
}

TEST(W3cVector, RefusesEverySubstitution) {
  READ_VECTOR(signed_text, folder + "w3c_alumni/signedJCS.json");
  const JsonValue document = vector_json(signed_text);
  const JsonValue& proof = *document.find("proof");
  ASSERT_EQ(verdict(document), "proven");
  const std::string alice = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", bob = "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG";
  for (const auto& [name, value, says] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"cryptosuite", "\"eddsa-rdfc-2022\"", "PROOF_SUITE"},
           {"cryptosuite", "\"EDDSA-JCS-2022\"", "PROOF_SUITE"},
           {"cryptosuite", "[\"eddsa-jcs-2022\"]", "PROOF_SUITE"},
           {"type", "\"Ed25519Signature2020\"", "PROOF_SUITE"},
           {"type", "[\"DataIntegrityProof\"]", "PROOF_SUITE"},
           {"previousProof", "\"urn:uuid:x\"", "PROOF_CHAIN_UNSUPPORTED"},
           {"verificationMethod", "\"did:key:" + alice + "#" + bob + "\"", "PROOF_KEY"},
           {"verificationMethod", "\"did:key:" + bob + "#" + alice + "\"", "PROOF_KEY"},
           {"verificationMethod", "\"did:key:" + alice + "\"", "PROOF_KEY"},
           {"verificationMethod", "\"https://vc.example/issuers/5678#key\"", "PROOF_KEY"},
           {"verificationMethod", "{\"publicKeyMultibase\": \"" + alice + "\"}", "PROOF_KEY"},
           {"verificationMethod", "\"did:key:" + bob + "#" + bob + "\"", "PROOF_SIGNATURE"},
           {"@context", "[\"https://evil.example/v1\"]", "PROOF_CONTEXT"},
           {"@context", "[\"https://www.w3.org/ns/credentials/examples/v2\"]", "PROOF_CONTEXT"},
           {"@context", "[\"https://www.w3.org/ns/credentials/v2\",\"https://www.w3.org/ns/credentials/examples/v2\",\"https://evil.example/v1\"]", "PROOF_CONTEXT"},
           {"@context", "{\"@vocab\": \"https://evil.example/\"}", "PROOF_CONTEXT"},
           {"@context", "[\"https://www.w3.org/ns/credentials/v2\"]", "PROOF_SIGNATURE"},
           {"@context", "\"https://www.w3.org/ns/credentials/v2\"", "PROOF_SIGNATURE"},
           {"created", "\"2023-02-24T23:36:39Z\"", "PROOF_SIGNATURE"},
           {"proofPurpose", "\"authentication\"", "PROOF_SIGNATURE"},
           {"expires", "\"2033-02-24T23:36:39Z\"", "PROOF_SIGNATURE"},
           {"domain", "\"bank.example\"", "PROOF_SIGNATURE"},
           {"proofValue", "\"\"", "PROOF_SIGNATURE"},
           {"proofValue", "7", "PROOF_SIGNATURE"},
           {"proofValue", "\"z\"", "PROOF_SIGNATURE"},
           {"proofValue", "\"u" + base64url(*parse_base58(proof.find("proofValue")->text.substr(1))) + "\"", "PROOF_SIGNATURE"},
           {"proofValue", "\"z1" + proof.find("proofValue")->text.substr(1) + "\"", "PROOF_SIGNATURE"}})
    EXPECT_EQ(verdict(document, with(proof, name, value)), says) << name << " " << value;
  // A context added behind the signed ones is another document.
  EXPECT_EQ(verdict(with(document, "@context", "[\"https://www.w3.org/ns/credentials/v2\",\"https://www.w3.org/ns/credentials/examples/v2\",\"https://evil.example/v1\"]")), "PROOF_SIGNATURE");
  EXPECT_EQ(verdict(with(document, "@context", "[]")), "PROOF_CONTEXT");
}

TEST(W3cVector, SignaturesOfOtherSuitesAreGoodEd25519) {
  READ_VECTOR(text, folder + "w3c_raw_signatures.json");
  const JsonValue all = vector_json(text);
  EXPECT_EQ(all.items.size(), 2u);
  for (const JsonValue& one : all.items) {
    const Bytes data = *parse_hex(one.find("combinedHashHex")->text);
    const Signature signature = *Signature::parse_hex(one.find("signatureHex")->text);
    const PublicKey key = *parse_multikey(one.find("publicKeyMultibase")->text);
    EXPECT_EQ(data.size(), 64u);
    EXPECT_EQ(multibase(signature), one.find("signatureMultibase")->text);
    EXPECT_TRUE(verify(key, data, signature)) << one.find("name")->text;
    Bytes exchanged(data.begin() + 32, data.end());
    exchanged.insert(exchanged.end(), data.begin(), data.begin() + 32);
    EXPECT_FALSE(verify(key, exchanged, signature));
  }
}

struct LogProof {
  std::string id, expected;
  JsonValue document, proof;
};

std::vector<LogProof> log_proofs(const std::string& text) {
  std::vector<LogProof> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    const JsonValue record = vector_json(line);
    out.push_back({record.find("id")->text, record.find("expect")->text, *record.find("document"), *record.find("proof")});
  }
  return out;
}

TEST(DidWebvh, ProofsOfFiveImplementationsHold) {
  READ_VECTOR(text, folder + "didwebvh_proofs.jsonl");
  const auto all = log_proofs(text);
  ASSERT_EQ(all.size(), 95u);
  std::size_t proven = 0;
  for (const LogProof& one : all) {
    const std::string says = verdict(one.document, one.proof);
    EXPECT_EQ(says, one.expected == "valid-proof" ? "proven" : "PROOF_SUITE") << one.id;
    proven += says == "proven";
  }
  EXPECT_EQ(proven, 94u);
}

TEST(DidWebvh, ProofsFailWithAnotherMomentOrKey) {
  READ_VECTOR(text, folder + "didwebvh_proofs.jsonl");
  for (const LogProof& one : log_proofs(text)) {
    if (one.expected != "valid-proof") continue;
    EXPECT_EQ(verdict(one.document, with(one.proof, "created", "\"2001-01-01T00:00:00Z\"")), "PROOF_SIGNATURE") << one.id;
    EXPECT_EQ(verdict(one.document, with(one.proof, "@context", "\"https://www.w3.org/ns/credentials/v2\"")), "PROOF_CONTEXT") << one.id;
    const std::string method = one.proof.find("verificationMethod")->text;
    const std::string stranger = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
    EXPECT_EQ(verdict(one.document, with(one.proof, "verificationMethod", "\"" + method.substr(0, method.find('#')) + "#" + stranger + "\"")), "PROOF_KEY") << one.id;
  }
}

// Bytes throughout the document, each turned into another: whatever can still be read is not what was signed.
TEST(DidWebvh, ProofsFailWhenAByteOfTheDocumentChanges) {
  READ_VECTOR(text, folder + "didwebvh_proofs.jsonl");
  std::size_t read = 0;
  for (const LogProof& one : log_proofs(text)) {
    if (one.expected != "valid-proof") continue;
    const std::string whole = *canonical(one.document);
    for (std::size_t at = 3; at < whole.size(); at += whole.size() / 12) {
      std::string other = whole;
      other[at] = other[at] == 'x' ? 'y' : 'x';
      const auto document = parse_json(other);
      if (!document) continue;
      ++read;
      EXPECT_EQ(verdict(*document, one.proof), "PROOF_SIGNATURE") << one.id << " byte " << at;
    }
  }
  EXPECT_GT(read, 500u);
}

TEST(Signing, AddsToTheProofsThatAreThere) {
  const auto one = SecretKey::from_seed(Bytes(32, 1)), two = SecretKey::from_seed(Bytes(32, 2));
  ProofOptions options;
  options.created = *parse_moment("2026-01-02T08:00:00Z");
  options.method = did_key_method(one->public_key());
  const std::string once = *sign_document(*parse_json(R"({"a":-71.184902,"b":25.273962})"), *one, options);
  options.method = did_key_method(two->public_key());
  const std::string twice = *sign_document(*parse_json(once), *two, options);
  EXPECT_EQ(verdict(*parse_json(once)), "proven") << "two coordinates keep their form";
  const JsonValue set = *parse_json(twice);
  ASSERT_EQ(set.find("proof")->items.size(), 2u);
  EXPECT_EQ(*verify_data(set, set.find("proof")->items[0]), one->public_key());
  EXPECT_EQ(*verify_data(set, set.find("proof")->items[1]), two->public_key());
}

TEST(Signing, RefusesWhatCannotBeWritten) {
  const auto key = SecretKey::from_seed(Bytes(32, 1));
  ProofOptions options;
  options.created = {1'767'225'600'500};
  EXPECT_EQ(sign_document(*parse_json("{}"), *key, options).reason(), Reason::bad_date);
  options.created = {1'767'225'600'000};
  options.expires = Time{1'767'225'600'001};
  EXPECT_EQ(sign_document(*parse_json("{}"), *key, options).reason(), Reason::bad_date);
  options.expires = std::nullopt;
  EXPECT_EQ(sign_document(*parse_json("{\"a\":1e400}"), *key, options).reason(), Reason::bad_json);
  EXPECT_EQ(sign_document(*parse_json("[1]"), *key, options).reason(), Reason::bad_json);
}

}  // namespace
}  // namespace allonge::credential
