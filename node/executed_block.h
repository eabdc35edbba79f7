// A block that was executed here: what it holds, what happened in it and what it changes. Immutable
// once made and found by its hash; blocks not yet final lie over each other as overlays, siblings may
// exist, at most eight deep (settled.md 14). Dropping one frees everything it alone holds.
#pragma once

#include <memory>

#include "contracts/execute.h"
#include "contracts/replay_ring.h"
#include "ledger/block.h"
#include "ledger/merkle.h"
#include "ledger/state_tree.h"
#include "node/layout.h"
#include "node/mempool.h"

namespace allonge::node {

// What others ask of a block: all that is kept of one that has been final for a while.
struct BlockBody {
  Header header;
  Digest hash;
  Bytes header_bytes;
  std::vector<TransactionPtr> transactions;
};
using BodyPtr = std::shared_ptr<const BlockBody>;

struct ExecutedBlock : BlockBody {
  std::vector<Bytes> receipts;      // canonical bytes; [0] is the boundary's
  std::vector<Place> places;        // of the transactions, in order
  std::shared_ptr<const Changes> changes;  // in the tree
  Changes beside;                   // what contracts wrote beside it, for queries (contracts/index.h)
  std::vector<IdemEntry> idems;
  // The same, laid over the parent's; laid over the ring when the parent becomes final. Only read
  // while the block stands on a branch.
  std::shared_ptr<ReplayOverlay> replay;
  StateTree tree;                   // after it
  MerkleLog history;                // with its own header
  bool more_due = false;
  std::vector<std::string> broken_laws;  // why transactions were INVARIANT_BROKEN: a defect
};
using ExecutedPtr = std::shared_ptr<const ExecutedBlock>;

// From a block not yet final down to the first one above the last final block; newest first.
using Branch = std::vector<ExecutedPtr>;

// What contracts read while the next block of a branch is made: the branch over the final state.
class BranchView final : public View {
 public:
  BranchView(const View& final_state, const Branch& branch) : final_(final_state), branch_(branch) {}

  std::optional<Bytes> get(BytesView key) const override {
    for (const ExecutedPtr& block : branch_) {
      const auto found = block->changes->find(key);
      if (found != block->changes->end()) return found->second;
    }
    return final_.get(key);
  }
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override {
    return next_from(0, compare(from, prefix) < 0 ? prefix : from, prefix);
  }

 private:
  // The branch from its place `depth` downwards, as one view.
  struct Below final : View {
    Below(const BranchView& branch, std::size_t depth) : branch_(branch), depth_(depth) {}
    std::optional<Bytes> get(BytesView) const override { return std::nullopt; }
    std::optional<KeyValue> next(BytesView from, BytesView prefix) const override {
      return branch_.next_from(depth_, from, prefix);
    }
    const BranchView& branch_;
    std::size_t depth_;
  };
  std::optional<KeyValue> next_from(std::size_t depth, BytesView from, BytesView prefix) const {
    if (depth == branch_.size()) return final_.next(from, prefix);
    return next_over(*branch_[depth]->changes, Below(*this, depth + 1), from, prefix);
  }

  const View& final_;
  const Branch& branch_;
};

}  // namespace allonge::node
