// Steps 1 to 3 of credentials.md 4.3: what a document must be before anybody looks at its proofs.
#include "contracts/credential/document.h"

#include <gtest/gtest.h>

#include "contracts/credential/types.h"
#include "tests/contracts/credential/sample.h"

namespace allonge::credential::test {
namespace {

TEST(Document, SaysWhatTheCredentialSays) {
  const Document kyc = document(kyc_text);
  EXPECT_EQ(kyc.id, "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33");
  EXPECT_EQ(kyc.type, "LegalEntityKyc");
  EXPECT_EQ(kyc.issuer, Identity::of(*PartyId::parse("jianghai")));
  EXPECT_EQ(kyc.subject, Identity::of(*PartyId::parse("shunchang")));
  EXPECT_EQ(kyc.valid_from.text(), "2026-01-01T00:00:00.000Z");
  EXPECT_EQ(kyc.valid_until.text(), "2026-12-31T23:59:59.000Z");
  EXPECT_EQ(kyc.number("level"), 2u);
  EXPECT_EQ(kyc.text("legalName"), "顺昌机械有限公司");
  EXPECT_EQ(kyc.text("riskBand"), "low");
  EXPECT_EQ(kyc.text("legalRepresentative"), std::nullopt) << "hidden";
  EXPECT_EQ(kyc.claim("id"), nullptr) << "who is meant is no claim";
  ASSERT_EQ(kyc.status.size(), 2u);
  EXPECT_EQ(kyc.status[0].purpose, StatusPurpose::revocation);
  EXPECT_EQ(kyc.status[0].index, 35'497u);
  EXPECT_EQ(kyc.status[1].purpose, StatusPurpose::suspension);
  EXPECT_EQ(kyc.hidden.size(), 2u);
  ASSERT_EQ(kyc.evidence.size(), 1u);
  EXPECT_EQ(kyc.evidence[0].media_type, "application/pdf");
  EXPECT_TRUE(kyc.proofs.empty());
}

TEST(Document, HasOneHashHoweverItIsWrittenAndSigned) {
  const Digest hash = document(kyc_text).hash;
  EXPECT_EQ(document(*canonical(*parse_json(kyc_text))).hash, hash);
  EXPECT_EQ(document(signed_text(kyc_text)).hash, hash) << "proofs do not change it";
  EXPECT_EQ(document(kyc("顺昌机械有限公司", "\\u987a昌机械有限公司")).hash, hash);
  EXPECT_NE(document(kyc("\"level\": 2", "\"level\": 3")).hash, hash);
}

TEST(Document, MayLackWhatIsOptional) {
  EXPECT_EQ(answer(kyc("\"issuer\": \"did:allonge:demo-test:jianghai\"", "\"issuer\": {\"id\": \"did:allonge:demo-test:jianghai\", \"name\": \"江海银行\"}")), "accepted");
  EXPECT_EQ(answer(kyc("    \"riskBand\": \"low\",\n", "")), "accepted");
  EXPECT_EQ(answer(kyc(", \"urn:allonge:context:v1\"", "")), "accepted");
  EXPECT_EQ(answer(kyc("\"2026-12-31T23:59:59Z\"", "\"2026-01-01T00:00:00Z\"")), "accepted") << "validFrom = validUntil";
}

struct Spoiled {
  std::string from, to, says;
};

TEST(Document, RefusesAWrongShapeAndNamesTheMember) {
  for (const Spoiled& one : std::vector<Spoiled>{
           {"\"id\": \"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33\",", "", "VC_SHAPE $.id: is missing"},
           {"urn:uuid:58172aac-d8ba-11ed", "urn:uuid:58172AAC-d8ba-11ed", "VC_SHAPE $.id:"},
           {"urn:uuid:58172aac-d8ba-11ed", "urn:oid:58172aac-d8ba-11ed", "VC_SHAPE $.id:"},
           {"[\"https://www.w3.org/ns/credentials/v2\", \"urn:allonge:context:v1\"]", "\"https://www.w3.org/ns/credentials/v2\"", "VC_SHAPE $.@context: expected an array"},
           {"\"urn:allonge:context:v1\"]", "{\"level\": \"https://other.example/\"}]", "VC_SHAPE $.@context:"},
           {"\"VerifiableCredential\", ", "", "VC_SHAPE $.type:"},
           {"\"VerifiableCredential\", \"LegalEntityKyc\"", "\"LegalEntityKyc\", \"VerifiableCredential\"", "VC_SHAPE $.type:"},
           {"\"LegalEntityKyc\"]", "\"LegalEntityKyc\", \"BankLicence\"]", "VC_SHAPE $.type:"},
           {"\"LegalEntityKyc\"]", "\"PartyInvitation\"]", "VC_SHAPE $.type: expected VerifiableCredential and one registered type"},
           {"did:allonge:demo-test:jianghai", "did:allonge:other-net:jianghai", "VC_SHAPE $.issuer:"},
           {"did:allonge:demo-test:jianghai", "did:web:jianghai.example", "VC_SHAPE $.issuer:"},
           {"\"did:allonge:demo-test:jianghai\"", "{\"name\": \"jianghai\"}", "VC_SHAPE $.issuer.id: is missing"},
           {"\"did:allonge:demo-test:jianghai\"", "null", "VC_SHAPE $.issuer: expected an object"},
           {"\"did:allonge:demo-test:jianghai\"", "{\"id\": \"did:allonge:demo-test:jianghai\", \"url\": \"x\"}", "VC_SHAPE $.issuer: its member 2"},
           {"\"validFrom\": \"2026-01-01T00:00:00Z\",", "", "VC_SHAPE $.validFrom: is missing"},
           {"\"validUntil\": \"2026-12-31T23:59:59Z\",", "", "VC_SHAPE $.validUntil: is missing"},
           {"2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z", "VC_SHAPE $.validFrom:"},
           {"2026-01-01T00:00:00Z", "2026-01-01T08:00:00+08:00", "VC_SHAPE $.validFrom:"},
           {"2026-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "VC_SHAPE $.validFrom:"},
           {"2026-12-31T23:59:59Z", "2025-12-31T23:59:59Z", "VC_SHAPE $.validUntil: is before validFrom"},
           {"\"id\": \"did:allonge:demo-test:shunchang\",", "", "VC_SHAPE $.credentialSubject.id: is missing"},
           {"did:allonge:demo-test:shunchang", "did:example:shunchang", "VC_SHAPE $.credentialSubject.id:"},
           {"\"_sd_alg\": \"sha-256\"", "\"_sd_alg\": \"sha-512\"", "VC_SHAPE $.credentialSubject._sd_alg:"},
           {",\n    \"_sd_alg\": \"sha-256\"", "", "VC_SHAPE $.credentialSubject._sd_alg: is missing"},
           {"\"X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0\", ", "\"X9yH\", ", "VC_SHAPE $.credentialSubject._sd:"},
           {"\"X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0\"", "\"mGqZZb7l-1pnMYCAAwzJZ1TkcC1p0yNxDf3gpJ2z1Vs\"", "VC_SHAPE $.credentialSubject._sd: digests ascend, none twice"},
           {"\"X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0\"", "\"z9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0\"", "VC_SHAPE $.credentialSubject._sd: digests ascend"},
           {"\"statusPurpose\": \"revocation\"", "\"statusPurpose\": \"message\"", "VC_SHAPE $.credentialStatus[0].statusPurpose:"},
           {"\"statusPurpose\": \"suspension\"", "\"statusPurpose\": \"revocation\"", "VC_SHAPE $.credentialStatus: one entry"},
           {"\"35497\"", "35497", "VC_SHAPE $.credentialStatus[0].statusListIndex: expected a text"},
           {"\"35497\"", "\"131072\"", "VC_SHAPE $.credentialStatus[0].statusListIndex:"},
           {"\"35497\"", "\"035497\"", "VC_SHAPE $.credentialStatus[0].statusListIndex:"},
           {"\"DocumentDigest\"", "\"Picture\"", "VC_SHAPE $.evidence[0].type:"},
           {"59b7cb6251b8991a", "59B7cb6251b8991a", "VC_SHAPE $.evidence[0].sha256:"},
           {"\"evidence\":", "\"proof\": \"none\", \"evidence\":", "VC_SHAPE $.proof: expected an object"},
           {"\"evidence\":", "\"proof\": [], \"evidence\":", "VC_SHAPE $.proof: expected 1 to 8"},
           {"\"evidence\":", "\"termsOfUse\": {}, \"evidence\":", "VC_SHAPE $: its member 10 is not known"}})
    EXPECT_BEGINS(answer(kyc(one.from, one.to)), one.says);
}

TEST(Document, RefusesClaimsThatDoNotFitTheSchema) {
  for (const Spoiled& one : std::vector<Spoiled>{
           {"\"level\": 2", "\"level\": 0", "VC_SCHEMA $.credentialSubject.level: expected a whole number from 1 to 3"},
           {"\"level\": 2", "\"level\": 4", "VC_SCHEMA $.credentialSubject.level:"},
           {"\"level\": 2", "\"level\": \"2\"", "VC_SCHEMA $.credentialSubject.level:"},
           {"    \"level\": 2,\n", "", "VC_SCHEMA $.credentialSubject.level: is missing"},
           {"91350100M000100Y43", "91350100M000100Y44", "VC_SCHEMA $.credentialSubject.uscc:"},
           {"\"riskBand\": \"low\"", "\"riskBand\": \"\"", "VC_SCHEMA $.credentialSubject.riskBand:"},
           {"\"riskBand\": \"low\"", "\"legalRepresentative\": \"王伟\"", "VC_SCHEMA $.credentialSubject.legalRepresentative: may stand only as a digest"},
           {"\"riskBand\": \"low\"", "\"nickname\": \"Shun\"", "VC_SCHEMA $.credentialSubject: its member 5 is no claim"},
           {"urn:allonge:schema:LegalEntityKyc:1", "urn:allonge:schema:LegalEntityKyc:2", "VC_SCHEMA $.credentialSchema.id:"},
           {"urn:allonge:schema:LegalEntityKyc:1", "https://schemas.example/kyc.json", "VC_SCHEMA $.credentialSchema.id:"},
           {"\"type\": \"JsonSchema\"", "\"type\": \"ShExValidator\"", "VC_SCHEMA $.credentialSchema.type:"}})
    EXPECT_BEGINS(answer(kyc(one.from, one.to)), one.says);
}

TEST(Document, RefusesContextsThatAreNotOnTheList) {
  for (const Spoiled& one : std::vector<Spoiled>{
           {"\"urn:allonge:context:v1\"", "\"https://evil.example/context\"", "VC_CONTEXT"},
           {"\"urn:allonge:context:v1\"", "\"https://www.w3.org/ns/credentials/v2\"", "VC_CONTEXT"},
           {"\"urn:allonge:context:v1\"", "\"urn:allonge:context:v1\", \"urn:allonge:context:v1\"", "VC_CONTEXT"},
           {"\"https://www.w3.org/ns/credentials/v2\", ", "", "VC_CONTEXT"},
           {"\"https://www.w3.org/ns/credentials/v2\"", "\"https://www.w3.org/ns/credentials/v2#\"", "VC_CONTEXT"},
           {"\"https://www.w3.org/ns/credentials/v2\"", "\"https://www.w3.org/2018/credentials/v1\"", "VC_CONTEXT"}})
    EXPECT_BEGINS(answer(kyc(one.from, one.to)), one.says);
}

// The first step that fails is the answer, whatever else is wrong.
TEST(Document, IsJudgedStepByStep) {
  std::string bad = kyc("urn:allonge:context:v1", "https://evil.example/context");
  EXPECT_BEGINS(answer(bad), "VC_CONTEXT");
  bad = changed(bad, "\"level\": 2", "\"level\": 9");
  EXPECT_BEGINS(answer(bad), "VC_SCHEMA");
  bad = changed(bad, "\"id\": \"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33\",", "");
  EXPECT_BEGINS(answer(bad), "VC_SHAPE");
  bad = changed(bad, "\"low\"", "1.5");
  EXPECT_BEGINS(answer(bad), "VC_JSON");
}

TEST(Moment, IsWholeSecondsOfUtc) {
  EXPECT_EQ(moment_text(at("2026-12-31T23:59:59Z")), "2026-12-31T23:59:59Z");
  for (const char* bad : {"", "2026-12-31", "2026-12-31T23:59:59", "2026-12-31T23:59:60Z", "2026-12-31T24:00:00Z", "2026-12-31t23:59:59z",
                          "2026-12-31T23:59:59.0Z", "2026-12-31 23:59:59Z", "2026-12-31T23:59:59+00:00", "1969-12-31T23:59:59Z"})
    EXPECT_EQ(parse_moment(bad).reason(), Reason::bad_date) << bad;
}

}  // namespace
}  // namespace allonge::credential::test
