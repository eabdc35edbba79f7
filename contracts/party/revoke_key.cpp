#include "contracts/party/revoke_key.h"

namespace allonge::party {

namespace {

bool reported_before(const KeyRecord& record, Time effective) {
  return record.compromised && *record.compromised <= effective;
}

}  // namespace

Result<RevokeKey::Plan> check(const RevokeKey& op, const Context& context, const View& view) {
  TRY(const Party party, party_records.get(view, context.party));
  TRY(KeyRecord record, key_records.get(view, op.key));
  if (record.party != context.party) return Reason::not_your_part;
  if (!record.in_force() && !op.effective) return Reason::wrong_state;
  if (op.effective && *op.effective > context.block.time)
    return Refusal{Reason::out_of_range, "effective lies in the future"};
  if (op.effective && reported_before(record, *op.effective)) return Reason::wrong_state;
  if (record.in_force()) {
    std::vector<KeyRecord> left = keys_of(view, context.party);
    std::erase_if(left, [&](const KeyRecord& other) { return other.key == op.key; });
    if (!acceptable(party.policy, people_of(left))) return Reason::last_key;
  }
  if (op.effective) record.compromised = op.effective;
  return RevokeKey::Plan{op, party, record};
}

void apply(const RevokeKey::Plan& plan, const Context& context, Draft& draft, Events& events) {
  Party party = plan.party;
  const bool ends = plan.record.in_force();
  if (ends) revoke_key(draft, party, plan.record, context.block.time, context.block.height, std::nullopt);
  else key_records.put(draft, plan.record.key, plan.record);
  events.push_back({.type = plan.op.effective ? "party.key_compromised" : "party.key_revoked",
                    .subject = plan.op.key.hex(),
                    .other = plan.record.person,
                    .parties = {context.party},
                    .ranges = {},
                    .amount = {},
                    .before = ends ? "in_force" : "revoked",
                    .after = "revoked",
                    .document = {}});
}

std::optional<Amount> banded_amount(const RevokeKey&, const View&) { return std::nullopt; }

}  // namespace allonge::party
