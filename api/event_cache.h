// The receipts of the blocks that readers of events ask for most: the newest. Waiting readers are
// asked again at every block; without this each would have the same block read and decoded once more.
// Bounded by blocks and by events; what is not kept is read from the backend again.
#pragma once

#include <map>
#include <memory>

#include "ledger/block.h"
#include "ledger/receipt.h"

namespace allonge::api {

class Backend;

// A block as readers of events see it.
struct BlockEvents {
  Time time;
  std::vector<Receipt> receipts;  // by leaf
  std::size_t events = 0;
};

class EventCache {
 public:
  static constexpr std::size_t most_blocks = 256;
  static constexpr std::size_t most_events = 200'000;

  // HEIGHT_UNAVAILABLE, DAMAGED_STORE.
  Result<std::shared_ptr<const BlockEvents>> at(const Backend& backend, std::uint64_t height);

 private:
  std::map<std::uint64_t, std::shared_ptr<const BlockEvents>> blocks_;
  std::size_t events_ = 0;
};

}  // namespace allonge::api
