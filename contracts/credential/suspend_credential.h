// vc.suspend: a credential does not count until it is resumed, or until an end that is named now. Issuer,
// the issuer's parent authority and the regulator may. Parent and regulator take a suspension
// over, which then never ends earlier; a regulator's stays the regulator's.
#pragma once

#include "contracts/credential/record.h"
#include "contracts/operation.h"

namespace allonge::credential {

struct SuspendCredential {
  static constexpr Card card{0x0714, "vc.suspend", "Suspend a credential."};
  Digest credential;
  Cause cause = Cause::unspecified;
  std::optional<Time> until = std::nullopt;

  static constexpr auto fields() {
    using T = SuspendCredential;
    return std::tuple{Field{1, "credential", &T::credential, "hash of the credential"},
                      Field{2, "cause", &T::cause, "why"},
                      Field{3, "until", &T::until, "when it ends by itself; open if not named"}};
  }
  struct Plan;
};
struct SuspendCredential::Plan {
  Credential before, after;
};

// NOT_FOUND; WRONG_STATE, NOT_YOUR_PART; OUT_OF_RANGE for an end that is past, or the cause `superseded`.
Result<SuspendCredential::Plan> check(const SuspendCredential& op, const Context& context, const View& view);
void apply(const SuspendCredential::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const SuspendCredential& op, const View& view);

}  // namespace allonge::credential
