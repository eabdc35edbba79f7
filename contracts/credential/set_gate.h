// gate.set: the consortium's council sets which credentials an operation asks for, as a new version. It
// never starts in the past: what was admitted stays admitted, what waits is judged when it is executed.
#pragma once

#include "contracts/credential/gate.h"
#include "contracts/operation.h"

namespace allonge::credential {

struct SetGate {
  static constexpr Card card{0x0721, "gate.set", "Set which credentials an operation asks for.", "operator"};
  Gate gate;
  static constexpr auto fields() {
    return std::tuple{Field{1, "gate", &SetGate::gate, "the next version, whole"}};
  }
  struct Plan;
};
struct SetGate::Plan {
  SetGate op;
};

// As `acceptable` says; PROFILE_ORDER unless it is the next version, starts later than the one before
// it, and not before now; OUT_OF_RANGE over a year ahead, or while as many as may wait for their time do (gate.h).
Result<SetGate::Plan> check(const SetGate& op, const Context& context, const View& view);
void apply(const SetGate::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const SetGate& op, const View& view);

}  // namespace allonge::credential
