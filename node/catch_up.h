// Fetches final blocks that are too far ahead to come one by one (consensus.md 7.6). Blocks are
// asked by height from one peer at a time, put together from parts, and believed only when a
// finalize certificate stands over them: links are followed back from it to our last final block.
// Then they are executed in order, and every field must agree with what the quorum signed.
#pragma once

#include "consensus/electorate.h"
#include "consensus/events.h"
#include "node/executor.h"
#include "node/messages.h"

namespace allonge::node {

class CatchUp {
 public:
  static constexpr std::uint64_t retry_ms = 1'000;
  static constexpr std::size_t largest_block_bytes = 64 * 1024 * 1024;   // with receipts
  static constexpr std::size_t most_without_certificate = 64;            // blocks in a row

  CatchUp(Executor& executor, const consensus::Electorate& electorate, Network& network)
      : executor_(executor), electorate_(electorate), network_(network) {}

  // The replica knows that there is more.
  void need(const consensus::NeedBlocks& order, std::uint64_t now_ms);
  bool active() const { return target_height_ > executor_.final_height(); }
  std::uint64_t target_height() const { return target_height_; }

  // What an answer brought: blocks that became final, oldest first, and the certificate of the last.
  struct Gain {
    std::vector<ExecutedPtr> blocks;
    std::optional<Certificate> certificate;  // of the last block, if there are any
    Refusal trouble{Reason::not_found, {}};  // what was wrong with the answer; empty detail: nothing
    bool diverged = false;  // a certified block executes to something else here: stop
  };
  Result<Gain> take(std::uint32_t peer, RangeAnswer answer, std::uint64_t now_ms);  // DISK_TROUBLE

  // Asks (again) when it is time. When to call next, while active.
  std::optional<std::uint64_t> ask(std::uint64_t now_ms);

 private:
  struct Fetched {
    FinalBlock block;
    Digest hash;
  };
  void send_request();
  void change_peer();

  Executor& executor_;
  const consensus::Electorate& electorate_;
  Network& network_;

  std::uint64_t target_height_ = 0;
  std::vector<std::uint32_t> holders_;
  std::size_t holder_ = 0;
  std::uint64_t ask_at_ms_ = 0;
  std::vector<Fetched> waiting_;  // linked, above the final block, no certificate over them yet
  Bytes part_;                    // of the block after them
};

}  // namespace allonge::node
