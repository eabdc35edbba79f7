#include "contracts/credential/gate_rules.h"

#include <algorithm>

#include "contracts/credential/standing.h"
#include "contracts/party/party.h"

namespace allonge::credential {

namespace {

// How far a credential came, ascending: of several that fail, the one that came furthest is named.
constexpr std::array far{Reason::cred_missing,        Reason::cred_revoked,   Reason::cred_expired,
                         Reason::cred_not_yet,        Reason::proof_key_state, Reason::issuer_not_authorised,
                         Reason::cred_suspended,      Reason::cred_insufficient};
std::size_t rank(Reason reason) {
  const auto at = std::find(far.begin(), far.end(), reason);
  ensure(at != far.end(), "a rule fails for a reason that has its rank");
  return std::size_t(at - far.begin());
}

// A thing is no party: it signs and issues nothing.
std::optional<PartyId> party_of(const GateParties& parties, GateSubject subject) {
  switch (subject) {
    case GateSubject::actor:
    case GateSubject::signer: return parties.actor;
    case GateSubject::counterparty: return parties.counterparty;
    case GateSubject::issuer: return parties.issuer;
    case GateSubject::asset: break;
  }
  return std::nullopt;
}

// Whom or what the credentials of a rule are found by; nothing where the act names nobody.
std::optional<std::string> holder_of(const GateParties& parties, GateSubject subject) {
  if (subject == GateSubject::asset)
    return parties.asset ? std::optional(holder_name_of_product(*parties.asset)) : std::nullopt;
  const auto party = party_of(parties, subject);
  return party ? std::optional(holder_name(Identity::of(*party))) : std::nullopt;
}

Refusal insufficient(std::string detail) { return {Reason::cred_insufficient, std::move(detail)}; }

// The first in the gate's order that is too much, or of which nothing is said, is named (V9).
Result<void> within_limits(const std::vector<SubstancePpm>& declared, const std::vector<SubstancePpm>& limits) {
  for (const SubstancePpm& limit : limits) {
    const auto found = std::find_if(declared.begin(), declared.end(),
                                    [&](const SubstancePpm& one) { return one.substance == limit.substance; });
    if (found == declared.end()) return insufficient(limit.substance + " is not declared");
    if (found->ppm > limit.ppm)
      return insufficient(limit.substance + " is " + std::to_string(found->ppm) + " ppm, at most " +
                          std::to_string(limit.ppm) + " may be");
  }
  return done();
}

// What an option asks of a credential that stands.
Result<void> reaches(const GateCase& act, const GateOption& option, const Credential& credential) {
  const Facts& facts = credential.facts;
  const auto has = [](const std::vector<std::string>& list, const std::string& wanted) {
    return wanted.empty() || std::find(list.begin(), list.end(), wanted) != list.end();
  };
  if (facts.level < option.min_level) return insufficient("level " + std::to_string(option.min_level) + " is needed");
  const bool in_scope = option.scope.empty() || facts.scope.empty() || contains({facts.scope}, option.scope);
  if (!in_scope) return insufficient("scope " + option.scope + " is needed");
  if (!has(facts.roles, option.role)) return insufficient("role " + option.role + " is needed");
  if (!has(facts.codes, option.code)) return insufficient("code " + option.code + " is needed");
  if (option.covers_amount) {
    const std::optional<Amount> amount = act.amount();
    if (!facts.limit) return insufficient("it names no limit");
    if (!amount || *amount > *facts.limit) return insufficient("the limit is " + facts.limit->text());
  }
  if (!option.issuer_class.empty()) {
    const auto authority = authority_at(act.view, credential.issuer, credential.created);
    if (!authority || authority->terms.authority_class != option.issuer_class)
      return insufficient("a " + option.issuer_class + " must have issued it");
  }
  return within_limits(facts.substances, option.substance_limits);
}

// The best that one holder has for a rule: what satisfied it, or what came furthest.
struct Best {
  RuleAnswer answer;
  bool needs_two = false;  // satisfied, but above its dual control
  bool satisfied() const { return !answer.refused; }
};

bool better(const Best& a, const Best& b) {
  if (a.satisfied() != b.satisfied()) return a.satisfied();
  if (a.satisfied()) return b.needs_two && !a.needs_two;
  return rank(*a.answer.refused) > rank(*b.answer.refused);
}

Best judge(const GateCase& act, const GateOption& option, const Credential& credential) {
  Best out;
  out.answer.credential = credential.hash;
  Result<void> verdict = stands(act.view, credential, act.now, {option.require_current, option.grace_days});
  if (verdict) verdict = reaches(act, option, credential);
  if (!verdict) {
    out.answer.refused = verdict.reason();
    out.answer.detail = verdict.error().detail;
  } else if (option.covers_amount && credential.facts.dual_control_above) {
    const std::optional<Amount> amount = act.amount();
    out.needs_two = !amount || *amount > *credential.facts.dual_control_above;
  }
  return out;
}

// Over all options in their order, and all credentials from the one that lasts longest; the first of
// equals counts.
Best best_of(const GateCase& act, const GateRule& rule, std::span<const std::string> holders) {
  Best best;
  best.answer.refused = Reason::cred_missing;
  for (const GateOption& option : rule.any_of) {
    const auto issuer = option.issued_by ? party_of(act.parties, *option.issued_by) : std::nullopt;
    if (best.answer.detail.empty()) best.answer.detail = "no " + option.type;
    for (const std::string& holder : holders) {
      std::vector<Credential> all = credentials_of(act.view, option.type, holder);
      std::reverse(all.begin(), all.end());
      for (const Credential& credential : all) {
        if (option.issued_by && (!issuer || credential.issuer != Identity::of(*issuer))) continue;
        if (Best found = judge(act, option, credential); better(found, best)) best = std::move(found);
      }
    }
  }
  return best;
}

// People who sign: one whose credential reaches is enough, unless the amount is above what each may
// sign alone; then two.
RuleAnswer signers_answer(const GateCase& act, const GateRule& rule) {
  const GateSigners signers = act.signers();
  if (!signers) return {.code = {}, .credential = {}, .refused = {}, .detail = "not signed yet"};
  Best best;
  best.answer.refused = Reason::cred_missing;
  best.answer.detail = "no signer has one";
  std::size_t reaching = 0;
  for (const PublicKey& signer : *signers) {
    const auto key = key_records.find(act.view, signer);
    if (!key || key->party != act.parties.actor) continue;
    const Identity company = Identity::of(key->party);
    const std::array holders{signer_name(company, {company, key->person}),
                             signer_name(company, {Identity::of(signer), {}})};
    Best found = best_of(act, rule, holders);
    reaching += found.satisfied() ? 1 : 0;
    if (better(found, best)) best = std::move(found);
  }
  if (best.satisfied() && best.needs_two && reaching < 2) {
    best.answer.refused = Reason::cred_insufficient;
    best.answer.detail = "two authorised signers are needed above the amount of dual control";
  }
  return std::move(best.answer);
}

}  // namespace

RuleAnswer answer(const GateCase& act, const GateRule& rule) {
  RuleAnswer out;
  const auto holder = holder_of(act.parties, rule.subject);
  if (rule.above && act.amount() && *act.amount() <= *rule.above) {
    out.detail = "asked only above " + rule.above->text();
  } else if (rule.subject == GateSubject::signer) {
    out = signers_answer(act, rule);
  } else if (!holder) {
    out.refused = Reason::cred_missing;
    out.detail = "no " + std::string(word_of(rule.subject)) + " is named";
  } else {
    out = best_of(act, rule, {&*holder, 1}).answer;
  }
  out.code = rule.code;
  return out;
}

}  // namespace allonge::credential
