#include "contracts/credential/verification.h"

#include <algorithm>

#include "contracts/credential/keys.h"
#include "contracts/credential/standing.h"
#include "contracts/credential/types.h"

namespace allonge::credential {

namespace {

struct StepName {
  std::string_view name;
  std::array<Reason, 3> reasons;  // by which a failure is known to be of this step
};
constexpr std::array step_names{
    StepName{"json", {Reason::vc_json, Reason::vc_json, Reason::vc_json}},
    StepName{"shape and schema", {Reason::vc_shape, Reason::vc_schema, Reason::vc_schema}},
    StepName{"contexts", {Reason::vc_context, Reason::vc_context, Reason::vc_context}},
    StepName{"suite and purpose", {Reason::proof_suite, Reason::proof_purpose, Reason::proof_chain_unsupported}},
    StepName{"key", {Reason::proof_key, Reason::proof_key_state, Reason::proof_controller}},
    StepName{"proof contexts", {Reason::proof_context, Reason::proof_context, Reason::proof_context}},
    StepName{"proof time and audience", {Reason::proof_time, Reason::proof_domain, Reason::proof_challenge}},
    StepName{"signature", {Reason::proof_signature, Reason::proof_signature, Reason::proof_signature}},
    StepName{"validity", {Reason::cred_not_yet, Reason::cred_expired, Reason::cred_expired}},
    StepName{"issuer's right", {Reason::issuer_not_authorised, Reason::issuer_not_authorised, Reason::issuer_not_authorised}},
    StepName{"status", {Reason::cred_revoked, Reason::cred_suspended, Reason::cred_suspended}},
    StepName{"subject", {Reason::holder_mismatch, Reason::holder_mismatch, Reason::holder_mismatch}},
};
namespace place {
constexpr std::size_t json = 0, contexts = 2, suite = 3, key = 4, signature = 7, validity = 8, right = 9, status = 10, subject = 11;
}

std::size_t place_of(Reason reason) {
  for (std::size_t i = 0; i < step_names.size(); ++i)
    if (std::find(step_names[i].reasons.begin(), step_names[i].reasons.end(), reason) != step_names[i].reasons.end()) return i;
  return place::key;  // whatever else a key is refused for
}

class Steps {
 public:
  Steps() {
    for (std::size_t i = 0; i < step_names.size(); ++i)
      all.push_back({std::uint32_t(i + 1), std::string(step_names[i].name), StepOutcome::not_reached, std::nullopt, {}});
  }
  void pass(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i <= to; ++i) all[i].outcome = StepOutcome::passed;
  }
  void fail(const Refusal& refusal) { fail(place_of(refusal.reason), refusal); }
  void fail(std::size_t at, const Refusal& refusal) {
    all[at].outcome = StepOutcome::failed;
    all[at].reason = refusal.reason;
    all[at].detail = refusal.detail;
  }
  void set(std::size_t at, StepOutcome outcome, std::string detail = {}) {
    all[at].outcome = outcome;
    all[at].detail = std::move(detail);
  }
  std::vector<StepResult> all;
};

TrustQuestion question_of(const Document& document, Time created) {
  return {document.issuer,
          document.subject,
          document.type,
          document.text(jurisdiction_claim).value_or(std::string_view()),
          created,
          document.valid_until.ms - document.valid_from.ms};
}

// Steps 4 to 8; the proof that counts, when they all passed.
std::optional<Proven> judge_proofs(const Document& document, const VerificationQuestion& question, Steps& steps) {
  bool stands_in = false;  // a party's key is not at hand: everything but it and the signature is judged
  const KeyResolver keys = [&](const PartyId& party, std::uint32_t serial, Time created) -> Result<PublicKey> {
    if (question.ledger != nullptr) return key_at(*question.ledger, party, serial, created);
    if (question.known_keys)
      if (const auto known = question.known_keys(party, serial, created)) return known;
    stands_in = true;
    return PublicKey{};
  };
  const Expected expected{"assertionMethod", question.domain, question.challenge};
  const auto proven = verify_proofs(document, question.now, keys, expected);
  const std::size_t failed = proven ? place::signature + 1 : place_of(proven.error().reason);
  steps.pass(place::suite, std::min<std::size_t>(failed, place::signature + 1) - 1);
  if (!proven && !(stands_in && failed == place::signature)) steps.fail(proven.error());
  if (stands_in && failed > place::key) steps.set(place::key, StepOutcome::needs_ledger, "the party's key is not known here");
  if (stands_in && failed >= place::signature) steps.set(place::signature, StepOutcome::needs_ledger);
  if (!stands_in && question.ledger == nullptr && proven && proven->key.controller.party)
    steps.all[place::key].detail = "known from genesis; whether it is still in force needs the ledger";
  return proven && !stands_in ? std::optional(*proven) : std::nullopt;
}

// Step 10.
void judge_right(const Document& document, const std::optional<Proven>& proven, const View* ledger, Steps& steps) {
  const CredentialType* const type = find_credential_type(document.type);
  ensure(type != nullptr, "a document that was read has a registered type");
  if (!within_longest_life(*type, document.valid_from, document.valid_until))
    return steps.fail(place::right, {Reason::issuer_not_authorised, "lasts longer than " + std::to_string(type->longest_days) + " days"});
  if (ledger == nullptr) return steps.set(place::right, StepOutcome::needs_ledger);
  if (!proven) return;
  if (const auto may = authorised(*ledger, question_of(document, proven->created)); !may) return steps.fail(may.error());
  steps.pass(place::right, place::right);
}

// Step 11.
void judge_status(const std::optional<Credential>& recorded, const VerificationQuestion& question, Steps& steps) {
  if (question.ledger == nullptr) return steps.set(place::status, StepOutcome::needs_ledger);
  if (!recorded) return steps.set(place::status, StepOutcome::not_asked, "it is not recorded on this ledger");
  const std::string cause(recorded->cause ? word_of(*recorded->cause) : std::string_view());
  switch (status_at(*recorded, question.now)) {
    case CredentialStatus::revoked: return steps.fail({Reason::cred_revoked, cause});
    case CredentialStatus::suspended: return steps.fail({Reason::cred_suspended, {}});
    case CredentialStatus::none:
    case CredentialStatus::active: break;
  }
  steps.pass(place::status, place::status);
}

}  // namespace

bool Verification::failed() const {
  return std::any_of(steps.begin(), steps.end(), [](const StepResult& one) { return one.outcome == StepOutcome::failed; });
}

bool Verification::complete() const {
  return std::none_of(steps.begin(), steps.end(), [](const StepResult& one) {
    return one.outcome == StepOutcome::needs_ledger || one.outcome == StepOutcome::not_reached;
  });
}

Verification verify_document(std::string_view text, const VerificationQuestion& question) {
  Verification out;
  Steps steps;
  auto document = read_document(text, question.network);
  if (!document) {
    const std::size_t failed = place_of(document.error().reason);
    for (std::size_t i = 0; i < failed; ++i) steps.pass(i, i);
    steps.fail(failed, document.error());
    out.steps = std::move(steps.all);
    return out;
  }
  steps.pass(place::json, place::contexts);
  out.document = *std::move(document);
  const Document& read = *out.document;
  if (question.ledger != nullptr) out.recorded = credential_records.find(*question.ledger, read.hash);

  const auto proven = judge_proofs(read, question, steps);
  if (const auto valid = valid_at(read, question.now); !valid) steps.fail(valid.error());
  else steps.pass(place::validity, place::validity);
  judge_right(read, proven, question.ledger, steps);
  if (proven && out.recorded)
    if (const auto seen = came_in_time(*question.ledger, *out.recorded); !seen) steps.fail(seen.error());
  judge_status(out.recorded, question, steps);
  if (!question.presenter) steps.set(place::subject, StepOutcome::not_asked);
  else if (*question.presenter == read.subject) steps.pass(place::subject, place::subject);
  else steps.fail({Reason::holder_mismatch, {}});
  out.steps = std::move(steps.all);
  return out;
}

}  // namespace allonge::credential
