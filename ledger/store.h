// Durable ordered bytes: get, write together, walk in order. LevelDB stands behind it in a node
// (node/world), a map in tests and simulations (memory_store.h).
#pragma once

#include <memory>

#include "ledger/draft.h"

namespace allonge {

class Store : public View {
 public:
  // All or nothing. `sync`: on disk before it returns. DISK_TROUBLE: nothing may be written after it.
  virtual Result<void> write(const Changes& changes, bool sync) = 0;
  // An unchanging view of the store as it is now; lives as long as it is held.
  virtual std::shared_ptr<const View> snapshot() const = 0;
};

}  // namespace allonge
