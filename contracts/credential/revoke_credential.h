// vc.revoke: a credential does not count any more, for good. Its issuer may, and the issuer's parent.
// What was done while it counted stays done.
//
// An issuer outside the ledger, known by its key, signs a statement that anybody may bring. It can be
// neither used elsewhere nor bent: it names chain, credential and cause. Nor can it be repeated, for what is
// revoked stays so; a suspension could be repeated after its end, so there is no such statement for it.
#pragma once

#include "contracts/credential/record.h"
#include "contracts/operation.h"

namespace allonge::credential {

struct RevokeCredential {
  static constexpr Card card{0x0716, "vc.revoke", "Revoke a credential for good."};
  Digest credential;
  Cause cause = Cause::unspecified;
  std::optional<Signature> statement = std::nullopt;

  static constexpr auto fields() {
    using T = RevokeCredential;
    return std::tuple{Field{1, "credential", &T::credential, "hash of the credential"},
                      Field{2, "cause", &T::cause, "why"},
                      Field{3, "statement", &T::statement, "of an issuer by did:key, who then need not sign: its signature"}};
  }
  struct Plan;
};
struct RevokeCredential::Plan {
  Credential before, after;
};

// What such an issuer signs: digest("allonge/vc-revoke/v1", chain, hash of the credential, number of the cause
// in two bytes).
Digest revocation_statement(const Digest& chain, const Digest& credential, Cause cause);

// NOT_FOUND; PROOF_CONTROLLER for a statement where the issuer is a party, PROOF_KEY_STATE where its key is
// reported compromised, PROOF_SIGNATURE; WRONG_STATE, NOT_YOUR_PART; OUT_OF_RANGE for `superseded`, which
// only vc.issue gives.
Result<RevokeCredential::Plan> check(const RevokeCredential& op, const Context& context, const View& view);
void apply(const RevokeCredential::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const RevokeCredential& op, const View& view);

}  // namespace allonge::credential
