#include "contracts/credential/resume_credential.h"

#include "contracts/credential/standing.h"

namespace allonge::credential {

Result<ResumeCredential::Plan> check(const ResumeCredential& op, const Context& context, const View& view) {
  TRY(Credential before, credential_records.get(view, op.credential));
  Credential after = before;
  TRY(after.status, may(CredentialAct::resume, before, context, view));
  after.suspension.reset();
  return ResumeCredential::Plan{std::move(before), std::move(after)};
}

void apply(const ResumeCredential::Plan& plan, const Context& context, Draft& draft, Events& events) {
  credential_records.put(draft, plan.after.hash, plan.after);
  events.push_back(told("vc.resumed", &plan.before, plan.after, context));
}

std::optional<Amount> banded_amount(const ResumeCredential&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
