// Steps 4 to 9 of credentials.md 4.3: when a credential's proofs hold, and for how long it is good.
#include "contracts/credential/proof.h"

#include <gtest/gtest.h>

#include "ledger/did_key.h"
#include "tests/contracts/credential/sample.h"

namespace allonge::credential::test {
namespace {

ProofOptions by(const std::string& method, const std::string& created = "2026-01-02T08:00:00Z") {
  ProofOptions out;
  out.method = method;
  out.created = at(created);
  return out;
}
const std::string jianghai = "did:allonge:demo-test:jianghai#";

TEST(Proofs, OfTheIssuerHold) {
  const auto proven = verify_proofs(document(signed_text(kyc_text)), today, keys().resolver());
  ASSERT_TRUE(proven) << proven.error().detail;
  EXPECT_EQ(proven->created, at("2026-01-02T08:00:00Z"));
  EXPECT_EQ(proven->key.text(network), "did:allonge:demo-test:jianghai#key-0");
}

TEST(Proofs, OfAnIssuerThatIsAKeyNeedNoLedger) {
  const SecretKey key = key_number(7);
  const std::string text = kyc("did:allonge:demo-test:jianghai", did_key(key.public_key()));
  const std::string good = signed_text(text, by(did_key_method(key.public_key())), 7);
  const KeyResolver never = [](const PartyId&, std::uint32_t, Time) -> Result<PublicKey> {
    ADD_FAILURE() << "asked the ledger";
    return Reason::proof_key;
  };
  EXPECT_TRUE(verify_proofs(document(good), today, never));
}

TEST(Proofs, MayBeMadeWithoutContexts) {
  ProofOptions options = by_jianghai();
  options.with_context = false;
  EXPECT_EQ(proof_answer(signed_text(kyc_text, options)), "proven");
}

TEST(Proofs, AreThereAtAll) { EXPECT_BEGINS(proof_answer(kyc_text), "PROOF_CONTROLLER $.proof: none is by a key of the issuer"); }

TEST(Proofs, AreOfOneSuite) {
  const std::string good = signed_text(kyc_text);
  EXPECT_BEGINS(proof_answer(changed(good, "\"eddsa-jcs-2022\"", "\"eddsa-rdfc-2022\"")), "PROOF_SUITE $.proof.cryptosuite");
  EXPECT_BEGINS(proof_answer(changed(good, "\"cryptosuite\":\"eddsa-jcs-2022\",", "")), "PROOF_SUITE $.proof.cryptosuite");
  EXPECT_BEGINS(proof_answer(changed(good, "\"DataIntegrityProof\"", "\"Ed25519Signature2020\"")), "PROOF_SUITE $.proof.type");
}

TEST(Proofs, AreForThisPurpose) {
  ProofOptions options = by_jianghai();
  options.purpose = "authentication";
  const std::string text = signed_text(kyc_text, options);
  EXPECT_BEGINS(proof_answer(text), "PROOF_PURPOSE $.proof.proofPurpose");
  EXPECT_EQ(proof_answer(text, today, {.purpose = "authentication", .domain = {}, .challenge = {}}), "proven") << "a presentation asks for it";
}

TEST(Proofs, AreNotChained) {
  EXPECT_BEGINS(proof_answer(changed(signed_text(kyc_text), "\"proofPurpose\"", "\"previousProof\":\"urn:uuid:x\",\"proofPurpose\"")),
                "PROOF_CHAIN_UNSUPPORTED $.proof.previousProof");
}

TEST(Proofs, AreByAKeyThatCanBeNamed) {
  const std::string a = multikey(key_number(1).public_key()), b = multikey(key_number(2).public_key());
  for (const std::string& bad : std::vector<std::string>{
           "did:key:" + a + "#" + b, "did:key:" + a, "did:allonge:other-net:jianghai#key-0", "did:allonge:demo-test:jianghai",
           "did:allonge:demo-test:jianghai#maker1", "did:web:jianghai.example#key-0", "did:allonge:demo-test:jianghai#key-9",
           "did:allonge:demo-test:nobody#key-0"})
    EXPECT_BEGINS(proof_answer(signed_text(kyc_text, by(bad))), "PROOF_KEY ") << bad;
}

// V12, as far as it can be told from a document: the key history decides at `created`.
TEST(Proofs, AreByAKeyInForceWhenTheyWereMade) {
  const Time later = at("2026-08-01T00:00:00Z");
  EXPECT_EQ(proof_answer(signed_text(kyc_text, by(jianghai + "key-0", "2026-06-29T23:59:59Z")), later), "proven") << "the old key, before";
  EXPECT_BEGINS(proof_answer(signed_text(kyc_text, by(jianghai + "key-0", "2026-06-30T00:00:00Z")), later), "PROOF_KEY_STATE") << "the old key, after";
  EXPECT_BEGINS(proof_answer(signed_text(kyc_text, by(jianghai + "key-1", "2026-06-29T23:59:59Z"), 2), later), "PROOF_KEY_STATE") << "the new key, before";
  EXPECT_EQ(proof_answer(signed_text(kyc_text, by(jianghai + "key-1", "2026-06-30T00:00:00Z"), 2), later), "proven") << "the new key, after";
}

TEST(Proofs, AreByTheIssuer) {
  EXPECT_BEGINS(proof_answer(signed_text(kyc_text, by("did:allonge:demo-test:taihe#key-0"), 3)), "PROOF_CONTROLLER");
  // The issuer's own key under a did:key is another controller: nobody has said that they are the same.
  EXPECT_BEGINS(proof_answer(signed_text(kyc_text, by(did_key_method(key_number(1).public_key())))), "PROOF_CONTROLLER");
}

TEST(Proofs, CarryNoContextsOfTheirOwn) {
  const std::string good = signed_text(kyc_text);
  const std::string of_proof = "\"proof\":{\"@context\":[\"https://www.w3.org/ns/credentials/v2\",\"urn:allonge:context:v1\"]";
  EXPECT_BEGINS(proof_answer(changed(good, of_proof, "\"proof\":{\"@context\":[\"https://evil.example/v1\"]")), "PROOF_CONTEXT $.proof.@context");
  EXPECT_BEGINS(proof_answer(changed(good, of_proof, "\"proof\":{\"@context\":{\"level\":\"https://evil.example/\"}")), "PROOF_CONTEXT");
  EXPECT_BEGINS(proof_answer(changed(good, of_proof, "\"proof\":{\"@context\":[\"urn:allonge:context:v1\"]")), "PROOF_CONTEXT");
  EXPECT_BEGINS(proof_answer(changed(good, of_proof, "\"proof\":{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"]")), "PROOF_SIGNATURE");
}

TEST(Proofs, AreNeitherFromTheFutureNorExpired) {
  const std::string text = signed_text(kyc_text, by(jianghai + "key-0", "2026-03-01T09:05:00Z"));
  EXPECT_EQ(proof_answer(text, at("2026-03-01T09:00:00Z")), "proven") << "five minutes of tolerance";
  EXPECT_BEGINS(proof_answer(text, at("2026-03-01T08:59:59Z")), "PROOF_TIME $.proof.created");
  ProofOptions options = by_jianghai();
  options.expires = at("2026-03-01T09:00:00Z");
  EXPECT_EQ(proof_answer(signed_text(kyc_text, options), at("2026-03-01T08:59:59Z")), "proven");
  EXPECT_BEGINS(proof_answer(signed_text(kyc_text, options), at("2026-03-01T09:00:00Z")), "PROOF_TIME $.proof.expires");
}

TEST(Proofs, AnswerTheDomainAndChallengeThatWereAsked) {
  ProofOptions options = by_jianghai();
  options.domain = "bank.example";
  options.challenge = "7f3a";
  const std::string text = signed_text(kyc_text, options);
  const auto asked = [](std::optional<std::string> domain, std::optional<std::string> challenge) {
    return Expected{.purpose = "assertionMethod", .domain = std::move(domain), .challenge = std::move(challenge)};
  };
  EXPECT_EQ(proof_answer(text, today, asked("bank.example", "7f3a")), "proven");
  EXPECT_EQ(proof_answer(text), "proven") << "nobody asked";
  EXPECT_BEGINS(proof_answer(text, today, asked("other.example", "7f3a")), "PROOF_DOMAIN");
  EXPECT_BEGINS(proof_answer(text, today, asked("bank.example", "7f3b")), "PROOF_CHALLENGE");
  EXPECT_BEGINS(proof_answer(signed_text(kyc_text), today, asked("bank.example", std::nullopt)), "PROOF_DOMAIN");
  EXPECT_BEGINS(proof_answer(signed_text(kyc_text), today, asked(std::nullopt, "7f3a")), "PROOF_CHALLENGE");
}

TEST(Proofs, HoldOverThisDocumentAlone) {
  const std::string good = signed_text(kyc_text);
  ASSERT_EQ(proof_answer(good), "proven");
  EXPECT_BEGINS(proof_answer(changed(good, "\"level\":2", "\"level\":3")), "PROOF_SIGNATURE $.proof.proofValue");
  EXPECT_BEGINS(proof_answer(changed(good, "2026-12-31T23:59:59Z", "2027-12-31T23:59:59Z")), "PROOF_SIGNATURE");
  EXPECT_BEGINS(proof_answer(changed(good, "did:allonge:demo-test:shunchang", "did:allonge:demo-test:lanwan")), "PROOF_SIGNATURE");
  EXPECT_BEGINS(proof_answer(changed(good, "2026-01-02T08:00:00Z", "2026-01-02T08:00:01Z")), "PROOF_SIGNATURE");
  EXPECT_BEGINS(proof_answer(changed(good, "\"proofPurpose\"", "\"nonce\":\"1\",\"proofPurpose\"")), "PROOF_SIGNATURE");
  EXPECT_BEGINS(proof_answer(signed_text(kyc_text, by_jianghai(), 2)), "PROOF_SIGNATURE") << "another key under this name";
}

// A co-signer may stand beside the issuer; a bad proof spoils the set wherever it stands.
TEST(Proofs, OfASetAllHold) {
  const std::string one = signed_text(kyc_text);
  const std::string two = signed_text(one, by("did:allonge:demo-test:taihe#key-0", "2026-01-03T08:00:00Z"), 3);
  EXPECT_EQ(proof_answer(two), "proven");
  EXPECT_EQ(document(two).hash, document(one).hash);
  EXPECT_EQ(verify_proofs(document(two), today, keys().resolver())->created, at("2026-01-02T08:00:00Z")) << "the issuer's, not the latest of all";
  const std::string later = signed_text(two, by(jianghai + "key-0", "2026-02-01T08:00:00Z"));
  EXPECT_EQ(verify_proofs(document(later), today, keys().resolver())->created, at("2026-02-01T08:00:00Z")) << "the issuer's latest";

  EXPECT_BEGINS(proof_answer(signed_text(one, by("did:allonge:demo-test:taihe#key-0"), 4)), "PROOF_SIGNATURE $.proof[1].proofValue");
  const std::string stranger_first = signed_text(signed_text(kyc_text, by("did:allonge:demo-test:taihe#key-0"), 4));
  EXPECT_BEGINS(proof_answer(stranger_first), "PROOF_SIGNATURE $.proof[0].proofValue");
  // Steps come before proofs: the second one's purpose is asked before the first one's signature.
  ProofOptions other_purpose = by_jianghai();
  other_purpose.purpose = "authentication";
  EXPECT_BEGINS(proof_answer(signed_text(signed_text(kyc_text, by_jianghai(), 9), other_purpose)), "PROOF_PURPOSE $.proof[1].proofPurpose");
}

TEST(Proofs, AreAtMostEight) {
  std::string text = signed_text(kyc_text);
  for (int i = 1; i < 8; ++i) text = signed_text(text);
  EXPECT_EQ(proof_answer(text), "proven");
  EXPECT_BEGINS(answer(signed_text(text)), "VC_SHAPE $.proof: expected 1 to 8 items");
}

// V4.
TEST(Validity, BeginsAndEndsOnItsSeconds) {
  const Document kyc = document(kyc_text);
  EXPECT_EQ(valid_at(kyc, at("2025-12-31T23:59:59Z")).error().reason, Reason::cred_not_yet);
  EXPECT_TRUE(valid_at(kyc, at("2026-01-01T00:00:00Z")));
  EXPECT_TRUE(valid_at(kyc, at("2026-12-31T23:59:59Z")));
  EXPECT_TRUE(valid_at(kyc, Time{at("2026-12-31T23:59:59Z").ms + 999})) << "to the end of that second";
  EXPECT_EQ(valid_at(kyc, at("2027-01-01T00:00:00Z")).error().reason, Reason::cred_expired);
  EXPECT_EQ(valid_at(kyc, at("2027-01-01T00:00:00Z")).error().detail, "valid until 2026-12-31T23:59:59Z");
}

TEST(Validity, MayLastOneSecond) {
  const Document kyc_of_a_second = document(kyc("2026-12-31T23:59:59Z", "2026-01-01T00:00:00Z"));
  EXPECT_TRUE(valid_at(kyc_of_a_second, at("2026-01-01T00:00:00Z")));
  EXPECT_EQ(valid_at(kyc_of_a_second, at("2025-12-31T23:59:59Z")).error().reason, Reason::cred_not_yet);
  EXPECT_EQ(valid_at(kyc_of_a_second, at("2026-01-01T00:00:01Z")).error().reason, Reason::cred_expired);
}

}  // namespace
}  // namespace allonge::credential::test
