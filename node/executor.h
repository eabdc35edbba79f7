// Executes blocks: builds one for a leader, judges one that was proposed, makes them final in order.
// It owns the state: the final state over the store, and an overlay per executed block that is not
// final yet. A block is executed before it is voted for; its roots are compared field by field.
//
// Restart: the store may lag behind the block store (settled.md 9); open() rebuilds the state tree
// from the records, compares its root with the header that was applied, and executes again what the
// store misses. What does not fit together is DAMAGED_STORE, never repaired in silence.
#pragma once

#include <functional>

#include "consensus/records.h"
#include "contracts/replay_ring.h"
#include "node/executed_block.h"
#include "node/final_state.h"
#include "node/flusher.h"
#include "node/genesis.h"
#include "node/ports.h"

namespace allonge::node {

class Executor {
 public:
  // Writes the genesis state into an empty store. DISK_TROUBLE.
  static Result<void> initialize(const Genesis& genesis, Store& store);

  // Everything given outlives it. BAD_GENESIS, DAMAGED_STORE.
  static Result<std::unique_ptr<Executor>> open(const Genesis& genesis, Store& store, BlockStore& blocks,
                                                Flusher& flusher, std::size_t cache_buckets = 32'768);

  // ---- what is final
  const Header& final_header() const { return final_header_; }  // at height 0 all zero but the time
  const Digest& final_hash() const { return final_hash_; }
  std::uint64_t final_height() const { return final_header_.height; }
  const StateTree& final_tree() const { return final_tree_; }
  const View& final_view() const { return final_; }
  // As the replica starts from it.
  const consensus::LastFinal& recovered_final() const { return recovered_final_; }

  // ---- blocks executed here, not yet final or lately final; null when unknown
  BodyPtr find(const Digest& hash) const;
  // From `hash` down to the first block above the final one; empty for the final block itself;
  // nothing when it was not executed here or does not grow from the final block.
  std::optional<Branch> branch(const Digest& hash) const;
  // The branch of the executed block with the highest view.
  Branch tip() const;
  BranchView view(const Branch& branch) const { return BranchView(final_, branch); }
  const Header& header_of(const Branch& branch) const {
    return branch.empty() ? final_header_ : branch.front()->header;
  }

  // Whether a transaction could stand in the next block of the branch at this moment of the ledger.
  Result<void> admissible(const Branch& branch, Time now, const Transaction& transaction) const;

  // The block time that belongs to a wall-clock moment after this branch; later than the branch's own.
  Time next_time(const Branch& branch, std::uint64_t wall_ms) const;
  // Whether acts are due by then, or were left over from the branch's last block.
  bool something_due(const Branch& branch, Time now) const;

  // Builds and executes a block on `frame.parent`, with what is admissible of the candidates.
  struct Built {
    ExecutedPtr block;
    std::vector<std::pair<TransactionPtr, Refusal>> left_out;
  };
  Built build(const Branch& branch, Header frame, std::span<const TransactionPtr> candidates);

  // A block built for nothing: nobody else knows it.
  void discard(const Digest& hash) { executed_.erase(hash); }

  // Executes a proposed block and compares every field. The refusal says what is wrong with it.
  Result<ExecutedPtr> judge(const Branch& branch, const Header& header, std::span<const TransactionPtr> transactions);

  // Makes an executed block final; its parent is the last final block. What is final already is
  // harmless. `certificate` if there is one of exactly this block. DISK_TROUBLE ends the process.
  Result<ExecutedPtr> finalize(const Digest& hash, const std::optional<Certificate>& certificate);

  // Blocks that can never be final any more, since the last call.
  std::vector<ExecutedPtr> take_dropped() { return std::exchange(dropped_, {}); }

  // The store holds everything up to this height.
  void flushed_through(std::uint64_t height);
  std::uint64_t flushed_height() const { return flushed_height_; }
  std::uint64_t flushed_view() const { return flushed_view_; }
  // Final blocks the store does not hold yet, newest first: for snapshots.
  const std::vector<std::shared_ptr<const FlushJob>>& unflushed() const { return unflushed_; }

 private:
  Executor(const Genesis& genesis, Store& store, BlockStore& blocks, Flusher& flusher, std::size_t cache_buckets);

  bool is_final(const Digest& hash) const;
  Result<void> recover(const Applied& applied);
  Result<void> refill_ring(std::uint64_t height);
  Result<void> execute_again(std::uint64_t height);
  BlockContext context(const Header& header) const;
  // Fills in counts and roots of `header` and makes the block of it.
  ExecutedPtr finish(const Branch& branch, Header header, std::vector<TransactionPtr> transactions,
                     BlockOutcome outcome) const;
  const StateTree& tree_of(const Branch& branch) const { return branch.empty() ? final_tree_ : branch.front()->tree; }
  const ReplayView& replay_of(const Branch& branch) const {
    if (branch.empty()) return ring_;
    return *branch.front()->replay;
  }
  const MerkleLog& history_of(const Branch& branch) const {
    return branch.empty() ? final_history_ : branch.front()->history;
  }
  void make_final(const ExecutedPtr& block, bool certified);

  const Genesis& genesis_;
  Store& store_;
  BlockStore& blocks_;
  Flusher& flusher_;

  Header final_header_;
  Digest final_hash_;
  StateTree final_tree_;
  MerkleLog final_history_;
  bool final_more_due_ = false;
  FinalState final_;
  ReplayRing ring_;
  consensus::LastFinal recovered_final_;

  std::map<Digest, ExecutedPtr> executed_;   // not final
  std::vector<ExecutedPtr> dropped_;
  std::vector<BodyPtr> recent_;              // lately final, oldest first, for peers who lag a little
  std::vector<std::shared_ptr<const FlushJob>> unflushed_;
  std::map<std::uint64_t, std::uint64_t> unflushed_views_;  // height -> view
  std::uint64_t flushed_height_ = 0;
  std::uint64_t flushed_view_ = 0;
};

}  // namespace allonge::node
