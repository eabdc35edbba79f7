// What somebody with a key of a supplier, a bank or an authority might try against others, or against what
// was suspended, reported or refused (reliability.md 5). Each test begins with what once went wrong.
#include "contracts/credential/grant_authority.h"
#include "contracts/credential/laws.h"
#include "contracts/credential/set_gate.h"
#include "contracts/credential/standing.h"
#include "contracts/credential/suspend_authority.h"
#include "contracts/credential/verification.h"
#include "contracts/credential/withdraw_authority.h"
#include "tests/contracts/receivable/finance_desk.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

std::string claims_of_signer(std::string_view signer, std::string_view limit = "5000000.00") {
  return "\"signer\":\"" + std::string(signer) + R"(","roles":["issue"],"limit":")" + std::string(limit) + "\"";
}

std::string standing(const World& world, const Digest& hash) {
  const auto good = stands(world.view(), *credential_records.find(world.view(), hash), world.now());
  return good ? "valid" : std::string(name_of(good.reason()));
}

}  // namespace

// Any party could vouch for anybody's people and fill the list in which that company's own papers stand:
// 256 such papers, and the company could name no signer and issue nothing any more.
TEST(Hostile, NobodyFillsTheListOfAnotherCompanysSigners) {
  Desk desk(trusting_genesis());
  World& world = desk.world;
  const std::string key = Identity::of(key_of("taihe", "maker1").public_key()).text("demo-test");
  const auto by_lanwan = [&](std::string_view signer) {
    return verdict_of(world, {.type = "AuthorisedSigner", .issuer = "lanwan", .subject = "lanwan", .claims = claims_of_signer(signer)});
  };
  EXPECT_EQ(by_lanwan("did:allonge:demo-test:taihe#maker1"), "VC_SCHEMA");
  EXPECT_EQ(by_lanwan("did:allonge:demo-test:lanwan#maker1"), "done");
  for (int i = 0; i < 256; ++i) EXPECT_EQ(by_lanwan(key), "done");
  EXPECT_EQ(by_lanwan(key), "OUT_OF_RANGE") << "its own list is full";

  record(world, {.subject = "taihe"});
  record(world, {.type = "SupplierQualification", .issuer = "taihe", .subject = "shunchang"});
  record(world, {.type = "AuthorisedSigner", .issuer = "taihe", .subject = "taihe", .claims = claims_of_signer(key)});
  EXPECT_OK(world.by("taihe").act(desk.issue_op("taihe", "shunchang", "1.00", "2026-08-28")));
}

// One authority could fill a supplier's list, and no other core enterprise could qualify it; revoking what
// stood in the list freed nothing.
TEST(Hostile, OneIssuerLeavesRoomForOthersInAHoldersList) {
  GenesisConfig genesis = trusting_genesis({});
  genesis.authorities.push_back(terms_of("lanwan", "core_enterprise", "operator", {"SupplierQualification"}, 0));
  World world(genesis);
  const auto qualified_by = [](std::string_view issuer) {
    return Paper{.type = "SupplierQualification", .issuer = std::string(issuer), .subject = "shunchang"};
  };
  const Digest first = record(world, qualified_by("lanwan"));
  for (std::uint32_t i = 1; i < credentials_by_one_issuer; ++i) record(world, qualified_by("lanwan"));
  EXPECT_EQ(verdict_of(world, qualified_by("lanwan")), "OUT_OF_RANGE");
  EXPECT_OK(world.by("lanwan").act(RevokeCredential{first, Cause::unspecified}));
  EXPECT_EQ(verdict_of(world, qualified_by("lanwan")), "done") << "a revoked one is none";
  for (std::uint32_t i = credentials_by_one_issuer + 1; i < credentials_of_a_type; ++i) record(world, qualified_by("taihe"));
  EXPECT_EQ(credentials_of(world.view(), "SupplierQualification", "shunchang").size(), credentials_of_a_type);
  EXPECT_EQ(verdict_of(world, qualified_by("taihe")), "done") << "the revoked one made room";
  EXPECT_EQ(credentials_of(world.view(), "SupplierQualification", "shunchang").size(), credentials_of_a_type);
  EXPECT_EQ(verdict_of(world, qualified_by("taihe")), "OUT_OF_RANGE");
  const Digest last = credentials_of(world.view(), "SupplierQualification", "shunchang").back().hash;
  const std::string by(credential_records.find(world.view(), last)->issuer.party->text());
  EXPECT_OK(issue(world, qualified_by(by), last));  // what takes the place of another needs none of its own
}

}  // namespace allonge::test
