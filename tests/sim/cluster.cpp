#include "tests/sim/cluster.h"

namespace allonge::sim {

namespace {
const Digest chain_id = digest("allonge/sim-chain/v1", bytes_of("genesis"));
}

void Reached::add(const Reached& other) {
  crashes += other.crashes, power_cuts += other.power_cuts, partitions += other.partitions;
  lost_logs += other.lost_logs, skipped_views += other.skipped_views, evidence += other.evidence;
  faults += other.faults, final_blocks += other.final_blocks, events += other.events;
  lost_unsynced += other.lost_unsynced;
}

std::string Reached::text() const {
  return "final_blocks=" + std::to_string(final_blocks) + " skipped_views=" + std::to_string(skipped_views) +
         " crashes=" + std::to_string(crashes) + " power_cuts=" + std::to_string(power_cuts) +
         " lost_unsynced=" + std::to_string(lost_unsynced) + " lost_logs=" + std::to_string(lost_logs) +
         " partitions=" + std::to_string(partitions) + " evidence=" + std::to_string(evidence) +
         " peer_faults=" + std::to_string(faults) + " events=" + std::to_string(events);
}

Plan draw_plan(std::uint64_t seed) {
  Random random(seed ^ 0x5eed);
  Plan plan;
  plan.seed = seed;
  const std::vector<std::uint32_t> sizes{1, 2, 3, 4, 4, 4, 4, 4, 4, 5, 6, 7, 7, 10};
  plan.nodes = random.pick(sizes);
  const std::vector<std::string> strategies{"silent",       "nullify_only", "equivocate",
                                            "vote_for_all", "partial_body", "garble", "twins", "fork"};
  const std::uint64_t liars = random.chance(600) ? faults_tolerated(plan.nodes) : 0;
  for (std::uint64_t i = 0; i < liars; ++i) plan.byzantine.push_back(random.pick(strategies));
  plan.real_signatures = seed % 20 == 0 && plan.nodes <= 4;

  const auto on = [&random] { return random.chance(500); };
  plan.network.delay_ms = random.between(1, 60);
  if (on()) plan.network.loss = random.between(1, 300);
  if (on()) plan.network.duplicate = random.between(1, 200);
  if (on()) plan.network.clog = random.between(1, 20);
  if (on()) plan.crash = random.between(50, 3'000);
  if (on()) plan.partition_every_ms = random.between(1'000, 8'000);
  if (on()) plan.power_cut_every_ms = random.between(1'500, 8'000);
  plan.cuts_are_noticed = on();
  if (plan.nodes >= 4 && plan.byzantine.empty() && random.chance(200)) plan.lost_logs = 1, plan.crash = std::max<std::uint64_t>(plan.crash, 500);
  if (on()) plan.clock_skew_ms = random.between(1, 400);
  if (on()) plan.node.disk_delay_ms = random.between(1, 30);
  if (on()) plan.node.executor_delay_ms = random.between(1, 40);
  plan.transactions = std::uint32_t(random.between(1, 120));
  plan.faulty_ms = random.between(2'000, 15'000);
  return plan;
}

std::string describe(const Plan& plan) {
  std::string out = "nodes=" + std::to_string(plan.nodes);
  for (const std::string& name : plan.byzantine) out += " byzantine=" + name;
  out += " delay=" + std::to_string(plan.network.delay_ms) + " loss=" + std::to_string(plan.network.loss) +
         " duplicate=" + std::to_string(plan.network.duplicate) + " clog=" + std::to_string(plan.network.clog) +
         " crash=" + std::to_string(plan.crash) + " partition=" + std::to_string(plan.partition_every_ms) +
         " power_cut=" + std::to_string(plan.power_cut_every_ms) + " lost_logs=" + std::to_string(plan.lost_logs) +
         " skew=" + std::to_string(plan.clock_skew_ms) + " disk=" + std::to_string(plan.node.disk_delay_ms) +
         " executor=" + std::to_string(plan.node.executor_delay_ms) +
         (plan.real_signatures ? " ed25519" : "") + (plan.cuts_are_noticed ? "" : " cuts_unnoticed");
  return out;
}

Cluster::Cluster(Plan plan)
    : plan_(std::move(plan)),
      random_(plan_.seed),
      keys_(plan_.nodes, plan_.real_signatures),
      network_(plan_.nodes),
      life_(plan_.nodes, 0),
      skew_(plan_.nodes, 0),
      told_life_(plan_.nodes, std::vector<std::uint64_t>(plan_.nodes, 0)) {
  for (std::uint32_t i = 0; i < plan_.nodes; ++i) {
    const std::size_t from_end = plan_.nodes - 1 - i;
    auto mischief = from_end < plan_.byzantine.size() ? make_mischief(plan_.byzantine[from_end]) : nullptr;
    nodes_.push_back(std::make_unique<Node>(i, keys_, chain_id, plan_.node, *this, checkers_, std::move(mischief)));
    skew_[i] = random_.below(plan_.clock_skew_ms + 1);
  }
  lost_logs_left_ = plan_.lost_logs;
}

void Cluster::start() {
  for (std::uint32_t i = 0; i < plan_.nodes; ++i) boot(i);
  repeat_gossip();
}

bool Cluster::run() {
  faulty_ = true;
  start();
  plan_faults();
  const std::uint64_t step = std::max<std::uint64_t>(1, plan_.faulty_ms / (plan_.transactions + 1));
  for (std::uint32_t i = 0; i < plan_.transactions; ++i) {
    run_until(now_ms_ + random_.below(2 * step));
    submit();
  }
  run_until(std::max(now_ms_, plan_.faulty_ms));
  heal();
  const std::uint64_t deadline = now_ms_ + plan_.healing_ms;
  submit();
  while (now_ms_ < deadline && !all_final()) run_until(now_ms_ + 100);
  if (!all_final()) checkers_.broken("progress", "not everything is final a minute after healing");
  for (const Digest& told : checkers_.told())
    for (const auto& node : nodes_)
      if (node->is_honest() && node->is_alive() && !node->executor().is_final(told) && all_final())
        checkers_.broken("told is kept", "a transaction that was told to be final is not in the chain");
  for (const auto& node : nodes_) {
    if (!node->is_honest()) continue;
    reached_.skipped_views += node->skipped_views();
    reached_.evidence += node->evidence_seen();
    reached_.faults += node->faults_seen();
  }
  reached_.final_blocks = checkers_.chain().size();
  return checkers_.holds();
}

std::string Cluster::verdict() const { return checkers_.holds() ? "ok" : checkers_.first(); }

std::string Cluster::picture() const {
  std::string out;
  for (const auto& node : nodes_) {
    out += "  node " + std::to_string(node->me()) + (node->is_honest() ? "" : " byzantine");
    if (!node->is_alive()) {
      out += " down\n";
      continue;
    }
    const consensus::Replica& replica = node->replica();
    out += " view=" + std::to_string(replica.view()) + " leader=" + std::to_string(replica.leader()) +
           " final_height=" + std::to_string(replica.last_final().height) +
           " final_view=" + std::to_string(replica.last_final().view) +
           " waiting=" + std::to_string(node->executor().waiting().size()) +
           " stored=" + std::to_string(node->executor().tip().height) + (replica.timers_run() ? " armed" : "") +
           (replica.abstains() ? " abstains" : "") + (replica.is_halted() ? " halted" : "") +
           " blocks=" + std::to_string(replica.blocks_kept()) + " views=" + std::to_string(replica.views_kept()) + "\n" + replica.picture();
  }
  return out;
}

void Cluster::heal() {
  faulty_ = false;
  network_.heal();
  plan_.network = NetworkFaults{std::min<std::uint64_t>(plan_.network.delay_ms, 30), 0, 0, 0};
  for (std::uint32_t i = 0; i < plan_.nodes; ++i)
    if (!nodes_[i]->is_alive()) boot(i);
  refresh_links();
  // Clients ask again for what they have no answer to.
  for (const auto& node : nodes_)
    if (node->is_honest())
      for (const Bytes& transaction : submitted_) node->submit(transaction);
}

Bytes Cluster::submit() {
  const std::string text = "transaction " + std::to_string(++next_transaction_);
  const Bytes transaction = copy_of(bytes_of(text));
  submitted_.push_back(transaction);
  nodes_[std::size_t(random_.below(nodes_.size()))]->submit(transaction);
  return transaction;
}

bool Cluster::all_final() const {
  for (const auto& node : nodes_) {
    if (!node->is_honest()) continue;
    if (!node->is_alive()) return false;
    for (const Bytes& transaction : submitted_)
      if (!node->executor().is_final(wire_id_of(transaction))) return false;
  }
  return true;
}

// ---- time

void Cluster::plan(std::uint64_t delay_ms, std::uint32_t node, std::uint64_t life, std::function<void()> then) {
  events_.push(Event{now_ms_ + delay_ms, ++order_, node, life, std::move(then)});
}

void Cluster::later(std::uint32_t node, std::uint64_t delay_ms, std::function<void()> then) {
  plan(delay_ms, node, life_[node], std::move(then));
}

void Cluster::run_until(std::uint64_t moment_ms) {
  while (!events_.empty() && events_.top().at_ms <= moment_ms) {
    Event event = events_.top();
    events_.pop();
    now_ms_ = std::max(now_ms_, event.at_ms);
    if (event.life != 0 && event.life != life_[event.node]) continue;
    ++reached_.events;
    trace_ = (trace_ ^ (now_ms_ * 131 + event.node + event.order)) * 0x100000001b3ULL;
    event.then();
  }
  now_ms_ = std::max(now_ms_, moment_ms);
}

void Cluster::repeat_gossip() {
  for (std::uint32_t i = 0; i < plan_.nodes; ++i) nodes_[i]->gossip();
  plan(1'000, 0, 0, [this] { repeat_gossip(); });
}

// ---- faults

bool Cluster::dies_here(std::uint32_t node, Boundary) {
  if (!faulty_ || plan_.crash == 0 || random_.below(100'000) >= plan_.crash) return false;
  ++reached_.crashes;
  const bool lost_log = lost_logs_left_ > 0 && random_.chance(300);
  kill(node, random_.chance(300));
  if (lost_log) {
    // Only with all others honest and never again: a lost log counts among the f.
    --lost_logs_left_;
    ++reached_.lost_logs;
    nodes_[node]->disk().lose_log();
  }
  plan(random_.below(3'000), node, 0, [this, node] {
    if (!nodes_[node]->is_alive()) boot(node);
  });
  return true;
}

void Cluster::kill(std::uint32_t node, bool power_cut) {
  ++life_[node];
  nodes_[node]->die();
  if (power_cut) {
    Disk& disk = nodes_[node]->disk();
    const std::size_t unsynced = disk.log().size() - disk.log_synced() + disk.blocks().size() - disk.blocks_synced();
    disk.power_cut(random_);
    if (unsynced > 0) ++reached_.lost_unsynced;
  }
  refresh_links();
}

void Cluster::boot(std::uint32_t node) {
  ++life_[node];
  nodes_[node]->boot();
  refresh_links();
}

void Cluster::plan_faults() {
  if (plan_.partition_every_ms != 0)
    plan(1 + random_.delay(plan_.partition_every_ms / 4) * 4, 0, 0, [this] {
      if (!faulty_) return;
      ++reached_.partitions;
      if (network_.is_whole())
        network_.cut(random_);
      else
        network_.heal();
      if (plan_.cuts_are_noticed) refresh_links();
    });
  if (plan_.power_cut_every_ms != 0)
    plan(1 + random_.delay(plan_.power_cut_every_ms / 4) * 4, 0, 0, [this] {
      if (!faulty_) return;
      ++reached_.power_cuts;
      for (std::uint32_t i = 0; i < plan_.nodes; ++i) {
        kill(i, true);
        plan(random_.below(1'000), i, 0, [this, i] {
          if (!nodes_[i]->is_alive()) boot(i);
        });
      }
    });
  if (plan_.partition_every_ms != 0 || plan_.power_cut_every_ms != 0)
    plan(500, 0, 0, [this] {
      if (faulty_) plan_faults();
    });
}

// ---- links

void Cluster::transmit(std::uint32_t from, std::uint32_t to, Wire wire) {
  if (!network_.connects(from, to)) return;
  for (const std::uint64_t delay : network_.arrivals(plan_.network, random_))
    plan(delay, to, 0, [this, from, to, wire] {
      if (nodes_[to]->is_alive()) nodes_[to]->receive(from, wire);
    });
}

void Cluster::refresh_links() {
  for (std::uint32_t a = 0; a < plan_.nodes; ++a)
    for (std::uint32_t b = 0; b < plan_.nodes; ++b)
      if (a != b) plan(1 + random_.below(30), a, 0, [this, a, b] { refresh_link(a, b); });
}

// Tells `a` what its link to `b` is now. A peer that died and came back is first down, then up.
void Cluster::refresh_link(std::uint32_t a, std::uint32_t b) {
  if (!nodes_[a]->is_alive()) {
    told_life_[a][b] = 0;
    return;
  }
  const bool up = nodes_[b]->is_alive() && network_.connects(a, b) && network_.connects(b, a);
  const std::uint64_t state = up ? life_[a] * 1'000'000 + life_[b] : 0;
  if (state == told_life_[a][b]) return;
  const bool was_up = told_life_[a][b] != 0;
  told_life_[a][b] = state;
  if (was_up) nodes_[a]->link(b, false);
  if (up && nodes_[a]->is_alive()) nodes_[a]->link(b, true);
}

}  // namespace allonge::sim
