// profile.set: the operator sets the parameters of an instrument from a day on, as a new version.
#pragma once

#include "contracts/operation.h"
#include "contracts/profile.h"

namespace allonge::consortium {

struct SetProfile {
  static constexpr Card card{0x0501, "profile.set", "Set the parameters of an instrument from a day on.", "operator"};
  Profile profile;
  static constexpr auto fields() {
    return std::tuple{Field{1, "profile", &SetProfile::profile, "the next version, whole"}};
  }
  struct Plan;
};
struct SetProfile::Plan {
  SetProfile op;
};

// OUT_OF_RANGE, also over a year ahead; PROFILE_ORDER unless it is the next version, starts later than the version before it,
// and not before today.
Result<SetProfile::Plan> check(const SetProfile& op, const Context& context, const View& view);
void apply(const SetProfile::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const SetProfile& op, const View& view);

}  // namespace allonge::consortium
