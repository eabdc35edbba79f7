#include "tests/node/node_cluster.h"

namespace allonge::test {

std::uint64_t Machine::wall_ms() const { return Cluster::wall_at_start + cluster.loop.now_ms; }
std::uint64_t Machine::steady_ms() const { return cluster.loop.now_ms; }

bool Machine::is_up(std::uint32_t peer) const {
  return peer < cluster.machines.size() && cluster.machines[peer]->node && !cluster.cut.contains({place, peer});
}

void Machine::send(std::uint32_t peer, node::Lane lane, Bytes message) {
  if (!is_up(peer)) return;
  if (cluster.lose && cluster.lose(place, peer, lane, message)) return;
  Machine& to = *cluster.machines[peer];
  to.post(1, [&to, from = place, message = std::move(message)]() mutable { to.node->on_message(from, std::move(message)); });
}

void Machine::broadcast(node::Lane lane, Bytes message) {
  for (std::uint32_t peer = 0; peer < cluster.machines.size(); ++peer)
    if (peer != place) send(peer, lane, message);
}

// The link ends on both sides, and comes back after a second.
void Machine::drop(std::uint32_t peer, std::string_view) {
  ++dropped[peer];
  for (const auto& [at, other] : {std::pair{place, peer}, std::pair{peer, place}}) {
    cluster.cut.insert({at, other});
    if (cluster.machines[at]->node) cluster.link(at, other, false);
    cluster.loop.at(cluster.loop.now_ms + 1'000, [&its_cluster = cluster, at, other] {
      its_cluster.cut.erase({at, other});
      if (its_cluster.machines[at]->node && its_cluster.machines[other]->node) its_cluster.link(at, other, true);
    });
  }
}

void Machine::set(std::uint64_t token, std::uint64_t delay_ms, std::function<void()> fired) {
  const std::uint64_t age = ++timer_age[token];
  post(delay_ms, [this, token, age, fired = std::move(fired)] {
    if (timer_age[token] == age) fired();
  });
}

void Machine::check(std::vector<Bytes> transactions, Source, std::function<void(std::vector<node::Checked>)> done) {
  std::vector<node::Checked> answers;
  for (Bytes& bytes : transactions) {
    ++checked_transactions;
    auto read = read_transaction(std::move(bytes));
    if (!read) {
      answers.push_back({nullptr, read.error()});
      continue;
    }
    auto transaction = std::make_shared<const Transaction>(*std::move(read));
    auto verdict = verify_signatures(*transaction);
    answers.push_back({std::move(transaction), std::move(verdict)});
  }
  post(0, [done = std::move(done), answers = std::move(answers)]() mutable { done(std::move(answers)); });
}

void Machine::verify(std::vector<node::TransactionPtr> transactions, std::function<void(std::vector<node::Checked>)> done) {
  std::vector<node::Checked> answers;
  for (node::TransactionPtr& transaction : transactions) {
    ++checked_transactions;
    auto verdict = verify_signatures(*transaction);
    answers.push_back({std::move(transaction), std::move(verdict)});
  }
  post(0, [done = std::move(done), answers = std::move(answers)]() mutable { done(std::move(answers)); });
}

void Machine::submit(node::FlushJob job) {
  queue.push_back(std::move(job));
  if (flushes && queue.size() == 1) post(500, [this] { flush(); });
}

void Machine::flush() {
  node::FlushBatch batch;
  for (const node::FlushJob& job : queue) batch.add(job);
  queue.clear();
  if (batch.blocks() == 0) return;
  ensure(bool(store.write(batch.writes(), true)), "a memory store takes everything");
  if (flushed) flushed(batch.last_height());
}

void Machine::post(std::uint64_t delay_ms, std::function<void()> work) {
  cluster.loop.at(cluster.loop.now_ms + delay_ms, [this, its_life = life, its_place = place, &its_cluster = cluster,
                                                   work = std::move(work)] {
    // The machine may have been replaced, or its node stopped, since this was posted.
    if (its_cluster.machines[its_place].get() == this && node && life == its_life) work();
  });
}

}  // namespace allonge::test
