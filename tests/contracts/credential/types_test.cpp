#include "contracts/credential/types.h"

#include <gtest/gtest.h>

#include "tests/contracts/credential/sample.h"

namespace allonge::credential::test {
namespace {

const CredentialType& type(std::string_view name) {
  const CredentialType* const found = find_credential_type(name);
  EXPECT_NE(found, nullptr) << name;
  return *found;
}

// The claim's own words, or "fits".
std::string verdict(std::string_view type_name, const std::string& subject) {
  const auto fits = fits_schema(type(type_name), *parse_json(subject), network);
  return fits ? "fits" : std::string(allonge::name_of(fits.error().reason)) + " " + fits.error().detail;
}

std::string claim_verdict(const CredentialType& of, std::string_view name, std::string_view value) {
  const auto fits = fits_claim(of, name, *parse_json(value), network);
  return fits ? "fits" : std::string(allonge::name_of(fits.error().reason));
}

// One good subject for each type, as in credentials.md 5.
const std::vector<std::pair<std::string, std::string>> subjects{
    {"AuthorisedSigner", R"({"signer":"did:allonge:demo-test:taihe#maker1","roles":["issue","accept"],"limit":"5000000.00","dualControlAbove":"1000000.00"})"},
    {"BankLicence", R"({"licenceNumber":"B0001","activities":["deposits","lending"]})"},
    {"BusinessLicence", R"({"uscc":"91350100M000100Y43","legalName":"泰和造船","scopeCodes":["3731"],"licenceStatus":"in business"})"},
    {"DelegatedIssuer", R"({"types":["ManagementSystemCert"],"scopes":["CN-SD"],"depth":1})"},
    {"DeviceCalibration", R"({"device":"did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2","uncertaintyPpm":5000,"nextDue":"2027-03-01"})"},
    {"FacilityRecord", R"({"facilityId":"F-17","geoHash":"wwmuq3","operator":"did:allonge:demo-test:taihe","activity":"plate cutting"})"},
    {"FactoringLicence", R"({"licenceNumber":"F0001","activities":["factoring"]})"},
    {"HazardousSubstance", R"({"productId":"P-1","standard":"RoHS","substances":{"Cd":100,"Pb":1000,"Cr6+":0},"method":"IEC 62321","reportHash":")" + std::string(64, 'a') + R"("})"},
    {"LegalEntityKyc", R"({"uscc":"91350100M000100Y43","legalName":"顺昌","level":1})"},
    {"ManagementSystemCert", R"({"standard":"ISO 9001","scope":"ship parts","certificateNumber":"Q-1","sites":["Weihai"]})"},
    {"ProductConformity", R"({"productId":"P-1","standard":"GB 712","method":"tension test","reportHash":")" + std::string(64, '0') + R"("})"},
    {"SupplierQualification", R"({"categoryCodes":["C3731"],"grade":"A"})"},
    {"VerifierAccreditation", R"({"schemes":["ISO 14065"],"sectors":["shipbuilding"],"level":2})"},
};

TEST(CredentialTypes, AcceptAGoodSubjectOfEachType) {
  ASSERT_EQ(subjects.size(), credential_types().size());
  for (const auto& [name, subject] : subjects) {
    EXPECT_EQ(verdict(name, subject), "fits") << name;
    EXPECT_EQ(verdict(name, changed(subject, "{\"" + std::string(type(name).claims[0].name), "{\"jurisdiction\":\"CN-SD\",\"" + std::string(type(name).claims[0].name))), "fits") << name;
  }
}

TEST(CredentialTypes, MissEveryNeededClaimByName) {
  for (const auto& [name, subject] : subjects) {
    const JsonValue whole = *parse_json(subject);
    for (const ClaimRule& rule : type(name).claims) {
      if (rule.shown != Shown::needed) continue;
      JsonValue without = whole;
      std::erase_if(without.members, [&](const auto& member) { return member.first == rule.name; });
      const auto fits = fits_schema(type(name), without, network);
      ASSERT_FALSE(fits) << name << " " << rule.name;
      EXPECT_EQ(fits.error().detail, "$.credentialSubject." + std::string(rule.name) + ": is missing");
    }
  }
}

// Whatever the kind, an object, an array of numbers and null are no claim of it.
TEST(CredentialTypes, RefuseAnotherKindForEveryClaim) {
  for (const CredentialType& each : credential_types())
    for (const ClaimRule& rule : each.claims)
      for (const char* bad : {"null", "true", "{}", "[]", "[1]", "-1", "\"\"", "{\"x\":1}", "[\"a\",\"a\"]", "9007199254740991"})
        EXPECT_EQ(claim_verdict(each, rule.name, bad), "VC_SCHEMA") << each.name << " " << rule.name << " " << bad;
}

TEST(CredentialTypes, CountMoneyAsTextWithTwoDecimals) {
  const auto limit = [](const char* value) { return claim_verdict(type("AuthorisedSigner"), "limit", value) == "fits"; };
  EXPECT_TRUE(limit("\"5000000.00\""));
  EXPECT_TRUE(limit("\"0.01\""));
  for (const char* bad : {"5000000", "500000000", "\"5000000\"", "\"5000000.0\"", "\"05000000.00\"", "\"-1.00\"", "\"1e6\"", "\"5,000,000.00\"",
                          "\"10000000000000.01\"", "\"0.001\""})
    EXPECT_FALSE(limit(bad)) << bad;
}

TEST(CredentialTypes, KnowTheRestrictedSubstances) {
  const auto fits = [](const char* value) { return claim_verdict(type("HazardousSubstance"), "substances", value) == "fits"; };
  EXPECT_EQ(restricted_substances().size(), 10u);
  EXPECT_TRUE(fits(R"({"Cd":0,"Pb":1000000})"));
  for (const char* bad : {R"({"Cd":1000001})", R"({"Cd":"100"})", R"({"cd":100})", R"({"Au":1})", "{}", "[\"Cd\"]"}) EXPECT_FALSE(fits(bad)) << bad;
}

TEST(CredentialTypes, CheckADisclosedClaimAsIfItStoodInClear) {
  EXPECT_EQ(claim_verdict(type("SupplierQualification"), "auditScore", "88"), "fits");
  EXPECT_EQ(claim_verdict(type("SupplierQualification"), "auditScore", "101"), "VC_SCHEMA");
  EXPECT_EQ(claim_verdict(type("SupplierQualification"), "bribes", "1"), "VC_SCHEMA");
  EXPECT_EQ(verdict("SupplierQualification", R"({"categoryCodes":["C3731"],"grade":"A","auditScore":88})"),
            "VC_SCHEMA $.credentialSubject.auditScore: may stand only as a digest in _sd, never in clear");
}

TEST(CredentialTypes, SayWhoIssuesThem) {
  EXPECT_TRUE(issued_by_class(type("LegalEntityKyc"), "bank"));
  EXPECT_TRUE(issued_by_class(type("LegalEntityKyc"), "kyc_provider"));
  for (const char* other : {"regulator", "ban", "bank|kyc_provider", "", "self", "any"}) EXPECT_FALSE(issued_by_class(type("LegalEntityKyc"), other)) << other;
  EXPECT_TRUE(issued_by_class(type("DelegatedIssuer"), "accreditation_body"));
  EXPECT_TRUE(issued_by_subject(type("AuthorisedSigner")));
  EXPECT_FALSE(issued_by_class(type("AuthorisedSigner"), "self"));
  EXPECT_EQ(find_credential_type("legalEntityKyc"), nullptr);
  EXPECT_EQ(find_credential_type(""), nullptr);
}

// V4: a life of 367 days where 366 are the most.
TEST(CredentialTypes, SayHowLongTheyLast) {
  const Time from = at("2026-01-01T00:00:00Z");
  EXPECT_TRUE(within_longest_life(type("LegalEntityKyc"), from, at("2026-12-31T23:59:59Z")));
  EXPECT_TRUE(within_longest_life(type("LegalEntityKyc"), from, at("2027-01-02T00:00:00Z")));
  EXPECT_FALSE(within_longest_life(type("LegalEntityKyc"), from, at("2027-01-02T00:00:01Z")));
  EXPECT_TRUE(within_longest_life(type("BankLicence"), from, at("2099-01-01T00:00:00Z"))) << "as the licence says";
  EXPECT_FALSE(within_longest_life(type("BankLicence"), from, at("2025-01-01T00:00:00Z")));
}

}  // namespace
}  // namespace allonge::credential::test
