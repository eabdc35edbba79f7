// Free ports on the loopback address. Ports are never fixed: a block of ports that is busy is
// skipped, so two test networks and whatever else runs on the machine live side by side.
#pragma once

#include <optional>
#include <vector>

#include "ledger/result.h"

namespace allonge::wallet {

struct NodePorts {
  std::uint16_t peer = 0;
  std::uint16_t rpc = 0;
  std::uint16_t metrics = 0;
  bool operator==(const NodePorts&) const = default;
};

bool is_free(std::uint16_t port);
bool are_free(const NodePorts& ports);
// The first of them that is not free; 0 when all are.
std::uint16_t busy_one_of(const NodePorts& ports);

// `count` blocks of ten ports from 8650 on, each with its first three free, and none of those `taken`:
// they belong to nodes that may be down just now. TESTNET_TROUBLE when there are none below 20000.
Result<std::vector<NodePorts>> find_ports(std::size_t count, const std::vector<NodePorts>& taken = {});

// Held while ports are chosen until the nodes have taken them, so that two programs starting test
// networks at the same moment do not choose the same ones.
class PortsLock {
 public:
  PortsLock();
  ~PortsLock();
  PortsLock(const PortsLock&) = delete;
  PortsLock& operator=(const PortsLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace allonge::wallet
