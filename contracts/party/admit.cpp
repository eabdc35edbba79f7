#include "contracts/party/admit.h"

#include "contracts/credential/gate.h"

namespace allonge::party {

Result<AdmitParty::Plan> check(const AdmitParty& op, const Context& context, const View& view) {
  CHECK(may_admit(view, op.application));
  CHECK(credential::gate_allows(view, context, AdmitParty::card.name, {context.party, op.application.id}, {}));
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
