// Proofs of cryptosuite eddsa-jcs-2022 (W3C vc-di-eddsa) over any JSON document: credentials,
// presentations, log entries of a did:webvh, trace events. What is signed with Ed25519 is SHA-256 of the
// canonical proof options, then SHA-256 of the canonical document without proof, in this order.
//
// A proof that carries @context holds only for a document that begins with it, and what is hashed is the
// document as it stands. (The W3C text hashes it with the proof's contexts in place of its own, so that
// contexts could be added after signing; here that is another document.)
#pragma once

#include <array>

#include "ledger/json_text.h"
#include "ledger/keys.h"
#include "ledger/time.h"

namespace allonge::credential {

inline constexpr std::string_view proof_type = "DataIntegrityProof";
inline constexpr std::string_view proof_suite = "eddsa-jcs-2022";

// One proof by a did:key over a document of any shape: PROOF_SUITE, PROOF_CHAIN_UNSUPPORTED, PROOF_KEY,
// PROOF_CONTEXT, PROOF_SIGNATURE. Answers the key that signed. Says nothing of purpose, time or issuer.
Result<PublicKey> verify_data(const JsonValue& document, const JsonValue& proof);

// ---- its steps. BAD_JSON for numbers that have no canonical form.

Result<Digest> options_hash(const JsonValue& proof);      // of the proof without proofValue
Result<Digest> document_hash(const JsonValue& document);  // of the document without proof
// The 64 bytes that are signed.
std::array<std::uint8_t, 64> signed_data(const Digest& options, const Digest& document);
bool signature_holds(const Digest& options, const Digest& document, const PublicKey& key, std::string_view proof_value);
// Whether the proof has no @context, or the document's begin with it.
bool begins_with_contexts_of(const JsonValue& document, const JsonValue& proof);

// ---- signing

struct ProofOptions {
  std::string method;  // did:key or a party's key (KeyName::text) of the key that signs
  Time created;        // whole seconds
  std::string purpose = "assertionMethod";
  std::optional<Time> expires;
  std::optional<std::string> domain;
  std::optional<std::string> challenge;
  bool with_context = true;  // repeat the document's @context in the proof, as the final W3C text asks
};

// The canonical text of the document with one more proof. BAD_JSON when `document` is no object or has
// a number without canonical form; BAD_DATE for fractions of a second.
Result<std::string> sign_document(const JsonValue& document, const SecretKey& key, const ProofOptions& options);

}  // namespace allonge::credential
