#include "contracts/party/set_policy.h"

namespace allonge::party {

Result<SetPolicy::Plan> check(const SetPolicy& op, const Context& context, const View& view) {
  TRY(const Party party, party_records.get(view, context.party));
  CHECK(acceptable(op.policy, people_of(keys_of(view, context.party))));
  return SetPolicy::Plan{op, party};
}

void apply(const SetPolicy::Plan& plan, const Context& context, Draft& draft, Events& events) {
  Party party = plan.party;
  party.policy = plan.op.policy;
  party_records.put(draft, party.id, party);
  events.push_back({.type = "party.policy_set",
                    .subject = std::string(party.id.text()),
                    .other = {},
                    .parties = {context.party},
                    .ranges = {},
                    .amount = {},
                    .before = {},
                    .after = {},
                    .document = {}});
}

std::optional<Amount> banded_amount(const SetPolicy&, const View&) { return std::nullopt; }

}  // namespace allonge::party
