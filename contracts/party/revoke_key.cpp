#include "contracts/party/revoke_key.h"

namespace allonge::party {

Result<RevokeKey::Plan> check(const RevokeKey& op, const Context& context, const View& view) {
  TRY(const Party party, party_records.get(view, context.party));
  TRY(const KeyRecord record, key_records.get(view, op.key));
  if (record.party != context.party) return Reason::not_your_part;
  if (!record.in_force()) return Reason::wrong_state;
  std::vector<KeyRecord> left = keys_of(view, context.party);
  std::erase_if(left, [&](const KeyRecord& other) { return other.key == op.key; });
  if (!acceptable(party.policy, people_of(left))) return Reason::last_key;
  return RevokeKey::Plan{op, party, record};
}

void apply(const RevokeKey::Plan& plan, const Context& context, Draft& draft, Events& events) {
  Party party = plan.party;
  revoke_key(draft, party, plan.record, context.block.time, context.block.height, std::nullopt);
  events.push_back({.type = "party.key_revoked",
                    .subject = plan.op.key.hex(),
                    .other = plan.record.person,
                    .parties = {context.party},
                    .ranges = {},
                    .amount = {},
                    .before = "in_force",
                    .after = "revoked",
                    .document = {}});
}

std::optional<Amount> banded_amount(const RevokeKey&, const View&) { return std::nullopt; }

}  // namespace allonge::party
