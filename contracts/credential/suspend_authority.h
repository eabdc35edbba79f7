// trust.suspend: an authority may not issue until its grantor resumes it. What it has issued stays valid,
// except for acts that ask that its right still holds.
#pragma once

#include "contracts/credential/governance.h"

namespace allonge::credential {

struct SuspendAuthority {
  static constexpr Card card{0x0702, "trust.suspend", "Stop an authority from issuing until it is resumed."};
  Identity authority;
  Cause cause = Cause::unspecified;
  static constexpr auto fields() {
    using T = SuspendAuthority;
    return std::tuple{Field{1, "authority", &T::authority, "who may not issue"},
                      Field{2, "cause", &T::cause, "why"}};
  }
  struct Plan;
};
struct SuspendAuthority::Plan {
  AuthorityChange change;
};

Result<SuspendAuthority::Plan> check(const SuspendAuthority& op, const Context& context, const View& view);
void apply(const SuspendAuthority::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const SuspendAuthority& op, const View& view);

}  // namespace allonge::credential
