#include "contracts/credential/apply_credential.h"

#include "contracts/credential/types.h"

namespace allonge::credential {

namespace {

Result<void> documents_are_named(const std::vector<DocumentDigest>& documents) {
  for (const DocumentDigest& document : documents)
    if (document.kind.empty()) return Refusal{Reason::missing_field, "kind of a document"};
  return done();
}

}  // namespace

Result<ApplyForCredential::Plan> check(const ApplyForCredential& op, const Context& context, const View& view) {
  Application before;
  if (op.application) {
    TRY(before, application_records.get(view, *op.application));
  } else {
    before.id = ApplicationId::derive(context.transaction, context.place);
    if (application_records.has(view, before.id)) return Reason::id_taken;
    before.applicant = context.party;
  }
  Application after = before;
  TRY(after.state, may(ApplicationAct::submit, before, context.party));
  if (find_credential_type(op.type) == nullptr) return Refusal{Reason::vc_schema, "no type " + op.type};
  const auto authority = authority_at(view, Identity::of(op.authority), context.block.time);
  if (!authority || grant_of(authority->terms, op.type) == nullptr)
    return Refusal{Reason::issuer_not_authorised, std::string(op.authority.text()) + " does not issue " + op.type};
  if (op.subject && !is_set(*op.subject)) return Refusal{Reason::missing_field, "subject: a party or a key"};
  CHECK(documents_are_named(op.documents));
  after.authority = op.authority;
  after.subject = op.subject.value_or(Identity::of(context.party));
  after.type = op.type;
  after.claims = op.claims;
  after.documents = op.documents;
  after.height = context.block.height;
  after.proven.reset();
  return ApplyForCredential::Plan{std::move(before), std::move(after)};
}

void apply(const ApplyForCredential::Plan& plan, const Context& context, Draft& draft, Events& events) {
  application_records.put(draft, plan.after.id, plan.after);
  events.push_back(told("vc.applied",
                        plan.before.state == ApplicationState::none ? std::string_view() : word_of(plan.before.state),
                        plan.after, context));
}

std::optional<Amount> banded_amount(const ApplyForCredential&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
