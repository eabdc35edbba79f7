// Decides when this validator, as leader, makes its block. A chain that was idle gets it at once; a
// busy one is paced, because blocks cost more than transactions: 40 ms after the block before, or as
// soon as 500 transactions (settled.md, advice on speed) or the operations of a whole block are ready.
#pragma once

#include "consensus/events.h"
#include "node/executor.h"

namespace allonge::node {

struct Pace {
  std::uint64_t interval_ms = 40;
  std::size_t enough_transactions = 500;
  // Per block: execution stays far below a view's timers, and a burst does not make one long block that
  // everybody waits for.
  std::size_t most_transactions = 2'000;
  std::size_t most_operations = 2'000;
  std::uint64_t heartbeat_ms = 60'000;    // an idle chain makes a block at least so often
};

class Builder {
 public:
  using Answer = std::function<void(consensus::Input)>;
  using Dropped = std::function<void(const TransactionPtr&, const Refusal&)>;

  // `answer` takes PayloadReady or PayloadMissing; `dropped` what turned out inadmissible.
  Builder(Executor& executor, Mempool& pool, const Clock& clock, Pace pace, Answer answer, Dropped dropped);

  void order(const consensus::BuildPayload& order);
  // Looks again: a transaction came, or a timer fired. When to look next, if an order is open.
  std::optional<std::uint64_t> look();

  // A block was executed here (built or judged): the pace counts from it.
  void executed(const Header& header);
  // Whether this node wants a block (settled.md 19; the unfinalized tail is the replica's business).
  bool has_work() const;
  const Pace& pace() const { return pace_; }

 private:
  bool wants_empty(const Branch& branch) const;
  void build(const Branch& branch);

  Executor& executor_;
  Mempool& pool_;
  const Clock& clock_;
  Pace pace_;
  Answer answer_;
  Dropped dropped_;
  std::optional<consensus::BuildPayload> order_;
  std::uint64_t last_block_ms_ = 0;
  bool any_block_ = false;
};

}  // namespace allonge::node
