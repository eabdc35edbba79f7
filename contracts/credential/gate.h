// Admission to an act as data (credentials.md 8): for an operation, the credentials that its parties
// must hold. Rules are asked in their order at block time; the first that nobody satisfies gives the
// reason. An operation without a gate in the state is open to whoever may otherwise do it.
//
// Gates guard new acts only. What settles an obligation that exists has none and may have none
// a supplier whose credential is gone must still be paid.
#pragma once

#include "contracts/context.h"
#include "contracts/credential/record.h"

namespace allonge::credential {

// Whose credentials a rule asks for.
enum class GateSubject : std::uint8_t {
  actor = 1,         // on whose behalf the operation is signed
  counterparty = 2,  // whom it is done with
  issuer = 3,        // of the certificate it is about
  signer = 4,        // the people who sign it, for the actor
  asset = 5,         // the thing it is done with, which the act names: a product
};
constexpr std::array<EnumValue, 5> values_of(GateSubject) {
  return {{{1, "actor"}, {2, "counterparty"}, {3, "issuer"}, {4, "signer"}, {5, "asset"}}};
}

// One way to satisfy a rule.
struct GateOption {
  std::string type;
  std::uint32_t min_level = 0;
  std::string scope;                     // the credential's scope must contain it
  std::string role;                      // of a signer: "issue"
  std::string code;                      // category, activity, sector: one of the credential's
  bool covers_amount = false;            // a signer's limit and dual control against the amount
  std::optional<GateSubject> issued_by;  // only credentials that this party issued
  std::string issuer_class;              // only of authorities of this class
  bool require_current = false;          // the issuer's right must hold now, too
  std::uint32_t grace_days = 0;          // after its end; never for financial acts
  std::vector<SubstancePpm> substance_limits;  // each must be declared: what nobody measured is not zero

  static constexpr auto fields() {
    using T = GateOption;
    return std::tuple{Field{1, "type", &T::type, "type of credential", type_text},
                      Field{2, "min_level", &T::min_level, "at least this level"},
                      Field{3, "scope", &T::scope, "its scope contains this one", scope_text},
                      Field{4, "role", &T::role, "role of a signer", type_text},
                      Field{5, "code", &T::code, "one of its categories, activities or sectors", name_text},
                      Field{6, "covers_amount", &T::covers_amount, "whether limit and dual control are looked at"},
                      Field{7, "issued_by", &T::issued_by, "which party of the act issued it"},
                      Field{8, "issuer_class", &T::issuer_class, "class of the authority that issued it", name_text},
                      Field{9, "require_current", &T::require_current, "whether the issuer's right must hold now"},
                      Field{10, "grace_days", &T::grace_days, "days after its end, at most 90"},
                      Field{11, "substance_limits", &T::substance_limits,
                            "most of each substance, ascending; one that is not declared does not pass", substances_limit}};
  }
  bool operator==(const GateOption&) const = default;
};

struct GateRule {
  std::string code;  // its name in explanations: "issuer_kyc"
  GateSubject subject = GateSubject::actor;
  std::vector<GateOption> any_of;
  std::optional<Amount> above;  // asked only for larger amounts; for no amount, too
  static constexpr auto fields() {
    using T = GateRule;
    return std::tuple{Field{1, "code", &T::code, "name of the rule: a to z and _", type_text},
                      Field{2, "subject", &T::subject, "whose credential"},
                      Field{3, "any_of", &T::any_of, "ways to satisfy it", 8},
                      Field{4, "above", &T::above, "asked only above this amount"}};
  }
  bool operator==(const GateRule&) const = default;
};

struct Gate {
  std::string operation;
  std::uint32_t version = 0;  // from 1
  Time applicable_from;
  std::vector<GateRule> rules;  // none: open from then on
  static constexpr auto fields() {
    using T = Gate;
    return std::tuple{Field{1, "operation", &T::operation, "name of the operation", type_text},
                      Field{2, "version", &T::version, "from 1, without gaps"},
                      Field{3, "applicable_from", &T::applicable_from, "from when it counts"},
                      Field{4, "rules", &T::rules, "asked in this order", 16}};
  }
  bool operator==(const Gate&) const = default;
};

struct GateHead {
  std::uint32_t latest = 0;
  static constexpr auto fields() { return std::tuple{Field{1, "latest", &GateHead::latest, "newest version"}}; }
};

// Key: gate_key of the operation.
inline constexpr Table<GateHead, Digest> gate_head_records{0x0721, "gate head"};
inline constexpr Table<Gate, Digest, std::uint32_t> gate_records{0x0722, "gate"};
Digest gate_key(std::string_view operation);

// Whether an act of this name may have a gate: whoever carries it out asks gate_allows.
bool may_have_gate(std::string_view operation);

// How many versions of a gate may wait for their time: gate_at steps over them at every act.
inline constexpr std::uint32_t gates_ahead = 8;

// The version that counts at this moment; nothing where the operation is open. Reads at most as many
// versions as may wait for their time, and one.
std::optional<Gate> gate_at(const View& view, std::string_view operation, Time now);
void put_gate(Draft& draft, const Gate& gate);

// Rules that can be asked: names, known types, limits; no grace for what moves money or value, no gate
// at all for what pays; things only where the act names one.
// MISSING_FIELD, BAD_TEXT, OUT_OF_RANGE, VC_SCHEMA, ROLE_FORBIDDEN.
Result<void> acceptable(const Gate& gate);

// The gates of credentials.md 8 for the operations that ask one, version 1, for a genesis to include.
std::vector<Gate> default_gates(Time applicable_from);

// ---- asking

struct GateParties {
  PartyId actor;
  std::optional<PartyId> counterparty = std::nullopt;
  std::optional<PartyId> issuer = std::nullopt;
  std::optional<std::string> asset = std::nullopt;  // the product, as its credentials name it
};

// For an operation's `check`: done when its gate, if it has one, is satisfied, else the first failing
// rule's reason: CRED_MISSING, CRED_INSUFFICIENT, CRED_EXPIRED, CRED_REVOKED, CRED_SUSPENDED,
// CRED_NOT_YET, ISSUER_NOT_AUTHORISED, PROOF_KEY_STATE; a substance that is too much or not declared is
// named behind CRED_INSUFFICIENT. Amounts are those of `context.totals`, so that nothing passes in small
// pieces; `amount` counts where there are none.
Result<void> gate_allows(const View& view, const Context& context, std::string_view operation,
                         const GateParties& parties, std::optional<Amount> amount);

// One rule's answer.
struct RuleAnswer {
  std::string code;
  std::optional<Digest> credential;  // what satisfied it, or came closest
  std::optional<Reason> refused;     // nothing when satisfied
  std::string detail;                // for people
};
struct GateExplanation {
  std::uint32_t version = 0;  // 0: no gate
  std::vector<RuleAnswer> rules;
  // What an operation would be told.
  std::optional<Reason> verdict() const;
};

// Who signs, by key; nothing: not signed yet, and rules about signers are taken as given.
using GateSigners = std::optional<std::vector<PublicKey>>;

// Every rule with what satisfied it or why not, by the code that gate_allows runs.
GateExplanation explain(const View& view, std::string_view operation, const GateParties& parties, Time at,
                        std::optional<Amount> amount, const GateSigners& signers);

}  // namespace allonge::credential
