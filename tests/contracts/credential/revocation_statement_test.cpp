// An issuer outside the ledger takes its credential back: by a signed statement that anybody may bring, that
// fits one credential on one chain and cannot be used twice to any effect.
#include "contracts/credential/revoke_credential.h"
#include "contracts/credential/suspend_credential.h"
#include "contracts/credential/withdraw_authority.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

// The market regulator is known by its key alone; shunchang has presented the licence it signed.
struct Outside {
  World world{trusting_genesis({})};
  SecretKey regulators = outside_key("key:market");
  Digest licence = record(world, {.type = "BusinessLicence", .issuer = "key:market", .subject = "shunchang"});

  RevokeCredential stated(Cause cause = Cause::licence_withdrawn) const {
    return {licence, cause, regulators.sign(revocation_statement(world.chain(), licence, cause))};
  }
  CredentialStatus status() const { return credential_records.find(world.view(), licence)->status; }
};

}  // namespace

TEST(RevocationStatement, OfTheIssuersKeyRevokesWhoeverBringsIt) {
  Outside outside;
  EXPECT_REFUSED(outside.world.by("taihe").act(RevokeCredential{outside.licence, Cause::licence_withdrawn}),
                 Reason::not_your_part);
  EXPECT_OK(outside.world.by("taihe").act(outside.stated()));
  EXPECT_EQ(outside.status(), CredentialStatus::revoked);
  EXPECT_EQ(credential_records.find(outside.world.view(), outside.licence)->cause, Cause::licence_withdrawn);
  EXPECT_EQ(outside.world.events().back().type, "vc.revoked");
}

TEST(RevocationStatement, UsedAgainDoesNothing) {
  Outside outside;
  const RevokeCredential op = outside.stated();
  EXPECT_OK(outside.world.by("taihe").act(op));
  EXPECT_REFUSED(outside.world.by("taihe").act(op), Reason::wrong_state);
}

TEST(RevocationStatement, FitsOneChainOneCredentialAndOneCause) {
  Outside outside;
  const Digest other = record(outside.world, {.type = "BusinessLicence", .issuer = "key:market", .subject = "lanwan"});
  const auto refused = [&](RevokeCredential op) {
    EXPECT_REFUSED(outside.world.by("taihe").act(op), Reason::proof_signature);
  };
  RevokeCredential op = outside.stated();
  op.credential = other;
  refused(op);
  op = outside.stated();
  op.cause = Cause::claim_false;
  refused(op);
  op = outside.stated();
  op.statement = outside.regulators.sign(revocation_statement(digest_of("other chain"), op.credential, op.cause));
  refused(op);
  op.statement = outside_key("key:tuv").sign(revocation_statement(outside.world.chain(), op.credential, op.cause));
  refused(op);
  EXPECT_EQ(outside.status(), CredentialStatus::active);
}

TEST(RevocationStatement, NamesNoCauseThatOnlyARenewalGives) {
  Outside outside;
  EXPECT_REFUSED(outside.world.by("taihe").act(outside.stated(Cause::superseded)), Reason::out_of_range);
}

TEST(RevocationStatement, IsNotForIssuersThatAreParties) {
  Outside outside;
  const Digest kyc = record(outside.world, {.subject = "shunchang"});
  const Signature made = key_of("jianghai", "maker1").sign(revocation_statement(outside.world.chain(), kyc, Cause::cessation));
  EXPECT_REFUSED(outside.world.by("taihe").act(RevokeCredential{kyc, Cause::cessation, made}), Reason::proof_controller);
}

TEST(RevocationStatement, OfAKeyReportedCompromisedCountsNoMore) {
  Outside outside;
  const RevokeCredential op = outside.stated();
  EXPECT_OK(outside.world.by("operator").act(
      WithdrawAuthority{identity_of("key:market"), Cause::key_compromise, outside.world.now()}));
  EXPECT_REFUSED(outside.world.by("taihe").act(op), Reason::proof_key_state);
  EXPECT_OK(outside.world.by("operator").act(RevokeCredential{outside.licence, Cause::key_compromise}));
}

TEST(RevocationStatement, OfAnIssuerThatMayNoMoreIssueStillTakesBack) {
  Outside outside;
  EXPECT_OK(outside.world.by("operator").act(WithdrawAuthority{identity_of("key:market"), Cause::cessation}));
  EXPECT_OK(outside.world.by("lanwan").act(outside.stated()));
}

TEST(RevocationStatement, ASuspensionIsTheParentsOrTheRegulators) {
  Outside outside;
  EXPECT_REFUSED(outside.world.by("taihe").act(SuspendCredential{outside.licence}), Reason::not_your_part);
  EXPECT_OK(outside.world.by("operator").act(SuspendCredential{outside.licence}));  // the council is its parent
  EXPECT_OK(outside.world.by("taihe").act(outside.stated()));
  EXPECT_EQ(outside.status(), CredentialStatus::revoked);
}

}  // namespace allonge::test
