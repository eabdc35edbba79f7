#include "node/world/store_flusher.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace allonge::node {

struct StoreFlusher::Hidden {
  Store& store;
  BlockStore& blocks;
  Strand& strand;
  std::function<void(const Refusal&)> on_trouble;
  std::function<void(std::uint64_t)> on_flushed;

  std::mutex mutex;
  std::condition_variable work;   // something to write, or the end
  std::condition_variable room;   // the queue became shorter
  std::deque<FlushJob> queue;
  std::size_t waiting_records = 0;
  bool writing = false;
  bool hurry = false;  // somebody waits: do not gather
  bool stopping = false;
  std::thread thread;

  Hidden(Store& s, BlockStore& b, Strand& st, std::function<void(const Refusal&)> trouble)
      : store(s), blocks(b), strand(st), on_trouble(std::move(trouble)) {}

  void run() {
    std::unique_lock lock(mutex);
    while (true) {
      work.wait(lock, [&] { return stopping || !queue.empty(); });
      if (queue.empty()) return;
      // Gather: a record that several blocks write costs one write.
      work.wait_for(lock, std::chrono::milliseconds(longest_wait_ms),
                    [&] { return stopping || hurry || queue.size() >= most_blocks || waiting_records >= most_records; });
      FlushBatch batch;
      // Blocks that became final together go together: a restart begins at a block with a certificate.
      while (!batch.closed() || (!queue.empty() && batch.blocks() < most_blocks && batch.records() < most_records)) {
        work.wait(lock, [&] { return !queue.empty(); });
        FlushJob job = std::move(queue.front());
        queue.pop_front();
        waiting_records -= records_of(job);
        writing = true;
        lock.unlock();  // laying out the batch is not the strand's time
        batch.add(std::move(job));
        lock.lock();
      }
      room.notify_all();
      lock.unlock();
      write(batch);
      lock.lock();
      writing = false;
      room.notify_all();
    }
  }

  // The blocks first: the store never knows of a block that the block store could lose.
  void write(FlushBatch& batch) {
    auto result = blocks.sync();
    if (result) result = store.write(batch.writes(), true);
    if (!result) {
      on_trouble(result.error());
      return;
    }
    const std::uint64_t height = batch.last_height();
    strand.post([this, height] {
      if (on_flushed) on_flushed(height);
    });
  }
};

StoreFlusher::StoreFlusher(Store& store, BlockStore& blocks, Strand& strand,
                           std::function<void(const Refusal&)> on_trouble)
    : hidden_(std::make_unique<Hidden>(store, blocks, strand, std::move(on_trouble))) {
  hidden_->thread = std::thread([hidden = hidden_.get()] { hidden->run(); });
}

StoreFlusher::~StoreFlusher() {
  {
    const std::lock_guard lock(hidden_->mutex);
    hidden_->stopping = true;
  }
  hidden_->work.notify_all();
  hidden_->thread.join();
}

void StoreFlusher::submit(FlushJob job) {
  std::unique_lock lock(hidden_->mutex);
  hidden_->room.wait(lock, [&] {
    return hidden_->queue.size() < queue_blocks && hidden_->waiting_records < queue_records;
  });
  hidden_->waiting_records += records_of(job);
  hidden_->queue.push_back(std::move(job));
  hidden_->work.notify_one();
}

void StoreFlusher::drain() {
  std::unique_lock lock(hidden_->mutex);
  hidden_->hurry = true;
  hidden_->work.notify_one();
  hidden_->room.wait(lock, [&] { return hidden_->queue.empty() && !hidden_->writing; });
  hidden_->hurry = false;
}

void StoreFlusher::on_flushed(std::function<void(std::uint64_t)> done) { hidden_->on_flushed = std::move(done); }

}  // namespace allonge::node
