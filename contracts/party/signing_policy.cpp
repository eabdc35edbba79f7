#include "contracts/party/signing_policy.h"

#include <algorithm>

#include "contracts/operation_list.h"

namespace allonge {

namespace {

// R-2 names issue, transfer, award, pledge, pay and bank attestations; section 6 and scenario S2 let maker
// and checker accept. Settling, repaying, releasing and enforcing a financing move money or what secures
// it. Whoever could add keys, change the policy, admit parties, set limits or profiles alone would be
// maker and checker of everything, so these need two as well; and so does what gives or takes trust.
// Suspending a credential takes one: it is for emergencies, and whoever suspended may resume.
constexpr std::array<std::string_view, 30> two_people_list{
    "cash.credit",      "cash.debit",       "cert.accept",     "cert.accept_transfer", "cert.issue",
    "cert.pay",         "cert.transfer",    "finance.attest",  "finance.award",        "finance.enforce",
    "finance.release",  "finance.repay",    "finance.settle",  "gate.set",             "party.add_key",
    "party.admit",      "party.revoke_key", "party.rotate_key", "party.set_limit",     "party.set_policy",
    "party.set_recovery", "profile.set",    "trust.grant",     "trust.resume",         "trust.suspend",
    "trust.withdraw",   "vc.issue",         "vc.resume",       "vc.review",            "vc.revoke"};
static_assert(std::is_sorted(two_people_list.begin(), two_people_list.end()));

PeopleNeeded default_for(std::string_view operation) {
  const bool two = std::binary_search(two_people_list.begin(), two_people_list.end(), operation);
  return two ? PeopleNeeded{1, 1} : PeopleNeeded{1, 0};
}

// "cert.transfer" before "cert.*" before "*"; 0 when the rule is not for this operation.
std::size_t fit(std::string_view rule, std::string_view operation) {
  if (rule == operation) return operation.size() + 2;
  if (rule == "*") return 1;
  const bool family = rule.size() > 2 && rule.ends_with(".*") && operation.starts_with(rule.substr(0, rule.size() - 1));
  return family ? rule.size() : 0;
}

bool known(std::string_view rule) {
  for (const Card& card : operation_cards())
    if (fit(rule, card.name) > 0) return true;
  return false;
}

}  // namespace

std::span<const std::string_view> two_people() { return two_people_list; }

PeopleNeeded needed(const SigningPolicy& policy, std::string_view operation, std::optional<Amount> total) {
  const PolicyRule* rule = nullptr;
  std::size_t best = 0;
  for (const PolicyRule& candidate : policy.rules) {
    const std::size_t fits = fit(candidate.operation, operation);
    if (fits > best) best = fits, rule = &candidate;
  }
  if (rule != nullptr)
    for (const Band& band : rule->bands)
      if (total ? *total <= band.up_to : band.up_to.fen() == Amount::max_fen) return {band.makers, band.checkers};
  return default_for(operation);
}

// Each person signs once. Those who are both fill whichever side lacks people (Hall's condition).
bool enough(const PeopleCount& people, const PeopleNeeded& wanted) {
  if (wanted.makers == 1 && wanted.checkers == 0 && people.single > 0) return true;
  return people.only_maker + people.either >= wanted.makers && people.only_checker + people.either >= wanted.checkers &&
         people.only_maker + people.only_checker + people.either >= wanted.makers + wanted.checkers;
}

Result<void> acceptable(const SigningPolicy& policy, const PeopleCount& people) {
  std::string_view before;
  for (const PolicyRule& rule : policy.rules) {
    if (rule.operation <= before) return Refusal{Reason::bad_policy, "rules ascend by operation, each once"};
    before = rule.operation;
    if (!known(rule.operation)) return Refusal{Reason::bad_policy, "no operation fits " + rule.operation};
    if (rule.bands.empty()) return Refusal{Reason::bad_policy, "a rule has at least one band"};
    const Band* last = nullptr;
    for (const Band& band : rule.bands) {
      if (last != nullptr && band.up_to <= last->up_to) return Refusal{Reason::bad_policy, "bands ascend by amount"};
      last = &band;
      if (band.makers < 1 || band.makers + std::uint64_t(band.checkers) > 16)
        return Refusal{Reason::bad_policy, "a band asks for at least one maker, and at most 16 people"};
      if (!enough(people, {band.makers, band.checkers}))
        return Refusal{Reason::bad_policy, rule.operation + " up to " + band.up_to.text() + " asks for more people than there are"};
    }
  }
  // What lies above the last band, and every operation without a rule, falls back to the default.
  for (const Card& card : operation_cards())
    if (!enough(people, needed(policy, card.name, std::nullopt)))
      return Refusal{Reason::bad_policy, std::string(card.name) + " asks for more people than there are"};
  return done();
}

}  // namespace allonge
