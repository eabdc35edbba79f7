// A whole committee in one thread, in virtual time, from one seed. First faults: loss, delay,
// duplicates, partitions, crashes at any effect, power cuts of all, lost logs, Byzantine members up to
// f. Then healing: all honest nodes are up and connected, and whatever was submitted must become
// final on all of them within a minute. Half of the kinds of fault are off in any one seed.
//
// The same seed gives the same run, event for event; `trace()` is a digest of all of them.
#pragma once

#include <queue>

#include "tests/sim/network.h"
#include "tests/sim/node.h"

namespace allonge::sim {

struct Plan {
  std::uint64_t seed = 1;
  std::uint32_t nodes = 4;
  std::vector<std::string> byzantine;     // strategy of the last members, one each; "" is honest
  bool real_signatures = false;
  NetworkFaults network;
  std::uint64_t crash = 0;                // per 100,000 boundaries
  std::uint64_t partition_every_ms = 0;   // mean; 0: never
  std::uint64_t power_cut_every_ms = 0;
  bool cuts_are_noticed = true;
  std::uint64_t lost_logs = 0;            // how many crashes lose the log (and tell the node)
  std::uint64_t clock_skew_ms = 0;
  NodeOptions node;
  std::uint64_t faulty_ms = 15'000;       // how long faults go on
  std::uint64_t healing_ms = 60'000;      // within this everything must be final
  std::uint32_t transactions = 40;
};

// Draws a plan: committee, strategies, which faults are on, and how hard.
Plan draw_plan(std::uint64_t seed);
std::string describe(const Plan& plan);

// "silent", "nullify_only", "equivocate", "vote_for_all", "partial_body", "garble", "twins", "fork"; null if unknown.
std::unique_ptr<Mischief> make_mischief(const std::string& name);

// "This happened": a silent simulator is a broken simulator.
struct Reached {
  std::uint64_t crashes = 0, power_cuts = 0, partitions = 0, lost_logs = 0, skipped_views = 0, evidence = 0,
                faults = 0, final_blocks = 0, events = 0, lost_unsynced = 0;
  void add(const Reached& other);
  std::string text() const;
};

class Cluster final : public Outside {
 public:
  explicit Cluster(Plan plan);

  // The whole story. True if every law held and everything submitted became final.
  bool run();
  // In parts, for tests that write their own story.
  void start();
  void run_until(std::uint64_t moment_ms);
  void heal();
  Bytes submit();  // a new transaction, to one honest node
  bool all_final() const;

  Node& node(std::uint32_t place) { return *nodes_[place]; }
  Checkers& checkers() { return checkers_; }
  Network& network() { return network_; }
  const Reached& reached() const { return reached_; }
  std::uint64_t trace() const { return trace_; }
  std::string picture() const;  // where every node stands, for people
  std::string verdict() const;  // one line about what went wrong, or "ok"
  void kill(std::uint32_t node, bool power_cut);
  void boot(std::uint32_t node);
  void refresh_links();

  std::uint64_t now_ms() const override { return now_ms_; }
  std::uint64_t wall_ms(std::uint32_t node) const override { return 1'700'000'000'000 + now_ms_ + skew_[node]; }
  void transmit(std::uint32_t from, std::uint32_t to, Wire wire) override;
  void later(std::uint32_t node, std::uint64_t delay_ms, std::function<void()> then) override;
  bool dies_here(std::uint32_t node, Boundary boundary) override;
  Random& random() override { return random_; }

 private:
  struct Event {
    std::uint64_t at_ms;
    std::uint64_t order;
    std::uint32_t node;
    std::uint64_t life;  // of the node when it was planned; 0: whatever its life
    std::function<void()> then;
  };
  struct Later {
    bool operator()(const Event& a, const Event& b) const {
      return a.at_ms != b.at_ms ? a.at_ms > b.at_ms : a.order > b.order;
    }
  };
  void plan(std::uint64_t delay_ms, std::uint32_t node, std::uint64_t life, std::function<void()> then);
  void plan_faults();
  void refresh_link(std::uint32_t a, std::uint32_t b);
  void repeat_gossip();

  Plan plan_;
  Random random_;
  Keys keys_;
  Network network_;
  Checkers checkers_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<std::uint64_t> life_;
  std::vector<std::uint64_t> skew_;
  std::vector<std::vector<std::uint64_t>> told_life_;  // link state last told: life of the peer, 0 when down
  std::vector<Bytes> submitted_;
  std::priority_queue<Event, std::vector<Event>, Later> events_;
  std::uint64_t now_ms_ = 1;
  std::uint64_t order_ = 0;
  std::uint64_t trace_ = 0xcbf29ce484222325ULL;
  bool faulty_ = false;
  std::uint64_t lost_logs_left_ = 0;
  std::uint32_t next_transaction_ = 0;
  Reached reached_;
};

}  // namespace allonge::sim
