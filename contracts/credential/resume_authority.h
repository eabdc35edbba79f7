// trust.resume: a suspended authority may issue again. What it created meanwhile stays without standing.
#pragma once

#include "contracts/credential/governance.h"

namespace allonge::credential {

struct ResumeAuthority {
  static constexpr Card card{0x0704, "trust.resume", "Let a suspended authority issue again."};
  Identity authority;
  static constexpr auto fields() {
    using T = ResumeAuthority;
    return std::tuple{Field{1, "authority", &T::authority, "who may issue again"}};
  }
  struct Plan;
};
struct ResumeAuthority::Plan {
  AuthorityChange change;
};

Result<ResumeAuthority::Plan> check(const ResumeAuthority& op, const Context& context, const View& view);
void apply(const ResumeAuthority::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const ResumeAuthority& op, const View& view);

}  // namespace allonge::credential
