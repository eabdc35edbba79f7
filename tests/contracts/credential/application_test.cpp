// Applications for credentials (credentials.md 7): asked, looked at, answered.
#include <set>

#include "contracts/credential/application.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

struct Office {
  World world{trusting_genesis({})};

  ApplyForCredential op() const {
    ApplyForCredential out;
    out.authority = id_of("jianghai");
    out.type = "LegalEntityKyc";
    out.claims = digest_of("the claims");
    out.documents = {{digest_of("a licence"), "business_licence", "zh", day("2030-01-01")}};
    return out;
  }
  ApplicationId applied() {
    const Verdict made = world.by("shunchang").act(op());
    EXPECT_OK(made);
    return ApplicationId::derive(made.transaction, 0);
  }
  Application find(const ApplicationId& id) const { return *application_records.find(world.view(), id); }
  Verdict review(const ApplicationId& id, ReviewDecision decision, std::optional<ReviewReason> why = std::nullopt,
                 std::string_view by = "jianghai") {
    return world.by(by).act(ReviewApplication{id, decision, why});
  }
  Verdict prove(const ApplicationId& id, const SecretKey& key) {
    return world.by("shunchang").act(ProveControl{id, key.public_key(), key.sign(challenge_of(find(id)))});
  }
};

const auto shunchangs_key = [] { return key_of("shunchang", "maker1"); };

}  // namespace

TEST(Application, GoesFromApplyingToTheCredential) {
  Office office;
  const ApplicationId id = office.applied();
  EXPECT_EQ(office.find(id).state, ApplicationState::submitted);
  EXPECT_OK(office.review(id, ReviewDecision::take));
  EXPECT_OK(office.prove(id, shunchangs_key()));
  EXPECT_OK(office.review(id, ReviewDecision::approve));
  const IssueCredential answer{signed_paper(office.world, {.subject = "shunchang"}), std::nullopt, id};
  EXPECT_OK(office.world.by("jianghai").act(answer));
  EXPECT_EQ(office.find(id).state, ApplicationState::issued);
  EXPECT_TRUE(credential_records.has(office.world.view(), *office.find(id).credential));
  EXPECT_REFUSED(office.world.by("shunchang").act(WithdrawApplication{id}), Reason::wrong_state);
}

TEST(Application, IsNotApprovedBeforeTheSubjectShowedItsKey) {
  Office office;
  const ApplicationId id = office.applied();
  EXPECT_OK(office.review(id, ReviewDecision::take));
  EXPECT_REFUSED(office.review(id, ReviewDecision::approve), Reason::proof_challenge);
  EXPECT_REFUSED(office.prove(id, key_of("taihe", "maker1")), Reason::holder_mismatch);
  const SecretKey key = shunchangs_key();
  EXPECT_REFUSED(
      office.world.by("shunchang").act(ProveControl{id, key.public_key(), key.sign(digest_of("something else"))}),
      Reason::proof_signature);
  EXPECT_REFUSED(
      office.world.by("taihe").act(ProveControl{id, key.public_key(), key.sign(challenge_of(office.find(id)))}),
      Reason::not_your_part);
  EXPECT_OK(office.prove(id, key));
  EXPECT_OK(office.review(id, ReviewDecision::approve));
}

TEST(Application, AboutSomebodyOutsideAsksForThatKey) {
  Office office;
  ApplyForCredential op = office.op();
  op.subject = identity_of("key:machine");
  const Verdict made = office.world.by("shunchang").act(op);
  EXPECT_OK(made);
  const ApplicationId id = ApplicationId::derive(made.transaction, 0);
  EXPECT_REFUSED(office.prove(id, shunchangs_key()), Reason::holder_mismatch);
  EXPECT_OK(office.prove(id, outside_key("key:machine")));
}

TEST(Application, ReturnedItIsSubmittedAgainAndProvenAgain) {
  Office office;
  const ApplicationId id = office.applied();
  EXPECT_OK(office.prove(id, shunchangs_key()));
  EXPECT_OK(office.review(id, ReviewDecision::take));
  EXPECT_REFUSED(office.review(id, ReviewDecision::give_back), Reason::reason_needed);
  EXPECT_OK(office.review(id, ReviewDecision::give_back, ReviewReason::documents_missing));
  ApplyForCredential again = office.op();
  again.application = id;
  EXPECT_REFUSED(office.world.by("taihe").act(again), Reason::not_your_part);
  EXPECT_OK(office.world.by("shunchang").act(again));
  EXPECT_REFUSED(office.world.by("shunchang").act(again), Reason::wrong_state);
  EXPECT_OK(office.review(id, ReviewDecision::take));
  EXPECT_REFUSED(office.review(id, ReviewDecision::approve), Reason::proof_challenge);
  EXPECT_REFUSED(office.review(id, ReviewDecision::reject), Reason::reason_needed);
  EXPECT_OK(office.review(id, ReviewDecision::reject, ReviewReason::not_eligible));
  EXPECT_EQ(office.find(id).decisions.size(), 4u);
}

TEST(Application, IsDecidedByTwoPeopleOfItsAuthority) {
  Office office;
  const ApplicationId id = office.applied();
  EXPECT_REFUSED(office.review(id, ReviewDecision::take, {}, "dongfang"), Reason::not_your_part);
  EXPECT_KEPT_OUT(office.world.by("jianghai").only({"maker1"}).act(ReviewApplication{id, ReviewDecision::take}),
                  Reason::approvals_missing);
  EXPECT_KEPT_OUT(
      office.world.by("jianghai").only({"maker1", "maker2"}).act(ReviewApplication{id, ReviewDecision::take}),
      Reason::approvals_missing);
  EXPECT_OK(office.review(id, ReviewDecision::take));
  const Application kept = office.find(id);
  EXPECT_EQ(std::set<std::string>(kept.decisions[0].people.begin(), kept.decisions[0].people.end()),
            (std::set<std::string>{"checker1", "maker1"}));
}

TEST(Application, AsksAnAuthorityThatIssuesTheType) {
  Office office;
  ApplyForCredential op = office.op();
  op.authority = id_of("taihe");
  EXPECT_REFUSED(office.world.by("shunchang").act(op), Reason::issuer_not_authorised);
  op.type = "Unknown";
  EXPECT_REFUSED(office.world.by("shunchang").act(op), Reason::vc_schema);
  op = office.op();
  op.documents[0].kind.clear();
  EXPECT_REFUSED(office.world.by("shunchang").act(op), Reason::missing_field);
  op = office.op();
  op.subject = Identity{};
  EXPECT_REFUSED(office.world.by("shunchang").act(op), Reason::missing_field);
  op.application = ApplicationId::derive(digest_of("none"), 0);
  EXPECT_REFUSED(office.world.by("shunchang").act(op), Reason::not_found);
}

TEST(Application, IsAnsweredByACredentialOfItsTypeAndSubjectOnceApproved) {
  Office office;
  const ApplicationId id = office.applied();
  const auto answer = [&](const Paper& paper) {
    return office.world.by(paper.issuer).act(IssueCredential{signed_paper(office.world, paper), std::nullopt, id});
  };
  EXPECT_REFUSED(answer({.subject = "shunchang"}), Reason::wrong_state);
  EXPECT_OK(office.review(id, ReviewDecision::take));
  EXPECT_OK(office.prove(id, shunchangs_key()));
  EXPECT_OK(office.review(id, ReviewDecision::approve));
  EXPECT_REFUSED(answer({.subject = "lanwan"}), Reason::wrong_state);
  EXPECT_REFUSED(answer({.type = "AuthorisedSigner", .issuer = "lanwan", .subject = "lanwan"}), Reason::not_your_part);
  EXPECT_OK(answer({.subject = "shunchang"}));
  EXPECT_REFUSED(answer({.subject = "shunchang"}), Reason::wrong_state);
}

TEST(Application, IsWithdrawnByTheApplicant) {
  Office office;
  const ApplicationId id = office.applied();
  EXPECT_REFUSED(office.world.by("jianghai").act(WithdrawApplication{id}), Reason::not_your_part);
  EXPECT_OK(office.world.by("shunchang").act(WithdrawApplication{id}));
  EXPECT_REFUSED(office.review(id, ReviewDecision::take), Reason::wrong_state);
}

}  // namespace allonge::test
