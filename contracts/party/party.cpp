#include "contracts/party/party.h"

#include <map>

#include "ledger/keys.h"
#include "ledger/utf8.h"

namespace allonge {

namespace {

bool good_person(std::string_view person) {
  if (person.empty() || person.size() > 32) return false;
  for (const char c : person)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-')) return false;
  return true;
}

template <class Enum>
bool ascending(std::span<const Enum> values) {
  for (std::size_t i = 1; i < values.size(); ++i)
    if (values[i - 1] >= values[i]) return false;
  return !values.empty();
}

KeyRecord as_record(const NewKey& key, const PartyId& party) {
  KeyRecord out;
  out.key = key.key;
  out.party = party;
  out.person = key.person;
  out.purposes = key.purposes;
  return out;
}

}  // namespace

Result<Party> active_party(const View& view, const PartyId& id) {
  auto party = party_records.find(view, id);
  if (!party) return Refusal{Reason::unknown_party, "no party " + std::string(id.text())};
  if (party->status != PartyStatus::active)
    return Refusal{Reason::unknown_party, std::string(id.text()) + " is not active"};
  return *std::move(party);
}

Result<Party> party_with(const View& view, const PartyId& id, Role role) {
  TRY(Party party, party_records.get(view, id));
  if (!party.has(role)) return Refusal{Reason::role_forbidden, std::string(id.text()) + " does not hold the role"};
  return party;
}

std::vector<KeyRecord> keys_of(const View& view, const PartyId& party) {
  std::vector<KeyRecord> out;
  keys_in_force_records.walk(
      view,
      [&](BytesView, const KeyRef& ref) {
        auto record = key_records.find(view, ref.key);
        ensure(record.has_value(), "a key in force has its record");
        out.push_back(*std::move(record));
        return true;
      },
      party);
  return out;
}

std::vector<KeyRecord> key_history_of(const View& view, const PartyId& party) {
  std::vector<KeyRecord> out;
  key_history_records.walk(
      view,
      [&](BytesView, const KeyRef& ref) {
        auto record = key_records.find(view, ref.key);
        ensure(record.has_value(), "a key of the history has its record");
        out.push_back(*std::move(record));
        return true;
      },
      party);
  return out;
}

PeopleCount people_of(std::span<const KeyRecord> in_force) {
  std::map<std::string_view, std::uint32_t> purposes_of;  // bits by Purpose
  for (const KeyRecord& key : in_force)
    for (const Purpose purpose : key.purposes) purposes_of[key.person] |= 1u << std::uint32_t(purpose);
  PeopleCount out;
  for (const auto& [person, bits] : purposes_of) {
    const bool maker = (bits & 1u << std::uint32_t(Purpose::maker)) != 0;
    const bool checker = (bits & 1u << std::uint32_t(Purpose::checker)) != 0;
    const bool single = (bits & 1u << std::uint32_t(Purpose::single)) != 0;
    if (maker && checker) ++out.either;
    else if (maker) ++out.only_maker;
    else if (checker) ++out.only_checker;
    if (single) ++out.single;
  }
  return out;
}

Amount limit_of(const View& view, const PartyId& issuer, Currency currency) {
  const auto found = issuer_limit_records.find(view, issuer, currency);
  return found ? found->limit : Amount{};
}

Result<void> may_admit(const View& view, const PartyApplication& application) {
  if (!application.id.is_set()) return Refusal{Reason::missing_field, "id"};
  if (!application.tax_id.is_set()) return Refusal{Reason::missing_field, "tax_id"};
  if (application.full_name.empty()) return Refusal{Reason::missing_field, "full_name"};
  if (party_records.has(view, application.id)) return Reason::party_exists;
  if (const auto holder = tax_id_records.find(view, application.tax_id))
    return Refusal{Reason::party_exists, "the tax id is that of " + std::string(holder->party.text())};
  if (!ascending(std::span<const Role>(application.roles)))
    return Refusal{Reason::bad_text, "roles ascend, each once, at least one"};
  std::vector<KeyRecord> in_force;
  for (const NewKey& key : application.keys) {
    CHECK(may_register(view, key));
    for (const KeyRecord& other : in_force)
      if (other.key == key.key) return Reason::key_in_use;
    CHECK(may_join(in_force, key));
    in_force.push_back(as_record(key, application.id));
  }
  if (application.recovery) CHECK(acceptable(*application.recovery));
  return acceptable(application.policy, people_of(in_force));
}

void admit(Draft& draft, const PartyApplication& application, Time now, std::uint64_t height) {
  Party party;
  party.id = application.id;
  party.full_name = application.full_name;
  party.tax_id = application.tax_id;
  party.roles = application.roles;
  party.policy = application.policy;
  party.recovery = application.recovery;
  party.admitted = now;
  party_records.put(draft, party.id, party);
  tax_id_records.put(draft, party.tax_id, {party.id});
  for (const NewKey& key : application.keys) add_key(draft, party, key, now, height);
}

Result<void> may_register(const View& view, const NewKey& key) {
  if (!good_person(key.person)) return Refusal{Reason::bad_text, "a person is named with 1 to 32 of a-z 0-9 . -"};
  if (!ascending(std::span<const Purpose>(key.purposes)))
    return Refusal{Reason::bad_text, "purposes ascend, each once, at least one"};
  CHECK(acceptable_key(key.key));
  if (const auto known = key_records.find(view, key.key))
    return Refusal{Reason::key_in_use, "it is or was a key of " + std::string(known->party.text())};
  return done();
}

Result<void> may_join(std::span<const KeyRecord> in_force, const NewKey& key) {
  for (const KeyRecord& other : in_force)
    for (const Purpose purpose : other.purposes)
      for (const Purpose wanted : key.purposes)
        if (other.person == key.person && purpose == wanted)
          return Refusal{Reason::person_exists, key.person + " has a key for this purpose"};
  return done();
}

void add_key(Draft& draft, Party& party, const NewKey& key, Time now, std::uint64_t height) {
  KeyRecord record = as_record(key, party.id);
  record.serial = party.keys_ever;
  record.added = now;
  record.added_height = height;
  key_records.put(draft, key.key, record);
  keys_in_force_records.put(draft, party.id, key.key, {key.key});
  key_history_records.put(draft, party.id, record.serial, {key.key});
  ++party.keys_ever;
  ++party.keys_in_force;
  party_records.put(draft, party.id, party);
}

void revoke_key(Draft& draft, Party& party, KeyRecord key, Time now, std::uint64_t height,
                std::optional<PublicKey> replaced_by) {
  ensure(key.in_force() && key.party == party.id, "a party revokes its own keys in force");
  key.revoked = now;
  key.revoked_height = height;
  key.replaced_by = replaced_by;
  key_records.put(draft, key.key, key);
  keys_in_force_records.erase(draft, party.id, key.key);
  --party.keys_in_force;
  party_records.put(draft, party.id, party);
}

Result<PublicKey> key_at(const View& view, const PartyId& party, std::uint32_t serial, Time moment) {
  const auto ref = key_history_records.find(view, party, serial);
  if (!ref) return Refusal{Reason::proof_key, std::string(party.text()) + " never had key " + std::to_string(serial)};
  const auto record = key_records.find(view, ref->key);
  ensure(record.has_value(), "a key of the history has its record");
  const auto second = [](Time time) { return time.ms / 1000; };
  const auto ended = [&](const std::optional<Time>& end) { return end && second(moment) >= second(*end); };
  if (second(moment) < second(record->added)) return Refusal{Reason::proof_key_state, "the key came into force later"};
  if (ended(record->compromised)) return Refusal{Reason::proof_key_state, "the key is reported compromised since then"};
  if (ended(record->revoked)) return Refusal{Reason::proof_key_state, "the key had ended"};
  return record->key;
}

}  // namespace allonge
