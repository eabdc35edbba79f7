// Who is who: parties (机构), their keys with history, and their limits. A party has a short permanent
// name, a full name, a tax id, roles and a signing policy. Keys are never forgotten: one that was
// ever in force can never be anybody's again, and the record says from when to when it was. Keys of
// recovery sign nothing but the party's way back to control (recovery.h).
#pragma once

#include "contracts/cash/currency.h"
#include "contracts/party/recovery.h"
#include "contracts/party/role.h"
#include "contracts/party/signing_policy.h"
#include "contracts/party/tax_id.h"
#include "ledger/table.h"

namespace allonge {

inline constexpr std::uint32_t keys_per_party = 64;  // in force at a time

enum class PartyStatus : std::uint8_t {
  active = 1,
  suspended = 2,  // may not sign; keeps what it holds and still owes what it owes
};
constexpr std::array<EnumValue, 2> values_of(PartyStatus) { return {{{1, "active"}, {2, "suspended"}}}; }

struct Party {
  PartyId id;
  std::string full_name;
  TaxId tax_id;
  std::vector<Role> roles;  // ascending
  PartyStatus status = PartyStatus::active;
  SigningPolicy policy;
  Time admitted;
  std::uint32_t keys_ever = 0;      // serial of the next key
  std::uint32_t keys_in_force = 0;
  std::optional<RecoveryRule> recovery;
  std::uint32_t recovery_acts = 0;  // each is signed with the number before it: no signature counts twice

  static constexpr auto fields() {
    using T = Party;
    return std::tuple{Field{1, "id", &T::id, "short permanent name"},
                      Field{2, "full_name", &T::full_name, "name as registered", 200},
                      Field{3, "tax_id", &T::tax_id, "unified social credit code"},
                      Field{4, "roles", &T::roles, "ascending", 16},
                      Field{5, "status", &T::status, "whether it may sign"},
                      Field{6, "policy", &T::policy, "how many people sign what"},
                      Field{7, "admitted", &T::admitted, "block time of its admission"},
                      Field{8, "keys_ever", &T::keys_ever, "keys it ever had"},
                      Field{9, "keys_in_force", &T::keys_in_force, "keys it has now"},
                      Field{10, "recovery", &T::recovery, "who brings it back if its keys are lost"},
                      Field{11, "recovery_acts", &T::recovery_acts, "how often recovery was set anew or used"}};
  }
  RoleSet role_set() const {
    RoleSet out;
    for (const Role role : roles) out.add(role);
    return out;
  }
  bool has(Role role) const { return role_set().has(role); }
};

// A key as it is brought: at admission, in genesis, by party.add_key.
struct NewKey {
  PublicKey key;
  std::string person;             // of the party: "zhangwei", "maker1"
  std::vector<Purpose> purposes;  // ascending, at least one
  static constexpr auto fields() {
    return std::tuple{Field{1, "key", &NewKey::key, "public key"},
                      Field{2, "person", &NewKey::person, "whose it is: 1 to 32 of a-z 0-9 . -", 32},
                      Field{3, "purposes", &NewKey::purposes, "maker, checker, single; ascending", 3}};
  }
};

struct KeyRecord {
  PublicKey key;
  PartyId party;
  std::uint32_t serial = 0;  // of the party's keys, from 0
  std::string person;
  std::vector<Purpose> purposes;
  Time added;
  std::uint64_t added_height = 0;
  std::optional<Time> revoked;
  std::uint64_t revoked_height = 0;
  std::optional<PublicKey> replaced_by;
  std::optional<Time> compromised;  // since when others may have used it; may lie long before `revoked`

  static constexpr auto fields() {
    using T = KeyRecord;
    return std::tuple{Field{1, "key", &T::key, "public key"},
                      Field{2, "party", &T::party, "whose it is"},
                      Field{3, "serial", &T::serial, "which of the party's keys, from 0"},
                      Field{4, "person", &T::person, "person of the party", 32},
                      Field{5, "purposes", &T::purposes, "what it may sign as", 3},
                      Field{6, "added", &T::added, "since when"},
                      Field{7, "added_height", &T::added_height, "in which block"},
                      Field{8, "revoked", &T::revoked, "until when, if not in force"},
                      Field{9, "revoked_height", &T::revoked_height, "in which block"},
                      Field{10, "replaced_by", &T::replaced_by, "key that took its place"},
                      Field{11, "compromised", &T::compromised, "since when others may have used it, if reported"}};
  }
  bool in_force() const { return !revoked; }
};

struct KeyRef {
  PublicKey key;
  static constexpr auto fields() { return std::tuple{Field{1, "key", &KeyRef::key, "public key"}}; }
};

struct TaxIdHolder {
  PartyId party;
  static constexpr auto fields() { return std::tuple{Field{1, "party", &TaxIdHolder::party, "whose code it is"}}; }
};

// How much an issuer may have outstanding, set by the operator; 0 unless set.
struct IssuerLimit {
  PartyId issuer;
  Currency currency = Currency::cny;
  Amount limit;
  static constexpr auto fields() {
    return std::tuple{Field{1, "issuer", &IssuerLimit::issuer, "whose limit"},
                      Field{2, "currency", &IssuerLimit::currency, "of the limit"},
                      Field{3, "limit", &IssuerLimit::limit, "most that may be outstanding"}};
  }
};

inline constexpr Table<Party, PartyId> party_records{0x0401, "party"};
inline constexpr Table<KeyRecord, PublicKey> key_records{0x0402, "key"};
inline constexpr Table<KeyRef, PartyId, PublicKey> keys_in_force_records{0x0403, "key in force"};
inline constexpr Table<IssuerLimit, PartyId, Currency> issuer_limit_records{0x0404, "issuer limit"};
inline constexpr Table<TaxIdHolder, TaxId> tax_id_records{0x0405, "tax id"};
inline constexpr Table<KeyRef, PartyId, std::uint32_t> key_history_records{0x0406, "key history"};

// UNKNOWN_PARTY unless it exists and is active.
Result<Party> active_party(const View& view, const PartyId& id);
// NOT_FOUND, or ROLE_FORBIDDEN unless it holds the role.
Result<Party> party_with(const View& view, const PartyId& id, Role role);

std::vector<KeyRecord> keys_of(const View& view, const PartyId& party);         // in force
std::vector<KeyRecord> key_history_of(const View& view, const PartyId& party);  // all, oldest first
PeopleCount people_of(std::span<const KeyRecord> in_force);

Amount limit_of(const View& view, const PartyId& issuer, Currency currency);

// ---- steps shared by genesis, admission and the key operations

struct PartyApplication {
  PartyId id;
  std::string full_name;
  TaxId tax_id;
  std::vector<Role> roles;
  std::vector<NewKey> keys;
  SigningPolicy policy;
  std::optional<RecoveryRule> recovery;
  static constexpr auto fields() {
    using T = PartyApplication;
    return std::tuple{Field{1, "id", &T::id, "short permanent name: 3 to 32 of a-z 0-9 -"},
                      Field{2, "full_name", &T::full_name, "name as registered", 200},
                      Field{3, "tax_id", &T::tax_id, "unified social credit code, 18 letters"},
                      Field{4, "roles", &T::roles, "ascending", 16},
                      Field{5, "keys", &T::keys, "its people's first keys", keys_per_party},
                      Field{6, "policy", &T::policy, "how many people sign what"},
                      Field{7, "recovery", &T::recovery, "who brings it back if its keys are lost"}};
  }
};

// PARTY_EXISTS, MISSING_FIELD, BAD_TEXT, BAD_KEY, KEY_IN_USE, PERSON_EXISTS, BAD_POLICY.
Result<void> may_admit(const View& view, const PartyApplication& application);
void admit(Draft& draft, const PartyApplication& application, Time now, std::uint64_t height);

// Form of the key and its person; the key new to the ledger. BAD_TEXT, BAD_KEY, KEY_IN_USE.
Result<void> may_register(const View& view, const NewKey& key);
// PERSON_EXISTS when the person has a key in force for one of these purposes.
Result<void> may_join(std::span<const KeyRecord> in_force, const NewKey& key);
void add_key(Draft& draft, Party& party, const NewKey& key, Time now, std::uint64_t height);
void revoke_key(Draft& draft, Party& party, KeyRecord key, Time now, std::uint64_t height,
                std::optional<PublicKey> replaced_by);

// ---- keys as those see them who rely on a signature (credentials.md 4.5)

// The key with this serial, if it was in force at this moment of a proof and was not compromised by
// then. Whole seconds, as proofs have them: a key's own last second is too late. PROOF_KEY when the
// party never had it, PROOF_KEY_STATE.
Result<PublicKey> key_at(const View& view, const PartyId& party, std::uint32_t serial, Time moment);

}  // namespace allonge
