// trust.withdraw: an authority loses its right for good. For the cause key_compromise it reaches back to
// `effective_from`: credentials created at or after that moment are valid for nobody (credentials.md 6). An
// authority that has ended already can still be reported so, and a later report may only name an earlier moment.
#pragma once

#include "contracts/credential/governance.h"

namespace allonge::credential {

struct WithdrawAuthority {
  static constexpr Card card{0x0703, "trust.withdraw", "End the right of an authority for good."};
  Identity authority;
  Cause cause = Cause::unspecified;
  std::optional<Time> effective_from = std::nullopt;
  static constexpr auto fields() {
    using T = WithdrawAuthority;
    return std::tuple{Field{1, "authority", &T::authority, "who loses its right"},
                      Field{2, "cause", &T::cause, "why"},
                      Field{3, "effective_from", &T::effective_from, "for key_compromise: since when, not after now"}};
  }
  struct Plan;
};
struct WithdrawAuthority::Plan {
  AuthorityChange change;
};

// MISSING_FIELD, OUT_OF_RANGE: a moment for key_compromise, and for nothing else.
Result<WithdrawAuthority::Plan> check(const WithdrawAuthority& op, const Context& context, const View& view);
void apply(const WithdrawAuthority::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const WithdrawAuthority& op, const View& view);

}  // namespace allonge::credential
