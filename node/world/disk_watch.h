// Looks at the disk every ten seconds on a thread of its own: free bytes and the sizes of log, blocks
// and state for the operator, and a warning below 5 % free, before the disk is full and the process
// has to end. While it is low nothing new is taken in from clients (node_backend.h).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "node/metrics.h"
#include "node/ports.h"

namespace allonge::node {

class DiskWatch {
 public:
  struct Part {
    std::string name;                      // "log", "blocks", "state"
    std::function<std::uint64_t()> bytes;  // safe from any thread
  };
  // Looks once before it returns. What is given outlives the watch.
  DiskWatch(std::string path, std::vector<Part> parts, Log& log, Metrics& metrics);
  ~DiskWatch();

  bool is_low() const;  // below 5 % free when last looked at

 private:
  struct Hidden;
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
