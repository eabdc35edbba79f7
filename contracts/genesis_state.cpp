#include "contracts/genesis_state.h"

#include <set>

#include "ledger/digest.h"
#include "ledger/limits.h"

namespace allonge {

namespace {

struct NothingYet final : View {
  std::optional<Bytes> get(BytesView) const override { return std::nullopt; }
  std::optional<KeyValue> next(BytesView, BytesView) const override { return std::nullopt; }
};

Refusal bad(std::string what) { return {Reason::bad_genesis, std::move(what)}; }

Result<void> sound(const GenesisConfig& config) {
  if (config.version != 1) return bad("version is 1");
  if (config.suite != 1) return bad("suite 1 is the only one");
  if (!PartyId::parse(config.network)) return bad("the network's name is 3 to 32 of a-z 0-9 -, first a letter");
  if (config.kind == NetworkKind::production && config.calendar_start != config.wall_anchor)
    return bad("a production calendar is the wall clock's");
  if (config.validators.empty() || config.validators.size() > limits::validators) return bad("1 to 100 validators");
  std::set<PublicKey> used;
  std::set<PartyId> names;
  for (const GenesisValidator& validator : config.validators) {
    const std::string name(validator.party.text());
    if (!validator.party.is_set() || !names.insert(validator.party).second) return bad("validators have different names");
    for (const PublicKey& key : {validator.consensus_key, validator.link_key}) {
      if (!acceptable_key(key)) return bad("a key of validator " + name + " is not acceptable");
      if (!used.insert(key).second) return bad("a key of validator " + name + " is used twice");
    }
  }
  RoleSet roles;
  for (const PartyApplication& party : config.parties) {
    for (const Role role : party.roles) roles.add(role);
    for (const NewKey& key : party.keys)
      if (!used.insert(key.key).second) return bad("a key of " + std::string(party.id.text()) + " is used twice");
  }
  if (!roles.has(Role::operator_)) return bad("no party is operator");
  if (!roles.has(Role::settlement_bank)) return bad("no party is settlement bank");
  if (config.profile.version != 1) return bad("the first profile is version 1");
  if (const auto fits = acceptable(config.profile); !fits) return bad("profile: " + fits.error().detail);
  return done();
}

// The council's first authorities count from the day their right begins: there is no block before them.
Result<void> put_authorities(const GenesisConfig& config, Draft& draft) {
  for (const credential::AuthorityTerms& terms : config.authorities) {
    const auto refused = [&](const Refusal& why) {
      return bad("authority " + terms.name + ": " + std::string(name_of(why.reason)) + " " + why.detail);
    };
    if (const auto fits = acceptable(terms); !fits) return refused(fits.error());
    if (credential::current_authority(draft, terms.identity)) return bad("authority " + terms.name + " stands twice");
    std::optional<credential::Authority> parent;
    if (terms.parent) {
      auto known = credential::current_authority(draft, *terms.parent);
      if (!known) return bad("the parent of authority " + terms.name + " stands before it");
      parent = *std::move(known);
    }
    if (const auto fits = within(terms, parent ? &parent->terms : nullptr); !fits) return refused(fits.error());
    credential::put_version(draft, {1, terms.valid_from, credential::AuthorityStatus::active, terms});
  }
  return done();
}

Result<void> put_gates(const GenesisConfig& config, Draft& draft) {
  std::string_view before;
  for (const credential::Gate& gate : config.gates) {
    if (gate.operation <= before) return bad("gates ascend by operation, each once");
    before = gate.operation;
    if (gate.version != 1) return bad("the first gate of " + gate.operation + " is version 1");
    if (const auto fits = acceptable(gate); !fits) return bad("gate of " + gate.operation + ": " + fits.error().detail);
    put_gate(draft, gate);
  }
  return done();
}

}  // namespace

Digest chain_of(const GenesisConfig& config) { return digest("allonge/genesis/v1", encode(config)); }

Committee committee_of(const GenesisConfig& config) {
  Committee out;
  for (const GenesisValidator& validator : config.validators)
    out.members.push_back({validator.party, validator.consensus_key});
  return out;
}

Result<Changes> genesis_state(const GenesisConfig& config) {
  CHECK(sound(config));
  const NothingYet nothing;
  Draft draft(nothing);
  network_record.put(draft, {config.network, config.kind, config.calendar_start, config.wall_anchor});
  put_profile(draft, config.profile);
  for (const PartyApplication& party : config.parties) {
    if (const auto fits = may_admit(draft, party); !fits)
      return bad("party " + std::string(party.id.text()) + ": " + std::string(name_of(fits.error().reason)) + " " +
                 fits.error().detail);
    admit(draft, party, config.calendar_start, 0);
  }
  for (const IssuerLimit& limit : config.limits) {
    if (!party_with(draft, limit.issuer, Role::issuer))
      return bad("a limit is for an issuer, " + std::string(limit.issuer.text()) + " is none");
    issuer_limit_records.put(draft, limit.issuer, limit.currency, limit);
  }
  CHECK(put_authorities(config, draft));
  CHECK(put_gates(config, draft));
  return draft.take();
}

}  // namespace allonge
