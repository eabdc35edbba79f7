// Durable ordered bytes: get, write together, walk in order. LevelDB stands behind it in a node
// (node/world), a map in tests and simulations (memory_store.h).
#pragma once

#include <memory>

#include "ledger/draft.h"

namespace allonge {

// A record's new value, or nothing to remove it. Points into what its maker holds.
struct Write {
  BytesView key;
  const std::optional<Bytes>* value = nullptr;
};

class Store : public View {
 public:
  // All or nothing; each key once. `sync`: on disk before it returns. DISK_TROUBLE: nothing may be
  // written after it.
  virtual Result<void> write(std::span<const Write> writes, bool sync) = 0;
  Result<void> write(const Changes& changes, bool sync) {
    std::vector<Write> writes;
    writes.reserve(changes.size());
    for (const auto& [key, value] : changes) writes.push_back({key, &value});
    return write(writes, sync);
  }
  // An unchanging view of the store as it is now; lives as long as it is held.
  virtual std::shared_ptr<const View> snapshot() const = 0;
};

}  // namespace allonge
