// What a contract may read: records by key, and the next record in key order. The same questions are
// answered by a draft, by blocks not yet final, by the store and by a test's map.
#pragma once

#include <optional>
#include <utility>

#include "ledger/bytes.h"

namespace allonge {

struct KeyValue {
  Bytes key;
  Bytes value;
};

class View {
 public:
  virtual ~View() = default;
  virtual std::optional<Bytes> get(BytesView key) const = 0;
  // The first record whose key is not less than `from` and starts with `prefix`.
  virtual std::optional<KeyValue> next(BytesView from, BytesView prefix) const = 0;
};

}  // namespace allonge
