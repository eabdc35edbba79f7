// A DelegatedIssuer credential says what the trust registry has granted, or less; never more
// (credentials.md 5 and 6).
#include "contracts/credential/withdraw_authority.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

// The council lets jianghai accredit; jianghai lets lanwan issue KYC in CN-SD, without delegating it further.
GenesisConfig delegating() {
  GenesisConfig out = trusting_genesis({});
  for (AuthorityTerms& terms : out.authorities)
    if (terms.name == "jianghai")
      terms = terms_of("jianghai", "bank", "operator", {"DelegatedIssuer", "LegalEntityKyc"}, 1);
  AuthorityTerms branch = terms_of("lanwan", "kyc_provider", "jianghai", {"LegalEntityKyc"}, 0);
  branch.grants[0].scopes = {"CN-SD"};
  branch.valid_until = moment("2027-01-01T00:00:00Z");
  out.authorities.push_back(branch);
  return out;
}

Paper delegation(const std::string& types, const std::string& scopes, int depth) {
  Paper out{.type = "DelegatedIssuer", .issuer = "jianghai", .subject = "lanwan"};
  out.claims = "\"types\":[" + types + "],\"scopes\":[" + scopes + "],\"depth\":" + std::to_string(depth);
  return out;
}

std::string told(World& world, const Paper& paper) {
  const Verdict verdict = issue(world, paper);
  return verdict.ok() ? "done" : std::string(name_of(*verdict.reason)) + " " + verdict.detail;
}

}  // namespace

TEST(Delegation, RepeatsTheGrantOrSaysLess) {
  World world(delegating());
  EXPECT_EQ(told(world, delegation(R"("LegalEntityKyc")", R"("CN-SD")", 0)), "done");
  EXPECT_EQ(told(world, delegation(R"("LegalEntityKyc")", R"("CN-SD-QD")", 0)), "done");
}

TEST(Delegation, NeverSaysMoreThanTheRegistryGrants) {
  World world(delegating());
  EXPECT_EQ(told(world, delegation(R"("BusinessLicence","LegalEntityKyc")", R"("CN-SD")", 0)),
            "AUTHORITY_EXCEEDED the registry does not grant BusinessLicence");
  EXPECT_EQ(told(world, delegation(R"("LegalEntityKyc")", R"("CN-GD","CN-SD")", 0)),
            "AUTHORITY_EXCEEDED the registry does not grant LegalEntityKyc for scope CN-GD");
  EXPECT_EQ(told(world, delegation(R"("LegalEntityKyc")", R"("CN")", 0)),
            "AUTHORITY_EXCEEDED the registry does not grant LegalEntityKyc for scope CN");
  EXPECT_EQ(told(world, delegation(R"("LegalEntityKyc")", R"("CN-SD")", 1)),
            "AUTHORITY_EXCEEDED the registry does not grant LegalEntityKyc to depth 1");
  Paper long_lived = delegation(R"("LegalEntityKyc")", R"("CN-SD")", 0);
  long_lived.until = "2027-01-01T00:00:00Z";  // the right is over at this moment
  EXPECT_EQ(told(world, long_lived), "AUTHORITY_EXCEEDED the registry does not grant so long a time");
}

TEST(Delegation, SpeaksOfTheIssuersOwnAuthoritiesAlone) {
  World world(delegating());
  Paper stranger = delegation(R"("LegalEntityKyc")", R"("CN-SD")", 0);
  stranger.subject = "shunchang";
  EXPECT_EQ(told(world, stranger), "ISSUER_NOT_AUTHORISED shunchang is no active authority of its issuer");
  Paper by_another = delegation(R"("LegalEntityKyc")", R"("CN-SD")", 0);
  by_another.issuer = "operator";  // the council may issue the type, and is the grandparent
  EXPECT_EQ(told(world, by_another), "ISSUER_NOT_AUTHORISED lanwan is no active authority of its issuer");
  EXPECT_OK(world.by("jianghai").act(WithdrawAuthority{identity_of("lanwan"), Cause::cessation}));
  EXPECT_EQ(told(world, delegation(R"("LegalEntityKyc")", R"("CN-SD")", 0)),
            "ISSUER_NOT_AUTHORISED lanwan is no active authority of its issuer");
}

}  // namespace allonge::test
