#include "ledger/memory_store.h"

namespace allonge {

std::optional<Bytes> MemoryStore::get(BytesView key) const {
  const auto found = records_.find(key);
  if (found == records_.end()) return std::nullopt;
  return found->second;
}

std::optional<KeyValue> MemoryStore::next(BytesView from, BytesView prefix) const {
  const auto found = records_.lower_bound(compare(from, prefix) < 0 ? prefix : from);
  if (found == records_.end() || !starts_with(found->first, prefix)) return std::nullopt;
  return KeyValue{found->first, found->second};
}

Result<void> MemoryStore::write(std::span<const Write> writes, bool) {
  for (const auto& [key, value] : writes) {
    if (*value) {
      records_.insert_or_assign(copy_of(key), **value);
    } else {
      records_.erase(copy_of(key));
    }
  }
  return done();
}

std::shared_ptr<const View> MemoryStore::snapshot() const { return std::make_shared<MemoryStore>(*this); }

}  // namespace allonge
