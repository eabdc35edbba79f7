// V7: over 10,000 random sets of credentials, what explain says and what an act is told agree; and both
// agree with a slow reading of credentials.md 8, written down here once more.
#include <random>

#include "contracts/credential/set_gate.h"
#include "contracts/credential/standing.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

using Dice = std::mt19937_64;

std::uint64_t below(Dice& dice, std::uint64_t bound) { return dice() % bound; }

constexpr std::array types{"LegalEntityKyc", "BusinessLicence", "SupplierQualification", "AuthorisedSigner"};
constexpr std::array issuers{"jianghai", "key:market", "taihe", "lanwan"};  // lanwan is no authority
constexpr std::array companies{"taihe", "shunchang"};
constexpr std::array levels{"0", "1", "2", "3"};

Time hours(Time from, std::uint64_t count) { return {from.ms + count * 3'600'000}; }

Credential random_credential(Dice& dice, Time now, std::uint32_t number) {
  Credential out;
  out.hash = digest_of("random " + std::to_string(number));
  out.id = "urn:" + std::to_string(number);
  const std::size_t type = below(dice, types.size());
  out.type = types[type];
  const bool signs = type == 3;
  const std::string subject = companies[below(dice, 2)];
  out.subject = identity_of(subject);
  out.issuer = signs ? out.subject : identity_of(issuers[below(dice, 4) == 0 ? below(dice, 4) : type]);
  out.holder = signs ? subject + "#" + (below(dice, 2) == 0 ? "maker1" : "maker2") : subject;
  const Time long_ago{now.ms - 30 * ms_per_day};
  out.valid_from = hours(long_ago, below(dice, 30 * 24 + 60));
  out.valid_until = hours(out.valid_from, below(dice, 60 * 24));
  out.created = hours(long_ago, below(dice, 24 * 30));
  out.recorded = now;
  out.facts.level = std::uint32_t(below(dice, 4));
  if (signs) {
    out.facts.roles = {"issue"};
    out.facts.limit = *Amount::of_fen(below(dice, 4) * 50'000);
    if (below(dice, 2) == 0) out.facts.dual_control_above = *Amount::of_fen(below(dice, 3) * 30'000);
  }
  out.status = CredentialStatus(1 + below(dice, 3) % (below(dice, 2) + 1) % 3);
  if (below(dice, 8) == 0) out.status = CredentialStatus::revoked;
  if (out.status == CredentialStatus::suspended) {
    out.suspension = Suspension{id_of("jianghai"), false, Cause::unspecified, std::nullopt};
    if (below(dice, 2) == 0) out.suspension->until = hours(long_ago, below(dice, 60 * 24));
  }
  return out;
}

Gate random_gate(Dice& dice) {
  Gate out{"cert.issue", 1, {}, {}};
  const std::uint64_t rules = 1 + below(dice, 4);
  for (std::uint64_t i = 0; i < rules; ++i) {
    GateRule rule;
    rule.code = std::string("rule_") + char('a' + int(i));
    rule.subject = below(dice, 3) == 0   ? GateSubject::signer
                   : below(dice, 2) == 0 ? GateSubject::actor
                                         : GateSubject::counterparty;
    const bool signs = rule.subject == GateSubject::signer;
    for (std::uint64_t j = 0; j <= below(dice, 2); ++j) {
      GateOption option;
      option.type = signs ? "AuthorisedSigner" : types[below(dice, 3)];
      option.min_level = signs ? 0 : std::uint32_t(below(dice, 3));
      option.require_current = below(dice, 4) == 0;
      option.covers_amount = signs && below(dice, 4) != 0;
      if (!signs && below(dice, 4) == 0) option.issued_by = GateSubject::actor;
      rule.any_of.push_back(option);
    }
    if (below(dice, 6) == 0) rule.above = *Amount::of_fen(below(dice, 100'000));
    out.rules.push_back(rule);
  }
  return out;
}

// Whether a rule is satisfied, by looking at every credential there is.
bool satisfied(const View& view, const std::vector<Credential>& all, const GateRule& rule, Time now, Amount amount,
               const std::vector<std::string>& people) {
  if (rule.above && amount <= *rule.above) return true;
  const auto good = [&](const Credential& c, const GateOption& o) {
    if (c.type != o.type || c.facts.level < o.min_level) return false;
    if (o.issued_by && c.issuer != identity_of("taihe")) return false;
    if (o.covers_amount && *c.facts.limit < amount) return false;
    return stands(view, c, now, {o.require_current, o.grace_days}).has_value();
  };
  if (rule.subject != GateSubject::signer) {
    const std::string who = rule.subject == GateSubject::actor ? "taihe" : "shunchang";
    for (const Credential& c : all)
      for (const GateOption& o : rule.any_of)
        if (c.holder == who && good(c, o)) return true;
    return false;
  }
  std::size_t reaching = 0;
  bool alone = false;
  for (const std::string& person : people) {
    bool reaches = false;
    for (const Credential& c : all)
      for (const GateOption& o : rule.any_of)
        if (c.holder == "taihe#" + person && good(c, o)) {
          reaches = true;
          alone = alone || !o.covers_amount || !c.facts.dual_control_above || amount <= *c.facts.dual_control_above;
        }
    reaching += reaches;
  }
  return alone || reaching >= 2;
}

}  // namespace

TEST(Gate, ExplanationAndExecutionAgreeOverTenThousandSets) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  RecordProperty("seed", std::to_string(seed));
  Dice dice(seed);
  World world(trusting_genesis({}));
  const Time now{world.now().ms + 40 * ms_per_day};
  std::size_t allowed = 0, refused = 0;
  for (int round = 0; round < 10'000; ++round) {
    Draft draft(world.view());
    std::vector<Credential> all;
    const std::uint64_t count = below(dice, 9);
    for (std::uint32_t i = 0; i < count; ++i) {
      all.push_back(random_credential(dice, now, i));
      credential_records.put(draft, all.back().hash, all.back());
      put_held(draft, all.back());
    }
    const Gate gate = random_gate(dice);
    put_gate(draft, gate);
    const Amount amount = *Amount::of_fen(below(dice, 160'000));
    std::vector<std::string> people{"maker1"};
    if (below(dice, 2) == 0) people.push_back("maker2");
    std::vector<KeySignature> signatures;
    std::vector<PublicKey> keys;
    for (const std::string& person : people) {
      keys.push_back(key_of("taihe", person).public_key());
      signatures.push_back({keys.back(), {}});
    }
    Context context{{world.chain(), 9, now, true}, id_of("taihe"), digest_of("t"), 0, &signatures, nullptr};
    const GateParties parties{id_of("taihe"), id_of("shunchang"), id_of("taihe")};
    const auto told = gate_allows(draft, context, "cert.issue", parties, amount);
    const GateExplanation said = explain(draft, "cert.issue", parties, now, amount, keys);
    ASSERT_EQ(said.rules.size(), gate.rules.size());
    ASSERT_EQ(said.verdict(), told ? std::nullopt : std::optional(told.reason())) << "round " << round;
    for (std::size_t i = 0; i < gate.rules.size(); ++i)
      ASSERT_EQ(!said.rules[i].refused, satisfied(draft, all, gate.rules[i], now, amount, people))
          << "round " << round << " rule " << i;
    (told ? allowed : refused) += 1;
  }
  EXPECT_GT(allowed, 300u);
  EXPECT_GT(refused, 300u);
  std::printf("seed %llu: %zu allowed, %zu refused\n", static_cast<unsigned long long>(seed), allowed, refused);
}

}  // namespace allonge::test
