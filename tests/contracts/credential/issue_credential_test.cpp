// vc.issue: what is recorded, and everything that is not (credentials.md 4.3), in its order.
#include "contracts/credential/standing.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

struct Ledger {
  World world{trusting_genesis({})};
  Credential find(const Digest& hash) const { return *credential_records.find(world.view(), hash); }
  std::string spoilt(const Paper& paper, std::string_view from, std::string_view to) {
    std::string text(text_of(signed_paper(world, paper)));
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    return outcome(copy_of(bytes_of(text)), paper.issuer);
  }
  std::string outcome(Bytes document, std::string_view by) {
    const Verdict made = world.by(by).act(IssueCredential{std::move(document)});
    return made.ok() ? "done" : std::string(name_of(*made.reason));
  }
};

}  // namespace

TEST(IssueCredential, KeepsTheHashAndWhatGatesAsk) {
  Ledger ledger;
  const Digest hash = record(ledger.world, {.subject = "taihe", .jurisdiction = "CN-SD"});
  const Credential kept = ledger.find(hash);
  EXPECT_EQ(kept.type, "LegalEntityKyc");
  EXPECT_EQ(kept.issuer, identity_of("jianghai"));
  EXPECT_EQ(kept.subject, identity_of("taihe"));
  EXPECT_EQ(kept.holder, "taihe");
  EXPECT_EQ(kept.facts.level, 2u);
  EXPECT_EQ(kept.facts.scope, "CN-SD");
  EXPECT_EQ(kept.valid_from, moment("2026-01-01T00:00:00Z"));
  EXPECT_EQ(kept.valid_until, moment("2026-12-31T23:59:59Z"));
  EXPECT_EQ(kept.issuer_key, 0u);
  EXPECT_EQ(kept.recorded, ledger.world.now());
  EXPECT_EQ(kept.status, CredentialStatus::active);
  EXPECT_EQ(credentials_of(ledger.world.view(), "LegalEntityKyc", "taihe").size(), 1u);
  EXPECT_EQ(ledger.world.events().back().type, "vc.issued");
  EXPECT_EQ(ledger.world.events().back().subject, hash.hex());
}

TEST(IssueCredential, KeepsALimitOfASignerUnderTheSignersName) {
  Ledger ledger;
  const Credential kept =
      ledger.find(record(ledger.world, {.type = "AuthorisedSigner", .issuer = "lanwan", .subject = "lanwan"}));
  EXPECT_EQ(kept.holder, "lanwan#maker1");
  EXPECT_EQ(kept.facts.limit, yuan("5000000.00"));
  EXPECT_EQ(kept.facts.dual_control_above, yuan("1000000.00"));
  EXPECT_EQ(kept.facts.roles, (std::vector<std::string>{"finance", "issue"}));
}

TEST(IssueCredential, RefusesEachFaultInTheFixedOrder) {
  Ledger ledger;
  const Paper kyc{.subject = "taihe"};
  EXPECT_EQ(ledger.outcome(copy_of(bytes_of("{")), "jianghai"), "VC_JSON");
  EXPECT_EQ(ledger.spoilt(kyc, "\"validFrom\"", "\"validfrom\""), "VC_SHAPE");
  EXPECT_EQ(ledger.spoilt(kyc, "\"level\":2", "\"level\":9"), "VC_SCHEMA");
  EXPECT_EQ(ledger.spoilt(kyc, "urn:allonge:context:v1", "urn:allonge:context:v9"), "VC_CONTEXT");
  EXPECT_EQ(ledger.spoilt(kyc, "eddsa-jcs-2022", "eddsa-rdfc-2022"), "PROOF_SUITE");
  EXPECT_EQ(ledger.spoilt(kyc, "assertionMethod", "authentication"), "PROOF_PURPOSE");
  EXPECT_EQ(ledger.spoilt(kyc, "#key-0", "#key-9"), "PROOF_KEY");
  EXPECT_EQ(ledger.spoilt(kyc, "jianghai#key-0", "taihe#key-0"), "PROOF_CONTROLLER");
  EXPECT_EQ(ledger.spoilt(kyc, "\"level\":2", "\"level\":3"), "PROOF_SIGNATURE");
  Paper early = kyc;
  early.created = Time{ledger.world.now().ms + 400'000};
  EXPECT_EQ(verdict_of(ledger.world, early), "PROOF_TIME");
  EXPECT_EQ(
      verdict_of(ledger.world, {.subject = "taihe", .from = "2025-01-01T00:00:00Z", .until = "2025-12-31T23:59:59Z"}),
      "CRED_EXPIRED");
  EXPECT_EQ(verdict_of(ledger.world, {.issuer = "lanwan"}), "ISSUER_NOT_AUTHORISED");
  EXPECT_EQ(verdict_of(ledger.world, kyc), "done");
}

TEST(IssueCredential, LastsNoLongerThanItsTypeAndItsIssuerMay) {  // V4
  Ledger ledger;
  EXPECT_EQ(verdict_of(ledger.world, {.from = "2026-01-01T00:00:00Z", .until = "2027-01-02T00:00:00Z"}), "done");
  EXPECT_EQ(verdict_of(ledger.world, {.from = "2026-01-01T00:00:00Z", .until = "2027-01-03T00:00:00Z"}),
            "ISSUER_NOT_AUTHORISED");
  EXPECT_EQ(
      verdict_of(ledger.world,
                 {.type = "AuthorisedSigner", .issuer = "taihe", .subject = "taihe", .until = "2027-01-03T00:00:00Z"}),
      "ISSUER_NOT_AUTHORISED");
  EXPECT_EQ(verdict_of(ledger.world, {.from = "2026-05-01T00:00:00Z", .until = "2026-05-01T00:00:00Z"}),
            "done");  // one second
}

TEST(IssueCredential, IsRecordedOnce) {
  Ledger ledger;
  const Paper kyc{.subject = "taihe", .id = "urn:uuid:00000000-0000-4000-9000-000000000001"};
  const Bytes document = signed_paper(ledger.world, kyc);
  EXPECT_EQ(ledger.outcome(document, "jianghai"), "done");
  EXPECT_EQ(ledger.outcome(document, "jianghai"), "CRED_KNOWN");
  // Proofs do not change the hash, and an id is not used again for something else.
  Paper later = kyc;
  later.created = ledger.world.now();
  EXPECT_EQ(verdict_of(ledger.world, later), "CRED_KNOWN");
  later.subject = "lanwan";
  EXPECT_EQ(verdict_of(ledger.world, later), "CRED_KNOWN");
}

TEST(IssueCredential, IsBroughtByItsIssuerOrPresentedByItsSubject) {
  Ledger ledger;
  const Bytes by_bank = signed_paper(ledger.world, {.subject = "taihe"});
  EXPECT_EQ(ledger.outcome(by_bank, "taihe"), "HOLDER_MISMATCH");  // one of the bank's people signed it; two bring it
  EXPECT_EQ(ledger.outcome(by_bank, "jianghai"), "done");
  const Bytes from_outside =
      signed_paper(ledger.world, {.type = "BusinessLicence", .issuer = "key:market", .subject = "taihe"});
  EXPECT_EQ(ledger.outcome(from_outside, "lanwan"), "HOLDER_MISMATCH");
  EXPECT_EQ(ledger.outcome(from_outside, "operator"), "HOLDER_MISMATCH");
  EXPECT_EQ(ledger.outcome(from_outside, "taihe"), "done");
  EXPECT_KEPT_OUT(ledger.world.by("jianghai").only({"maker1"}).act(IssueCredential{by_bank}),
                  Reason::approvals_missing);
}

TEST(IssueCredential, ACompanyNamesItsOwnSignersAndNobodyElses) {
  Ledger ledger;
  EXPECT_EQ(verdict_of(ledger.world, {.type = "AuthorisedSigner", .issuer = "lanwan", .subject = "lanwan"}), "done");
  EXPECT_EQ(verdict_of(ledger.world, {.type = "AuthorisedSigner", .issuer = "lanwan", .subject = "taihe"}),
            "ISSUER_NOT_AUTHORISED");
}

TEST(IssueCredential, TakesThePlaceOfAnOlderOne) {
  Ledger ledger;
  const Digest old_one = record(ledger.world, {.subject = "taihe"});
  const Paper renewal{.subject = "taihe", .from = "2026-03-01T00:00:00Z", .until = "2027-02-28T00:00:00Z"};
  EXPECT_REFUSED(issue(ledger.world, renewal, digest_of("nothing")), Reason::not_found);
  EXPECT_REFUSED(issue(ledger.world, {.subject = "lanwan"}, old_one), Reason::wrong_state);
  EXPECT_REFUSED(issue(ledger.world, {.type = "AuthorisedSigner", .issuer = "taihe", .subject = "taihe"}, old_one),
                 Reason::not_your_part);
  const Digest new_one = record(ledger.world, renewal, old_one);
  const Credential before = ledger.find(old_one);
  EXPECT_EQ(before.status, CredentialStatus::revoked);
  EXPECT_EQ(before.cause, Cause::superseded);
  EXPECT_EQ(before.superseded_by, new_one);
  EXPECT_EQ(ledger.find(new_one).status, CredentialStatus::active);
  EXPECT_REFUSED(issue(ledger.world, renewal, old_one), Reason::wrong_state);
}

TEST(IssueCredential, IsJudgedByTheKeyOfItsMoment) {  // V12
  Ledger ledger;
  ledger.world.go_to(moment("2026-03-06T00:00:00Z"));
  const Digest early = record(ledger.world, {.subject = "taihe", .created = moment("2026-03-05T00:00:00Z")});
  ledger.world.go_to(moment("2026-03-20T00:00:00Z"));
  const PublicKey old_key = key_of("jianghai", "maker1").public_key();
  const Time before{ledger.world.now().ms};
  const Digest late = record(ledger.world, {.subject = "lanwan", .created = moment("2026-03-12T00:00:00Z")});
  EXPECT_OK(ledger.world.by("jianghai").act(party::RotateKey{old_key, key_of("jianghai", "maker1", 1).public_key()}));
  const Time replaced = ledger.world.now();
  const auto bring = [&](Time created) {
    const Verdict made = ledger.world.by("jianghai").only({"maker2", "checker1"}).act(
        IssueCredential{signed_paper(ledger.world, {.created = created})});
    return made.ok() ? "done" : std::string(name_of(*made.reason));
  };
  EXPECT_EQ(bring(before), "done");
  EXPECT_EQ(bring(Time{replaced.ms + 1000}), "PROOF_KEY_STATE");
  EXPECT_EQ(bring(replaced), "PROOF_KEY_STATE");

  EXPECT_OK(ledger.world.by("jianghai")
                .only({"maker2", "checker1"})
                .act(party::RevokeKey{old_key, moment("2026-03-10T00:00:00Z")}));
  const auto standing = [&](const Digest& hash) {
    const auto good = stands(ledger.world.view(), ledger.find(hash), ledger.world.now());
    return good ? "valid" : std::string(name_of(good.reason()));
  };
  EXPECT_EQ(standing(early), "valid");
  EXPECT_EQ(standing(late), "PROOF_KEY_STATE");  // made in the days in which others had the key
  EXPECT_EQ(bring(moment("2026-03-15T00:00:00Z")), "PROOF_KEY_STATE");
  EXPECT_EQ(bring(moment("2026-03-05T00:00:00Z")), "PROOF_KEY_STATE");  // a thief may write any moment
}

TEST(IssueCredential, AHolderHas256OfATypeAndTheOldestThatIsOverMakesRoom) {
  Ledger ledger;
  const auto signers = [&](int count, std::string_view until) {
    for (int i = 0; i < count; ++i)
      record(ledger.world,
             {.type = "AuthorisedSigner", .issuer = "taihe", .subject = "taihe", .until = std::string(until)});
  };
  signers(1, "2026-03-05T00:00:00Z");
  signers(255, "2026-12-31T23:59:59Z");
  const Paper more{.type = "AuthorisedSigner", .issuer = "taihe", .subject = "taihe"};
  EXPECT_EQ(verdict_of(ledger.world, more), "OUT_OF_RANGE");
  ledger.world.go_to(moment("2026-03-06T00:00:00Z"));
  EXPECT_EQ(verdict_of(ledger.world, more), "done");
  EXPECT_EQ(verdict_of(ledger.world, more), "OUT_OF_RANGE");
  EXPECT_EQ(credentials_of(ledger.world.view(), "AuthorisedSigner", "taihe#maker1").size(), 256u);
}

}  // namespace allonge::test
