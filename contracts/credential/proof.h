// Proofs of cryptosuite eddsa-jcs-2022 (W3C vc-di-eddsa): Ed25519 over SHA-256 of the canonical proof
// options, then SHA-256 of the canonical document without proof, in this order. Here are steps 4 to 9
// of credentials.md 4.3, and signing.
//
// Every proof of a set is checked, each over the document without any proof; at least one is by the
// issuer. Keys come from the ledger's key history or stand in a did:key: nothing is resolved elsewhere.
#pragma once

#include <functional>

#include "contracts/credential/document.h"
#include "ledger/keys.h"

namespace allonge::credential {

inline constexpr std::string_view proof_type = "DataIntegrityProof";
inline constexpr std::string_view proof_suite = "eddsa-jcs-2022";
inline constexpr std::uint64_t clock_tolerance_ms = 300'000;  // how far `created` may lie in the future

// The key of a party with this serial, if it was in force at `created`. PROOF_KEY when there is none,
// PROOF_KEY_STATE when it was not in force, or was revoked with effect at or before that moment.
using KeyResolver = std::function<Result<PublicKey>(const PartyId& party, std::uint32_t serial, Time created)>;

// What the caller asks of the proofs beyond 4.3; of a credential usually nothing.
struct Expected {
  std::string_view purpose = "assertionMethod";
  std::optional<std::string> domain;
  std::optional<std::string> challenge;
};

// What a set of good proofs says.
struct Proven {
  Time created;  // the latest of the issuer's proofs: when authority is asked for (step 10)
  KeyName key;   // of that proof
};

// Steps 4 to 8, each over all proofs before the next: PROOF_SUITE, PROOF_PURPOSE,
// PROOF_CHAIN_UNSUPPORTED; PROOF_KEY, PROOF_KEY_STATE, PROOF_CONTROLLER; PROOF_CONTEXT; PROOF_TIME;
// PROOF_DOMAIN, PROOF_CHALLENGE; PROOF_SIGNATURE.
Result<Proven> verify_proofs(const Document& document, Time now, const KeyResolver& keys, const Expected& expected = {});

// Step 9: validFrom <= t <= validUntil, both inclusive, compared in whole seconds.
// CRED_NOT_YET, CRED_EXPIRED.
Result<void> valid_at(const Document& document, Time t);

// ---- over any JSON document: log entries of a did:webvh, presentations, trace events

// The 64 bytes that are signed: hash of `proof` without proofValue, hash of `document` without proof.
// BAD_JSON for numbers that have no canonical form.
Result<std::array<std::uint8_t, 64>> signed_data(const JsonValue& document, const JsonValue& proof);

// One proof by a did:key over a document of any shape: PROOF_SUITE, PROOF_CHAIN_UNSUPPORTED, PROOF_KEY,
// PROOF_CONTEXT, PROOF_SIGNATURE. Answers the key that signed. Says nothing of purpose, time or issuer.
Result<PublicKey> verify_data(const JsonValue& document, const JsonValue& proof);

// ---- signing

struct ProofOptions {
  std::string method;  // KeyName::text of `key`
  Time created;        // whole seconds
  std::string purpose = "assertionMethod";
  std::optional<Time> expires;
  std::optional<std::string> domain;
  std::optional<std::string> challenge;
  bool with_context = true;  // repeats the document's @context in the proof, as the final text asks
};

// The canonical text of the document with one more proof. BAD_JSON when `document` is no object or has
// a number without canonical form; BAD_DATE for fractions of a second.
Result<std::string> sign_document(const JsonValue& document, const SecretKey& key, const ProofOptions& options);

}  // namespace allonge::credential
