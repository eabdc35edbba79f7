#include "node/world/segment_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <deque>
#include <map>
#include <mutex>

#include "node/world/clock.h"
#include "node/world/crc32c.h"
#include "node/world/little_endian.h"
#include "node/world/random.h"
#include "node/world/segment_scan.h"
#include "node/world/segment_spares.h"

namespace allonge::node {

namespace {

constexpr std::uint64_t least_segment_bytes = 64 * 1024;

// One segment in use.
struct Segment {
  SegmentFile file;
  SegmentHeader header;
  std::uint64_t end = first_record;
  std::uint64_t highest = 0;
};

Refusal damaged(const std::string& words) { return {Reason::damaged_store, words}; }

// NN of segment-NN.log; nothing for other names.
std::optional<std::uint64_t> number_in(std::string_view name) {
  if (!name.starts_with("segment-") || !name.ends_with(".log")) return std::nullopt;
  const std::string_view digits = name.substr(8, name.size() - 12);
  if (digits.empty() || digits.size() > 12) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + std::uint64_t(c - '0');
  }
  return number;
}

Result<Bytes> read_whole(const SegmentFile& file) {
  Bytes bytes(file.bytes);
  TRY(const std::size_t count, read_at(file.file.get(), bytes, 0, file.path));
  bytes.resize(count);
  return bytes;
}

struct Found {
  std::deque<Segment> used;  // by generation
  std::vector<SegmentFile> spares;
  std::uint64_t next_number = 1;
};

// Every segment file of the folder, sorted into used ones and spares.
Result<Found> find_segments(const std::string& directory, const SegmentRange& range) {
  Found found;
  const auto names = list_directory(directory);
  if (!names) return damaged("there is no consensus log in " + directory + ": " + names.error().detail);
  std::map<std::uint64_t, Segment> used;
  for (const std::string& name : *names) {
    const auto number = number_in(name);
    if (!number) continue;
    found.next_number = std::max(found.next_number, *number + 1);
    SegmentFile file;
    file.path = directory + "/" + name;
    TRY(file.file, OpenFile::open(file.path, O_RDWR));
    struct stat facts {};
    if (::fstat(file.file.get(), &facts) != 0) return disk_trouble("read", file.path, errno);
    file.bytes = std::uint64_t(facts.st_size);
    Bytes sector(sector_bytes);
    TRY(const std::size_t count, read_at(file.file.get(), sector, 0, file.path));
    sector.resize(count);
    const auto header = read_header(sector);
    if (!header) return damaged(file.path + ": byte 0: " + header.error().detail);
    // One that was released is zeroed in no order of its sectors: nothing of it is read any more.
    if (!header->has_value() || (*header)->generation < range.oldest) {
      found.spares.push_back(std::move(file));
      continue;
    }
    if ((*header)->segment_bytes != file.bytes)
      return damaged(file.path + ": is " + std::to_string(file.bytes) + " bytes long and was made with " +
                     std::to_string((*header)->segment_bytes));
    const std::uint64_t generation = (*header)->generation;
    const std::string path = file.path;
    Segment segment;
    segment.file = std::move(file);
    segment.header = **header;
    if (!used.emplace(generation, std::move(segment)).second)
      return damaged(path + ": generation " + std::to_string(generation) + " is there twice");
  }
  for (auto& [generation, segment] : used) found.used.push_back(std::move(segment));
  return found;
}

Result<void> all_are_there(const std::deque<Segment>& used, const SegmentRange& range, const std::string& directory) {
  if (used.empty()) return damaged("the consensus log in " + directory + " is gone: no segment is in use");
  for (std::size_t i = 1; i < used.size(); ++i)
    if (used[i].header.generation != used[i - 1].header.generation + 1)
      return damaged(directory + ": the segment of generation " +
                     std::to_string(used[i - 1].header.generation + 1) + " is missing");
  const std::uint64_t oldest = used.front().header.generation, newest = used.back().header.generation;
  // The range is written behind the appends: newer ones than it knows may be there.
  if (oldest > range.oldest || newest < range.newest)
    return damaged(directory + ": segments " + std::to_string(range.oldest) + " to " + std::to_string(range.newest) +
                   " should be there, " + std::to_string(oldest) + " to " + std::to_string(newest) + " are");
  return done();
}

}  // namespace

struct SegmentLog::Hidden {
  Hidden(std::string its_directory, Metrics& its_metrics, Options its_options)
      : directory(std::move(its_directory)), metrics(its_metrics), options(its_options) {}

  Refusal broken_before() const {
    return {Reason::disk_trouble, "an earlier write to the consensus log failed: " + trouble};
  }
  Refusal fail(const Refusal& refusal) {
    trouble = refusal.detail;
    return refusal;
  }

  // The end of the last record if `records` were written from `end` on.
  static std::uint64_t end_of(std::span<const LogRecord> records, std::uint64_t end) {
    for (const LogRecord& record : records) end = end_of_record(place_after(end), record.payload.size());
    return end;
  }

  // Bytes of the file from `from` on.
  void write_records(std::span<const LogRecord> records, std::uint64_t height, const SegmentHeader& header,
                     std::uint64_t from, std::uint64_t end) {
    const std::uint32_t seed = header.seed();
    const std::size_t before = buffer.size();
    buffer.resize(before + std::size_t(end - from));
    const std::span<std::uint8_t> out = std::span(buffer).subspan(before);
    const std::uint64_t begin = place_after(from);
    std::uint64_t at = from;
    for (const LogRecord& record : records) {
      const std::uint64_t place = place_after(at);
      RecordHead head;
      head.length = std::uint32_t(record.payload.size());
      head.generation = header.generation;
      head.append = next_append;
      head.height = height;
      head.begin = std::uint32_t(begin);
      head.payload_checksum = crc32c(record.payload, seed);
      head.type = record.type;
      write_head(head, seed, out.subspan(std::size_t(place - from)));
      std::copy(record.payload.begin(), record.payload.end(),
                out.begin() + std::ptrdiff_t(place - from + record_head_bytes));
      at = end_of_record(place, record.payload.size());
    }
  }

  // The one write and the one sync.
  Result<void> write_and_sync(const SegmentFile& file, std::uint64_t offset) {
    CHECK(write_at(file.file.get(), buffer, offset, file.path));
    const std::uint64_t began_us = steady_us();
    if (::fdatasync(file.file.get()) != 0) return disk_trouble("sync", file.path, errno);
    metrics.observe_us(Metric::fsync, steady_us() - began_us, "log");
    metrics.add(Metric::log_appends);
    ++syncs;
    return done();
  }

  // Begins a new segment; its header goes to disk together with its first records.
  Result<void> begin_segment() {
    TRY(SegmentFile file, spares->take());
    Segment segment;
    segment.header.generation = used.empty() ? 1 : used.back().header.generation + 1;
    segment.header.segment_bytes = file.bytes;
    segment.header.first_append = next_append;
    segment.header.previous_end = used.empty() ? 0 : used.back().end;
    std::array<std::uint8_t, 8> salt;
    fill_random(salt);
    segment.header.salt = read_little_endian<std::uint64_t>(salt);
    segment.file = std::move(file);
    used.push_back(std::move(segment));
    return done();
  }

  SegmentRange range() const { return {used.front().header.generation, used.back().header.generation}; }

  std::string directory;
  Metrics& metrics;
  Options options;
  std::mutex mutex;  // of all below, but for `syncs`
  std::deque<Segment> used;  // never empty; the last one is appended to
  std::uint64_t next_append = 1;
  std::atomic<std::uint64_t> syncs{0};
  Bytes buffer;
  std::string trouble;  // the first failure, for ever
  std::string torn_tail;
  std::unique_ptr<SegmentSpares> spares;
};

Result<std::unique_ptr<SegmentLog>> SegmentLog::create(const std::string& directory, Metrics& metrics,
                                                       Options options) {
  ensure(options.segment_bytes >= least_segment_bytes && options.segment_bytes < 0xffffffff, "a segment has 64 KiB to 4 GiB");
  CHECK(make_directory(directory));
  TRY(const auto names, list_directory(directory));
  if (!names.empty()) return Refusal{Reason::bad_config, "there is a consensus log in " + directory + " already"};
  {
    Hidden first(directory, metrics, options);
    first.spares = std::make_unique<SegmentSpares>(directory, options.segment_bytes, 1, 1);
    CHECK(first.begin_segment());
    first.buffer = write_header(first.used.back().header);
    CHECK(first.write_and_sync(first.used.back().file, 0));
    CHECK(write_segment_range(directory, first.range()));
    CHECK(first.spares->settle());
  }
  return open(directory, metrics, options);
}

Result<std::unique_ptr<SegmentLog>> SegmentLog::open(const std::string& directory, Metrics& metrics, Options options) {
  ensure(options.segment_bytes >= least_segment_bytes && options.segment_bytes < 0xffffffff, "a segment has 64 KiB to 4 GiB");
  if (!exists(directory)) return damaged("there is no consensus log in " + directory);
  TRY(const SegmentRange range, read_segment_range(directory));
  TRY(Found found, find_segments(directory, range));
  auto hidden = std::make_unique<Hidden>(directory, metrics, options);
  hidden->used = std::move(found.used);
  CHECK(all_are_there(hidden->used, range, directory));

  for (std::size_t i = 0; i < hidden->used.size(); ++i) {
    Segment& segment = hidden->used[i];
    TRY(Bytes bytes, read_whole(segment.file));
    TRY(const SegmentScan scan, scan_segment(bytes, segment.header, segment.file.path));
    segment.end = scan.end;
    segment.highest = scan.highest;
    hidden->next_append = scan.last_append + 1;
    if (i + 1 < hidden->used.size()) {
      const SegmentHeader& next = hidden->used[i + 1].header;
      if (next.previous_end != scan.end || next.first_append != hidden->next_append)
        return damaged(segment.file.path + ": byte " + std::to_string(scan.end) +
                       ": its records end too early; the next segment was begun at byte " +
                       std::to_string(next.previous_end));
    } else if (scan.torn) {
      // Zeros again, so that what is left of it is never taken for a part of what comes now.
      const auto rest = BytesView(bytes).subspan(std::size_t(scan.end));
      std::size_t length = rest.size();
      while (length > 0 && rest[length - 1] == 0) --length;
      CHECK(write_at(segment.file.file.get(), Bytes(length), scan.end, segment.file.path));
      if (::fdatasync(segment.file.file.get()) != 0) return disk_trouble("sync", segment.file.path, errno);
      hidden->torn_tail = segment.file.path + ": dropped " + std::to_string(length) + " bytes of an append that was cut short at byte " +
                          std::to_string(scan.end);
    }
  }
  hidden->spares = std::make_unique<SegmentSpares>(directory, options.segment_bytes, options.spares, found.next_number);
  hidden->spares->set_range(hidden->range());
  for (SegmentFile& spare : found.spares) hidden->spares->give_back(std::move(spare));
  return std::unique_ptr<SegmentLog>(new SegmentLog(std::move(hidden)));
}

SegmentLog::SegmentLog(std::unique_ptr<Hidden> hidden) : hidden_(std::move(hidden)) {}
SegmentLog::~SegmentLog() = default;

Result<void> SegmentLog::append(std::span<const LogRecord> records, std::uint64_t height) {
  Hidden& log = *hidden_;
  std::lock_guard lock(log.mutex);
  if (!log.trouble.empty()) return log.broken_before();
  if (records.empty()) return done();
  if (Hidden::end_of(records, first_record) > log.options.segment_bytes / 2)
    return Refusal{Reason::too_large, "an append of " + std::to_string(Hidden::end_of(records, 0)) +
                                          " bytes is more than half a segment of the consensus log"};
  const bool rolls = Hidden::end_of(records, log.used.back().end) > log.used.back().header.segment_bytes;
  if (rolls)
    if (auto begun = log.begin_segment(); !begun) return log.fail(begun.error());
  Segment& segment = log.used.back();
  const std::uint64_t from = segment.end;
  const std::uint64_t end = Hidden::end_of(records, from);
  log.buffer.clear();
  if (rolls) log.buffer = write_header(segment.header);
  log.write_records(records, height, segment.header, from, end);
  if (auto written = log.write_and_sync(segment.file, rolls ? 0 : from); !written) return log.fail(written.error());
  segment.end = end;
  segment.highest = std::max(segment.highest, height);
  ++log.next_append;
  if (rolls) log.spares->set_range(log.range());
  return done();
}

Result<std::vector<LogRecord>> SegmentLog::read_all() {
  std::lock_guard lock(hidden_->mutex);
  std::vector<LogRecord> records;
  for (const Segment& segment : hidden_->used) {
    TRY(const Bytes bytes, read_whole(segment.file));
    TRY(const SegmentScan scan, scan_segment(bytes, segment.header, segment.file.path));
    if (scan.end != segment.end)
      return damaged(segment.file.path + ": byte " + std::to_string(scan.end) + ": its records end too early");
    for (const ScannedRecord& record : scan.records) records.push_back({record.head.type, copy_of(record.payload)});
  }
  return records;
}

void SegmentLog::release_through(std::uint64_t height) {
  std::lock_guard lock(hidden_->mutex);
  std::vector<SegmentFile> released;
  while (hidden_->used.size() > 1 && hidden_->used.front().highest <= height) {
    released.push_back(std::move(hidden_->used.front().file));
    hidden_->used.pop_front();
  }
  if (released.empty()) return;
  hidden_->spares->set_range(hidden_->range());
  for (SegmentFile& file : released) hidden_->spares->give_back(std::move(file));
}

std::uint64_t SegmentLog::syncs() const { return hidden_->syncs; }

std::uint64_t SegmentLog::disk_bytes() const {
  std::lock_guard lock(hidden_->mutex);
  std::uint64_t bytes = 0;
  for (const Segment& segment : hidden_->used) bytes += segment.header.segment_bytes;
  return bytes + hidden_->spares->files() * hidden_->options.segment_bytes;
}

const std::string& SegmentLog::torn_tail() const { return hidden_->torn_tail; }

}  // namespace allonge::node
