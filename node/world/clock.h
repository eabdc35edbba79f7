// The one place where the node asks the time.
#pragma once

#include "node/ports.h"

namespace allonge::node {

class SystemClock final : public Clock {
 public:
  std::uint64_t wall_ms() const override;
  std::uint64_t steady_ms() const override;
};

// Microseconds of steady time, for measuring how long something took.
std::uint64_t steady_us();

}  // namespace allonge::node
