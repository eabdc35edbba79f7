#include "contracts/party/set_recovery.h"

namespace allonge::party {

Digest text_to_approve(const SetRecovery& op, const Digest& chain, const Party& party) {
  SetRecovery bare;
  bare.rule = op.rule;
  return recovery_text(chain, party.id, party.recovery_acts, SetRecovery::card.name, encode(bare));
}

Result<SetRecovery::Plan> check(const SetRecovery& op, const Context& context, const View& view) {
  TRY(Party party, party_records.get(view, context.party));
  if (op.rule) CHECK(acceptable(*op.rule));
  if (party.recovery) CHECK(approved(*party.recovery, text_to_approve(op, context.block.chain, party), op.approvals));
  party.recovery = op.rule;
  ++party.recovery_acts;
  return SetRecovery::Plan{std::move(party)};
}

void apply(const SetRecovery::Plan& plan, const Context& context, Draft& draft, Events& events) {
  const Party& party = plan.party;
  party_records.put(draft, party.id, party);
  events.push_back({.type = "party.recovery_set",
                    .subject = std::string(party.id.text()),
                    .other = {},
                    .parties = {context.party},
                    .ranges = {},
                    .amount = {},
                    .before = {},
                    .after = party.recovery ? "set" : "none",
                    .document = {}});
}

std::optional<Amount> banded_amount(const SetRecovery&, const View&) { return std::nullopt; }

}  // namespace allonge::party
