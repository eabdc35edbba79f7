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

// C-2 looked at the end of the transaction alone: whoever issued and then ended its signer's paper in one
// transaction was told INVARIANT_BROKEN, and every node reported a defect of the ledger.
TEST(Hostile, EndingAPaperBehindTheActItAllowedIsNoBrokenLaw) {
  Desk desk(trusting_genesis());
  World& world = desk.world;
  equip_issuer(world, "taihe");
  record(world, {.type = "SupplierQualification", .issuer = "taihe", .subject = "shunchang"});
  const Digest paper = credentials_of(world.view(), "AuthorisedSigner", "taihe#maker1").front().hash;
  const auto op = [&] { return desk.issue_op("taihe", "shunchang", "1.00", "2026-08-28"); };
  EXPECT_OK(world.by("taihe").act(op(), RevokeCredential{paper, Cause::affiliation_changed}));
  EXPECT_REFUSED(world.by("taihe").act(op()), Reason::cred_revoked);
  EXPECT_REFUSED(world.by("taihe").act(op(), RevokeCredential{paper, Cause::affiliation_changed}), Reason::cred_revoked);
  // One that comes and goes in the same transaction.
  const Paper fresh{.type = "AuthorisedSigner", .issuer = "taihe", .subject = "taihe",
                    .claims = claims_of_signer("did:allonge:demo-test:taihe#maker1")};
  const Bytes document = signed_paper(world, fresh);
  const Digest hash = read_document(text_of(document), "demo-test")->hash;
  EXPECT_OK(world.by("taihe").act(IssueCredential{document}, op(), RevokeCredential{hash, Cause::cessation}));
}

// C-2 held the withdrawal of an authority against papers for which nobody needs authority: a core enterprise
// whose right to qualify suppliers had been withdrawn could not issue with its new signers.
TEST(Hostile, ASignersPaperNeedsNoAuthorityInTheLawEither) {
  Desk desk(trusting_genesis());
  World& world = desk.world;
  record(world, {.type = "SupplierQualification", .issuer = "taihe", .subject = "shunchang"});
  EXPECT_OK(world.by("operator").act(WithdrawAuthority{identity_of("taihe"), Cause::key_compromise, world.now()}));
  EXPECT_OK(world.by("operator").act(SetGate{{"cert.issue", 2, Time{world.now().ms + 1000},
                                              {default_gates({})[2].rules[1]}}}));
  equip_issuer(world, "taihe");
  EXPECT_OK(world.by("taihe").act(desk.issue_op("taihe", "shunchang", "1.00", "2026-08-28")));
}

// C-3 looked at the end of the transaction alone: a council that gave a right and then narrowed its own was
// told INVARIANT_BROKEN, though either order is allowed in two transactions.
TEST(Hostile, NarrowingAParentBehindItsGrantIsNoBrokenLaw) {
  World world(trusting_genesis({}));
  AuthorityTerms narrow = terms_of("operator", "council", {}, {"LegalEntityKyc", "SupplierQualification"}, 3);
  narrow.grants[0].max_life_days = 100;
  EXPECT_OK(world.by("operator").act(
      GrantAuthority{terms_of("dongfang", "bank", "operator", {"LegalEntityKyc"}, 0)}, GrantAuthority{narrow}));
  EXPECT_EQ(verdict_of(world, {.issuer = "dongfang"}), "ISSUER_NOT_AUTHORISED");
}

// A thief of an authority's key wrote a `created` before the theft, had the document recorded before anybody
// noticed, and no report ever reached it.
TEST(Hostile, AStolenKeyIsNotWashedByAnEarlierDate) {
  World world(trusting_genesis({}));
  world.go_to(moment("2026-03-20T00:00:00Z"));
  const Paper licence{.type = "BusinessLicence", .issuer = "key:market", .subject = "taihe"};
  const Digest honest = record(world, licence);
  world.go_to(moment("2026-03-22T00:00:00Z"));
  Paper backdated = licence;
  backdated.subject = "lanwan";
  backdated.created = moment("2026-03-05T00:00:00Z");
  const Digest forged = record(world, backdated);
  const Digest of_bank = record(world, {.subject = "lanwan", .created = moment("2026-03-05T00:00:00Z")});
  world.go_to(moment("2026-03-25T00:00:00Z"));
  EXPECT_OK(world.by("operator").act(
      WithdrawAuthority{identity_of("key:market"), Cause::key_compromise, moment("2026-03-21T00:00:00Z")}));
  EXPECT_OK(world.by("jianghai").only({"maker2", "checker1"}).act(
      party::RevokeKey{key_of("jianghai", "maker1").public_key(), moment("2026-03-21T00:00:00Z")}));
  EXPECT_EQ(standing(world, honest), "valid");
  EXPECT_EQ(standing(world, forged), "ISSUER_NOT_AUTHORISED");
  EXPECT_EQ(standing(world, of_bank), "PROOF_KEY_STATE");
}

// ...and vc_verify, which shows people each step, says the same.
TEST(Hostile, AWashedDateIsNamedStepByStep) {
  World world(trusting_genesis({}));
  world.go_to(moment("2026-03-22T00:00:00Z"));
  const Bytes document = signed_paper(world, {.subject = "lanwan", .created = moment("2026-03-05T00:00:00Z")});
  EXPECT_OK(world.by("jianghai").act(IssueCredential{document}));
  VerificationQuestion question;
  question.network = "demo-test";
  question.now = world.now();
  question.ledger = &world.view();
  EXPECT_FALSE(verify_document(text_of(document), question).failed());
  EXPECT_OK(world.by("jianghai").only({"maker2", "checker1"}).act(
      party::RevokeKey{key_of("jianghai", "maker1").public_key(), moment("2026-03-21T00:00:00Z")}));
  const Verification told = verify_document(text_of(document), question);
  EXPECT_TRUE(told.failed());
  EXPECT_EQ(told.steps[4].reason, Reason::proof_key_state);
}

// A bank's KYC of one company opened the gates of another: nobody compared the tax id that it names with the
// party that it is about.
TEST(Hostile, APaperAboutAnotherCompanyIsNotTaken) {
  World world(trusting_genesis({}));
  const auto with_uscc = [](std::string_view uscc) {
    return "\"uscc\":\"" + std::string(tax_id_of(uscc).text()) + R"(","legalName":"Taihe","level":3)";
  };
  EXPECT_EQ(verdict_of(world, {.subject = "shunchang", .claims = with_uscc("taihe")}), "VC_SCHEMA");
  EXPECT_EQ(verdict_of(world, {.subject = "shunchang", .claims = with_uscc("shunchang")}), "done");
}

// ...and a licence of one company let another in under its name.
TEST(Hostile, NobodyIsAdmittedOnAnotherCompanysLicence) {
  GenesisConfig genesis = trusting_genesis({"party.admit"});
  genesis.authorities.push_back(terms_of("shunchang", "market_regulator", "operator", {"BusinessLicence"}, 0));
  World world(genesis);
  Paper licence{.type = "BusinessLicence", .issuer = "shunchang", .subject = "hengxin"};
  licence.claims = "\"uscc\":\"" + std::string(tax_id_of("taihe").text()) +
                   R"(","legalName":"Taihe","scopeCodes":["C34"],"licenceStatus":"active")";
  const Digest wrong = record(world, licence);
  const party::AdmitParty op{application_of("hengxin", {Role::holder})};
  EXPECT_REFUSED(world.by("operator").act(op), Reason::cred_insufficient);
  record(world, {.type = "BusinessLicence", .issuer = "shunchang", .subject = "hengxin"});
  EXPECT_REFUSED(world.by("operator").act(op), Reason::cred_insufficient);
  EXPECT_OK(world.by("shunchang").act(RevokeCredential{wrong, Cause::claim_false}));
  EXPECT_OK(world.by("operator").act(op));
}

// An authority that had ended its work could never be reported compromised, nor a first report be corrected
// to an earlier day: what the thief had signed in between stayed good for ever.
TEST(Hostile, AnEndedAuthorityIsStillReportedCompromised) {
  World world(trusting_genesis({}));
  world.go_to(moment("2026-03-10T00:00:00Z"));
  const Digest paper = record(world, {.type = "BusinessLicence", .issuer = "key:market", .subject = "taihe"});
  world.go_to(moment("2026-03-20T00:00:00Z"));
  const auto withdraw = [&](Cause cause, std::optional<Time> from) {
    return world.by("operator").act(WithdrawAuthority{identity_of("key:market"), cause, from});
  };
  EXPECT_OK(withdraw(Cause::cessation, {}));
  EXPECT_EQ(standing(world, paper), "valid");
  EXPECT_REFUSED(withdraw(Cause::cessation, {}), Reason::wrong_state);
  EXPECT_OK(withdraw(Cause::key_compromise, moment("2026-03-15T00:00:00Z")));
  EXPECT_EQ(standing(world, paper), "valid");
  EXPECT_REFUSED(withdraw(Cause::key_compromise, moment("2026-03-16T00:00:00Z")), Reason::wrong_state);
  EXPECT_REFUSED(withdraw(Cause::cessation, {}), Reason::wrong_state);
  EXPECT_OK(withdraw(Cause::key_compromise, moment("2026-03-05T00:00:00Z")));
  EXPECT_EQ(standing(world, paper), "ISSUER_NOT_AUTHORISED");
  // C-3 sees to it that no report is taken back.
  Draft draft(world.view());
  Authority next = *current_authority(draft, identity_of("key:market"));
  ++next.version;
  put_version(draft, next, moment("2026-03-06T00:00:00Z"));
  Event told;
  told.subject = short_text(next.terms.identity);
  told.after = "withdrawn";
  const Events events{told};
  EXPECT_EQ(laws_hold(draft, &events).error().detail, "C-3: a report of a compromised authority was taken back");
}

// An authority whose parent was suspended or gone could be stopped by nobody.
TEST(Hostile, TheCouncilStopsAnAuthorityWhoseParentCannot) {
  World world(trusting_genesis({}));
  EXPECT_OK(world.by("jianghai").act(GrantAuthority{terms_of("key:branch", "bank", "jianghai", {"LegalEntityKyc"}, 0)}));
  const SuspendAuthority suspend{identity_of("key:branch"), Cause::unspecified};
  const WithdrawAuthority withdraw{identity_of("key:branch"), Cause::key_compromise, world.now()};
  EXPECT_REFUSED(world.by("operator").act(suspend), Reason::not_your_part);
  EXPECT_REFUSED(world.by("operator").act(withdraw), Reason::not_your_part);
  EXPECT_OK(world.by("operator").act(SuspendAuthority{identity_of("jianghai"), Cause::unspecified}));
  EXPECT_REFUSED(world.by("jianghai").act(withdraw), Reason::issuer_not_authorised);
  EXPECT_REFUSED(world.by("taihe").act(withdraw), Reason::not_your_part);
  EXPECT_OK(world.by("operator").act(suspend));
  EXPECT_OK(world.by("operator").act(withdraw));
  // It stops; it does not give.
  EXPECT_REFUSED(world.by("operator").act(GrantAuthority{terms_of("key:other", "bank", "jianghai", {"LegalEntityKyc"}, 0)}),
                 Reason::not_your_part);
}

// Whoever granted a company the right to qualify suppliers could revoke the papers of its own people, and so
// stop it from issuing: one person of the council could suspend them.
TEST(Hostile, AGrantorHasNoSayInWhatNeedsNoGrant) {
  World world(trusting_genesis({}));
  const Digest signer = record(world, {.type = "AuthorisedSigner", .issuer = "taihe", .subject = "taihe"});
  const Digest supplier = record(world, {.type = "SupplierQualification", .issuer = "taihe", .subject = "shunchang"});
  EXPECT_REFUSED(world.by("operator").act(SuspendCredential{signer}), Reason::not_your_part);
  EXPECT_REFUSED(world.by("operator").act(RevokeCredential{signer}), Reason::not_your_part);
  EXPECT_OK(world.by("operator").act(SuspendCredential{supplier}));
  EXPECT_OK(world.by("operator").act(RevokeCredential{supplier}));
  EXPECT_OK(world.by("regulator").act(SuspendCredential{signer}));
}

// A delegate could name its own key a market regulator, a KYC provider its own key a bank, and gates that ask
// for a class believed it.
TEST(Hostile, AnAuthorityNamesNoChildOfAClassAboveItsOwn) {
  GenesisConfig genesis = trusting_genesis({});
  genesis.authorities.push_back(terms_of("lanwan", "kyc_provider", "operator", {"LegalEntityKyc"}, 1));
  World world(genesis);
  const auto grant = [&](std::string_view by, std::string_view authority_class) {
    return world.by(by).act(GrantAuthority{terms_of("key:child", authority_class, by, {"LegalEntityKyc"}, 0)});
  };
  EXPECT_REFUSED(grant("lanwan", "bank"), Reason::authority_exceeded);
  EXPECT_OK(grant("lanwan", "kyc_provider"));
  World other(genesis);
  EXPECT_OK(other.by("jianghai").act(GrantAuthority{terms_of("key:child", "kyc_provider", "jianghai", {"LegalEntityKyc"}, 0)}));
}

// A proof that says it ends tomorrow carried a credential for a year: gates never looked at it again, and
// everybody who verified the document outside was told that it did not hold.
TEST(Hostile, AProofThatEndsBeforeItsCredentialIsNotRecorded) {
  World world(trusting_genesis({}));
  const auto proven_until = [&](std::string_view until) {
    auto json = *parse_json(text_of(signed_paper(world, {})));
    std::erase_if(json.members, [](const auto& member) { return member.first == "proof"; });
    ProofOptions options;
    options.method = "did:allonge:demo-test:jianghai#key-0";
    options.created = Time{world.now().ms / 1000 * 1000};
    options.expires = moment(until);
    const auto text = sign_document(json, key_of("jianghai", "maker1"), options);
    const Verdict made = world.by("jianghai").act(IssueCredential{copy_of(bytes_of(*text))});
    return made.ok() ? "done" : std::string(name_of(*made.reason));
  };
  EXPECT_EQ(proven_until("2026-06-30T00:00:00Z"), "PROOF_TIME");
  EXPECT_EQ(proven_until("2026-12-31T23:59:59Z"), "PROOF_TIME") << "at its end the proof is over, the credential is not";
  EXPECT_EQ(proven_until("2027-01-01T00:00:00Z"), "done");
}

// An authority about to lose its right could record KYC for years ahead, each of a lawful life: the longest
// life of a type bound nothing.
TEST(Hostile, NobodyRecordsCredentialsForYearsAhead) {
  World world(trusting_genesis({}));
  EXPECT_EQ(verdict_of(world, {.from = "2027-03-01T00:00:00Z", .until = "2028-02-28T00:00:00Z"}), "done");
  EXPECT_EQ(verdict_of(world, {.from = "2027-03-05T00:00:00Z", .until = "2028-02-28T00:00:00Z"}), "CRED_NOT_YET");
}

// A right could be granted, and a supplier qualified, under a name that nobody bore yet; whoever was admitted
// under it later had it.
TEST(Hostile, NoRightWaitsForWhoeverTakesAName) {
  World world(trusting_genesis({}));
  EXPECT_REFUSED(world.by("jianghai").act(GrantAuthority{terms_of("hengxin", "bank", "jianghai", {"LegalEntityKyc"}, 0)}),
                 Reason::unknown_party);
  const Paper qualified{.type = "SupplierQualification", .issuer = "taihe", .subject = "hengxin"};
  EXPECT_EQ(verdict_of(world, qualified), "UNKNOWN_PARTY");
  world.admit("hengxin", {Role::holder});
  EXPECT_EQ(verdict_of(world, qualified), "done");
  EXPECT_OK(world.by("jianghai").act(GrantAuthority{terms_of("hengxin", "bank", "jianghai", {"LegalEntityKyc"}, 0)}));
}

// The licence that party.admit asks for was brought by its subject, who is no party before it is admitted: with
// a market regulator outside the ledger nobody could be admitted.
TEST(Hostile, TheOperatorPresentsALicenceOfWhoIsNoPartyYet) {
  World world(trusting_genesis({"party.admit"}));
  const party::AdmitParty op{application_of("hengxin", {Role::holder})};
  const Paper licence{.type = "BusinessLicence", .issuer = "key:market", .subject = "hengxin"};
  EXPECT_REFUSED(world.by("operator").act(op), Reason::cred_missing);
  EXPECT_REFUSED(world.by("lanwan").act(IssueCredential{signed_paper(world, licence)}), Reason::holder_mismatch);
  EXPECT_OK(world.by("operator").act(IssueCredential{signed_paper(world, licence)}));
  EXPECT_OK(world.by("operator").act(op));
  EXPECT_REFUSED(world.by("operator").act(IssueCredential{signed_paper(world, licence)}), Reason::holder_mismatch);
}

// The regulator suspended a supplier's KYC, and its bank recorded another beside it, or one in its place, on the
// same day: the suspension bound one paper and nobody's conduct.
TEST(Hostile, NoIssuerGetsAroundWhatTheRegulatorSuspended) {
  World world(trusting_genesis({}));
  const Digest kyc = record(world, {.subject = "shunchang"});
  EXPECT_OK(world.by("jianghai").act(SuspendCredential{kyc, Cause::unspecified, {}}));
  const Digest other = record(world, {.subject = "shunchang"});  // the bank's own suspension is the bank's matter
  EXPECT_OK(world.by("regulator").act(SuspendCredential{other, Cause::sanctions, moment("2026-06-30T00:00:00Z")}));
  EXPECT_EQ(verdict_of(world, {.subject = "shunchang"}), "CRED_SUSPENDED");
  EXPECT_REFUSED(issue(world, {.subject = "shunchang"}, other), Reason::cred_suspended);
  EXPECT_EQ(verdict_of(world, {.subject = "lanwan"}), "done") << "another supplier";
  world.go_to(moment("2026-06-30T00:00:00Z"));
  EXPECT_EQ(verdict_of(world, {.subject = "shunchang"}), "done") << "the suspension has ended";
}

}  // namespace allonge::test
