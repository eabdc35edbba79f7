#include "node/world/segment_spares.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "node/world/segment_format.h"

namespace allonge::node {

namespace {

constexpr std::size_t piece_bytes = 256 * 1024;
// Between pieces: so much for the appends that want the disk meanwhile.
constexpr auto pause = std::chrono::milliseconds(2);

std::string range_path(const std::string& directory) { return directory + "/segments"; }

// Zeros from the first byte to the last, synced; the header's sector is gone before the records, so
// that a crash in between leaves a spare and never half a segment.
Result<void> fill_with_zeros(const SegmentFile& segment, const std::atomic<bool>& hurry) {
  Bytes found(piece_bytes);
  const Bytes zeros(piece_bytes);
  for (std::uint64_t at = 0; at < segment.bytes; at += piece_bytes) {
    const std::size_t length = std::size_t(std::min<std::uint64_t>(piece_bytes, segment.bytes - at));
    TRY(const std::size_t count, read_at(segment.file.get(), std::span(found).first(length), at, segment.path));
    if (count == length && all_zero(BytesView(found).first(length))) continue;
    CHECK(write_at(segment.file.get(), BytesView(zeros).first(length), at, segment.path));
    if (::fdatasync(segment.file.get()) != 0) return disk_trouble("sync", segment.path, errno);
    if (!hurry) std::this_thread::sleep_for(pause);
  }
  return done();
}

}  // namespace

Result<SegmentRange> read_segment_range(const std::string& directory) {
  const std::string path = range_path(directory);
  const auto text = read_text_file(path, 256);
  if (!text) return Refusal{Reason::damaged_store, path + ": " + text.error().detail};
  SegmentRange range;
  unsigned long long oldest = 0, newest = 0;
  if (std::sscanf(text->c_str(), "oldest %llu newest %llu", &oldest, &newest) == 2) range = {oldest, newest};
  const std::string expected =
      "oldest " + std::to_string(range.oldest) + " newest " + std::to_string(range.newest) + "\n";
  if (*text != expected || range.oldest == 0 || range.newest < range.oldest)
    return Refusal{Reason::damaged_store, path + ": does not say which segments there are"};
  return range;
}

Result<void> write_segment_range(const std::string& directory, const SegmentRange& range) {
  return write_file_atomically(
      range_path(directory),
      bytes_of("oldest " + std::to_string(range.oldest) + " newest " + std::to_string(range.newest) + "\n"));
}

struct SegmentSpares::Hidden {
  Result<SegmentFile> make_new(std::uint64_t number) {
    std::string name = std::to_string(number);
    if (name.size() < 2) name.insert(0, 1, '0');
    SegmentFile made;
    made.path = directory + "/segment-" + name + ".log";
    TRY(made.file, OpenFile::open(made.path, O_RDWR | O_CREAT, 0644));
    made.bytes = segment_bytes;
    return made;
  }

  Result<SegmentFile> prepare(SegmentFile from) {
    if (auto filled = fill_with_zeros(from, hurry); !filled) {
      ::unlink(from.path.c_str());  // half a spare on a full disk only takes room
      return filled.error();
    }
    if (::fsync(from.file.get()) != 0) return disk_trouble("sync", from.path, errno);
    CHECK(sync_directory(directory));
    return from;
  }

  // One piece of work, chosen under the lock and done without it. False: nothing to do.
  bool work_once(std::unique_lock<std::mutex>& lock) {
    if (range) {
      const SegmentRange write = *range;
      range.reset();
      run(lock, [&] { return write_segment_range(directory, write); });
      return true;
    }
    if (!used.empty()) {
      SegmentFile file = std::move(used.front());
      used.pop_front();
      if (ready.size() > wanted || file.bytes != segment_bytes) {
        run(lock, [&]() -> Result<void> {
          ::unlink(file.path.c_str());
          return sync_directory(directory);
        });
      } else {
        make_ready(lock, std::move(file));
      }
      return true;
    }
    if (ready.size() < wanted && !trouble) {
      const std::uint64_t number = next_number++;
      auto made = make_new(number);
      if (made)
        make_ready(lock, *std::move(made));
      else
        trouble = made.error();
      return true;
    }
    return false;
  }

  template <class Work>
  void run(std::unique_lock<std::mutex>& lock, Work work) {
    busy = true;
    lock.unlock();
    Result<void> outcome = work();
    lock.lock();
    busy = false;
    if (!outcome) trouble = outcome.error();
  }

  void make_ready(std::unique_lock<std::mutex>& lock, SegmentFile file) {
    busy = true;
    lock.unlock();
    auto prepared = prepare(std::move(file));
    lock.lock();
    busy = false;
    if (prepared)
      ready.push_back(*std::move(prepared));
    else
      trouble = prepared.error();
  }

  void loop() {
    std::unique_lock lock(mutex);
    while (!closing) {
      if (work_once(lock)) {
        changed.notify_all();
        continue;
      }
      changed.notify_all();
      changed.wait(lock);
    }
  }

  bool idle() const { return !busy && !range && used.empty() && (ready.size() >= wanted || trouble); }

  std::string directory;
  std::uint64_t segment_bytes = 0;
  std::size_t wanted = 0;

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::uint64_t next_number = 0;
  std::deque<SegmentFile> ready;
  std::deque<SegmentFile> used;
  std::optional<SegmentRange> range;  // to be written
  std::optional<Refusal> trouble;     // of the last piece of work; tried again when one is needed
  bool busy = false;
  bool closing = false;
  std::atomic<bool> hurry{false};
  std::thread thread;
};

SegmentSpares::SegmentSpares(std::string directory, std::uint64_t segment_bytes, std::size_t wanted,
                             std::uint64_t next_number)
    : hidden_(std::make_unique<Hidden>()) {
  hidden_->directory = std::move(directory);
  hidden_->segment_bytes = segment_bytes;
  hidden_->wanted = wanted;
  hidden_->next_number = next_number;
  hidden_->thread = std::thread([hidden = hidden_.get()] {
    pthread_setname_np(pthread_self(), "segments");
    hidden->loop();
  });
}

SegmentSpares::~SegmentSpares() {
  {
    std::lock_guard lock(hidden_->mutex);
    hidden_->closing = true;
    hidden_->hurry = true;
  }
  hidden_->changed.notify_all();
  hidden_->thread.join();
  // A clean end leaves no range unwritten; after a crash the older one is right too.
  if (hidden_->range) (void)write_segment_range(hidden_->directory, *hidden_->range).has_value();
}

Result<SegmentFile> SegmentSpares::take() {
  std::unique_lock lock(hidden_->mutex);
  if (hidden_->ready.empty()) {
    hidden_->hurry = true;
    hidden_->trouble.reset();
    hidden_->wanted = std::max<std::size_t>(hidden_->wanted, 1);
    hidden_->changed.notify_all();
    hidden_->changed.wait(lock, [&] { return !hidden_->ready.empty() || (hidden_->trouble && !hidden_->busy); });
    hidden_->hurry = false;
    if (hidden_->ready.empty()) return *hidden_->trouble;
  }
  SegmentFile file = std::move(hidden_->ready.front());
  hidden_->ready.pop_front();
  hidden_->changed.notify_all();
  return file;
}

void SegmentSpares::give_back(SegmentFile file) {
  std::lock_guard lock(hidden_->mutex);
  hidden_->used.push_back(std::move(file));
  hidden_->changed.notify_all();
}

void SegmentSpares::set_range(const SegmentRange& range) {
  std::lock_guard lock(hidden_->mutex);
  hidden_->range = range;
  hidden_->changed.notify_all();
}

Result<void> SegmentSpares::settle() {
  std::unique_lock lock(hidden_->mutex);
  hidden_->hurry = true;
  hidden_->changed.notify_all();
  hidden_->changed.wait(lock, [&] { return hidden_->idle(); });
  hidden_->hurry = false;
  if (hidden_->trouble) return *hidden_->trouble;
  return done();
}

std::uint64_t SegmentSpares::files() const {
  std::lock_guard lock(hidden_->mutex);
  return hidden_->ready.size() + hidden_->used.size() + (hidden_->busy ? 1 : 0);
}

}  // namespace allonge::node
