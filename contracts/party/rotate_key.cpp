#include "contracts/party/rotate_key.h"

namespace allonge::party {

Result<RotateKey::Plan> check(const RotateKey& op, const Context& context, const View& view) {
  TRY(const Party party, party_records.get(view, context.party));
  TRY(const KeyRecord old_record, key_records.get(view, op.old_key));
  if (old_record.party != context.party) return Reason::not_your_part;
  if (!old_record.in_force()) return Reason::wrong_state;
  CHECK(may_register(view, NewKey{op.new_key, old_record.person, old_record.purposes}));
  return RotateKey::Plan{op, party, old_record};
}

void apply(const RotateKey::Plan& plan, const Context& context, Draft& draft, Events& events) {
  Party party = plan.party;
  const Time now = context.block.time;
  revoke_key(draft, party, plan.old_record, now, context.block.height, plan.op.new_key);
  add_key(draft, party, {plan.op.new_key, plan.old_record.person, plan.old_record.purposes}, now, context.block.height);
  events.push_back({.type = "party.key_rotated",
                    .subject = plan.op.old_key.hex(),
                    .other = plan.op.new_key.hex(),
                    .parties = {context.party},
                    .ranges = {},
                    .amount = {},
                    .before = "in_force",
                    .after = "revoked",
                    .document = {}});
}

std::optional<Amount> banded_amount(const RotateKey&, const View&) { return std::nullopt; }

}  // namespace allonge::party
