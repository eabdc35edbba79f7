// The calendar of a network: how block time follows from wall time. Genesis fixes the calendar's
// start and the wall-clock moment that belongs to it; time travel on a test network adds an offset,
// which is a value in the state and is read from the parent's (settled.md 21).
#pragma once

#include "contracts/context.h"
#include "ledger/table.h"

namespace allonge {

enum class NetworkKind : std::uint8_t { test = 1, production = 2 };
constexpr std::array<EnumValue, 2> values_of(NetworkKind) { return {{{1, "test"}, {2, "production"}}}; }

struct Network {
  std::string name;
  NetworkKind kind = NetworkKind::test;
  Time calendar_start;
  Time wall_anchor;
  static constexpr auto fields() {
    using T = Network;
    return std::tuple{Field{1, "name", &T::name, "of the network", 40},
                      Field{2, "kind", &T::kind, "test or production"},
                      Field{3, "calendar_start", &T::calendar_start, "block time at the anchor"},
                      Field{4, "wall_anchor", &T::wall_anchor, "wall-clock moment of the calendar's start"}};
  }
};

struct TimeTravel {
  std::uint64_t offset_ms = 0;         // counts from the block after `height` on
  std::uint64_t height = 0;            // block that moved it last
  std::uint64_t offset_before_ms = 0;  // what that block itself ran with
  static constexpr auto fields() {
    using T = TimeTravel;
    return std::tuple{Field{1, "offset_ms", &T::offset_ms, "added to the calendar from the next block on"},
                      Field{2, "height", &T::height, "block that moved it last"},
                      Field{3, "offset_before_ms", &T::offset_before_ms, "what that block ran with"}};
  }
};

inline constexpr Table<TimeTravel> time_travel_record{0x0601, "time travel"};
inline constexpr Table<Network> network_record{0x0602, "network"};

// Block time that belongs to a wall-clock moment on this state (the parent's). Never before the
// calendar's start.
Time calendar_time(const View& parent, std::uint64_t wall_ms);

}  // namespace allonge
