// The laws of credentials bite: contracts broken on purpose are stopped by the law that is meant for them.
#include "contracts/credential/laws.h"

#include "contracts/credential/application.h"
#include "tests/contracts/receivable/desk.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

std::string stopped_by(const Draft& draft, const Events& events = {}, const Context* context = nullptr) {
  const auto verdict = laws_hold(draft, &events, context);
  return verdict ? "none" : verdict.error().detail;
}

Event event_of(std::string subject, std::string after) {
  Event out;
  out.type = "test";
  out.subject = std::move(subject);
  out.after = std::move(after);
  return out;
}

struct Ledger {
  World world{trusting_genesis({})};
  Digest kyc = record(world, {.subject = "shunchang"});
  Credential paper() const { return *credential_records.find(world.view(), kyc); }
  // With one change, and an event that tells it.
  std::string with(Credential changed) {
    Draft draft(world.view());
    credential_records.put(draft, kyc, changed);
    return stopped_by(draft, {event_of(kyc.hex(), std::string(word_of(changed.status)))});
  }
};

}  // namespace

TEST(CredentialLaws, C1NoCredentialChangesItsStandingInSilence) {
  Ledger ledger;
  Credential revoked = ledger.paper();
  revoked.status = CredentialStatus::revoked;
  EXPECT_EQ(ledger.with(revoked), "none");
  Draft draft(ledger.world.view());
  credential_records.put(draft, ledger.kyc, revoked);
  EXPECT_EQ(stopped_by(draft), "C-1: " + ledger.kyc.hex() + " changed in silence");
  EXPECT_EQ(stopped_by(draft, {event_of(ledger.kyc.hex(), "suspended")}),
            "C-1: " + ledger.kyc.hex() + " changed in silence");
}

TEST(CredentialLaws, C1WhatWasRecordedStays) {
  Ledger ledger;
  Credential level = ledger.paper();
  level.facts.level = 3;
  EXPECT_EQ(ledger.with(level), "C-1: what was recorded of a credential changed");
  Credential longer = ledger.paper();
  longer.valid_until.ms += ms_per_day;
  EXPECT_EQ(ledger.with(longer), "C-1: what was recorded of a credential changed");
  Credential suspended = ledger.paper();
  suspended.status = CredentialStatus::suspended;
  EXPECT_EQ(ledger.with(suspended), "C-1: a suspension without its state, or a state without it");
  Draft draft(ledger.world.view());
  credential_records.erase(draft, ledger.kyc);
  EXPECT_EQ(stopped_by(draft), "C-1: a credential's record was removed");
}

TEST(CredentialLaws, C1ARevokedOneStaysRevoked) {
  Ledger ledger;
  EXPECT_OK(ledger.world.by("jianghai").act(RevokeCredential{ledger.kyc, Cause::claim_false}));
  Credential back = ledger.paper();
  back.status = CredentialStatus::active;
  EXPECT_EQ(ledger.with(back), "C-1: a revoked credential changed");
}

TEST(CredentialLaws, C1ApplicationsAndAuthoritiesAreToldToo) {
  Ledger ledger;
  Draft draft(ledger.world.view());
  Application application;
  application.id = ApplicationId::derive(digest_of("a"), 0);
  application.applicant = application.authority = id_of("taihe");
  application.subject = identity_of("taihe");
  application.state = ApplicationState::submitted;
  application_records.put(draft, application.id, application);
  EXPECT_EQ(stopped_by(draft), "C-1: " + application.id.text() + " changed in silence");
  Draft other(ledger.world.view());
  Authority next = *current_authority(other, identity_of("jianghai"));
  ++next.version;
  put_version(other, next);
  EXPECT_EQ(stopped_by(other), "C-1: jianghai changed in silence");
  EXPECT_EQ(stopped_by(other, {event_of("jianghai", "active")}), "none");
}

TEST(CredentialLaws, C2NothingIsIssuedPastTheGate) {
  Desk desk;
  World& world = desk.world;
  const receivable::Issue op = desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28");
  const std::vector<KeySignature> signatures{{key_of("taihe", "maker1").public_key(), {}}};
  const Context context{world.next_block(), id_of("taihe"), digest_of("crime"), 0, &signatures, nullptr};
  const auto plan = receivable::check(op, context, world.view());  // by a contract that knows no gate
  ASSERT_TRUE(plan);
  Draft gates(world.view());
  for (const Gate& gate : default_gates({})) put_gate(gates, gate);
  ASSERT_TRUE(world.state().write(gates.take(), false));
  Draft draft(world.view());
  Events events;
  receivable::apply(*plan, context, draft, events);
  EXPECT_EQ(stopped_by(draft, events, &context), "C-2: cert.issue past the rule issuer_kyc");
  EXPECT_EQ(stopped_by(draft, events), "none");  // what falls due by itself has no gate
}

TEST(CredentialLaws, C2NothingIsIssuedByWhomTheCompanyDidNotAuthorise) {
  Desk desk(trusting_genesis({"cert.issue"}));
  World& world = desk.world;
  equip_issuer(world, "taihe");
  record(world, {.type = "SupplierQualification", .issuer = "taihe", .subject = "shunchang"});
  const std::vector<KeySignature> signatures{{key_of("taihe", "maker1").public_key(), {}}};
  const Context issuing{world.next_block(), id_of("taihe"), digest_of("crime"), 0, &signatures, nullptr};
  const auto plan =
      receivable::check(desk.issue_op("taihe", "shunchang", "1000000.00", "2026-08-28"), issuing, world.view());
  ASSERT_TRUE(plan) << plan.error().detail;
  Draft draft(world.view());
  Events events;
  receivable::apply(*plan, issuing, draft, events);
  EXPECT_EQ(stopped_by(draft, events, &issuing), "none");
  // The same, signed by somebody whom the company did not authorise.
  const std::vector<KeySignature> system{{key_of("taihe", "system").public_key(), {}}};
  Context unauthorised = issuing;
  unauthorised.signatures = &system;
  EXPECT_EQ(stopped_by(draft, events, &unauthorised), "C-2: cert.issue past the rule signer");
}

TEST(CredentialLaws, C2NothingIsAcceptedPastTheGate) {
  Desk desk(trusting_genesis({"cert.accept"}));
  World& world = desk.world;
  const Digest kyc = record(world, {.subject = "shunchang"});
  const std::vector<KeySignature> signatures{{key_of("shunchang", "maker1").public_key(), {}}};
  const CertificateId id = desk.pending("taihe", "shunchang", "1000.00");
  const Context accepting{world.next_block(), id_of("shunchang"), digest_of("crime"), 0, &signatures, nullptr};
  const auto acceptance = receivable::check(receivable::Accept{id}, accepting, world.view());
  ASSERT_TRUE(acceptance);
  EXPECT_OK(world.by("jianghai").act(SuspendCredential{kyc}));
  Draft draft(world.view());
  Events events;
  receivable::apply(*acceptance, accepting, draft, events);
  EXPECT_EQ(stopped_by(draft, events, &accepting), "C-2: cert.accept past the rule holder_kyc");
}

TEST(CredentialLaws, C3NoAuthorityExceedsItsParent) {
  Ledger ledger;
  const auto stopped = [&](auto change) {
    Draft draft(ledger.world.view());
    Authority next = *current_authority(draft, identity_of("jianghai"));
    ++next.version;
    change(next);
    put_version(draft, next);
    return stopped_by(draft, {event_of("jianghai", "active")});
  };
  EXPECT_EQ(stopped([](Authority& a) { a.terms.grants[0].depth_left = 3; }),
            "C-3: jianghai exceeds its parent: type, depth or life of LegalEntityKyc");
  EXPECT_EQ(stopped([](Authority& a) { a.terms.grants[0].max_life_days = 367; }),
            "C-3: jianghai exceeds its parent: type, depth or life of LegalEntityKyc");
  EXPECT_EQ(stopped([](Authority& a) { a.terms.valid_until.ms += 1; }),
            "C-3: jianghai exceeds its parent: lasts longer");
  EXPECT_EQ(stopped([](Authority& a) { a.terms.parent = identity_of("lanwan"); }),
            "C-3: an authority without its parent");
  EXPECT_EQ(stopped([](Authority& a) { ++a.version; }), "C-3: versions of an authority have a gap");
  const auto rewritten = [](Authority& a) { --a.version, a.terms.name = "another bank"; };
  EXPECT_EQ(stopped(rewritten), "C-3: a version of an authority changed or is gone");
  EXPECT_EQ(stopped([](Authority&) {}), "none");
}

}  // namespace allonge::test
