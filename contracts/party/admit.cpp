#include "contracts/party/admit.h"

#include "contracts/credential/gate.h"
#include "contracts/credential/types.h"

namespace allonge::party {

namespace {

// What was recorded under the name before anybody bore it is about the same company.
Result<void> papers_are_its_own(const PartyApplication& application, const View& view) {
  using namespace credential;
  const std::string holder = holder_name(Identity::of(application.id));
  for (const CredentialType& type : credential_types()) {
    if (find_claim(type, tax_id_claim) == nullptr) continue;
    for (const Credential& paper : credentials_of(view, type.name, holder))
      if (paper.status != CredentialStatus::revoked && paper.tax_id && *paper.tax_id != application.tax_id)
        return Refusal{Reason::cred_insufficient, "a " + paper.type + " under this name is of another tax id"};
  }
  return done();
}

}  // namespace

Result<AdmitParty::Plan> check(const AdmitParty& op, const Context& context, const View& view) {
  CHECK(may_admit(view, op.application));
  CHECK(credential::gate_allows(view, context, AdmitParty::card.name, {context.party, op.application.id}, {}));
  CHECK(papers_are_its_own(op.application, view));
  return AdmitParty::Plan{op};
}

void apply(const AdmitParty::Plan& plan, const Context& context, Draft& draft, Events& events) {
  const PartyApplication& application = plan.op.application;
  admit(draft, application, context.block.time, context.block.height);
  events.push_back({.type = "party.admitted",
                    .subject = std::string(application.id.text()),
                    .other = std::string(application.tax_id.text()),
                    .parties = {context.party, application.id},
                    .ranges = {},
                    .amount = {},
                    .before = {},
                    .after = "active",
                    .document = {}});
}

std::optional<Amount> banded_amount(const AdmitParty&, const View&) { return std::nullopt; }

}  // namespace allonge::party
