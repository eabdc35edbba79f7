#include "node/builder.h"

#include <algorithm>
#include <set>

namespace allonge::node {

Builder::Builder(Executor& executor, Mempool& pool, const Clock& clock, Pace pace, Answer answer, Dropped dropped)
    : executor_(executor), pool_(pool), clock_(clock), pace_(pace), answer_(std::move(answer)),
      dropped_(std::move(dropped)), last_block_ms_(clock.steady_ms()) {}

void Builder::order(const consensus::BuildPayload& order) { order_ = order; }

void Builder::executed(const Header&) {
  last_block_ms_ = clock_.steady_ms();
  any_block_ = true;
}

bool Builder::wants_empty(const Branch& branch) const {
  if (executor_.header_of(branch).height == 0) return true;
  if (pace_.heartbeat_ms > 0 && clock_.steady_ms() >= last_block_ms_ + pace_.heartbeat_ms) return true;
  return executor_.something_due(branch, executor_.next_time(branch, clock_.wall_ms()));
}

// What is wanted of the tip, or still of the last final block: a block that did its due acts or was the
// first one counts only when it is final. One that its view lost would else be waited for until the
// heartbeat.
bool Builder::has_work() const {
  return pool_.ready() > 0 || wants_empty(executor_.tip()) || wants_empty({});
}

std::optional<std::uint64_t> Builder::look() {
  if (!order_) return std::nullopt;
  const std::uint64_t now = clock_.steady_ms();
  const auto branch = executor_.branch(order_->frame.parent);
  if (!branch) {
    const std::uint64_t view = order_->frame.view;
    order_.reset();
    answer_(consensus::PayloadMissing{view, true, now});
    return std::nullopt;
  }
  const std::size_t ready = order_->empty_only ? 0 : pool_.ready();
  if (ready == 0 && !order_->must && !wants_empty(*branch)) {
    const std::uint64_t view = order_->frame.view;
    order_.reset();
    answer_(consensus::PayloadMissing{view, false, now});
    return std::nullopt;
  }
  const std::uint64_t paced = any_block_ ? last_block_ms_ + pace_.interval_ms : 0;
  const std::uint64_t at = std::min(paced, order_->deadline_ms);
  const bool enough = ready >= pace_.enough_transactions ||
                      (ready > 0 && pool_.ready_operations() >= pace_.most_operations);
  if (now < at && !enough) return at;
  build(*branch);
  return std::nullopt;
}

void Builder::build(const Branch& branch) {
  const consensus::BuildPayload order = *std::exchange(order_, std::nullopt);
  Header frame = order.frame;
  frame.time = executor_.next_time(branch, clock_.wall_ms());

  std::vector<TransactionPtr> candidates;
  if (!order.empty_only) {
    std::set<Digest> in_branch;
    for (const ExecutedPtr& block : branch)
      for (const TransactionPtr& transaction : block->transactions) in_branch.insert(transaction->wire_id);
    candidates = pool_.oldest([&](const Digest& id) { return in_branch.contains(id); },
                              {pace_.most_transactions, limits::block_bytes, pace_.most_operations});
  }
  Executor::Built built = executor_.build(branch, std::move(frame), candidates);
  for (const auto& [transaction, refusal] : built.left_out) dropped_(transaction, refusal);
  const ExecutedBlock& block = *built.block;
  if (block.transactions.empty() && !order.must && !wants_empty(branch)) {
    executor_.discard(block.hash);
    answer_(consensus::PayloadMissing{order.frame.view, false, clock_.steady_ms()});
    return;
  }
  for (const TransactionPtr& transaction : block.transactions) pool_.claim(transaction->wire_id);
  executed(block.header);

  consensus::PayloadReady ready;
  ready.header = block.header;
  ready.payload.wire_ids.reserve(block.transactions.size());
  for (const TransactionPtr& transaction : block.transactions) ready.payload.wire_ids.push_back(transaction->wire_id);
  if (block.header.body_bytes <= consensus::inline_transaction_bytes)
    for (const TransactionPtr& transaction : block.transactions)
      ready.payload.transactions.push_back({transaction->bytes});
  ready.now_ms = clock_.steady_ms();
  answer_(std::move(ready));
}

}  // namespace allonge::node
