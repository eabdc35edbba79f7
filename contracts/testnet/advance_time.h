// testnet.advance_time: moves a test network's calendar forward. The chain id binds the kind of the
// network, so a production chain can never be made to accept it.
#pragma once

#include "contracts/operation.h"
#include "contracts/testnet/calendar.h"

namespace allonge::testnet {

struct AdvanceTime {
  static constexpr Card card{0x0601, "testnet.advance_time", "Move a test network's calendar forward.",
                             "operator|regulator"};
  Time to;
  static constexpr auto fields() {
    return std::tuple{Field{1, "to", &AdvanceTime::to, "block time from the next block on"}};
  }
  struct Plan;
};
struct AdvanceTime::Plan {
  AdvanceTime op;
  TimeTravel after;
};

// NOT_TEST_NETWORK, TIME_BACKWARDS, OUT_OF_RANGE beyond the year 2099.
Result<AdvanceTime::Plan> check(const AdvanceTime& op, const Context& context, const View& view);
void apply(const AdvanceTime::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const AdvanceTime& op, const View& view);

}  // namespace allonge::testnet
