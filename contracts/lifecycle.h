// The life of a record as one table of steps: permission rule, state machine, documentation and test
// input at once. What happens by itself at a block boundary is a row too. `well_formed` is asked in a
// static_assert: a state nobody can reach, a step written twice, or an act with two outcomes stops
// the build.
//
//   inline constexpr std::array lifecycle{
//     Step{Act::accept_issue, Who::payee, State::none, State::free},
//     Step{Act::transfer,     Who::owner, State::free, State::offered},
//   };
//   static_assert(well_formed(lifecycle, State::none, every_state));
#pragma once

#include <array>
#include <cstddef>

#include "ledger/result.h"

namespace allonge {

template <class Act, class Who, class State>
struct Step {
  Act act;
  Who who;
  State from;
  State to;
};
template <class Act, class Who, class State>
Step(Act, Who, State, State) -> Step<Act, Who, State>;

// Every state of `every_state` is reached from `start` by steps of the table; no (act, who, from)
// stands twice; the same act from the same state always leads to the same state.
template <class Act, class Who, class State, std::size_t N, std::size_t M>
constexpr bool well_formed(const std::array<Step<Act, Who, State>, N>& table, State start,
                           const std::array<State, M>& every_state) {
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (table[i].act != table[j].act || table[i].from != table[j].from) continue;
      if (table[i].who == table[j].who || table[i].to != table[j].to) return false;
    }
  std::array<bool, M> reached{};
  const auto is_reached = [&](State state) {
    if (state == start) return true;
    for (std::size_t i = 0; i < M; ++i)
      if (every_state[i] == state) return reached[i];
    return false;
  };
  for (std::size_t round = 0; round <= M; ++round)
    for (const auto& step : table) {
      if (!is_reached(step.from)) continue;
      for (std::size_t i = 0; i < M; ++i)
        if (every_state[i] == step.to) reached[i] = true;
    }
  for (const auto& step : table) {
    bool listed = false;
    for (const State state : every_state) listed = listed || state == step.to;
    if (!listed && step.to != start) return false;
  }
  for (std::size_t i = 0; i < M; ++i)
    if (every_state[i] != start && !reached[i]) return false;
  return true;
}

// Which reason each kind of "no" has; a record chooses the words its users know.
struct LifecycleReasons {
  Reason held = Reason::range_held;
  Reason state = Reason::wrong_state;
  Reason who = Reason::not_your_part;
};

// May `act` be done to a record in `state`? Answered in a fixed order, so that every node gives the
// same reason: an overlay (a freeze or a hold) first, then the state, then who asks. `plays(who)`
// says whether the party that asks plays that part for this record. The value is the state after.
template <class Act, class Who, class State, std::size_t N, class Plays>
Result<State> may(const std::array<Step<Act, Who, State>, N>& table, Act act, bool held, State state, Plays plays,
                  const LifecycleReasons& reasons = {}) {
  if (held) return reasons.held;
  const Step<Act, Who, State>* possible = nullptr;
  for (const auto& step : table) {
    if (step.act != act || step.from != state) continue;
    possible = &step;
    if (plays(step.who)) return step.to;
  }
  return possible == nullptr ? reasons.state : reasons.who;
}

}  // namespace allonge
