// The state after the last final block, as the strand reads it: changes of final blocks that are not
// in the store yet, then a bounded cache, then the store (settled.md 14). Blocks not yet final lie
// over it (executed_block.h).
#pragma once

#include <memory>

#include "ledger/state_tree.h"
#include "ledger/store.h"
#include "node/layout.h"
#include "node/object_cache.h"
#include "node/table_front.h"

namespace allonge::node {

class FinalState final : public View {
 public:
  // `store` and `tree`, the tree of this very state, must outlive it; records stand in the store under
  // 's', and what the tree does not hold is not looked for there.
  FinalState(const Store& store, const StateTree& tree, std::size_t cache_buckets);

  std::optional<Bytes> get(BytesView key) const override { return look(key); }
  // The same without a copy; valid until the next question.
  const std::optional<Bytes>& look(BytesView key) const;
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override;

  // A block became final; heights ascend. The tree must still be the one before it; `visit(key, after)`
  // sees each change while look(key) still tells what was before.
  template <class Visit>
  void apply(std::shared_ptr<const Changes> changes, std::uint64_t height, Visit visit) {
    for (const auto& [key, after] : *changes) {
      visit(BytesView(key), after);
      take(key, after, height);
    }
    written_.emplace(height, std::move(changes));
  }
  // The store now holds everything up to this height.
  void flushed_through(std::uint64_t height);

  std::size_t waiting() const { return waiting_.size(); }  // records not in the store yet

 private:
  struct Waiting {
    const std::optional<Bytes>* value;
    std::uint64_t height;
  };
  void take(BytesView key, const std::optional<Bytes>& value, std::uint64_t height);
  // Walks what waits and the store; `next` asks the fronts of the due queues first.
  struct Walked final : View {
    explicit Walked(const FinalState& its_owner) : owner(its_owner) {}
    std::optional<Bytes> get(BytesView key) const override { return owner.look(key); }
    std::optional<KeyValue> next(BytesView from, BytesView prefix) const override { return owner.walk(from, prefix); }
    const FinalState& owner;
  };
  std::optional<KeyValue> walk(BytesView from, BytesView prefix) const;

  LetterView store_;
  const StateTree& tree_;
  // Keys and values stand in the changes of the last block that wrote them.
  std::map<BytesView, Waiting, BytesLess> waiting_;
  std::map<std::uint64_t, std::shared_ptr<const Changes>> written_;  // by height
  mutable ObjectCache cache_;
  mutable std::optional<Bytes> looked_up_;  // what the cache would not keep
  mutable std::vector<TableFront> fronts_;
};

}  // namespace allonge::node
