#include "node/world/leveldb_store.h"

#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/filter_policy.h>
#include <leveldb/write_batch.h>

#include <atomic>
#include <mutex>

#include "node/world/clock.h"
#include "node/world/files.h"
#include "node/world/leveldb_check.h"

namespace allonge::node {

namespace {

constexpr std::size_t write_buffer_bytes = 16 * 1024 * 1024;
constexpr std::size_t block_cache_bytes = 16 * 1024 * 1024;
constexpr int bloom_bits = 10;
constexpr int open_files = 256;

leveldb::Slice slice(BytesView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
BytesView view(const leveldb::Slice& slice) { return bytes_of({slice.data(), slice.size()}); }

leveldb::ReadOptions checked_reading() {
  leveldb::ReadOptions options;
  options.verify_checksums = true;
  return options;
}

// LevelDB says "Corruption" or "IO error: ...: No such file or directory" without saying which file is wrong.
Refusal refusal_of(const leveldb::Status& status, const std::string& directory) {
  const std::string words = status.ToString();
  if (status.IsIOError() && words.find("No such file") == std::string::npos)
    return {Reason::disk_trouble, "the state in " + directory + ": " + words};
  const std::string found = find_leveldb_damage(directory);
  return {Reason::damaged_store, found.empty() ? "the state in " + directory + ": " + words : found + " (" + words + ")"};
}

}  // namespace

struct LevelDbStore::Hidden {
  Hidden(std::string its_path, Metrics& its_metrics, OnTrouble its_on_trouble)
      : path(std::move(its_path)), metrics(its_metrics), on_trouble(std::move(its_on_trouble)) {}

  // A reader met damage: nothing it could answer would be right.
  [[noreturn]] void give_up(const leveldb::Status& status) const {
    const Refusal refusal = refusal_of(status, path);
    if (on_trouble) on_trouble(refusal);
    std::fprintf(stderr, "event=damaged_store %s\n", refusal.detail.c_str());
    std::fflush(nullptr);
    std::_Exit(65);
  }

  std::optional<Bytes> get(BytesView key, const leveldb::Snapshot* snapshot) const {
    auto options = checked_reading();
    options.snapshot = snapshot;
    std::string value;
    const leveldb::Status status = db->Get(options, slice(key), &value);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) give_up(status);
    return copy_of(bytes_of(value));
  }

  std::optional<KeyValue> next(BytesView from, BytesView prefix, const leveldb::Snapshot* snapshot) const {
    auto options = checked_reading();
    options.snapshot = snapshot;
    const std::unique_ptr<leveldb::Iterator> walk(db->NewIterator(options));
    walk->Seek(slice(compare(from, prefix) < 0 ? prefix : from));
    if (!walk->status().ok()) give_up(walk->status());
    if (!walk->Valid() || !starts_with(view(walk->key()), prefix)) return std::nullopt;
    return KeyValue{copy_of(view(walk->key())), copy_of(view(walk->value()))};
  }

  // Destroyed from the bottom up: the database before the cache and the filter it uses.
  std::string path;
  Metrics& metrics;
  OnTrouble on_trouble;
  std::unique_ptr<const leveldb::FilterPolicy> filter;
  std::unique_ptr<leveldb::Cache> cache;
  std::unique_ptr<leveldb::DB> db;
  std::atomic<bool> broken{false};
};

namespace {

// A reader's unchanging picture; keeps the database open as long as it lives.
class SnapshotView final : public View {
 public:
  SnapshotView(std::function<std::optional<Bytes>(BytesView)> get,
               std::function<std::optional<KeyValue>(BytesView, BytesView)> next)
      : get_(std::move(get)), next_(std::move(next)) {}
  std::optional<Bytes> get(BytesView key) const override { return get_(key); }
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override { return next_(from, prefix); }

 private:
  std::function<std::optional<Bytes>(BytesView)> get_;
  std::function<std::optional<KeyValue>(BytesView, BytesView)> next_;
};

}  // namespace

Result<std::unique_ptr<LevelDbStore>> LevelDbStore::open_or_create(const std::string& path, bool create,
                                                                   Metrics& metrics, OnTrouble on_trouble) {
  auto hidden = std::make_shared<Hidden>(path, metrics, std::move(on_trouble));
  hidden->filter.reset(leveldb::NewBloomFilterPolicy(bloom_bits));
  hidden->cache.reset(leveldb::NewLRUCache(block_cache_bytes));
  leveldb::Options options;
  options.create_if_missing = create;
  options.error_if_exists = create;
  options.paranoid_checks = true;
  options.compression = leveldb::kNoCompression;
  options.write_buffer_size = write_buffer_bytes;
  options.max_open_files = open_files;
  options.block_cache = hidden->cache.get();
  options.filter_policy = hidden->filter.get();
  leveldb::DB* db = nullptr;
  const leveldb::Status status = leveldb::DB::Open(options, path, &db);
  hidden->db.reset(db);
  if (!status.ok()) {
    hidden->db.reset();
    return refusal_of(status, path);
  }
  return std::unique_ptr<LevelDbStore>(new LevelDbStore(std::move(hidden)));
}

Result<std::unique_ptr<LevelDbStore>> LevelDbStore::create(const std::string& path, Metrics& metrics,
                                                           OnTrouble on_trouble) {
  if (exists(path + "/CURRENT")) return Refusal{Reason::bad_config, "there is a state in " + path + " already"};
  CHECK(make_directory(path));
  return open_or_create(path, true, metrics, std::move(on_trouble));
}

Result<std::unique_ptr<LevelDbStore>> LevelDbStore::open(const std::string& path, Metrics& metrics,
                                                         OnTrouble on_trouble) {
  if (!exists(path + "/CURRENT")) return Refusal{Reason::damaged_store, path + "/CURRENT: is missing"};
  TRY(auto store, open_or_create(path, false, metrics, std::move(on_trouble)));
  CHECK(store->walk([](BytesView, BytesView) { return true; }));
  return store;
}

LevelDbStore::LevelDbStore(std::shared_ptr<Hidden> hidden) : hidden_(std::move(hidden)) {}
LevelDbStore::~LevelDbStore() = default;

std::optional<Bytes> LevelDbStore::get(BytesView key) const { return hidden_->get(key, nullptr); }

std::optional<KeyValue> LevelDbStore::next(BytesView from, BytesView prefix) const {
  return hidden_->next(from, prefix, nullptr);
}

Result<void> LevelDbStore::write(std::span<const Write> writes, bool sync) {
  if (hidden_->broken) return Refusal{Reason::disk_trouble, "an earlier write to " + hidden_->path + " failed"};
  leveldb::WriteBatch batch;
  for (const auto& [key, value] : writes) {
    if (*value)
      batch.Put(slice(key), slice(**value));
    else
      batch.Delete(slice(key));
  }
  leveldb::WriteOptions options;
  options.sync = sync;
  const std::uint64_t began_us = steady_us();
  const leveldb::Status status = hidden_->db->Write(options, &batch);
  if (sync) hidden_->metrics.observe_us(Metric::fsync, steady_us() - began_us, "state");
  if (status.ok()) return done();
  hidden_->broken = true;
  if (status.IsCorruption()) return refusal_of(status, hidden_->path);
  return Refusal{Reason::disk_trouble, "cannot write the state in " + hidden_->path + ": " + status.ToString()};
}

std::shared_ptr<const View> LevelDbStore::snapshot() const {
  const std::shared_ptr<const leveldb::Snapshot> held(
      hidden_->db->GetSnapshot(),
      [hidden = hidden_](const leveldb::Snapshot* snapshot) { hidden->db->ReleaseSnapshot(snapshot); });
  return std::make_shared<SnapshotView>(
      [hidden = hidden_, held](BytesView key) { return hidden->get(key, held.get()); },
      [hidden = hidden_, held](BytesView from, BytesView prefix) { return hidden->next(from, prefix, held.get()); });
}

Result<void> LevelDbStore::walk(const std::function<bool(BytesView key, BytesView value)>& visit) const {
  auto options = checked_reading();
  options.fill_cache = false;
  const std::unique_ptr<leveldb::Iterator> walk(hidden_->db->NewIterator(options));
  for (walk->SeekToFirst(); walk->Valid(); walk->Next())
    if (!visit(view(walk->key()), view(walk->value()))) return done();
  if (!walk->status().ok()) return refusal_of(walk->status(), hidden_->path);
  return done();
}

std::uint64_t LevelDbStore::disk_bytes() const {
  const std::string last(64, '\xff');  // a Range only points at its ends
  const leveldb::Range everything("", last);
  std::uint64_t bytes = 0;
  hidden_->db->GetApproximateSizes(&everything, 1, &bytes);
  return bytes;
}

}  // namespace allonge::node
