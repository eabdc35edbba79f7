// Whether a credential's proofs hold (steps 4 to 9 of credentials.md 4.3). Signing, and what exactly is
// signed, stand in data_proof.h.
//
// Every proof of a set is checked, each over the document without any proof; at least one is by the
// issuer. Keys come from the ledger's key history or stand in a did:key: nothing is resolved elsewhere.
#pragma once

#include <functional>

#include "contracts/credential/data_proof.h"
#include "contracts/credential/document.h"

namespace allonge::credential {

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

}  // namespace allonge::credential
