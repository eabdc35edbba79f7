// A whole validator over ports: everything it knows and does, without a clock, a socket, a disk or a
// thread of its own. The program (main.cpp) gives it the real world, a simulator a made one.
// Everything runs on one strand; clients read what it publishes (snapshot.h).
#pragma once

#include "node/driver.h"
#include "node/intake.h"
#include "node/snapshot.h"

namespace allonge::node {

// What a node is given. Everything outlives it.
struct World {
  const Clock& clock;
  Network& network;
  Timers& timers;
  SignatureWorker& signatures;
  ConsensusLog& log;
  BlockStore& blocks;
  Store& store;
  Flusher& flusher;
  Log& events;
  Metrics& metrics;
  Outcomes& outcomes;  // safe from the threads that read it
  std::function<void(std::function<void()>)> post;  // runs it on the strand, from any thread
  std::function<void()> changed;                    // clients that wait are asked again
  std::function<void(const Refusal&, int exit_code)> end;  // the process must end; does not return
};

struct NodeOptions {
  Pace pace;
  std::size_t cache_buckets = 32'768;
  PoolLimits pool;
  std::string version = "0.1.0";
  // The operator says that this validator voted before and its log is gone (consensus.md 7.5).
  bool lost_log = false;
};

// What a log begins with when the operator says that this validator never voted: without it an empty
// log may be one that was lost.
LogRecord never_voted();

class Node {
 public:
  // Opens the state and recovers from the log. BAD_GENESIS, DAMAGED_STORE.
  static Result<std::unique_ptr<Node>> open(const Genesis& genesis, SecretKey consensus_key, World world,
                                            NodeOptions options);

  // After open(), once the links deliver.
  void start();

  // From the links, on the strand.
  void on_message(std::uint32_t peer, Bytes bytes);
  void on_link(std::uint32_t peer, bool up);

  // From clients' thread.
  void submit(TransactionPtr transaction, std::uint64_t submitted_ms);
  const NoticeBoard& board() const { return *board_; }
  const Genesis& genesis() const { return genesis_; }
  const std::string& name() const { return name_; }

  // A clean stop: everything final goes into the store.
  void stop();

  const Executor& executor() const { return *executor_; }
  const consensus::Replica& replica() const { return *replica_; }
  const Mempool& pool() const { return pool_; }
  bool takes_part() const { return started_; }

 private:
  Node(const Genesis& genesis, World world, NodeOptions options);
  Result<void> recover(SecretKey consensus_key);
  void begin(bool lost_log);
  void hear_greeting(std::uint32_t peer, const Greeting& greeting);
  void tick();
  void look_at_gossip();
  void on_final(std::span<const ExecutedPtr> blocks, const Certificate& certificate);
  void publish(bool state_changed);
  api::NodeStatus status() const;
  bool votes() const;  // signs in the view it is in
  std::uint64_t proven_height() const;
  void fault(std::uint32_t peer, const std::string& what);
  std::string member_name(std::uint32_t place) const;

  // What is known of a peer from its own words.
  struct Peer {
    bool up = false;
    bool heard = false;
    std::uint64_t height = 0;
    std::uint64_t heard_ms = 0;
    std::optional<std::uint64_t> votes_ms;  // when it last said that it signs; none: not, or it said otherwise
    std::optional<Greeting> greeting;
    bool dropped = false;  // we end its link, and wait for that
  };
  enum Timer : std::uint64_t { tick_timer = 10, gossip_timer = 11 };

  const Genesis& genesis_;
  World world_;
  NodeOptions options_;
  std::string name_;
  std::uint32_t me_ = 0;

  std::unique_ptr<consensus::CommitteeVerifier> verifier_;
  std::unique_ptr<consensus::Electorate> electorate_;
  consensus::Recovered recovered_;
  std::map<Digest, TransactionPtr> recovered_transactions_;  // of blocks in the log, by wire id
  std::uint64_t recovered_through_view_ = 0;
  std::unique_ptr<Executor> executor_;
  Mempool pool_;
  std::unique_ptr<BodyDesk> bodies_;
  std::unique_ptr<Builder> builder_;
  std::unique_ptr<CatchUp> catch_up_;
  std::unique_ptr<BlockServer> server_;
  std::unique_ptr<KeyKeeper> keeper_;
  std::unique_ptr<consensus::Replica> replica_;
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<Driver> driver_;

  bool started_ = false;    // the replica runs
  bool listening_ = false;  // nothing said in the log: finding out whether the chain already lives
  bool never_voted_ = false;
  std::optional<std::uint64_t> quorum_since_ms_;  // a quorum listens; the others may be on their way
  bool stopped_ = false;
  std::vector<Peer> peers_;
  std::shared_ptr<const View> store_snapshot_;
  std::shared_ptr<const NodeSnapshot> snapshot_;
  std::shared_ptr<NoticeBoard> board_ = std::make_shared<NoticeBoard>();
  std::uint64_t last_block_ms_ = 0;
  std::uint64_t last_publish_ms_ = 0;
  std::shared_ptr<bool> submit_waits_ = std::make_shared<bool>(false);
};

}  // namespace allonge::node
