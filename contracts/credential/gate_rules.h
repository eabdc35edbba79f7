// One rule of a gate, asked. gate_allows and explain both come here, so they cannot disagree.
#pragma once

#include <functional>

#include "contracts/credential/gate.h"

namespace allonge::credential {

// The act that is to be done. The amount is asked only by rules that look at it.
struct GateCase {
  const View& view;
  GateParties parties;
  Time now;
  std::function<std::optional<Amount>()> amount;
  std::function<GateSigners()> signers;
};

RuleAnswer answer(const GateCase& act, const GateRule& rule);

}  // namespace allonge::credential
