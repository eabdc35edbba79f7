// Who vouches for whom (credentials.md 6) and scenario V6.
#include "contracts/credential/authority.h"
#include "contracts/credential/grant_authority.h"
#include "contracts/credential/resume_authority.h"
#include "contracts/credential/standing.h"
#include "contracts/credential/suspend_authority.h"
#include "contracts/credential/withdraw_authority.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

const std::string body_type = "ManagementSystemCert";

// Council -> accreditation body (depth 2) -> certification body (depth 1) -> branch (depth 0).
struct Chain {
  World world{chain_genesis()};

  static GenesisConfig chain_genesis() {
    GenesisConfig out = trusting_genesis({});
    out.parties.push_back(application_of("cnas", {Role::certifier}));
    out.parties.push_back(application_of("hengxin", {Role::certifier}));
    out.parties.push_back(application_of("hengxin-sd", {Role::certifier}));
    out.calendar_start = moment("2026-02-01T00:00:00Z");
    return out;
  }
  Chain() {
    EXPECT_OK(grant("operator", terms_of("cnas", "accreditation_body", "operator", {body_type}, 2)));
    EXPECT_OK(grant("cnas", terms_of("hengxin", "certification_body", "cnas", {body_type}, 1)));
    EXPECT_OK(grant("hengxin", branch()));
  }
  static AuthorityTerms branch() {
    AuthorityTerms out = terms_of("hengxin-sd", "certification_body", "hengxin", {body_type}, 0);
    out.grants[0].scopes = {"CN-SD"};
    return out;
  }
  Verdict grant(std::string_view by, const AuthorityTerms& terms) { return world.by(by).act(GrantAuthority{terms}); }
  Paper paper() const {
    return {.type = body_type,
            .issuer = "hengxin-sd",
            .from = "2026-02-01T00:00:00Z",
            .until = "2027-01-31T00:00:00Z",
            .jurisdiction = "CN-SD"};
  }
  std::string trust_in(const Digest& hash, bool current = false) {
    const auto stands_now =
        stands(world.view(), *credential_records.find(world.view(), hash), world.now(), {current, 0});
    return stands_now ? "valid" : std::string(name_of(stands_now.reason()));
  }
};

}  // namespace

// A parent that granted its child's right anew a hundred times made every look at an older credential walk back
// over a hundred versions.
TEST(Trust, ManyGrantsMakeNoOldCredentialDear) {
  Chain chain;
  const Time early = chain.world.now();
  std::vector<Time> starts;
  for (int i = 0; i < 100; ++i) {
    EXPECT_OK(chain.grant("hengxin", Chain::branch()));
    starts.push_back(chain.world.now());
  }
  const auto version_at = [&](Time moment) {
    const Draft asked(chain.world.view());
    const auto found = authority_at(asked, identity_of("hengxin-sd"), moment);
    EXPECT_LE(asked.reads(), 10u) << moment.text();
    return found ? found->version : 0;
  };
  EXPECT_EQ(version_at(early), 1u);
  for (std::uint32_t i = 0; i < starts.size(); ++i) {
    EXPECT_EQ(version_at(starts[i]), i + 2);
    EXPECT_EQ(version_at({starts[i].ms - 1}), i + 1);
  }
  EXPECT_EQ(version_at({}), 0u);
}

TEST(Trust, AnIssuerIsAuthorisedThroughEverybodyAboveIt) {
  Chain chain;
  EXPECT_EQ(verdict_of(chain.world, chain.paper()), "done");
  const TrustAnswer answer = trust(chain.world.view(), {identity_of("hengxin-sd"), identity_of("shunchang"), body_type,
                                                        "CN-SD-37", chain.world.now(), 0});
  EXPECT_TRUE(answer.authorised) << answer.why;
  EXPECT_EQ(answer.chain, (std::vector<Identity>{identity_of("hengxin-sd"), identity_of("hengxin"), identity_of("cnas"),
                                                 identity_of("operator")}));
}

TEST(Trust, ABranchWithoutDepthDoesNotDelegate) {
  Chain chain;
  AuthorityTerms terms = terms_of("dongfang", "certification_body", "hengxin-sd", {body_type}, 0);
  terms.grants[0].scopes = {"CN-SD"};
  EXPECT_REFUSED(chain.grant("hengxin-sd", terms), Reason::authority_exceeded);
}

TEST(Trust, ABranchIssuesOnlyInItsScope) {
  Chain chain;
  Paper paper = chain.paper();
  paper.jurisdiction = "CN-GD";
  EXPECT_EQ(verdict_of(chain.world, paper), "ISSUER_NOT_AUTHORISED");
  paper.jurisdiction = "CN-SDX";
  EXPECT_EQ(verdict_of(chain.world, paper), "ISSUER_NOT_AUTHORISED");
  paper.jurisdiction = "";  // everywhere
  EXPECT_EQ(verdict_of(chain.world, paper), "ISSUER_NOT_AUTHORISED");
}

TEST(Trust, AChildNeverExceedsItsParent) {
  Chain chain;
  const auto exceeded = [&](auto change) {
    AuthorityTerms terms = terms_of("dongfang", "certification_body", "hengxin", {body_type}, 0);
    change(terms);
    EXPECT_REFUSED(chain.grant("hengxin", terms), Reason::authority_exceeded);
  };
  exceeded([](AuthorityTerms& t) { t.grants[0].depth_left = 1; });
  exceeded([](AuthorityTerms& t) { t.grants[0].max_life_days = 1097; });
  exceeded([](AuthorityTerms& t) { t.grants[0].type = "LegalEntityKyc"; });
  exceeded([](AuthorityTerms& t) { t.valid_until = moment("2041-01-01T00:00:00Z"); });
  exceeded([](AuthorityTerms& t) { t.valid_from = moment("2019-01-01T00:00:00Z"); });
  EXPECT_REFUSED(chain.grant("operator", terms_of("dongfang", "council", {}, {body_type}, 4)),
                 Reason::authority_exceeded);
  AuthorityTerms narrow = terms_of("hengxin", "certification_body", "cnas", {body_type}, 1);
  narrow.grants[0].scopes = {"CN-SD"};
  EXPECT_OK(chain.grant("cnas", narrow));  // from now on
  for (const std::vector<std::string>& scopes : {std::vector<std::string>{}, {"CN"}, {"CN-GD"}, {"CN-SD", "CN-SDX"}})
    exceeded([&](AuthorityTerms& t) { t.grants[0].scopes = scopes; });
  AuthorityTerms inside = terms_of("dongfang", "certification_body", "hengxin", {body_type}, 0);
  inside.grants[0].scopes = {"CN-SD-37"};
  EXPECT_OK(chain.grant("hengxin", inside));
}

TEST(Trust, IsGivenByTheParentAndByTheCouncilForRoots) {
  Chain chain;
  const AuthorityTerms child = terms_of("dongfang", "certification_body", "hengxin", {body_type}, 0);
  EXPECT_REFUSED(chain.grant("cnas", child), Reason::not_your_part);
  EXPECT_REFUSED(chain.grant("operator", child), Reason::not_your_part);
  EXPECT_REFUSED(chain.grant("hengxin", terms_of("dongfang", "council", {}, {body_type}, 3)), Reason::role_forbidden);
  EXPECT_KEPT_OUT(chain.world.by("operator")
                      .only({"maker1"})
                      .act(GrantAuthority{terms_of("dongfang", "council", {}, {body_type}, 3)}),
                  Reason::approvals_missing);
  EXPECT_REFUSED(chain.grant("lanwan", terms_of("dongfang", "certification_body", "lanwan", {body_type}, 0)),
                 Reason::issuer_not_authorised);
  // Nobody takes over the child of somebody else.
  EXPECT_REFUSED(chain.grant("cnas", terms_of("hengxin-sd", "certification_body", "cnas", {body_type}, 0)),
                 Reason::not_your_part);
  EXPECT_REFUSED(chain.world.by("cnas").act(SuspendAuthority{identity_of("hengxin-sd"), Cause::unspecified}),
                 Reason::not_your_part);
  EXPECT_REFUSED(chain.world.by("cnas").act(SuspendAuthority{identity_of("lanwan"), Cause::unspecified}),
                 Reason::not_found);
}

TEST(Trust, TermsThatMakeNoSenseAreRefusedByName) {
  Chain chain;
  const auto refused = [&](auto change, Reason wanted) {
    AuthorityTerms terms = terms_of("dongfang", "certification_body", "hengxin", {body_type}, 0);
    change(terms);
    EXPECT_REFUSED(chain.grant("hengxin", terms), wanted);
  };
  refused([](AuthorityTerms& t) { t.identity = {}; }, Reason::missing_field);
  refused([](AuthorityTerms& t) { t.identity.key = key_of("a", "b").public_key(); }, Reason::missing_field);
  refused([](AuthorityTerms& t) { t.name.clear(); }, Reason::missing_field);
  refused([](AuthorityTerms& t) { t.authority_class = "Bank"; }, Reason::bad_text);
  refused([](AuthorityTerms& t) { t.grants.clear(); }, Reason::missing_field);
  refused([](AuthorityTerms& t) { t.grants[0].type = "Unknown"; }, Reason::vc_schema);
  refused([](AuthorityTerms& t) { t.grants.push_back(t.grants[0]); }, Reason::bad_text);
  refused([](AuthorityTerms& t) { t.grants[0].scopes = {"cn"}; }, Reason::bad_text);
  refused([](AuthorityTerms& t) { t.grants[0].scopes = {"CN-SD", "CN-GD"}; }, Reason::bad_text);
  refused([](AuthorityTerms& t) { t.grants[0].max_life_days = 0; }, Reason::out_of_range);
  refused([](AuthorityTerms& t) { t.valid_until = t.valid_from; }, Reason::out_of_range);
}

TEST(Trust, NobodyIsNoAuthority) {
  Chain chain;
  const Identity nobody, both{id_of("hengxin"), key_of("a", "b").public_key()};
  for (const Identity& identity : {nobody, both, Identity::of(PublicKey{})}) {
    EXPECT_REFUSED(chain.world.by("cnas").act(SuspendAuthority{identity, Cause::unspecified}), Reason::missing_field);
    EXPECT_REFUSED(chain.world.by("cnas").act(ResumeAuthority{identity}), Reason::missing_field);
    EXPECT_REFUSED(chain.world.by("cnas").act(WithdrawAuthority{identity, Cause::cessation}), Reason::missing_field);
    AuthorityTerms terms = terms_of("dongfang", "certification_body", "hengxin", {body_type}, 0);
    terms.parent = identity;
    EXPECT_REFUSED(chain.grant("hengxin", terms), Reason::missing_field);
  }
}

TEST(Trust, ASuspendedAuthorityIssuesNothingAndWhatItIssuedStays) {
  Chain chain;
  const Digest before = record(chain.world, chain.paper());
  EXPECT_OK(chain.world.by("cnas").act(SuspendAuthority{identity_of("hengxin"), Cause::unspecified}));
  const Time suspended = chain.world.now();
  EXPECT_EQ(verdict_of(chain.world, chain.paper()), "ISSUER_NOT_AUTHORISED");
  // Not even with a proof that claims to be older.
  Paper backdated = chain.paper();
  backdated.created = Time{suspended.ms - 2000};
  EXPECT_EQ(verdict_of(chain.world, backdated), "ISSUER_NOT_AUTHORISED");
  EXPECT_EQ(chain.trust_in(before), "valid");
  EXPECT_EQ(chain.trust_in(before, true), "ISSUER_NOT_AUTHORISED");
  EXPECT_REFUSED(chain.grant("hengxin", Chain::branch()), Reason::issuer_not_authorised);
  EXPECT_REFUSED(chain.world.by("cnas").act(SuspendAuthority{identity_of("hengxin"), Cause::unspecified}),
                 Reason::wrong_state);
  EXPECT_OK(chain.world.by("cnas").act(ResumeAuthority{identity_of("hengxin")}));
  EXPECT_EQ(chain.trust_in(before, true), "valid");
  backdated.created = suspended;
  EXPECT_EQ(verdict_of(chain.world, backdated), "ISSUER_NOT_AUTHORISED");  // made while it might not
  EXPECT_REFUSED(chain.world.by("cnas").act(ResumeAuthority{identity_of("hengxin")}), Reason::wrong_state);
}

TEST(Trust, AWithdrawalForCompromiseReachesBack) {  // V6
  Chain chain;
  chain.world.go_to(moment("2026-02-28T23:59:58Z"));
  Paper paper = chain.paper();
  paper.created = moment("2026-02-28T23:59:59Z");
  const Digest last_good = record(chain.world, paper);
  paper.created = moment("2026-03-01T00:00:00Z");
  const Digest first_bad = record(chain.world, paper);
  chain.world.go_to(moment("2026-03-20T00:00:00Z"));
  EXPECT_EQ(chain.trust_in(first_bad), "valid");
  EXPECT_OK(chain.world.by("cnas").act(
      WithdrawAuthority{identity_of("hengxin"), Cause::key_compromise, moment("2026-03-01T00:00:00Z")}));
  EXPECT_EQ(chain.trust_in(last_good), "valid");
  EXPECT_EQ(chain.trust_in(last_good, true), "ISSUER_NOT_AUTHORISED");
  EXPECT_EQ(chain.trust_in(first_bad), "ISSUER_NOT_AUTHORISED");
  paper.created = moment("2026-02-28T23:59:59Z");
  EXPECT_EQ(verdict_of(chain.world, paper), "ISSUER_NOT_AUTHORISED");  // nothing new, whatever it says
  EXPECT_REFUSED(chain.grant("cnas", terms_of("hengxin", "certification_body", "cnas", {body_type}, 1)),
                 Reason::wrong_state);
  EXPECT_REFUSED(chain.world.by("cnas").act(ResumeAuthority{identity_of("hengxin")}), Reason::wrong_state);
}

TEST(Trust, AWithdrawalNamesAMomentForCompromiseAndForNothingElse) {
  Chain chain;
  const auto act = [&](Cause cause, std::optional<Time> from) {
    return chain.world.by("cnas").act(WithdrawAuthority{identity_of("hengxin"), cause, from});
  };
  EXPECT_REFUSED(act(Cause::key_compromise, std::nullopt), Reason::missing_field);
  EXPECT_REFUSED(act(Cause::cessation, chain.world.now()), Reason::out_of_range);
  EXPECT_REFUSED(act(Cause::key_compromise, Time{chain.world.now().ms + ms_per_day}), Reason::out_of_range);
  const Digest before = record(chain.world, chain.paper());
  EXPECT_OK(act(Cause::cessation, std::nullopt));
  EXPECT_EQ(chain.trust_in(before), "valid");
  EXPECT_EQ(chain.trust_in(before, true), "ISSUER_NOT_AUTHORISED");
}

TEST(Trust, AnIssuersClassMustFitTheType) {
  Chain chain;
  EXPECT_OK(chain.grant("operator", terms_of("dongfang", "council_office", "operator", {"LegalEntityKyc"}, 0)));
  EXPECT_EQ(verdict_of(chain.world, {.issuer = "dongfang"}), "ISSUER_NOT_AUTHORISED");
}

TEST(Trust, OtherTermsCountFromNowOn) {
  Chain chain;
  const Digest before = record(chain.world, chain.paper());
  AuthorityTerms terms = Chain::branch();
  terms.grants[0].max_life_days = 100;
  EXPECT_OK(chain.grant("hengxin", terms));
  EXPECT_EQ(verdict_of(chain.world, chain.paper()), "ISSUER_NOT_AUTHORISED");
  EXPECT_EQ(chain.trust_in(before), "valid");
}

}  // namespace allonge::test
