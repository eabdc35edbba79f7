// The types of credentials this ledger knows, as a table (credentials.md 5): who issues one, how long
// it may last, and which claims it makes. Schemas are compiled in, so all nodes judge alike and none is
// fetched.
//
// Money in claims is written as everywhere in the ledger's JSON: a text with two decimals
// ("5000000.00"), never a number: 0.29 times 100 is 28 in too many programs. Levels, depths and counts are
// integers within 2^53 - 1. Claims marked `hidden` are personal or business secrets: they may stand only
// as a digest in "_sd", never in clear. What the table does not name is no claim.
#pragma once

#include "contracts/credential/document.h"

namespace allonge::credential {

enum class ClaimKind : std::uint8_t {
  text,        // 1 to `most` bytes
  number,      // integer, `least` to `most`
  amount,      // "5000000.00"
  day,         // "2026-08-28"
  sha256,      // 64 lower-case hexadecimal digits
  tax_id,      // unified social credit code with its check letter
  identity,    // did:allonge:... or did:key:...
  signer,      // SignerName (identity.h)
  texts,       // array of 1 to `most` texts, each 1 to 64 bytes, none twice
  substances,  // object: 1 to 10 restricted substances -> integer ppm, 0 to 1,000,000
};

enum class Shown : std::uint8_t { needed, optional, hidden };

struct ClaimRule {
  std::string_view name;
  ClaimKind kind;
  Shown shown;
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

struct CredentialType {
  std::string_view name;
  std::string_view issuer_classes;  // of an authority, "bank|kyc_provider"; "self": its subject; "any"
  std::uint32_t longest_days;       // most of validUntil - validFrom; 0: as the licence itself says
  std::span<const ClaimRule> claims;
};

// Every type may say a `jurisdiction` ("CN-SD") as well, which the trust registry's scopes are held against.
inline constexpr std::string_view jurisdiction_claim = "jurisdiction";

// The claim by which a type speaks of a thing and not of its subject: gates find it by what stands there.
inline constexpr std::string_view product_claim = "productId";
inline constexpr std::string_view substances_claim = "substances";
inline constexpr std::uint32_t product_text = 128;
// Who a paper is about, by its unified social credit code.
inline constexpr std::string_view tax_id_claim = "uscc";

// All types; their names ascend.
std::span<const CredentialType> credential_types();
const CredentialType* find_credential_type(std::string_view name);  // null when not registered

// The rule of a claim, or null when the type makes no such claim.
const ClaimRule* find_claim(const CredentialType& type, std::string_view name);

// Whether an authority of this class may be entitled to issue it. "self" is no class of an authority.
bool issued_by_class(const CredentialType& type, std::string_view issuer_class);
// Whether both classes issue it and the first stands before the other in the type's list: "bank|kyc_provider".
bool class_is_above(const CredentialType& type, std::string_view first, std::string_view other);
bool issued_by_subject(const CredentialType& type);
bool within_longest_life(const CredentialType& type, Time from, Time until);
// "urn:allonge:schema:<type>:1".
std::string schema_id(const CredentialType& type);

// The contexts that a document may name, the one that must come first at the front. They are names: none
// is ever fetched.
std::span<const std::string_view> known_contexts();

// The restricted substances of directive 2011/65/EU with (EU) 2015/863: "Cd", "Pb", ...
std::span<const std::string_view> restricted_substances();

// VC_SCHEMA naming the claim. `subject` is the whole credentialSubject; its id, "_sd" and "_sd_alg" are
// not claims.
Result<void> fits_schema(const CredentialType& type, const JsonValue& subject, std::string_view network);
// The same for one claim that was hidden and is now disclosed. VC_SCHEMA, also for unknown names.
Result<void> fits_claim(const CredentialType& type, std::string_view name, const JsonValue& value,
                        std::string_view network);

}  // namespace allonge::credential
