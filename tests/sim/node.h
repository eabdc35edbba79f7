// A simulated validator: the real Replica, the real vote guard as key keeper, a disk that forgets
// what was not synced, and a stand-in executor. It can die before and after every effect, between
// append and sync, and between sync and send.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "consensus/replica.h"
#include "tests/sim/checkers.h"
#include "tests/sim/disk.h"
#include "tests/sim/executor.h"
#include "tests/sim/keys.h"

namespace allonge::sim {

// What travels between simulated nodes; consensus messages as their bytes.
struct Push { std::vector<Bytes> transactions; };
struct AskTransactions { std::vector<Digest> ids; };
struct AskBlock { Digest block; };
struct GiveBlock { Header header; std::vector<Digest> wire_ids; };
struct AskChain { std::uint64_t from_height; };
struct GiveChain { std::vector<StoredBlock> blocks; };
using Wire = std::variant<Bytes, Push, AskTransactions, AskBlock, GiveBlock, AskChain, GiveChain>;

// Defects put in on purpose, to see that a check bites (reliability.md 3.8).
enum class Defect : std::uint8_t {
  none,
  votes_not_synced,         // signatures are handed out before the sync
  nullify_forgotten,        // a restarted node does not read its NULLIFY votes back
  votes_forgotten,          // nor any other, and nobody told it to abstain
  certificates_not_logged,  // votes are logged without the certificate that let the node in
  bodies_not_logged,        // and blocks without their transactions
};

// Where a node may die: before any effect, between append and sync, between sync and the answer, and
// before the block store is synced.
enum class Boundary : std::uint8_t { effect, appended, synced, committed };

class Node;
class Outside {
 public:
  virtual ~Outside() = default;
  virtual std::uint64_t now_ms() const = 0;
  virtual std::uint64_t wall_ms(std::uint32_t node) const = 0;
  virtual void transmit(std::uint32_t from, std::uint32_t to, Wire wire) = 0;
  // Runs `then` on the node after a while, unless it has died meanwhile.
  virtual void later(std::uint32_t node, std::uint64_t delay_ms, std::function<void()> then) = 0;
  // Asked at every boundary: does the node die here?
  virtual bool dies_here(std::uint32_t node, Boundary boundary) = 0;
  virtual Random& random() = 0;
};

// What a Byzantine node does with what its honest half wants to send.
class Mischief {
 public:
  virtual ~Mischief() = default;
  virtual void send(Node& node, std::optional<std::uint32_t> to, const consensus::Message& message) = 0;
  virtual bool answers(Node&, std::uint32_t, const Wire&) { return true; }  // what others send and ask
  virtual void booted(Node&) {}
  virtual void linked(Node&, std::uint32_t, bool) {}
};

struct NodeOptions {
  std::uint64_t disk_delay_ms = 0;      // mean; 0: the sync answers within the step
  std::uint64_t executor_delay_ms = 0;  // mean
  Defect defect = Defect::none;
};

class Node {
 public:
  Node(std::uint32_t me, const Keys& keys, const Digest& chain, const NodeOptions& options, Outside& outside,
       Checkers& checkers, std::unique_ptr<Mischief> mischief)
      : me_(me), keys_(keys), chain_(chain), options_(options), outside_(outside), checkers_(checkers),
        mischief_(std::move(mischief)) {}

  std::uint32_t me() const { return me_; }
  std::uint32_t size() const { return keys_.committee().size(); }
  bool is_honest() const { return mischief_ == nullptr; }
  bool is_alive() const { return replica_ != nullptr; }
  const Keys& keys() const { return keys_; }
  const consensus::Replica& replica() const { return *replica_; }
  const Executor& executor() const { return *executor_; }
  Executor& executor() { return *executor_; }
  Disk& disk() { return disk_; }
  Random& random() { return outside_.random(); }
  Outside& outside() { return outside_; }
  const Digest& chain() const { return chain_; }

  void boot();
  void die() {
    replica_.reset();
    executor_.reset();
    keeper_.reset();
    inbox_.clear();
    untold_.clear();
  }

  void receive(std::uint32_t from, const Wire& wire);
  void link(std::uint32_t peer, bool up) {
    if (mischief_) mischief_->linked(*this, peer, up);
    feed(consensus::LinkChanged{peer, up, outside_.now_ms()});
  }
  void submit(const Bytes& transaction);
  void gossip();
  void report_work(bool work) { feed(consensus::WorkChanged{has_work_ = work, outside_.now_ms()}); }
  // Sends as it stands, past all honesty: for mischief.
  void transmit(std::uint32_t to, const consensus::Message& message) { outside_.transmit(me_, to, encode(message)); }
  void transmit_bytes(std::uint32_t to, Bytes bytes) { outside_.transmit(me_, to, std::move(bytes)); }
  Signature sign(const consensus::Statement& said) const {
    return keys_.sign(me_, vote_bytes(said.kind, electorate_->epoch_id(), said.view, said.block));
  }
  consensus::Vote vote(const consensus::Statement& said) const {
    return consensus::Vote{said.kind, 0, said.view, said.block, me_, sign(said)};
  }
  std::uint64_t skipped_views() const { return skipped_; }
  std::uint64_t evidence_seen() const { return evidence_; }
  std::uint64_t faults_seen() const { return faults_; }

 private:
  void feed(consensus::Input input);
  bool perform(const consensus::Effect& effect);  // false: the node died
  bool act(const consensus::Sign& sign);
  bool act(const consensus::Send& send) { return out(send.peer, send.message); }
  bool act(const consensus::Broadcast& send) { return out(std::nullopt, send.message); }
  bool act(const consensus::SetTimer& timer);
  bool act(const consensus::BuildPayload& build);
  bool act(const consensus::JudgePayload& judge);
  bool act(const consensus::FetchBlock& fetch);
  bool act(const consensus::Commit& commit);
  bool act(const consensus::NeedBlocks& need);
  bool act(const consensus::Report& report);
  bool out(std::optional<std::uint32_t> to, const consensus::Message& message);
  void hand_out(const std::vector<consensus::Statement>& statements);
  void store(const Digest& hash, const Header& header, const std::vector<Digest>& ids,
             std::optional<Certificate> certificate);
  void sync_blocks();
  void work_changed();
  void take_chain(const GiveChain& given);

  std::uint32_t me_;
  const Keys& keys_;
  Digest chain_;
  NodeOptions options_;
  Outside& outside_;
  Checkers& checkers_;
  std::unique_ptr<Mischief> mischief_;

  Disk disk_;
  std::optional<consensus::Electorate> electorate_;
  // gone when the process dies
  std::unique_ptr<consensus::Replica> replica_;
  std::unique_ptr<consensus::Safety> keeper_;
  std::unique_ptr<Executor> executor_;
  std::deque<consensus::Input> inbox_;
  bool running_ = false;
  bool has_work_ = false;
  std::uint64_t disk_free_ms_ = 0;
  std::uint32_t signing_ = 0;  // appends whose sync is under way: answers come in their order
  std::uint64_t timer_ = 0;
  std::vector<Digest> untold_;  // final, but not yet durable enough to tell

  std::uint64_t skipped_ = 0;
  std::uint64_t evidence_ = 0;
  std::uint64_t faults_ = 0;
};

}  // namespace allonge::sim
