// vc.revoke: a credential does not count any more, for good. Its issuer may, and the issuer's parent.
// What was done while it counted stays done.
#pragma once

#include "contracts/credential/record.h"
#include "contracts/operation.h"

namespace allonge::credential {

struct RevokeCredential {
  static constexpr Card card{0x0716, "vc.revoke", "Revoke a credential for good."};
  Digest credential;
  Cause cause = Cause::unspecified;

  static constexpr auto fields() {
    using T = RevokeCredential;
    return std::tuple{Field{1, "credential", &T::credential, "hash of the credential"},
                      Field{2, "cause", &T::cause, "why"}};
  }
  struct Plan;
};
struct RevokeCredential::Plan {
  Credential before, after;
};

// NOT_FOUND; WRONG_STATE, NOT_YOUR_PART; OUT_OF_RANGE for `superseded`, which only vc.issue gives.
Result<RevokeCredential::Plan> check(const RevokeCredential& op, const Context& context, const View& view);
void apply(const RevokeCredential::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const RevokeCredential& op, const View& view);

}  // namespace allonge::credential
