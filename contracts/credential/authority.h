// The trust registry (credentials.md 6): which authority may issue what, for whom, for how long, and
// who gave it that right. Authorities form trees of at most four: a root, which the consortium's council
// names, and children that never exceed their parent in types, scopes, life or depth, nor name themselves of
// a class above it.
//
// Every change is a new version that counts from its block's time on, so what an authority might do at
// any moment of the past can be answered for ever. Only a withdrawal for compromise reaches back, to the
// moment it names.
#pragma once

#include "contracts/context.h"
#include "contracts/credential/cause.h"
#include "contracts/credential/identity.h"
#include "contracts/lifecycle.h"
#include "ledger/table.h"

namespace allonge::credential {

inline constexpr std::uint32_t grants_limit = 16;
inline constexpr std::uint32_t scopes_limit = 64;
inline constexpr std::uint32_t scope_text = 32;
inline constexpr std::uint32_t name_text = 64;
inline constexpr std::uint32_t type_text = 40;
inline constexpr std::uint32_t deepest = 3;  // delegations below a root

// The right to issue one type. A scope contains itself and what is named below it: "CN" contains
// "CN-SD". Without scopes the right holds everywhere.
struct Grant {
  std::string type;
  std::vector<std::string> scopes;  // ascending
  std::uint32_t max_life_days = 0;
  std::uint32_t depth_left = 0;     // how many delegations may follow; 0: may not delegate

  static constexpr auto fields() {
    using T = Grant;
    return std::tuple{Field{1, "type", &T::type, "type of credential", type_text},
                      Field{2, "scopes", &T::scopes, "where it holds, ascending; none: everywhere", scopes_limit},
                      Field{3, "max_life_days", &T::max_life_days, "longest life of a credential"},
                      Field{4, "depth_left", &T::depth_left, "how many delegations may follow, at most 3"}};
  }
};

enum class AuthorityStatus : std::uint8_t { none = 0, active = 1, suspended = 2, withdrawn = 3 };
constexpr std::array<EnumValue, 4> values_of(AuthorityStatus) {
  return {{{0, "none"}, {1, "active"}, {2, "suspended"}, {3, "withdrawn"}}};
}

enum class AuthorityAct : std::uint8_t { grant, suspend, resume, withdraw };
// The parent; of a root, the consortium's council, which also stops whose parent cannot act any more.
enum class AuthorityWho : std::uint8_t { grantor };

namespace authority_life {
using Act = AuthorityAct;
using Who = AuthorityWho;
using State = AuthorityStatus;
// clang-format off
inline constexpr std::array table{
    //   act            who           from              to
    Step{Act::grant,    Who::grantor, State::none,      State::active   },
    Step{Act::grant,    Who::grantor, State::active,    State::active   },  // other terms from now on
    Step{Act::grant,    Who::grantor, State::suspended, State::suspended},
    Step{Act::suspend,  Who::grantor, State::active,    State::suspended},
    Step{Act::resume,   Who::grantor, State::suspended, State::active   },
    Step{Act::withdraw, Who::grantor, State::active,    State::withdrawn},
    Step{Act::withdraw, Who::grantor, State::suspended, State::withdrawn},
    Step{Act::withdraw, Who::grantor, State::withdrawn, State::withdrawn},  // compromised, since an earlier moment
};
// clang-format on
inline constexpr std::array every_state{State::active, State::suspended, State::withdrawn};
static_assert(well_formed(table, State::none, every_state));
}  // namespace authority_life

// What is said of an authority when its right is granted; genesis and trust.grant say it alike.
struct AuthorityTerms {
  Identity identity;
  std::string name;
  std::string authority_class;     // "bank", "certification_body": as types.h names issuers
  std::optional<Identity> parent;  // none: a root
  std::vector<Grant> grants;       // ascending by type
  Time valid_from;
  Time valid_until;                // the first moment at which it is over
  std::optional<Digest> governance_ref;

  static constexpr auto fields() {
    using T = AuthorityTerms;
    return std::tuple{
        Field{1, "identity", &T::identity, "who it is"},
        Field{2, "name", &T::name, "its name", name_text},
        Field{3, "authority_class", &T::authority_class, "what it is: bank, certification_body, ...", name_text},
        Field{4, "parent", &T::parent, "who grants it; none: a root of the council"},
        Field{5, "grants", &T::grants, "what it may issue, ascending by type", grants_limit},
        Field{6, "valid_from", &T::valid_from, "from when its right holds"},
        Field{7, "valid_until", &T::valid_until, "first moment at which it is over"},
        Field{8, "governance_ref", &T::governance_ref, "SHA-256 of the decision it rests on"}};
  }
};

// One version. It counts from `since` until the next one's.
struct Authority {
  std::uint32_t version = 0;  // from 1
  Time since;
  AuthorityStatus status = AuthorityStatus::none;
  AuthorityTerms terms;
  static constexpr auto fields() {
    using T = Authority;
    return std::tuple{Field{1, "version", &T::version, "from 1, without gaps"},
                      Field{2, "since", &T::since, "from when it counts"},
                      Field{3, "status", &T::status, "active, suspended or withdrawn"},
                      Field{4, "terms", &T::terms, "what it may issue"}};
  }
};

struct AuthorityHead {
  std::uint32_t latest = 0;
  std::optional<Time> not_since;  // withdrawn for compromise: nothing from this moment on counts
  static constexpr auto fields() {
    return std::tuple{Field{1, "latest", &AuthorityHead::latest, "newest version"},
                      Field{2, "not_since", &AuthorityHead::not_since, "compromised since; nothing later counts"}};
  }
};

// Key: identity_key of the authority.
inline constexpr Table<AuthorityHead, Digest> authority_head_records{0x0701, "authority head"};
inline constexpr Table<Authority, Digest, std::uint32_t> authority_records{0x0702, "authority"};

// A fixed-width key for either kind of identity.
Digest identity_key(const Identity& identity);
// Exactly one of the two, and of the right form: what a stranger's operation must show.
bool is_set(const Identity& identity);
// "taihe", "did:key:z6Mk...": short enough for an event.
std::string short_text(const Identity& identity);

// The newest version. NOT_FOUND.
Result<Authority> current_authority(const View& view, const Identity& identity);
// What it was at this moment; nothing where it was not yet known, not valid, not active or compromised.
std::optional<Authority> authority_at(const View& view, const Identity& identity, Time moment);
void put_version(Draft& draft, const Authority& next, std::optional<Time> not_since = std::nullopt);

const Grant* grant_of(const AuthorityTerms& terms, std::string_view type);  // null if there is none
bool contains(const std::vector<std::string>& scopes, std::string_view scope);

// The form of the terms. MISSING_FIELD, BAD_TEXT, OUT_OF_RANGE, VC_SCHEMA for a type nobody knows.
Result<void> acceptable(const AuthorityTerms& terms);
// AUTHORITY_EXCEEDED naming where a child would exceed its parent, or a root the depth of all.
Result<void> within(const AuthorityTerms& child, const AuthorityTerms* parent);

// ---- may this issuer issue this?

struct TrustQuestion {
  Identity issuer;
  Identity subject;
  std::string_view type;
  std::string_view scope;   // empty: everywhere
  Time created;             // of the credential's proof
  std::uint64_t life_ms = 0;
};

struct TrustAnswer {
  bool authorised = false;
  std::vector<Identity> chain;  // the issuer first, then who stands behind it, as far as it was followed
  std::string why;              // where it ended, for people; empty when authorised
};

// Evaluated at `created` (credentials.md 6). A type that its subject issues about its own people needs
// no authority. `trust_query` of the API answers exactly this.
TrustAnswer trust(const View& view, const TrustQuestion& question);
// ISSUER_NOT_AUTHORISED with the answer's words.
Result<void> authorised(const View& view, const TrustQuestion& question);
// The chain must be active at `now` too: for rules that ask for it, and for what is recorded anew.
Result<void> authorised_now(const View& view, TrustQuestion question, Time now);

}  // namespace allonge::credential
