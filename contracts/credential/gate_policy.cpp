// Which gates there may be, and those the ledger begins with (gate.h).
#include <algorithm>

#include "contracts/credential/delegation.h"
#include "contracts/credential/gate.h"
#include "contracts/credential/types.h"

namespace allonge::credential {

namespace {

constexpr std::uint32_t longest_grace_days = 90;

// Families whose acts move money or value: nothing expired counts there.
constexpr std::array<std::string_view, 3> financial{"cash.", "cert.", "finance."};
bool is_financial(std::string_view operation) {
  return std::any_of(financial.begin(), financial.end(),
                     [&](std::string_view family) { return operation.starts_with(family); });
}

// The acts that ask for a gate. A gate on anything else would be a promise nobody keeps. trace.capture
// asks for it with what it ships, as gate_explain answers it.
constexpr std::array<std::string_view, 9> guarded{"cert.accept",     "cert.accept_transfer", "cert.issue",
                                                  "cert.transfer",   "finance.award",        "finance.quote",
                                                  "finance.request", "party.admit",          "trace.capture"};
static_assert(std::is_sorted(guarded.begin(), guarded.end()));
bool names_a_thing(std::string_view operation) { return operation == "trace.capture"; }

bool good_code(std::string_view code) {
  return !code.empty() && code.size() <= type_text &&
         std::all_of(code.begin(), code.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// A product's papers are found by the product and nobody's else by it; limits are held against what the
// type declares.
Result<void> things_fit(const GateOption& option, const GateRule& rule, const CredentialType& type) {
  const bool of_thing = find_claim(type, product_claim) != nullptr;
  if (of_thing != (rule.subject == GateSubject::asset))
    return Refusal{Reason::out_of_range, option.type + (of_thing ? " is asked of the asset" : " is not asked of an asset")};
  if (!option.substance_limits.empty() && find_claim(type, substances_claim) == nullptr)
    return Refusal{Reason::out_of_range, option.type + " declares no substances"};
  const auto known = restricted_substances();
  std::string_view before;
  for (const SubstancePpm& limit : option.substance_limits) {
    if (!std::binary_search(known.begin(), known.end(), std::string_view(limit.substance)))
      return Refusal{Reason::bad_text, "substance_limits: no such restricted substance"};
    if (limit.substance <= before) return Refusal{Reason::bad_text, "substance_limits ascend, each once"};
    if (limit.ppm > 1'000'000) return Refusal{Reason::out_of_range, limit.substance + ": at most 1000000 ppm"};
    before = limit.substance;
  }
  return done();
}

Result<void> option_fits(const GateOption& option, const GateRule& rule, bool may_have_grace) {
  const CredentialType* const type = find_credential_type(option.type);
  if (type == nullptr) return Refusal{Reason::vc_schema, "no type " + option.type};
  if (option.type == delegation_type)
    return Refusal{Reason::out_of_range, "who may issue is asked of the registry: issuer_class, require_current"};
  if (option.grace_days > (may_have_grace ? longest_grace_days : 0))
    return Refusal{Reason::out_of_range, "grace: at most 90 days, and none for financial acts"};
  if (option.issued_by == GateSubject::signer || option.issued_by == GateSubject::asset)
    return Refusal{Reason::out_of_range, "signers and things issue nothing"};
  CHECK(things_fit(option, rule, *type));
  const bool of_signer = option.covers_amount || !option.role.empty();
  if (of_signer && rule.subject != GateSubject::signer)
    return Refusal{Reason::out_of_range, "roles and limits are asked of signers"};
  return done();
}

GateOption kyc(std::uint32_t level) {
  GateOption out;
  out.type = "LegalEntityKyc";
  out.min_level = level;
  return out;
}
GateOption current(GateOption option) {
  option.require_current = true;
  return option;
}
GateOption licence(std::string type) {
  GateOption out;
  out.type = std::move(type);
  return out;
}
GateOption qualified_by_actor() {
  GateOption out;
  out.type = "SupplierQualification";
  out.issued_by = GateSubject::actor;
  return out;
}
// Authorised by the acting company itself, with this role and a limit that covers the amount.
GateOption may_sign(std::string role) {
  GateOption out;
  out.type = "AuthorisedSigner";
  out.role = std::move(role);
  out.covers_amount = true;
  out.issued_by = GateSubject::actor;
  return out;
}

// (EU) 2015/863: 0.01 % of cadmium, 0.1 % of each other.
GateOption of_restricted_substances() {
  GateOption out;
  out.type = "HazardousSubstance";
  for (const std::string_view name : restricted_substances())
    out.substance_limits.push_back({std::string(name), name == "Cd" ? 100u : 1'000u});
  return out;
}

}  // namespace

bool may_have_gate(std::string_view operation) { return std::binary_search(guarded.begin(), guarded.end(), operation); }

Result<void> acceptable(const Gate& gate) {
  if (!may_have_gate(gate.operation))
    return Refusal{Reason::role_forbidden, "no gate for " + gate.operation};
  for (std::size_t i = 0; i < gate.rules.size(); ++i) {
    const GateRule& rule = gate.rules[i];
    if (!good_code(rule.code)) return Refusal{Reason::bad_text, "code of a rule: a to z and _"};
    for (std::size_t j = 0; j < i; ++j)
      if (gate.rules[j].code == rule.code) return Refusal{Reason::bad_text, "two rules are called " + rule.code};
    if (rule.any_of.empty()) return Refusal{Reason::missing_field, "any_of of " + rule.code};
    if (rule.subject == GateSubject::asset && !names_a_thing(gate.operation))
      return Refusal{Reason::out_of_range, gate.operation + " names no asset"};
    for (const GateOption& option : rule.any_of) CHECK(option_fits(option, rule, !is_financial(gate.operation)));
  }
  return done();
}

std::vector<Gate> default_gates(Time applicable_from) {
  using Subject = GateSubject;
  const std::optional<Amount> always;
  // clang-format off
  const std::vector<std::pair<std::string_view, std::vector<GateRule>>> rows{
    {"cert.accept",          {{"holder_kyc",    Subject::actor,        {kyc(1)},               always}}},
    {"cert.accept_transfer", {{"receiver_kyc",  Subject::actor,        {kyc(1)},               always}}},
    {"cert.issue",           {{"issuer_kyc",    Subject::actor,        {kyc(2)},               always},
                              {"signer",        Subject::signer,       {may_sign("issue")},    always},
                              {"supplier",      Subject::counterparty, {qualified_by_actor()}, always}}},
    {"cert.transfer",        {{"owner_kyc",     Subject::actor,        {kyc(1)},               always},
                              {"receiver_kyc",  Subject::counterparty, {kyc(1)},               always}}},
    {"finance.award",        {{"funder",        Subject::counterparty, {licence("BankLicence"), licence("FactoringLicence")}, always}}},
    {"finance.quote",        {{"funder",        Subject::actor,        {licence("BankLicence"), licence("FactoringLicence")}, always}}},
    {"finance.request",      {{"holder_kyc",    Subject::actor,        {current(kyc(2))},      always},
                              {"signer",        Subject::signer,       {may_sign("finance")},  always}}},
    {"party.admit",          {{"licence",       Subject::counterparty, {licence("BusinessLicence")}, always}}},
    {"trace.capture",        {{"substances",    Subject::asset,        {of_restricted_substances()}, always}}},
  };
  // clang-format on
  std::vector<Gate> out;
  for (const auto& [operation, rules] : rows) out.push_back({std::string(operation), 1, applicable_from, rules});
  return out;
}

}  // namespace allonge::credential
