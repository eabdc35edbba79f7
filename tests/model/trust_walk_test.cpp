// Random acts on credentials and the trust registry, each predicted by the slow registry: what is refused and
// why, and what every credential is worth afterwards. The walk prints its seed.
#include <random>

#include "contracts/credential/grant_authority.h"
#include "contracts/credential/moment.h"
#include "contracts/credential/resume_authority.h"
#include "contracts/credential/resume_credential.h"
#include "contracts/credential/revoke_credential.h"
#include "contracts/credential/standing.h"
#include "contracts/credential/suspend_authority.h"
#include "contracts/credential/suspend_credential.h"
#include "contracts/credential/types.h"
#include "contracts/credential/withdraw_authority.h"
#include "tests/model/dice.h"
#include "tests/model/trust_model.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

constexpr std::uint64_t day_ms = 86'400'000;
const std::vector<std::string> types{"LegalEntityKyc", "SupplierQualification"};
const std::vector<std::string> issuers{"jianghai", "taihe", "dongfang", "lanwan", "platform"};
const std::vector<std::string> actors{"operator", "jianghai", "taihe", "dongfang", "lanwan", "platform", "regulator"};
const std::vector<std::string> subjects{"shunchang", "lanwan", "dongfang", "alpha", "bravo", "carol", "delta", "echo"};

class TrustWalk {
 public:
  explicit TrustWalk(std::uint64_t seed) : dice_(seed), world_(trusting_genesis({})) {
    for (const char* name : {"alpha", "bravo", "carol", "delta", "echo"}) world_.admit(name, {Role::holder});
    world_.go_to({world_.now().ms + 10 * day_ms});  // proofs may be some days old, and keys must have been there
    const Time since{};
    std::vector<std::string> all;
    for (const CredentialType& type : credential_types()) all.emplace_back(type.name);
    model_.council("operator", all, since);
    model_.authority("jianghai", {"bank", "operator", "LegalEntityKyc", 366, 1}, since);
    model_.authority("taihe", {"core_enterprise", "operator", "SupplierQualification", 732, 0}, since);
    model_.authority("regulator", {"regulator", "operator", "", 366, 0}, since);  // of licences, which are not issued here
  }

  void act() {
    if (dice_.one_in(12)) world_.go_to({world_.now().ms + (1 + dice_.below(20)) * day_ms});
    now_ = world_.next_block().time;
    switch (dice_.below(10)) {
      case 0: return grant();
      case 1: return change_authority();
      case 2: case 3: return suspend();
      case 4: return on_paper("vc.resume", [&](const auto& by, std::size_t i) { return model_.lift(by, i, now_); },
                              [&](const Digest& hash) { return ResumeCredential{hash}; });
      case 5:
        if (dice_.one_in(3))
          return on_paper("vc.revoke", [&](const auto& by, std::size_t i) { return model_.revoke(by, i, now_); },
                          [&](const Digest& hash) { return RevokeCredential{hash, Cause::claim_false, {}}; });
        [[fallthrough]];
      default: return issue();
    }
  }

  // What every paper is worth, now and some days later.
  void compare() {
    for (const Time moment : {world_.now(), Time{world_.now().ms + dice_.below(400) * day_ms}})
      for (std::size_t i = 0; i < hashes_.size(); ++i)
        for (const bool current : {false, true}) {
          const auto record = credential_records.find(world_.view(), hashes_[i]);
          ASSERT_TRUE(record);
          const auto real = stands(world_.view(), *record, moment, {current, 0});
          const auto told = model_.standing(i, current, moment);
          ASSERT_EQ(real ? "stands" : std::string(name_of(real.reason())), told ? std::string(name_of(*told)) : "stands")
              << "paper " << i << " at " << moment.text();
        }
  }

  std::map<std::string, std::size_t> outcomes;
  std::size_t done = 0;

 private:
  const std::string& anybody() { return dice_.of(actors); }

  void expect(std::string_view what, const Verdict& real, TrustModel::Answer told) {
    const std::string word = told ? std::string(name_of(*told)) : "done";
    ASSERT_TRUE(real.in_block) << what << ": " << real;
    ASSERT_EQ(real.ok() ? "done" : std::string(name_of(*real.reason)), word) << what << " at " << now_.text() << ": " << real.detail;
    ++outcomes[std::string(what) + " " + word];
    done += real.ok() ? 1 : 0;
  }

  void issue() {
    TrustModel::Paper paper;
    // By somebody who may, most of the time.
    for (int tries = 0; tries < 6; ++tries) {
      paper.type = dice_.of(types);
      paper.issuer = dice_.of(issuers);
      if (model_.grants(paper.issuer, paper.type, now_)) break;
    }
    paper.subject = dice_.of(subjects);
    const std::uint64_t today = now_.ms / 1000 * 1000;
    paper.from = {today + dice_.below(8) * day_ms - 5 * day_ms};
    paper.until = {paper.from.ms + dice_.below(dice_.one_in(8) ? 740 : 366) * day_ms};
    paper.created = {world_.now().ms / 1000 * 1000 - dice_.below(3) * dice_.below(3) * day_ms};
    std::optional<std::size_t> supersedes;
    for (std::size_t i = 0; i < model_.papers().size() && dice_.one_in(3) && !supersedes; ++i) {
      const std::size_t other = dice_.below(model_.papers().size());
      const TrustModel::Paper& old = model_.papers()[other];
      const bool fits = old.issuer == paper.issuer && old.type == paper.type && old.subject == paper.subject;
      if ((fits || dice_.one_in(20)) && old.created <= paper.created) supersedes = other;
    }
    const std::string by = dice_.one_in(12) ? anybody() : paper.issuer;
    Paper text;
    text.type = paper.type;
    text.issuer = paper.issuer;
    text.subject = paper.subject;
    text.from = moment_text(paper.from);
    text.until = moment_text(paper.until);
    text.created = paper.created;
    const auto old = supersedes ? std::optional(hashes_[*supersedes]) : std::nullopt;
    const Verdict real = world_.by(by).act(IssueCredential{signed_paper(world_, text), old, std::nullopt});
    expect("vc.issue", real, model_.issue(by, paper, supersedes, now_));
    if (real.ok()) hashes_.push_back(*Digest::parse_hex(real.receipt.events.front().subject));
  }

  void suspend() {
    const std::optional<Time> until =
        dice_.one_in(2) ? std::optional(Time{now_.ms + dice_.below(30) * day_ms}) : std::nullopt;
    on_paper("vc.suspend", [&](const auto& by, std::size_t i) { return model_.suspend(by, i, until, now_); },
             [&](const Digest& hash) { return SuspendCredential{hash, Cause::unspecified, until}; });
  }

  // On a paper and by somebody who has a say, most of the time.
  template <class Predict, class Make>
  void on_paper(std::string_view what, Predict predict, Make make) {
    if (hashes_.empty()) return;
    const std::size_t recent = std::min<std::size_t>(hashes_.size(), 12);
    const std::size_t paper = hashes_.size() - 1 - dice_.below(recent);
    const std::string by = dice_.one_in(2) ? model_.papers()[paper].issuer : anybody();
    const Verdict real = world_.by(by).act(make(hashes_[paper]));
    expect(what, real, predict(by, paper));
  }

  void grant() {
    TrustModel::Terms terms;
    terms.type = dice_.of(types);
    const bool of_bank = terms.type == "LegalEntityKyc";
    terms.authority_class = !of_bank ? "core_enterprise" : dice_.one_in(2) ? "bank" : "kyc_provider";
    const std::string who = issuers[2 + dice_.below(3)];
    const std::vector<std::string> parents{"operator", "jianghai", "dongfang"};
    terms.parent = dice_.of(parents);
    if (terms.parent == who) terms.parent = "operator";
    terms.life_days = std::uint32_t(200 + dice_.below(200));
    terms.depth = std::uint32_t(dice_.below(3));
    const std::string by = dice_.one_in(6) ? anybody() : terms.parent;
    AuthorityTerms op;
    op.identity = identity_of(who);
    op.name = who;
    op.authority_class = terms.authority_class;
    op.parent = identity_of(terms.parent);
    op.grants = {{terms.type, {}, terms.life_days, terms.depth}};
    op.valid_from = moment("2020-01-01T00:00:00Z");
    op.valid_until = moment("2040-01-01T00:00:00Z");
    const Verdict real = world_.by(by).act(GrantAuthority{op});
    expect("trust.grant", real, model_.grant(by, who, terms, now_));
  }

  void change_authority() {
    const std::string who = dice_.of(issuers);
    const std::vector<std::string> above{"operator", "jianghai", "dongfang"};
    const std::string by = dice_.one_in(6) ? anybody() : dice_.of(above);
    const Identity identity = identity_of(who);
    const bool is_for_good = dice_.one_in(40);
    if (is_for_good) {
      const bool stolen = dice_.one_in(2);
      const std::optional<Time> since = stolen ? std::optional(Time{now_.ms - dice_.below(40) * day_ms}) : std::nullopt;
      const Verdict real = world_.by(by).act(WithdrawAuthority{identity, stolen ? Cause::key_compromise : Cause::cessation, since});
      return expect("trust.withdraw", real, model_.withdraw(by, who, since, now_));
    }
    if (dice_.one_in(3)) {
      const Verdict real = world_.by(by).act(SuspendAuthority{identity, Cause::unspecified});
      return expect("trust.suspend", real, model_.stop(by, who, now_));
    }
    const Verdict real = world_.by(by).act(ResumeAuthority{identity});
    expect("trust.resume", real, model_.resume(by, who, now_));
  }

  Dice dice_;
  World world_;
  TrustModel model_;
  Time now_;
  std::vector<Digest> hashes_;  // of the model's papers, in their order
};

void walk(std::uint64_t seed, std::size_t acts) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  TrustWalk walk(seed);
  for (std::size_t i = 0; i < acts && !testing::Test::HasFatalFailure(); ++i) {
    walk.act();
    if (i % 50 == 49) walk.compare();
  }
  if (testing::Test::HasFailure()) return;
  std::printf("seed %llu: %zu of %zu acts done\n", (unsigned long long)seed, walk.done, acts);
  for (const auto& [what, count] : walk.outcomes) std::printf("%8zu %s\n", count, what.c_str());
  EXPECT_GT(walk.done * 4, acts) << "a walk on which little is done shows little";
}

}  // namespace

TEST(TrustWalk, EveryAnswerIsPredicted) {
  for (std::uint64_t seed = 1; seed <= 12 && !HasFailure(); ++seed) walk(seed, 800);
}

TEST(TrustWalk, AlsoFromASeedOfToday) { walk(std::random_device{}(), 1'600); }

}  // namespace allonge::test
