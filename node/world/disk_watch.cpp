#include "node/world/disk_watch.h"

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "node/world/files.h"

namespace allonge::node {

namespace {
constexpr auto every = std::chrono::seconds(10);
constexpr std::uint64_t low_percent = 5;
}  // namespace

struct DiskWatch::Hidden {
  void look() {
    const DiskSpace space = disk_space(path);
    metrics.set(Metric::disk_free, space.free_bytes);
    for (const Part& part : parts) metrics.set(Metric::store_bytes, part.bytes(), part.name);
    const bool now_low = space.total_bytes > 0 && space.free_bytes / low_percent < space.total_bytes / 100;
    if (now_low && !low)
      log.write(Level::warning, "disk_low", {{"path", path}, {"free_bytes", std::to_string(space.free_bytes)},
                                             {"fix", "free space; a node that cannot write ends with exit code 74"}});
    low = now_low;
  }

  void loop() {
    std::unique_lock lock(mutex);
    while (!wake.wait_for(lock, every, [&] { return closing; })) look();
  }

  std::string path;
  std::vector<Part> parts;
  Log& log;
  Metrics& metrics;
  std::atomic<bool> low{false};
  std::mutex mutex;
  std::condition_variable wake;
  bool closing = false;
  std::thread thread;
};

DiskWatch::DiskWatch(std::string path, std::vector<Part> parts, Log& log, Metrics& metrics)
    : hidden_(new Hidden{std::move(path), std::move(parts), log, metrics, {}, {}, {}, false, {}}) {
  hidden_->look();
  hidden_->thread = std::thread([hidden = hidden_.get()] {
    pthread_setname_np(pthread_self(), "disk");
    hidden->loop();
  });
}

DiskWatch::~DiskWatch() {
  {
    std::lock_guard lock(hidden_->mutex);
    hidden_->closing = true;
  }
  hidden_->wake.notify_all();
  hidden_->thread.join();
}

bool DiskWatch::is_low() const { return hidden_->low; }

}  // namespace allonge::node
