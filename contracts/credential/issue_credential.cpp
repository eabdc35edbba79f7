#include "contracts/credential/issue_credential.h"

#include <algorithm>

#include "contracts/credential/delegation.h"
#include "contracts/credential/facts.h"
#include "contracts/credential/keys.h"
#include "contracts/credential/proof.h"
#include "contracts/credential/renewal.h"
#include "contracts/credential/standing.h"
#include "contracts/credential/types.h"
#include "contracts/party/party.h"
#include "contracts/testnet/calendar.h"

namespace allonge::credential {

namespace {

// A paper that names a tax id names its subject's: one about another company opens nothing for this one.
// Of who is no party yet only such papers are taken, and party.admit asks the same: else whoever takes the
// name later has them.
Result<void> is_about_its_subject(const Document& document, const View& view) {
  if (!document.subject.party) return done();
  const auto named = document.text(tax_id_claim);
  const auto party = party_records.find(view, *document.subject.party);
  if (!party && !named) return Refusal{Reason::unknown_party, "$.credentialSubject.id: no party, and no tax id"};
  if (party && named && party->tax_id.text() != *named)
    return Refusal{Reason::vc_schema, "$.credentialSubject.uscc: is not the tax id of its subject"};
  return done();
}

// A proof lasts as long as what it proves: at gates nobody looks at it again.
Result<void> proofs_last(const Document& document) {
  for (const Proof& proof : document.proofs)
    if (proof.expires && *proof.expires <= document.valid_until)
      return Refusal{Reason::proof_time, "$.proof: ends before the credential does"};
  return done();
}

// It may begin later, but not so late that authorities stock up on the future.
Result<void> begins_soon(const Document& document, Time now) {
  if (document.valid_from.ms > now.ms + furthest_ahead_days * ms_per_day)
    return Refusal{Reason::cred_not_yet, "it begins more than 366 days from now"};
  return done();
}

// Steps 1 to 9 of credentials.md 4.3.
struct Verified {
  Document document;
  Credential made;
};
Result<Verified> read_and_verify(const IssueCredential& op, const Context& context, const View& view) {
  const auto network = network_record.find(view);
  ensure(network.has_value(), "the state holds its network's record since genesis");
  TRY(Document document, read_document(text_of(op.document), network->name));
  CHECK(is_about_its_subject(document, view));
  TRY(const Proven proven, verify_proofs(document, context.block.time, keys_for_recording(view)));
  if (const auto valid = valid_at(document, context.block.time); !valid && valid.reason() != Reason::cred_not_yet)
    return valid.error();
  CHECK(proofs_last(document));
  CHECK(begins_soon(document, context.block.time));
  if (document.id.size() > credential_id_text) return Refusal{Reason::vc_shape, "$.id: at most 200 bytes"};
  Credential out;
  out.hash = document.hash;
  out.id = document.id;
  out.type = document.type;
  out.issuer = document.issuer;
  out.subject = document.subject;
  out.holder = holder_of(document);
  out.valid_from = document.valid_from;
  out.valid_until = document.valid_until;
  out.created = proven.created;
  if (proven.key.controller.party) out.issuer_key = proven.key.serial;
  out.recorded = context.block.time;
  out.recorded_by = context.party;
  out.facts = facts_of(document);
  if (const auto named = document.text(tax_id_claim)) out.tax_id = *TaxId::parse(*named);  // the schema has read it
  out.revocation = free_place(view, out.issuer, StatusPurpose::revocation, out.id);
  out.suspended_at = free_place(view, out.issuer, StatusPurpose::suspension, out.id);
  // Readers outside look where the document says: it must say where the ledger keeps it.
  for (const StatusEntry& entry : document.status) {
    const StatusPlace& place = entry.purpose == StatusPurpose::revocation ? out.revocation : out.suspended_at;
    if (entry.index != place.index)
      return Refusal{Reason::vc_shape, "$.credentialStatus: the " + std::string(word_of(entry.purpose)) + " index is " +
                                           std::to_string(place.index)};
  }
  return Verified{std::move(document), std::move(out)};
}

// Step 10, at `created` and now; and a delegation says what the registry says.
Result<void> issuer_may(const Verified& verified, Time now, const View& view) {
  const Credential& made = verified.made;
  const CredentialType* type = find_credential_type(made.type);
  ensure(type != nullptr, "a document that was read has a registered type");
  if (!within_longest_life(*type, made.valid_from, made.valid_until))
    return Refusal{Reason::issuer_not_authorised,
                   made.type + " lasts at most " + std::to_string(type->longest_days) + " days"};
  CHECK(authorised(view, question_of(made)));
  CHECK(authorised_now(view, question_of(made), now));
  return within_registry(verified.document, view, now);
}

Result<void> is_new(const Credential& made, const View& view) {
  if (credential_records.has(view, made.hash)) return Reason::cred_known;
  if (credential_id_records.has(view, name_key(made.issuer, made.id)))
    return Refusal{Reason::cred_known, "its issuer has used this id for another document"};
  return done();
}

// What the regulator or a parent has suspended, its issuer does not get around: neither by a credential in its
// place nor by one beside it.
Result<void> is_not_suspended_above(const Credential& made, Time now, const std::vector<Credential>& had) {
  for (const Credential& one : had) {
    if (one.issuer != made.issuer || one.subject != made.subject) continue;
    if (status_at(one, now) != CredentialStatus::suspended || Identity::of(one.suspension->by) == made.issuer) continue;
    return Refusal{Reason::cred_suspended,
                   std::string(one.suspension->by.text()) + " has suspended " + one.hash.hex() + " and resumes it first"};
  }
  return done();
}

// Room in the holder's list. When it is full, what never counts again makes place: one that was revoked, is
// superseded now, or has ended. One issuer leaves room for others; a company's own people are its own matter.
Result<std::optional<Digest>> room_for_one_more(const IssueCredential& op, const Credential& made, Time now,
                                                const std::vector<Credential>& had) {
  const auto over = [&](const Credential& one) {
    if (one.recorded == now) return false;  // C-2 looks for what came in its own transaction
    return one.status == CredentialStatus::revoked || one.hash == op.supersedes || one.valid_until < now;
  };
  const auto by_issuer = std::count_if(had.begin(), had.end(), [&](const Credential& one) {
    return one.issuer == made.issuer && !over(one);
  });
  if (made.issuer != made.subject && by_issuer >= credentials_by_one_issuer)
    return Refusal{Reason::out_of_range, "a holder has at most 192 credentials of a type from one issuer"};
  if (had.size() < credentials_of_a_type) return std::optional<Digest>();
  const auto place = std::find_if(had.begin(), had.end(), over);
  if (place == had.end()) return Refusal{Reason::out_of_range, "a holder has at most 256 credentials of a type"};
  return std::optional(place->hash);
}

Result<std::optional<Credential>> superseded(const IssueCredential& op, const Credential& made, const Context& context,
                                             const View& view) {
  if (!op.supersedes) return std::optional<Credential>();
  TRY(Credential before, credential_records.get(view, *op.supersedes));
  if (before.issuer != made.issuer) return Refusal{Reason::not_your_part, "another issuer's credential"};
  if (before.type != made.type || before.holder != made.holder || before.subject != made.subject)
    return Refusal{Reason::wrong_state, "it is of another type or about somebody else"};
  if (before.created > made.created) return Refusal{Reason::wrong_state, "it was made later"};
  TRY(before.status, may(CredentialAct::supersede, before, context, view));
  before.suspension.reset();
  before.cause = Cause::superseded;
  before.superseded_by = made.hash;
  return std::optional(std::move(before));
}

Result<std::optional<Application>> answered_by(const IssueCredential& op, const Credential& made, const View& view) {
  if (!op.application) return std::optional<Application>();
  TRY(Application application, application_records.get(view, *op.application));
  if (Identity::of(application.authority) != made.issuer) return Reason::not_your_part;
  if (application.type != made.type || application.subject != made.subject)
    return Refusal{Reason::wrong_state, "it asks for another type or subject"};
  TRY(application.state, may(ApplicationAct::issue, application, application.authority));
  application.credential = made.hash;
  return std::optional(std::move(application));
}

}  // namespace

Result<IssueCredential::Plan> check(const IssueCredential& op, const Context& context, const View& view) {
  TRY(Verified verified, read_and_verify(op, context, view));
  CHECK(issuer_may(verified, context.block.time, view));
  Credential& made = verified.made;
  CHECK(is_new(made, view));
  const std::vector<Credential> had = credentials_of(view, made.type, made.holder);
  CHECK(is_not_suspended_above(made, context.block.time, had));
  const auto recorded = may(CredentialAct::record, made, context, view);
  if (!recorded)
    return Refusal{Reason::holder_mismatch,
                   made.issuer.party ? "its issuer, a party, brings it itself" : "its subject presents it"};
  made.status = *recorded;
  TRY(auto forgotten, room_for_one_more(op, made, context.block.time, had));
  TRY(auto before, superseded(op, made, context, view));
  TRY(auto application, answered_by(op, made, view));
  return IssueCredential::Plan{std::move(made), forgotten, std::move(before), std::move(application)};
}

void apply(const IssueCredential::Plan& plan, const Context& context, Draft& draft, Events& events) {
  const Credential& made = plan.made;
  if (plan.forgotten) erase_held(draft, *credential_records.find(draft, *plan.forgotten));
  credential_records.put(draft, made.hash, made);
  credential_id_records.put(draft, name_key(made.issuer, made.id), {made.hash});
  put_held(draft, made);
  take_place(draft, made.issuer, StatusPurpose::revocation, made.revocation, made.hash);
  take_place(draft, made.issuer, StatusPurpose::suspension, made.suspended_at, made.hash);
  await_end(draft, made, context.block.time);
  events.push_back(told("vc.issued", nullptr, made, context));
  if (plan.before) {
    const auto then = credential_records.find(draft, plan.before->hash);
    credential_records.put(draft, plan.before->hash, *plan.before);
    forget_end(draft, *plan.before);
    events.push_back(told("vc.superseded", &*then, *plan.before, context));
  }
  if (plan.answered) {
    application_records.put(draft, plan.answered->id, *plan.answered);
    events.push_back(told("vc.application_answered", "approved", *plan.answered, context));
  }
}

std::optional<Amount> banded_amount(const IssueCredential&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
