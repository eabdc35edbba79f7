// Fetches final blocks that are too far ahead to come one by one (consensus.md 7.6). Blocks are
// asked by height from one peer at a time, put together from parts, and believed only when a
// finalize certificate stands over them: links are followed back from it to our last final block.
// Then they are executed in order, and every field must agree with what the quorum signed.
//
// Only the peer that was asked is heard, once per request, and what is not final yet is all from one
// peer: so what does not fit is that peer's fault and nobody else's. Peers take turns by time, because
// one that answers slowly, or with what never gets a certificate, must not keep the turn for ever.
#pragma once

#include "consensus/electorate.h"
#include "consensus/events.h"
#include "node/executor.h"
#include "node/messages.h"

namespace allonge::node {

class CatchUp {
 public:
  // An answer is waited for so long; twice as long after each turn that brought nothing, for slow links.
  static constexpr std::uint64_t retry_ms = 1'000;
  static constexpr std::uint64_t longest_retry_ms = 8'000;
  static constexpr std::uint64_t turn_retries = 16;                      // a turn lasts so many of them
  static constexpr std::size_t most_bytes = 64 * 1024 * 1024;            // of all that is not final yet
  static constexpr std::size_t largest_block_bytes = most_bytes;         // with receipts
  static constexpr std::size_t most_without_certificate = 64;            // blocks in a row

  CatchUp(Executor& executor, const consensus::Electorate& electorate, Network& network)
      : executor_(executor), electorate_(electorate), network_(network) {}

  // The replica knows that there is more.
  void need(const consensus::NeedBlocks& order, std::uint64_t now_ms);
  bool active() const { return target_height_ > executor_.final_height(); }
  std::uint64_t target_height() const { return target_height_; }
  std::size_t bytes() const { return waiting_bytes_ + part_.size(); }  // held here, not final yet

  // What an answer brought: blocks that became final, oldest first, and the certificate of the last.
  struct Gain {
    std::vector<ExecutedPtr> blocks;
    std::optional<Certificate> certificate;  // of the last block, if there are any
    Refusal trouble{Reason::not_found, {}};  // what no correct peer sends; empty detail: nothing
    bool diverged = false;  // a certified block executes to something else here: stop
  };
  Result<Gain> take(std::uint32_t peer, RangeAnswer answer, std::uint64_t now_ms);  // DISK_TROUBLE

  // Asks (again) when it is time. When to call next, while active.
  std::optional<std::uint64_t> ask(std::uint64_t now_ms);

 private:
  // Receipts are made anew by executing; they are not kept.
  struct Fetched {
    Header header;
    Digest hash;
    std::vector<RawMessage> transactions;  // those that the header names
    std::size_t bytes = 0;
  };
  void send_request(std::uint64_t now_ms);
  void end_turn(std::uint64_t now_ms);
  void drop_waiting();
  void drop_what_became_final();
  std::uint64_t next_height() const { return executor_.final_height() + waiting_.size() + 1; }
  Result<void> make_final(const Certificate& certificate, Gain& gain);

  Executor& executor_;
  const consensus::Electorate& electorate_;
  Network& network_;

  std::uint64_t target_height_ = 0;
  std::vector<std::uint32_t> holders_;
  std::size_t holder_ = 0;                 // whose turn it is
  std::optional<std::uint32_t> asked_;     // whose answer we wait for
  std::uint64_t ask_at_ms_ = 0;
  std::uint64_t patience_ms_ = retry_ms;
  std::uint64_t turn_ends_ms_ = 0;
  bool turn_gained_ = false;

  std::uint32_t source_ = 0;               // whose waiting_ and part_ are
  std::vector<Fetched> waiting_;           // linked, above the final block, no certificate over them yet
  std::size_t waiting_bytes_ = 0;
  Bytes part_;                             // of the block after them
  std::uint64_t part_height_ = 0;
};

}  // namespace allonge::node
