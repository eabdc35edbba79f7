// trust.grant: a parent gives an authority the right to issue, or other terms from now on; the consortium's
// council names the roots. What was issued under the terms before is judged by those.
#pragma once

#include "contracts/credential/governance.h"

namespace allonge::credential {

struct GrantAuthority {
  static constexpr Card card{0x0701, "trust.grant", "Give an authority the right to issue credentials."};
  AuthorityTerms terms;
  static constexpr auto fields() {
    using T = GrantAuthority;
    return std::tuple{Field{1, "terms", &T::terms, "who may issue what, where and for how long"}};
  }
  struct Plan;
};
struct GrantAuthority::Plan {
  AuthorityChange change;
};

Result<GrantAuthority::Plan> check(const GrantAuthority& op, const Context& context, const View& view);
void apply(const GrantAuthority::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const GrantAuthority& op, const View& view);

}  // namespace allonge::credential
