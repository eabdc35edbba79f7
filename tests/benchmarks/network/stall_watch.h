// Watches a node's height from a thread of its own while a load runs, and tells how long the chain stood
// still at most. The load itself cannot: while it sends two thousand transactions it sees no block.
#pragma once

#include <atomic>
#include <thread>

#include "tests/benchmarks/network/net.h"

namespace allonge::bench {

class StallWatch {
 public:
  explicit StallWatch(const Net& net);  // which outlives it
  ~StallWatch();
  StallWatch(const StallWatch&) = delete;

  struct Worst {
    double ms = 0;
    double at_s = 0;  // when it ended, from the beginning of the watch
  };
  // Ends the watch; the time since the last block counts too. Once.
  Worst stop();

 private:
  void watch();

  const Net& net_;
  Worst worst_;  // read after the thread has ended
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace allonge::bench
