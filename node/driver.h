// Feeds the replica and performs its effects in the order of the list. It is a loop a reader can
// hold in mind: take an input, step, perform; what performing brings comes back as another input.
//
//   Sign           the key keeper writes, syncs, signs           -> Signed
//   Send           to one validator, Broadcast to all others
//   SetTimer       -> TimerFired
//   BuildPayload   the builder, paced                            -> PayloadReady, PayloadMissing
//   JudgePayload   the body desk gathers, the executor executes  -> PayloadJudged
//   FetchBlock     asked from its holders                        -> BlockArrived
//   Commit         the executor makes it final, clients are told
//   NeedBlocks     catching up                                   -> ChainExtended
//   Report         the log, the counters
#pragma once

#include <deque>

#include "consensus/replica.h"
#include "node/block_server.h"
#include "node/body_desk.h"
#include "node/builder.h"
#include "node/catch_up.h"
#include "node/key_keeper.h"
#include "node/metrics.h"

namespace allonge::node {

class Driver {
 public:
  struct Parts {
    consensus::Replica& replica;
    KeyKeeper& keeper;
    Executor& executor;
    Builder& builder;
    BodyDesk& bodies;
    CatchUp& catch_up;
    Mempool& pool;
    BlockStore& blocks;
    Network& network;
    Timers& timers;
    const Clock& clock;
    Log& log;
    Metrics& metrics;
    const Genesis& genesis;
    // Blocks became final, oldest first; `certificate` is of the last one.
    std::function<void(std::span<const ExecutedPtr>, const Certificate&)> final;
    std::function<void(std::uint32_t peer, const std::string& what)> fault;  // provable: its link ends
    std::function<void(const Refusal&)> disk_trouble;  // ends the process (74)
    std::function<void(const Refusal&)> diverged;      // our execution differs from a quorum's: ends it too
  };
  explicit Driver(Parts parts) : parts_(std::move(parts)) {}

  // The replica takes this input, now or after those that wait already.
  void give(consensus::Input input);
  // Something changed that may make work or let the builder go on.
  void look();
  // Every transaction of the block is here, or one is known to be bad.
  void body_complete(const Digest& block);
  void block_arrived(BlockAnswer answer);
  void range_arrived(std::uint32_t peer, RangeAnswer answer);
  void link_changed(std::uint32_t peer, bool up);

  std::uint64_t skipped_views() const { return skipped_views_; }

 private:
  enum Timer : std::uint64_t { replica_timer = 1, builder_timer = 2, body_timer = 3, range_timer = 4 };

  void run();
  void perform(consensus::Sign& effect);
  void perform(consensus::Send& effect);
  void perform(consensus::Broadcast& effect);
  void perform(consensus::SetTimer& effect);
  void perform(consensus::BuildPayload& effect);
  void perform(consensus::JudgePayload& effect);
  void perform(consensus::FetchBlock& effect);
  void perform(consensus::Commit& effect);
  void perform(consensus::NeedBlocks& effect);
  void perform(consensus::Report& effect);
  void report(const consensus::Evidence& what);
  void report(const consensus::PeerFault& what);
  void report(const consensus::LeaderFault& what);
  void report(const consensus::ViewSkipped& what);
  void report(const consensus::Divergence& what);

  void judge(const BodyDesk::Body& body);
  void made_final(std::span<const ExecutedPtr> blocks, const Certificate& certificate);
  void tell_work();
  void look_at_builder();
  void ask_for_bodies();
  void ask_for_ranges();
  std::uint64_t now() const { return parts_.clock.steady_ms(); }
  std::string name_of_member(std::uint32_t place) const;

  Parts parts_;
  std::deque<consensus::Input> inputs_;
  bool running_ = false;
  bool has_work_ = false;
  bool building_ = false;
  std::size_t next_holder_ = 0;
  std::uint64_t skipped_views_ = 0;
};

}  // namespace allonge::node
