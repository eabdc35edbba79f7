#include "node/world/clock.h"

#include <chrono>

namespace allonge::node {

namespace {
template <class Unit, class Moment>
std::uint64_t since_epoch(Moment moment) {
  return std::uint64_t(std::chrono::duration_cast<Unit>(moment.time_since_epoch()).count());
}
}  // namespace

std::uint64_t SystemClock::wall_ms() const {
  return since_epoch<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::uint64_t SystemClock::steady_ms() const {
  return since_epoch<std::chrono::milliseconds>(std::chrono::steady_clock::now());
}

std::uint64_t steady_us() {
  return since_epoch<std::chrono::microseconds>(std::chrono::steady_clock::now());
}

}  // namespace allonge::node
