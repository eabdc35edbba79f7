// A credential as a document (profile AVP-1, credentials.md 4.1 to 4.3, steps 1 to 3): read_document
// turns a JSON text into a Document or says which member is wrong. It looks at nothing but the text:
// no signature, no state, no clock, and nothing is ever fetched.
//
// What it accepts has been read whole: no member is unknown, every number is an integer within
// 2^53 - 1, the claims fit the compiled-in schema of the type (types.h).
#pragma once

#include "contracts/credential/identity.h"
#include "contracts/credential/moment.h"
#include "ledger/json_text.h"

namespace allonge::credential {

namespace document_limits {
inline constexpr std::size_t document_bytes = 64 * 1024;
inline constexpr int depth = 32;
inline constexpr std::size_t string_bytes = 8 * 1024;  // member names too
inline constexpr std::size_t array_items = 4'096;      // members of an object too
inline constexpr std::size_t proofs = 8;
inline constexpr std::size_t disclosures = 64;  // digests of hidden claims, decoys included
inline constexpr std::size_t contexts = 8;
inline constexpr std::size_t evidence = 64;
inline constexpr std::uint32_t status_entries = 131'072;  // of one list
}  // namespace document_limits

enum class StatusPurpose : std::uint8_t { revocation = 1, suspension = 2 };
constexpr std::array<EnumValue, 2> values_of(StatusPurpose) { return {{{1, "revocation"}, {2, "suspension"}}}; }

// Where the issuer's list says whether the credential still holds. Kept as it came: the ledger decides
// by its own map, never by what stands behind an address.
struct StatusEntry {
  StatusPurpose purpose = StatusPurpose::revocation;
  std::uint32_t index = 0;
  std::string list;
};

struct Evidence {
  std::string id;  // may be empty
  Digest sha256;
  std::string media_type;
};

// One proof as it stands in the document. Only its form is known: verify_proofs (proof.h) judges it.
struct Proof {
  std::string type, suite, purpose, method, value;
  Time created;
  std::optional<Time> expires;
  std::vector<std::string> domains;
  std::optional<std::string> challenge;
  bool chained = false;  // has previousProof
  JsonValue json;        // all of it, with @context
};

struct Document {
  JsonValue json;   // all of it, with its proofs
  Digest hash;      // cred_hash: SHA-256 of the canonical document without proof; proofs do not change it
  std::string network;
  std::string id;   // "urn:uuid:..."
  std::string type;  // registered in types.h
  Identity issuer, subject;
  Time valid_from, valid_until;  // whole seconds; both inclusive
  std::vector<StatusEntry> status;  // at most one for each purpose
  std::vector<Evidence> evidence;
  std::vector<std::string> hidden;  // "_sd": digests of hidden claims, ascending
  std::vector<Proof> proofs;        // may be none: an unsigned draft

  // The claim in clear, or null when it is absent or hidden.
  const JsonValue* claim(std::string_view name) const;
  // Claims that the schema has checked already; nothing when absent.
  std::optional<std::uint64_t> number(std::string_view name) const;
  std::optional<std::string_view> text(std::string_view name) const;
  std::optional<Amount> amount(std::string_view name) const;
  std::vector<std::string_view> list(std::string_view name) const;  // of texts
};

// VC_JSON, VC_SHAPE, VC_SCHEMA, VC_CONTEXT, in this order; the detail begins with the JSON path of the
// wrong member ("$.credentialStatus[1].statusListIndex: ..."), never with what came in.
Result<Document> read_document(std::string_view json, std::string_view network);

}  // namespace allonge::credential
