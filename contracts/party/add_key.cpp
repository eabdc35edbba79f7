#include "contracts/party/add_key.h"

namespace allonge::party {

Result<AddKey::Plan> check(const AddKey& op, const Context& context, const View& view) {
  TRY(const Party party, party_records.get(view, context.party));
  CHECK(may_register(view, op.key));
  CHECK(may_join(keys_of(view, context.party), op.key));
  if (party.keys_in_force >= keys_per_party) return Reason::too_many_keys;
  return AddKey::Plan{op, party};
}

void apply(const AddKey::Plan& plan, const Context& context, Draft& draft, Events& events) {
  Party party = plan.party;
  add_key(draft, party, plan.op.key, context.block.time, context.block.height);
  events.push_back({.type = "party.key_added",
                    .subject = plan.op.key.key.hex(),
                    .other = plan.op.key.person,
                    .parties = {context.party},
                    .ranges = {},
                    .amount = {},
                    .before = {},
                    .after = "in_force",
                    .document = {}});
}

std::optional<Amount> banded_amount(const AddKey&, const View&) { return std::nullopt; }

}  // namespace allonge::party
