// A credential as the ledger keeps it (credentials.md 7, 10): the hash of the signed document, what
// gates ask of it, and its standing. The document itself stays in the transaction that brought it.
// What was recorded never changes but for the standing, and nothing is ever removed.
//
//   active <--> suspended --> revoked (final)       expired is derived from the dates, not stored
#pragma once

#include "contracts/credential/authority.h"
#include "contracts/credential/status_list.h"
#include "contracts/lifecycle.h"
#include "contracts/party/tax_id.h"

namespace allonge::credential {

enum class CredentialStatus : std::uint8_t { none = 0, active = 1, suspended = 2, revoked = 3 };
constexpr std::array<EnumValue, 4> values_of(CredentialStatus) {
  return {{{0, "none"}, {1, "active"}, {2, "suspended"}, {3, "revoked"}}};
}

enum class CredentialAct : std::uint8_t { record, suspend, resume, revoke, supersede };
// The parent is that of the issuer as an authority; a root's is the consortium's council.
enum class CredentialWho : std::uint8_t { issuer, subject, parent, regulator, suspender };

namespace credential_life {
using Act = CredentialAct;
using Who = CredentialWho;
using State = CredentialStatus;
// clang-format off
inline constexpr std::array table{
    //   act             who             from              to
    Step{Act::record,    Who::issuer,    State::none,      State::active   },
    Step{Act::record,    Who::subject,   State::none,      State::active   },  // of an issuer by did:key
    Step{Act::suspend,   Who::issuer,    State::active,    State::suspended},
    Step{Act::suspend,   Who::parent,    State::active,    State::suspended},
    Step{Act::suspend,   Who::regulator, State::active,    State::suspended},
    Step{Act::suspend,   Who::parent,    State::suspended, State::suspended},  // takes over the issuer's
    Step{Act::suspend,   Who::regulator, State::suspended, State::suspended},  // takes over anybody's
    Step{Act::resume,    Who::suspender, State::suspended, State::active   },
    Step{Act::revoke,    Who::issuer,    State::active,    State::revoked  },
    Step{Act::revoke,    Who::issuer,    State::suspended, State::revoked  },
    Step{Act::revoke,    Who::parent,    State::active,    State::revoked  },
    Step{Act::revoke,    Who::parent,    State::suspended, State::revoked  },
    Step{Act::supersede, Who::issuer,    State::active,    State::revoked  },
    Step{Act::supersede, Who::issuer,    State::suspended, State::revoked  },
    Step{Act::supersede, Who::subject,   State::active,    State::revoked  },
    Step{Act::supersede, Who::subject,   State::suspended, State::revoked  },
};
// clang-format on
inline constexpr std::array every_state{State::active, State::suspended, State::revoked};
static_assert(well_formed(table, State::none, every_state));
}  // namespace credential_life

struct Suspension {
  static constexpr const char* type_name = "CredentialSuspension";  // issuers are suspended too
  PartyId by;
  bool by_regulator = false;
  Cause cause = Cause::unspecified;
  std::optional<Time> until;  // ends by itself; evaluated when it is read
  static constexpr auto fields() {
    using T = Suspension;
    return std::tuple{Field{1, "by", &T::by, "who suspended it"},
                      Field{2, "by_regulator", &T::by_regulator, "whether as the regulator: nobody takes it over"},
                      Field{3, "cause", &T::cause, "why"},
                      Field{4, "until", &T::until, "when it ends by itself"}};
  }
  bool operator==(const Suspension&) const = default;
};

// So much of a restricted substance (types.h), in millionths of the weight: what a laboratory declares, or
// the most that a gate lets pass.
struct SubstancePpm {
  std::string substance;
  std::uint32_t ppm = 0;
  static constexpr auto fields() {
    return std::tuple{Field{1, "substance", &SubstancePpm::substance, "Cd, Pb, Cr6+, ...", 8},
                      Field{2, "ppm", &SubstancePpm::ppm, "parts per million, at most 1000000"}};
  }
  bool operator==(const SubstancePpm&) const = default;
};
inline constexpr std::uint32_t substances_limit = 10;

// The claims that gates look at, each from the claim of its name (facts.h).
struct Facts {
  std::string scope;  // jurisdiction
  std::uint32_t level = 0;
  std::vector<std::string> roles;
  std::optional<Amount> limit;
  std::optional<Amount> dual_control_above;
  std::vector<std::string> codes;
  std::vector<SubstancePpm> substances;
  static constexpr auto fields() {
    using T = Facts;
    return std::tuple{Field{1, "scope", &T::scope, "jurisdiction; empty: everywhere", scope_text},
                      Field{2, "level", &T::level, "of assurance"},
                      Field{3, "roles", &T::roles, "of a signer", 64},
                      Field{4, "limit", &T::limit, "most that a signer may sign"},
                      Field{5, "dual_control_above", &T::dual_control_above, "above it two signers are needed"},
                      Field{6, "codes", &T::codes, "categories, activities, sectors", 64},
                      Field{7, "substances", &T::substances, "declared of a product, ascending", substances_limit}};
  }
  bool operator==(const Facts&) const = default;
};

inline constexpr std::uint32_t credential_id_text = 200;

struct Credential {
  Digest hash;
  std::string id;
  std::string type;
  Identity issuer;
  Identity subject;
  std::string holder;  // whom a gate finds it by: the subject, a person who may sign for it, or the thing it is about
  Time valid_from, valid_until;  // both inclusive, in whole seconds
  Time created;                  // of the issuer's proof
  std::optional<std::uint32_t> issuer_key;  // serial, where the issuer is a party
  Time recorded;
  PartyId recorded_by;
  Facts facts;
  CredentialStatus status = CredentialStatus::none;
  std::optional<Suspension> suspension;
  std::optional<Cause> cause;          // of the revocation
  std::optional<Digest> superseded_by;
  StatusPlace revocation, suspended_at;
  std::optional<TaxId> tax_id;         // that it names; its subject's

  static constexpr auto fields() {
    using T = Credential;
    return std::tuple{
        Field{1, "hash", &T::hash, "SHA-256 of the canonical document without proof"},
        Field{2, "id", &T::id, "its own id", credential_id_text},
        Field{3, "type", &T::type, "type of credential", type_text},
        Field{4, "issuer", &T::issuer, "who issued it"},
        Field{5, "subject", &T::subject, "about whom it speaks"},
        Field{6, "holder", &T::holder, "whom a gate finds it by", 160},
        Field{7, "valid_from", &T::valid_from, "first moment"},
        Field{8, "valid_until", &T::valid_until, "last moment, inclusive"},
        Field{9, "created", &T::created, "when its proof was made"},
        Field{10, "issuer_key", &T::issuer_key, "serial of the issuer's key, if a party"},
        Field{11, "recorded", &T::recorded, "block time of its recording"},
        Field{12, "recorded_by", &T::recorded_by, "who brought it"},
        Field{13, "facts", &T::facts, "what gates ask"},
        Field{14, "status", &T::status, "as last written; a suspension may have ended since"},
        Field{15, "suspension", &T::suspension, "who may lift it, why and until when"},
        Field{16, "cause", &T::cause, "why it was revoked"},
        Field{17, "superseded_by", &T::superseded_by, "hash of what took its place"},
        Field{18, "revocation", &T::revocation, "place in the issuer's revocation list"},
        Field{19, "suspended_at", &T::suspended_at, "place in the issuer's suspension list"},
        Field{20, "tax_id", &T::tax_id, "unified social credit code that it names"}};
  }
};

struct CredentialRef {
  Digest hash;
  static constexpr auto fields() { return std::tuple{Field{1, "hash", &CredentialRef::hash, "of the credential"}}; }
};

inline constexpr std::uint32_t credentials_of_a_type = 256;  // per holder
// Of these one issuer has at most so many that count: the last quarter is for others.
inline constexpr std::uint32_t credentials_by_one_issuer = credentials_of_a_type / 4 * 3;

// What a holder has of one type, the one that lasts longest last: one look-up for a gate, no walk.
struct Held {
  Time valid_until;
  Digest hash;
  static constexpr const char* type_name = "HeldCredential";
  static constexpr auto fields() {
    return std::tuple{Field{1, "valid_until", &Held::valid_until, "its last moment"},
                      Field{2, "hash", &Held::hash, "of the credential"}};
  }
  auto operator<=>(const Held&) const = default;
};
struct Holding {
  std::vector<Held> held;  // ascending
  static constexpr const char* type_name = "CredentialsHeld";
  static constexpr auto fields() {
    return std::tuple{Field{1, "held", &Holding::held, "by their end, ascending", credentials_of_a_type}};
  }
};

inline constexpr Table<Credential, Digest> credential_records{0x0711, "credential"};
// Key: name_key of issuer and id.
inline constexpr Table<CredentialRef, Digest> credential_id_records{0x0712, "credential id"};
// Key: holder_key.
inline constexpr Table<Holding, Digest> credential_holder_records{0x0713, "credentials of a holder"};

Digest name_key(const Identity& issuer, std::string_view id);
Digest holder_key(std::string_view type, std::string_view holder);
// The names of holders: "taihe", "did:key:z6Mk..."; of a person who signs for a company: "taihe#maker1",
// "taihe#did:key:z6Mk...". They begin with the company, so that nobody fills the list of another's signers.
std::string holder_name(const Identity& identity);
std::string signer_name(const Identity& company, const SignerName& signer);
// Of a thing, by the name that claims and acts give it: "product:P-1". No party's and no key's name begins so.
std::string holder_name_of_product(std::string_view product);

// Keeps the list of a holder; the record itself is put besides.
void put_held(Draft& draft, const Credential& credential);
void erase_held(Draft& draft, const Credential& credential);

// All of one type that a holder has, in the order of their end.
std::vector<Credential> credentials_of(const View& view, std::string_view type, std::string_view holder);

// The standing at a moment: a suspension whose end has come is over (credentials.md 7).
CredentialStatus status_at(const Credential& credential, Time now);

// Who asks, as the table knows them. Asks the state only for what a row needs.
Result<CredentialStatus> may(CredentialAct act, const Credential& credential, const Context& context, const View& view);

}  // namespace allonge::credential
