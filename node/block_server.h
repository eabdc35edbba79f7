// Answers those who lag: a block's header and list, transactions of a block, ranges of final blocks.
// Every answer is bounded; who asks too often is not answered (consensus.md 12).
#pragma once

#include "node/executor.h"
#include "node/messages.h"

namespace allonge::node {

class BlockServer {
 public:
  // Per peer: a bucket of requests that refills with time.
  static constexpr std::uint32_t burst = 100;
  static constexpr std::uint32_t per_second = 50;
  static constexpr std::size_t range_bytes = 2 * 1024 * 1024 - 64 * 1024;

  BlockServer(const Executor& executor, const BlockStore& blocks, Network& network, std::uint32_t committee_size)
      : executor_(executor), blocks_(blocks), network_(network), buckets_(committee_size) {}

  void answer(std::uint32_t peer, const BlockRequest& request, std::uint64_t now_ms);
  void answer(std::uint32_t peer, const BodyRequest& request, std::uint64_t now_ms);
  void answer(std::uint32_t peer, const RangeRequest& request, std::uint64_t now_ms);

 private:
  struct Bucket {
    std::uint64_t tokens = burst;
    std::uint64_t filled_ms = 0;
  };
  bool may_ask(std::uint32_t peer, std::uint64_t now_ms);
  void send(std::uint32_t peer, NodeMessage message) { network_.send(peer, Lane::bulk, encode(message)); }

  const Executor& executor_;
  const BlockStore& blocks_;
  Network& network_;
  std::vector<Bucket> buckets_;
};

}  // namespace allonge::node
