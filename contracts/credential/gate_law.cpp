// C-2: no certificate is issued or accepted past the gate. Asked again by plain arithmetic over the
// records: what is revoked, suspended, out of its dates, of too low a level, by somebody else than the
// gate names or beyond a signer's limit opens nothing. What this leaves to the gate itself: key history
// and the chain above an issuer.
#include <algorithm>

#include "contracts/credential/gate.h"
#include "contracts/credential/laws.h"
#include "contracts/credential/types.h"
#include "contracts/party/party.h"
#include "contracts/receivable/certificate.h"

namespace allonge::credential {

namespace {

using receivable::CertificateState;

struct Admittance {
  const View& view;
  const View& before;  // the transaction
  const Context& context;
  PartyId actor, counterparty, issuer;
  Amount face;

  const PartyId& party(GateSubject subject) const {
    if (subject == GateSubject::counterparty) return counterparty;
    return subject == GateSubject::issuer ? issuer : actor;
  }
};

bool includes(const std::vector<std::string>& list, const std::string& wanted) {
  return wanted.empty() || std::count(list.begin(), list.end(), wanted) > 0;
}

bool is_active(const Credential& credential, Time now) {
  if (credential.status == CredentialStatus::active) return true;
  return credential.status == CredentialStatus::suspended && credential.suspension->until &&
         *credential.suspension->until <= now;
}

// Active, or it came and went in this transaction.
bool was_active(const Admittance& act, const Credential& credential) {
  return is_active(credential, act.context.block.time) || !credential_records.has(act.before, credential.hash);
}

// For what a company says of its own people nobody needs authority, so none can be lost.
bool rests_on_authority(const Credential& credential) {
  const CredentialType* const type = find_credential_type(credential.type);
  return type == nullptr || !issued_by_subject(*type);
}

bool opens(const Admittance& act, const GateOption& option, const Credential& credential) {
  const std::uint64_t now = act.context.block.time.ms / 1000;
  if (now < credential.valid_from.ms / 1000 || now > credential.valid_until.ms / 1000 + option.grace_days * 86'400u)
    return false;
  if (!was_active(act, credential)) return false;
  if (credential.facts.level < option.min_level || !includes(credential.facts.roles, option.role) ||
      !includes(credential.facts.codes, option.code))
    return false;
  if (option.covers_amount && (!credential.facts.limit || *credential.facts.limit < act.face)) return false;
  if (option.issued_by && credential.issuer != Identity::of(act.party(*option.issued_by))) return false;
  if (!rests_on_authority(credential)) return true;
  const auto head = authority_head_records.find(act.view, identity_key(credential.issuer));
  return !head || !head->not_since || credential.created < *head->not_since;
}

std::vector<std::string> holders(const Admittance& act, const GateRule& rule) {
  if (rule.subject != GateSubject::signer) return {holder_name(Identity::of(act.party(rule.subject)))};
  std::vector<std::string> out;
  for (const KeySignature& signature : *act.context.signatures)
    if (const auto key = key_records.find(act.view, signature.key)) {
      const std::string company = std::string(key->party.text()) + "#";
      out.push_back(company + key->person);
      out.push_back(company + short_text(Identity::of(signature.key)));
    }
  return out;
}

bool opened(const Admittance& act, const GateRule& rule) {
  if (rule.above && act.face <= *rule.above) return true;
  if (rule.subject == GateSubject::signer && act.context.signatures == nullptr) return true;
  if (rule.subject == GateSubject::asset) return false;  // an act on a certificate names no thing
  // The law sees the end of a transaction. What was ended in it, behind the act that it allowed, counted then.
  for (const View* const moment : {&act.view, &act.before})
    for (const std::string& holder : holders(act, rule))
      for (const GateOption& option : rule.any_of)
        for (const Credential& credential : credentials_of(*moment, option.type, holder))
          if (opens(act, option, credential)) return true;
  return false;
}

std::optional<std::string> past_the_gate(const Admittance& act, std::string_view operation) {
  const auto gate = gate_at(act.view, operation, act.context.block.time);
  if (!gate) return std::nullopt;
  for (const GateRule& rule : gate->rules)
    if (!opened(act, rule)) return std::string(operation) + " past the rule " + rule.code;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> gates_are_kept(const ChangeSet& changes) {
  if (changes.context() == nullptr) return std::nullopt;  // what falls due by itself has no gate
  std::optional<std::string> why;
  changes.each(receivable::certificate_records, [&](const std::optional<receivable::Certificate>& before,
                                                    const std::optional<receivable::Certificate>& after) {
    if (!after || why) return;
    const CertificateState from = before ? before->state : CertificateState::none;
    const bool issued = from == CertificateState::none;
    const bool accepted = from == CertificateState::pending && after->state == CertificateState::active;
    if (!issued && !accepted) return;
    const PartyId& actor = issued ? after->issuer : after->payee;
    const PartyId& other = issued ? after->payee : after->issuer;
    why = past_the_gate({changes.after(), changes.before(), *changes.context(), actor, other, after->issuer, after->face},
                        issued ? "cert.issue" : "cert.accept");
  });
  return why;
}

}  // namespace allonge::credential
