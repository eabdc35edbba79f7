// The state as it was after one final block, for readers on other threads: a snapshot of the store
// and the final blocks it did not hold yet, all unchanging. Made on the strand, read anywhere.
#pragma once

#include <atomic>

#include "api/backend.h"
#include "node/executor.h"

namespace allonge::node {

class NodeSnapshot final : public api::Snapshot {
 public:
  using Layers = std::vector<std::shared_ptr<const FlushJob>>;  // newest first

  // `tree` must be given up on the strand it grew on: its owner's deleter sees to that.
  NodeSnapshot(Header header, std::shared_ptr<const View> store, Layers layers, std::shared_ptr<const StateTree> tree);

  const Header& header() const override { return header_; }
  const View& state() const override { return state_; }
  const View& index() const override { return index_; }
  StatePath prove(BytesView key) const override { return tree_->prove(key); }

  // From the lists beside the tree (layout.h).
  std::optional<Place> place_of(const Digest& transaction) const;
  std::optional<Digest> transaction_of(const PartyId& party, const Idem& idem) const;
  std::optional<std::uint64_t> height_of(const Digest& block) const;

 private:
  // The store under one letter with the layers over it.
  class Layered final : public View {
   public:
    Layered(const NodeSnapshot& owner, std::uint8_t letter) : owner_(owner), letter_(letter) {}
    std::optional<Bytes> get(BytesView key) const override;
    std::optional<KeyValue> next(BytesView from, BytesView prefix) const override;

   private:
    const Changes& of(const FlushJob& job) const;
    std::optional<KeyValue> next_from(std::size_t layer, BytesView from, BytesView prefix) const;
    struct Below;
    const NodeSnapshot& owner_;
    std::uint8_t letter_;
  };
  std::optional<Bytes> beside(BytesView key) const;

  Header header_;
  std::shared_ptr<const View> store_;
  Layers layers_;
  std::shared_ptr<const StateTree> tree_;
  Layered state_;
  Layered index_;
};

// What the node lets others see, replaced as a whole. Written by the strand, read by any thread.
struct Published {
  std::shared_ptr<const NodeSnapshot> snapshot;
  api::NodeStatus status;              // block_age_ms counts from last_block_steady_ms
  std::uint64_t last_block_steady_ms = 0;
  std::uint64_t published_steady_ms = 0;
  bool pool_nearly_full = false;
  bool ready = false;                  // not syncing, enough validators sign
};

class NoticeBoard {
 public:
  void publish(std::shared_ptr<const Published> news) { news_.store(std::move(news)); }
  std::shared_ptr<const Published> read() const { return news_.load(); }

 private:
  std::atomic<std::shared_ptr<const Published>> news_;
};

}  // namespace allonge::node
