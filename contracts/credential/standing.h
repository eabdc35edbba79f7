// What a recorded credential is worth at a moment: its dates, its issuer's key and right, its status, in
// the order of credentials.md 4.3. Gates and whoever else relies on a credential ask here.
#pragma once

#include "contracts/credential/record.h"
#include "ledger/receipt.h"

namespace allonge::credential {

struct StandingRules {
  bool require_current = false;   // the issuer's right must hold now, too
  std::uint32_t grace_days = 0;   // how long after its end it still counts
};

// CRED_NOT_YET, CRED_EXPIRED; PROOF_KEY_STATE; ISSUER_NOT_AUTHORISED; CRED_REVOKED, CRED_SUSPENDED.
Result<void> stands(const View& view, const Credential& credential, Time now, const StandingRules& rules = {});

// Whether the ledger had it before its issuer's key was stolen, as far as that was reported. `created` is the
// signer's own word, and a thief writes a moment before the theft; the block time of the recording is not.
// PROOF_KEY_STATE for a party's key, ISSUER_NOT_AUTHORISED for an authority that is its key.
Result<void> came_in_time(const View& view, const Credential& credential);

TrustQuestion question_of(const Credential& credential);  // points into it

// The event of a change; `before` is null where there was none.
Event told(std::string_view type, const Credential* before, const Credential& after, const Context& context);

}  // namespace allonge::credential
