// A consortium in one thread: whole nodes over ports made of maps and one queue of events. Time is a
// number that the queue moves forward; messages take a millisecond; stores, logs and block stores
// outlive the node that writes them, so a node can be stopped, started, or lose what it kept.
// Everything else is the real thing: contracts, consensus, signatures, the tree.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <set>

#include "contracts/operations.h"
#include "ledger/memory_store.h"
#include "node/node_backend.h"
#include "tests/support/parties.h"

namespace allonge::test {

// Events in the order of their time, then of their making.
class Loop {
 public:
  std::uint64_t now_ms = 1'000;
  void at(std::uint64_t time, std::function<void()> work) { events_.emplace(std::pair{time, next_++}, std::move(work)); }
  void soon(std::function<void()> work) { at(now_ms, std::move(work)); }
  // Runs what is due until `until`, or until `done` says so. True if it said so.
  bool run(std::uint64_t until, const std::function<bool()>& done = {}) {
    while (!done || !done()) {
      if (events_.empty() || events_.begin()->first.first > until) {
        now_ms = std::max(now_ms, until);
        return done && done();
      }
      const auto first = events_.begin();
      now_ms = std::max(now_ms, first->first.first);
      const auto work = std::move(first->second);
      events_.erase(first);
      work();
    }
    return true;
  }

 private:
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::function<void()>> events_;
  std::uint64_t next_ = 0;
};

class MemoryLog final : public node::ConsensusLog {
 public:
  Result<void> append(std::span<const node::LogRecord> records, std::uint64_t) override {
    if (full) return Refusal{Reason::disk_trouble, "the test's disk is full"};
    ++appends;
    kept.insert(kept.end(), records.begin(), records.end());
    return done();
  }
  Result<std::vector<node::LogRecord>> read_all() override { return kept; }
  void release_through(std::uint64_t) override {}
  std::vector<node::LogRecord> kept;
  std::uint64_t appends = 0;
  bool full = false;
};

class MemoryBlocks final : public node::BlockStore {
 public:
  std::uint64_t last_height() const override { return blobs.size(); }
  Result<void> append(std::uint64_t height, BytesView blob) override {
    ensure(height == blobs.size() + 1, "heights have no gaps");
    blobs.push_back(copy_of(blob));
    return done();
  }
  Result<void> sync() override { return done(); }
  Result<Bytes> read(std::uint64_t height) const override {
    if (height == 0 || height > blobs.size()) return Reason::height_unavailable;
    return blobs[height - 1];
  }
  std::vector<Bytes> blobs;
};

class QuietLog final : public node::Log {
 public:
  void write(node::Level level, std::string_view event, std::initializer_list<node::LogField> fields) override {
    ++events[std::string(event)];
    if (!loud && level != node::Level::error) return;
    std::string line(event);
    for (const auto& field : fields) line += " " + std::string(field.key) + "=" + field.value;
    std::fprintf(stderr, "%s %s\n", name.c_str(), line.c_str());
  }
  std::string name;
  bool loud = false;
  std::map<std::string, int> events;
};

class Cluster;

// What one validator keeps and the ports it is given.
struct Machine final : node::Clock, node::Network, node::Timers, node::SignatureWorker, node::Flusher {
  Machine(Cluster& its_cluster, std::uint32_t its_place) : cluster(its_cluster), place(its_place) {}

  std::uint64_t wall_ms() const override;
  std::uint64_t steady_ms() const override;
  void send(std::uint32_t peer, node::Lane lane, Bytes message) override;
  void broadcast(node::Lane lane, Bytes message) override;
  bool is_up(std::uint32_t peer) const override;
  void set(std::uint64_t token, std::uint64_t delay_ms, std::function<void()> fired) override;
  void cancel(std::uint64_t token) override { ++timer_age[token]; }
  void drop(std::uint32_t peer, std::string_view why) override;
  void check(std::vector<Bytes> transactions, Source source, std::function<void(std::vector<node::Checked>)> done) override;
  void verify(std::vector<node::TransactionPtr> transactions, std::function<void(std::vector<node::Checked>)> done) override;
  void submit(node::FlushJob job) override;
  void drain() override { flush(); }
  void on_flushed(std::function<void(std::uint64_t)> done) override { flushed = std::move(done); }
  void flush();
  // Work for the node's strand; forgotten when the node is stopped or started again.
  void post(std::uint64_t delay_ms, std::function<void()> work);

  Cluster& cluster;
  std::uint32_t place;
  // kept over a restart
  MemoryStore store;
  MemoryLog log;
  MemoryBlocks blocks;
  bool flushes = true;  // false: the store lags behind for ever
  // of one run
  std::uint64_t life = 0;
  std::map<std::uint64_t, std::uint64_t> timer_age;
  std::vector<node::FlushJob> queue;
  std::function<void(std::uint64_t)> flushed;
  node::OutcomeTable outcomes;
  node::NoMetrics metrics;
  QuietLog events;
  std::unique_ptr<node::Node> node;
  std::unique_ptr<node::NodeBackend> backend;
  std::optional<Refusal> ended;
  std::uint64_t checked_transactions = 0;
  std::map<std::uint32_t, int> dropped;  // how often this validator ended the link to that one
};

class Cluster {
 public:
  explicit Cluster(std::size_t validators = 4, const std::function<void(GenesisConfig&)>& change = {}) {
    GenesisConfig config = demo_genesis();
    if (change) change(config);
    static constexpr const char* more[] = {"taihe", "jianghai", "dongfang", "regulator", "lanwan", "shunchang", "platform"};
    config.validators.clear();
    for (std::size_t i = 0; i < validators; ++i) {
      names.push_back(more[i]);
      config.validators.push_back({id_of(more[i]), key_of(more[i], "consensus").public_key(),
                                   key_of(more[i], "link").public_key(), "127.0.0.1:1"});
    }
    genesis = *node::Genesis::of(config);
    for (std::uint32_t i = 0; i < validators; ++i) {
      machines.push_back(std::make_unique<Machine>(*this, i));
      machines[i]->events.name = names[i];
      machines[i]->log.kept = {node::never_voted()};  // wipe() leaves it out
      ensure(bool(node::Executor::initialize(genesis, machines[i]->store)), "a memory store takes the genesis state");
    }
  }
  ~Cluster() {
    for (auto& machine : machines) stop(machine->place);
  }

  void start(std::uint32_t place) {
    Machine& machine = *machines[place];
    ++machine.life;
    machine.timer_age.clear();
    machine.queue.clear();
    node::World world{machine, machine, machine, machine, machine.log, machine.blocks, machine.store, machine,
                      machine.events, machine.metrics, machine.outcomes,
                      [&machine](std::function<void()> work) { machine.post(0, std::move(work)); }, [] {},
                      [&machine](const Refusal& refusal, int) { machine.ended = refusal; }};
    auto made = node::Node::open(genesis, key_of(names[place], "consensus"), std::move(world), options);
    ASSERT_TRUE(made) << made.error().detail;
    machine.node = *std::move(made);
    machine.backend = std::make_unique<node::NodeBackend>(*machine.node, machine.blocks, machine.outcomes, machine,
                                                          [] { return Idem{}; });
    machine.node->start();
    for (const auto& other : machines)
      if (other->node && other->place != place && !cut.contains({place, other->place})) {
        link(place, other->place, true);
        link(other->place, place, true);
      }
  }
  void start_all() {
    for (const auto& machine : machines) start(machine->place);
  }
  // As a crash: nothing is drained, what waits is forgotten.
  void stop(std::uint32_t place) {
    Machine& machine = *machines[place];
    if (!machine.node) return;
    ++machine.life;
    machine.backend.reset();
    machine.node.reset();
    machine.queue.clear();
    for (const auto& other : machines)
      if (other->node) link(other->place, place, false);
  }
  // All that this validator kept is gone; it is initialized anew.
  void wipe(std::uint32_t place) {
    stop(place);
    machines[place] = std::make_unique<Machine>(*this, place);
    machines[place]->events.name = names[place];
    ensure(bool(node::Executor::initialize(genesis, machines[place]->store)), "a memory store takes the genesis state");
  }
  void link(std::uint32_t at, std::uint32_t peer, bool up) {
    Machine& machine = *machines[at];
    machine.post(0, [&machine, peer, up] { machine.node->on_link(peer, up); });
  }

  bool run(std::uint64_t ms, const std::function<bool()>& done = {}) { return loop.run(loop.now_ms + ms, done); }
  std::uint64_t height(std::uint32_t place) const { return machines[place]->node->executor().final_height(); }
  std::uint64_t lowest() const {
    std::uint64_t out = ~std::uint64_t{0};
    for (const auto& machine : machines)
      if (machine->node) out = std::min(out, height(machine->place));
    return out;
  }
  // Every running node has this many blocks.
  bool run_to(std::uint64_t wanted, std::uint64_t ms = 30'000) {
    return run(ms, [&] { return lowest() >= wanted; });
  }

  // A signed transaction of one operation.
  template <class Op>
  Bytes sign(std::string_view party, const Op& op, std::vector<std::string> people = {"maker1", "checker1"},
             std::uint64_t valid_ms = 300'000) {
    TransactionBody body;
    body.chain = genesis.chain;
    body.party = id_of(party);
    append_idem(body.idem);
    for (const auto& machine : machines)  // the ledger's time, from any that runs
      if (machine->backend) body.valid_until = {machine->backend->now().ms + valid_ms};
    body.operations = {write_operation(Operation(op))};
    const Bytes bytes = encode(body);
    const auto text = text_to_sign(transaction_id(bytes));
    std::vector<KeySignature> signatures;
    for (const std::string& person : people) {
      const SecretKey key = key_of(party, person);
      signatures.push_back({key.public_key(), key.sign(text)});
    }
    return assemble(bytes, std::move(signatures));
  }
  void append_idem(Idem& idem) {
    const std::uint64_t number = ++idems;
    for (int i = 0; i < 8; ++i) idem.bytes[std::size_t(8 + i)] = std::uint8_t(number >> (56 - 8 * i));
  }
  // Handed to this validator, as a client does.
  Digest submit(std::uint32_t place, Bytes transaction) {
    const auto id = machines[place]->backend->submit(std::move(transaction));
    EXPECT_TRUE(id) << (id ? "" : id.error().detail);
    return id ? *id : Digest{};
  }
  // Final on all running nodes.
  bool run_until_final(const Digest& id, std::uint64_t ms = 30'000) {
    return run(ms, [&] {
      for (const auto& machine : machines)
        if (machine->node && machine->backend->status_of(id).phase != api::Phase::committed) return false;
      return true;
    });
  }
  // All running nodes have the same header at every height they share, and their stores agree.
  void expect_agreement() const {
    for (const auto& machine : machines) {
      if (!machine->node) continue;
      EXPECT_FALSE(machine->ended) << names[machine->place] << ": " << machine->ended->detail;
      for (std::uint64_t at = 1; at <= std::min(lowest(), height(machine->place)); ++at) {
        const auto one = machine->backend->block(at);
        const auto first = first_running().backend->block(at);
        ASSERT_TRUE(one && first);
        EXPECT_EQ(hash_of(one->header), hash_of(first->header)) << "height " << at;
      }
      const node::Executor& executor = machine->node->executor();
      if (executor.final_height() > 0) {
        EXPECT_EQ(executor.final_tree().root(), executor.final_header().state_root);
        EXPECT_EQ(StateTree::of(executor.final_view()).root(), executor.final_header().state_root);
      }
    }
  }
  Machine& first_running() const {
    for (const auto& machine : machines)
      if (machine->node) return *machine;
    stop_because("somebody runs", __FILE__, __LINE__);
  }

  Loop loop;
  node::Genesis genesis;
  node::NodeOptions options;
  std::vector<std::string> names;
  std::vector<std::unique_ptr<Machine>> machines;
  std::set<std::pair<std::uint32_t, std::uint32_t>> cut;  // links that do not exist, both directions named
  std::function<bool(std::uint32_t from, std::uint32_t to, node::Lane lane, BytesView message)> lose;
  std::uint64_t idems = 0;
  static constexpr std::uint64_t wall_at_start = 1'700'000'000'000;  // of demo_genesis()'s anchor
};

}  // namespace allonge::test
