// The state after the last final block, as the strand reads it: changes of final blocks that are not
// in the store yet, then a bounded cache, then the store (settled.md 14). Blocks not yet final lie
// over it (executed_block.h).
#pragma once

#include <memory>

#include "ledger/store.h"
#include "node/layout.h"
#include "node/object_cache.h"

namespace allonge::node {

class FinalState final : public View {
 public:
  // `store` must outlive it; records stand there under 's'.
  FinalState(const Store& store, std::size_t cache_buckets);

  std::optional<Bytes> get(BytesView key) const override;
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override;

  // A block became final; heights ascend.
  void apply(std::shared_ptr<const Changes> changes, std::uint64_t height);
  // The store now holds everything up to this height.
  void flushed_through(std::uint64_t height);

  std::size_t waiting() const { return waiting_.size(); }  // records not in the store yet

 private:
  struct Waiting {
    const std::optional<Bytes>* value;
    std::uint64_t height;
  };
  LetterView store_;
  // Keys and values stand in the changes of the last block that wrote them.
  std::map<BytesView, Waiting, BytesLess> waiting_;
  std::map<std::uint64_t, std::shared_ptr<const Changes>> written_;  // by height
  mutable ObjectCache cache_;
};

}  // namespace allonge::node
