#include "contracts/party/recover.h"

namespace allonge::party {

namespace {

// The new people as they will be in force, if the party's own policy can live with them.
Result<void> fit(const View& view, const Party& party, const std::vector<NewKey>& keys) {
  std::vector<KeyRecord> people;
  for (const NewKey& key : keys) {
    CHECK(may_register(view, key));
    CHECK(may_join(people, key));
    for (const KeyRecord& other : people)
      if (other.key == key.key) return Reason::key_in_use;
    KeyRecord record;
    record.key = key.key;
    record.person = key.person;
    record.purposes = key.purposes;
    people.push_back(std::move(record));
  }
  return acceptable(party.policy, people_of(people));
}

}  // namespace

Digest text_to_approve(const Recover& op, const Digest& chain, const Party& party) {
  Recover bare;
  bare.party = op.party;
  bare.keys = op.keys;
  return recovery_text(chain, party.id, party.recovery_acts, Recover::card.name, encode(bare));
}

Result<Recover::Plan> check(const Recover& op, const Context& context, const View& view) {
  TRY(Party party, party_records.get(view, op.party));
  if (!party.recovery) return Refusal{Reason::wrong_state, "the party has named no recovery keys"};
  CHECK(approved(*party.recovery, text_to_approve(op, context.block.chain, party), op.approvals));
  CHECK(fit(view, party, op.keys));
  return Recover::Plan{party, keys_of(view, op.party), op.keys};
}

void apply(const Recover::Plan& plan, const Context& context, Draft& draft, Events& events) {
  Party party = plan.party;
  ++party.recovery_acts;
  const Time now = context.block.time;
  for (const KeyRecord& key : plan.ended) revoke_key(draft, party, key, now, context.block.height, std::nullopt);
  for (const NewKey& key : plan.keys) add_key(draft, party, key, now, context.block.height);
  events.push_back({.type = "party.recovered",
                    .subject = std::string(party.id.text()),
                    .other = {},
                    .parties = {context.party, party.id},
                    .ranges = {},
                    .amount = {},
                    .before = {},
                    .after = {},
                    .document = {}});
}

std::optional<Amount> banded_amount(const Recover&, const View&) { return std::nullopt; }

}  // namespace allonge::party
