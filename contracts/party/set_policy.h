// party.set_policy: a party changes how many of its people sign what. The change itself is signed
// under the policy that was in force before it.
#pragma once

#include "contracts/operation.h"
#include "contracts/party/party.h"

namespace allonge::party {

struct SetPolicy {
  static constexpr Card card{0x0405, "party.set_policy", "Change how many of your people sign what."};
  SigningPolicy policy;
  static constexpr auto fields() {
    return std::tuple{Field{1, "policy", &SetPolicy::policy, "takes the place of the policy before"}};
  }
  struct Plan;
};
struct SetPolicy::Plan {
  SetPolicy op;
  Party party;
};

Result<SetPolicy::Plan> check(const SetPolicy& op, const Context& context, const View& view);
void apply(const SetPolicy::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const SetPolicy& op, const View& view);

}  // namespace allonge::party
