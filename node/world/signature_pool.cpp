#include "node/world/signature_pool.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace allonge::node {

namespace {

// Small enough that two threads share a batch, large enough that handing over costs nothing.
constexpr std::size_t piece_transactions = 64;

Checked verify_one(std::shared_ptr<const Transaction> transaction) {
  auto verdict = verify_signatures(*transaction);
  return {std::move(transaction), std::move(verdict)};
}

Checked check_one(Bytes bytes) {
  auto read = read_transaction(std::move(bytes));
  if (!read) return {nullptr, read.error()};
  return verify_one(std::make_shared<const Transaction>(*std::move(read)));
}

using Source = SignatureWorker::Source;
const Source bodies(SignatureWorker::Use::body);                 // the first in their order
const Source clients(SignatureWorker::Use::pool, 0xffffffff);  // no peer's place

std::size_t room_of(const Source& source) {
  return source == bodies ? SignaturePool::body_bytes : source == clients ? SignaturePool::client_bytes : SignaturePool::peer_bytes;
}

// A batch whose pieces are checked by whichever thread is free; the last one hands it over.
struct Batch {
  std::vector<Bytes> transactions;  // one of the two lists is used
  std::vector<std::shared_ptr<const Transaction>> read;
  std::vector<Checked> answers;
  std::function<void(std::vector<Checked>)> done;
  Source source = bodies;
  std::size_t bytes = 0;
  std::size_t next = 0;   // first transaction that nobody took
  std::size_t ended = 0;  // transactions that were answered
};

// What one source has here: gone when all of it was answered.
struct Queue {
  std::deque<std::shared_ptr<Batch>> waiting;
  std::size_t bytes = 0;  // waiting or being checked
};

}  // namespace

struct SignaturePool::Hidden {
  explicit Hidden(Strand& its_strand) : strand(its_strand), alive(std::make_shared<std::atomic<bool>>(true)) {}

  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      std::deque<std::shared_ptr<Batch>>* queue = nullptr;
      wake.wait(lock, [&] { return closing || (queue = next_queue()) != nullptr; });
      if (closing) return;
      const std::shared_ptr<Batch> batch = queue->front();
      const std::size_t begin = batch->next;
      const std::size_t end = std::min(begin + piece_transactions, batch->answers.size());
      batch->next = end;
      if (end == batch->answers.size()) queue->pop_front();
      lock.unlock();
      for (std::size_t i = begin; i < end; ++i)
        batch->answers[i] = batch->read.empty() ? check_one(std::move(batch->transactions[i]))
                                                : verify_one(std::move(batch->read[i]));
      lock.lock();
      batch->ended += end - begin;
      if (batch->ended == batch->answers.size()) {
        const auto own = queues.find(batch->source);
        own->second.bytes -= batch->bytes;
        if (own->second.bytes == 0) queues.erase(own);
        answer(batch);
      }
    }
  }

  // Bodies, else the source behind the one that had its turn last. Null when nothing waits.
  std::deque<std::shared_ptr<Batch>>* next_queue() {
    const auto begin = queues.begin(), end = queues.end();
    const auto waits = [](const auto& one) { return !one.second.waiting.empty(); };
    if (const auto own = queues.find(bodies); own != end && waits(*own)) return &own->second.waiting;
    const auto behind = queues.upper_bound(last_turn);
    auto turn = std::find_if(behind, end, waits);
    if (turn == end) turn = std::find_if(begin, behind, waits);
    if (turn == end || !waits(*turn)) return nullptr;
    last_turn = turn->first;
    return &turn->second.waiting;
  }

  // Refuses what is over the limit of waiting bytes.
  void take(std::shared_ptr<Batch> batch) {
    std::lock_guard lock(mutex);
    if (batch->answers.empty()) return answer(batch);
    const auto own = queues.find(batch->source);
    if ((own == queues.end() ? 0 : own->second.bytes) + batch->bytes > room_of(batch->source)) {
      for (Checked& one : batch->answers)
        one.verdict = Refusal{Reason::pool_full, "too many transactions wait for their signatures to be checked"};
      return answer(batch);
    }
    Queue& queue = queues[batch->source];
    queue.bytes += batch->bytes;
    queue.waiting.push_back(std::move(batch));
    wake.notify_all();
  }

  // `alive` is looked at on the strand, where the pool's owner lives.
  void answer(const std::shared_ptr<Batch>& batch) {
    strand.post([batch, weak = std::weak_ptr(alive)] {
      if (const auto still = weak.lock(); still != nullptr && *still) batch->done(std::move(batch->answers));
    });
  }

  Strand& strand;
  std::shared_ptr<std::atomic<bool>> alive;
  std::mutex mutex;
  std::condition_variable wake;
  std::map<Source, Queue> queues;
  Source last_turn = bodies;
  bool closing = false;
  std::vector<std::thread> threads;
};

SignaturePool::SignaturePool(Strand& strand, std::size_t threads) : hidden_(std::make_unique<Hidden>(strand)) {
  ensure(threads > 0, "somebody checks signatures");
  for (std::size_t i = 0; i < threads; ++i)
    hidden_->threads.emplace_back([hidden = hidden_.get()] {
      pthread_setname_np(pthread_self(), "signatures");
      hidden->work();
    });
}

SignaturePool::~SignaturePool() {
  {
    std::lock_guard lock(hidden_->mutex);
    hidden_->closing = true;
    *hidden_->alive = false;
  }
  hidden_->wake.notify_all();
  for (std::thread& thread : hidden_->threads) thread.join();
}

void SignaturePool::check(std::vector<Bytes> transactions, Source source, std::function<void(std::vector<Checked>)> done) {
  auto batch = std::make_shared<Batch>();
  batch->source = source.use == Use::body ? bodies : source;
  for (const Bytes& transaction : transactions) batch->bytes += transaction.size() + sizeof(Bytes);
  batch->answers.resize(transactions.size());
  batch->transactions = std::move(transactions);
  batch->done = std::move(done);
  hidden_->take(std::move(batch));
}

void SignaturePool::verify(std::vector<std::shared_ptr<const Transaction>> transactions,
                           std::function<void(std::vector<Checked>)> done) {
  auto batch = std::make_shared<Batch>();
  batch->source = clients;
  for (const auto& transaction : transactions) batch->bytes += transaction->bytes.size() + sizeof(Bytes);
  batch->answers.resize(transactions.size());
  batch->read = std::move(transactions);
  batch->done = std::move(done);
  hidden_->take(std::move(batch));
}

}  // namespace allonge::node
