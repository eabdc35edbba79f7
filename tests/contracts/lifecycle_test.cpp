#include "contracts/lifecycle.h"

#include <gtest/gtest.h>

namespace allonge {
namespace {

enum class Act { make, offer, accept, drop };
enum class Who { owner, other, block_time };
enum class State { none, free, offered, gone };
constexpr std::array every_state{State::free, State::offered, State::gone};

constexpr std::array life{
    Step{Act::make, Who::owner, State::none, State::free},
    Step{Act::offer, Who::owner, State::free, State::offered},
    Step{Act::accept, Who::other, State::offered, State::free},
    Step{Act::drop, Who::owner, State::offered, State::gone},
    Step{Act::drop, Who::block_time, State::offered, State::gone},
};
static_assert(well_formed(life, State::none, every_state));

constexpr std::array never_gone{
    Step{Act::make, Who::owner, State::none, State::free},
    Step{Act::offer, Who::owner, State::free, State::offered},
};
static_assert(!well_formed(never_gone, State::none, every_state), "a state nobody can reach");

constexpr std::array written_twice{
    Step{Act::make, Who::owner, State::none, State::free},
    Step{Act::offer, Who::owner, State::free, State::offered},
    Step{Act::offer, Who::owner, State::free, State::offered},
    Step{Act::drop, Who::owner, State::offered, State::gone},
};
static_assert(!well_formed(written_twice, State::none, every_state));

constexpr std::array two_outcomes{
    Step{Act::make, Who::owner, State::none, State::free},
    Step{Act::offer, Who::owner, State::free, State::offered},
    Step{Act::drop, Who::owner, State::offered, State::gone},
    Step{Act::drop, Who::other, State::offered, State::free},
};
static_assert(!well_formed(two_outcomes, State::none, every_state));

auto plays(Who part) {
  return [part](Who who) { return who == part; };
}

TEST(Lifecycle, GivesTheStateAfter) {
  const auto after = may(life, Act::offer, false, State::free, plays(Who::owner));
  ASSERT_TRUE(after);
  EXPECT_EQ(*after, State::offered);
}

TEST(Lifecycle, AsksOverlayThenStateThenWho) {
  EXPECT_EQ(may(life, Act::offer, true, State::gone, plays(Who::other)).reason(), Reason::range_held);
  EXPECT_EQ(may(life, Act::offer, false, State::gone, plays(Who::other)).reason(), Reason::wrong_state);
  EXPECT_EQ(may(life, Act::offer, false, State::free, plays(Who::other)).reason(), Reason::not_your_part);
}

TEST(Lifecycle, LetsARecordChooseItsWords) {
  const LifecycleReasons words{Reason::range_held, Reason::range_locked, Reason::not_owner};
  EXPECT_EQ(may(life, Act::offer, false, State::offered, plays(Who::owner), words).reason(), Reason::range_locked);
  EXPECT_EQ(may(life, Act::offer, false, State::free, plays(Who::other), words).reason(), Reason::not_owner);
}

// Exhaustive: what is in the table is allowed, everything else has its reason.
TEST(Lifecycle, AllowsExactlyTheTable) {
  for (const Act act : {Act::make, Act::offer, Act::accept, Act::drop})
    for (const State state : {State::none, State::free, State::offered, State::gone})
      for (const Who who : {Who::owner, Who::other, Who::block_time}) {
        bool in_table = false;
        for (const auto& step : life) in_table = in_table || (step.act == act && step.from == state && step.who == who);
        EXPECT_EQ(may(life, act, false, state, plays(who)).has_value(), in_table);
      }
}

}  // namespace
}  // namespace allonge
