#include "node/world/segment_blocks.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <mutex>
#include <shared_mutex>

#include "node/world/clock.h"
#include "node/world/crc32c.h"
#include "node/world/files.h"
#include "node/world/little_endian.h"
#include "node/world/random.h"

namespace allonge::node {

namespace {

constexpr std::uint32_t file_magic = 0x424c4c41;    // "ALLB"
constexpr std::uint32_t record_magic = 0x4b4c4241;  // "ABLK"
constexpr std::uint32_t version = 1;
constexpr std::uint64_t file_head_bytes = 32;
constexpr std::uint64_t head_bytes = 32;
constexpr std::size_t blob_limit = 64 * 1024 * 1024;

constexpr std::uint64_t padded(std::uint64_t length) { return (length + 7) / 8 * 8; }

Refusal damaged(const std::string& name, std::uint64_t offset, const std::string& words) {
  return {Reason::damaged_store, name + ": byte " + std::to_string(offset) + ": " + words};
}

struct Head {
  std::uint32_t length = 0;
  std::uint32_t blob_checksum = 0;
  std::uint64_t height = 0;
  std::uint64_t synced = 0;
};

//  0 magic  4 CRC-32C of 8..31  8 length  12 CRC-32C of the blob  16 height  24 synced
void write_head(const Head& head, std::uint32_t seed, std::span<std::uint8_t> out) {
  write_little_endian(out, record_magic);
  write_little_endian(out.subspan(8), head.length);
  write_little_endian(out.subspan(12), head.blob_checksum);
  write_little_endian(out.subspan(16), head.height);
  write_little_endian(out.subspan(24), head.synced);
  write_little_endian(out.subspan(4), crc32c(out.subspan(8, 24), seed));
}

std::optional<Head> read_head(BytesView bytes, std::uint32_t seed) {
  if (bytes.size() < head_bytes || read_little_endian<std::uint32_t>(bytes) != record_magic) return std::nullopt;
  if (read_little_endian<std::uint32_t>(bytes.subspan(4)) != crc32c(bytes.subspan(8, 24), seed)) return std::nullopt;
  Head head;
  head.length = read_little_endian<std::uint32_t>(bytes.subspan(8));
  head.blob_checksum = read_little_endian<std::uint32_t>(bytes.subspan(12));
  head.height = read_little_endian<std::uint64_t>(bytes.subspan(16));
  head.synced = read_little_endian<std::uint64_t>(bytes.subspan(24));
  return head;
}

std::uint32_t blob_checksum(std::uint64_t height, BytesView blob, std::uint32_t seed) {
  std::array<std::uint8_t, 8> number;
  write_little_endian(std::span<std::uint8_t>(number), height);
  return crc32c(blob, crc32c(number, seed));
}

// The file `synced`: height u64, CRC-32C u32, in one sector.
constexpr std::size_t mark_bytes = 12;
std::string mark_path(const std::string& directory) { return directory + "/synced"; }

std::array<std::uint8_t, mark_bytes> mark_of(std::uint64_t height) {
  std::array<std::uint8_t, mark_bytes> mark;
  write_little_endian(std::span<std::uint8_t>(mark), height);
  write_little_endian(std::span<std::uint8_t>(mark).subspan(8), crc32c(BytesView(mark).first(8)));
  return mark;
}

Result<std::uint64_t> read_mark(const std::string& directory) {
  const auto bytes = read_file(mark_path(directory), 4'096);
  if (!bytes) return Refusal{Reason::damaged_store, mark_path(directory) + ": " + bytes.error().detail};
  const std::uint64_t height = bytes->size() < 8 ? 0 : read_little_endian<std::uint64_t>(*bytes);
  if (!equal(*bytes, mark_of(height))) return damaged(mark_path(directory), 0, "does not check");
  return height;
}

// One file of blocks in the order of their heights. Records begin at multiples of 8.
struct BlockFile {
  std::string path;
  OpenFile file;
  std::uint32_t seed = 0;            // checksum of the file's head with its salt: see SegmentHeader
  std::uint64_t first_height = 0;
  std::vector<std::uint32_t> begins;  // of each record
  std::uint64_t end = file_head_bytes;

  std::uint64_t end_of(std::size_t place) const { return place + 1 < begins.size() ? begins[place + 1] : end; }
  std::uint64_t last_height() const { return first_height + begins.size() - 1; }
};

std::string file_name(std::uint64_t first_height) {
  const std::string digits = std::to_string(first_height);
  return "blocks-" + std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits + ".dat";
}

std::optional<std::uint64_t> height_in(std::string_view name) {
  if (!name.starts_with("blocks-") || !name.ends_with(".dat") || name.size() < 23 || name.size() > 30) return std::nullopt;
  std::uint64_t height = 0;
  for (const char c : name.substr(7, name.size() - 11)) {
    if (c < '0' || c > '9') return std::nullopt;
    height = height * 10 + std::uint64_t(c - '0');
  }
  return height;
}

//  0 magic  4 version  8 first height  16 salt  28 CRC-32C of 0..27
Result<BlockFile> make_file(const std::string& directory, std::uint64_t first_height) {
  BlockFile made;
  made.path = directory + "/" + file_name(first_height);
  made.first_height = first_height;
  std::array<std::uint8_t, file_head_bytes> head{};
  const std::span<std::uint8_t> out(head);
  write_little_endian(out, file_magic);
  write_little_endian(out.subspan(4), version);
  write_little_endian(out.subspan(8), first_height);
  fill_random(out.subspan(16, 8));
  made.seed = crc32c(out.first(28));
  write_little_endian(out.subspan(28), made.seed);
  // A file of this name can only be one that a crash left without a block.
  TRY(made.file, OpenFile::open(made.path, O_RDWR | O_CREAT | O_TRUNC));
  CHECK(write_at(made.file.get(), head, 0, made.path));
  if (::fsync(made.file.get()) != 0) return disk_trouble("sync", made.path, errno);
  CHECK(sync_directory(directory));
  return made;
}

Result<BlockFile> open_file(const std::string& directory, std::uint64_t first_height) {
  BlockFile opened;
  opened.path = directory + "/" + file_name(first_height);
  opened.first_height = first_height;
  TRY(opened.file, OpenFile::open(opened.path, O_RDWR));
  Bytes head(file_head_bytes);
  TRY(const std::size_t count, read_at(opened.file.get(), head, 0, opened.path));
  const BytesView in(head);
  opened.seed = crc32c(in.first(28));
  if (count != file_head_bytes || read_little_endian<std::uint32_t>(in) != file_magic ||
      read_little_endian<std::uint32_t>(in.subspan(28)) != opened.seed ||
      read_little_endian<std::uint64_t>(in.subspan(8)) != first_height)
    return damaged(opened.path, 0, "the file's head does not check");
  if (read_little_endian<std::uint32_t>(in.subspan(4)) != version)
    return damaged(opened.path, 0, "the file is of another version of the program");
  return opened;
}

Result<std::uint64_t> size_of(const BlockFile& file) {
  struct stat facts {};
  if (::fstat(file.file.get(), &facts) != 0) return disk_trouble("read", file.path, errno);
  return std::uint64_t(facts.st_size);
}

// What stepping from head to head found.
struct Steps {
  std::uint64_t synced = 0;  // highest height that some record calls synced
  std::uint64_t size = 0;    // of the file
  bool broken = false;       // the step at `end` of the file failed before the file's end
};

Result<Steps> step_through(BlockFile& file) {
  Steps steps;
  TRY(steps.size, size_of(file));
  Bytes bytes(head_bytes);
  while (file.end < steps.size) {
    TRY(const std::size_t count, read_at(file.file.get(), bytes, file.end, file.path));
    const auto head = count == head_bytes ? read_head(bytes, file.seed) : std::nullopt;
    if (!head || head->height != file.first_height + file.begins.size() ||
        file.end + head_bytes + padded(head->length) > steps.size) {
      steps.broken = true;
      break;
    }
    file.begins.push_back(std::uint32_t(file.end));
    file.end += head_bytes + padded(head->length);
    steps.synced = std::max(steps.synced, head->synced);
  }
  return steps;
}

// The highest `synced` of any record behind `from`, wherever it begins.
Result<std::uint64_t> synced_behind(const BlockFile& file, std::uint64_t from, std::uint64_t size) {
  constexpr std::size_t window = 1024 * 1024;
  std::uint64_t synced = 0;
  Bytes bytes(window + head_bytes);
  for (std::uint64_t at = from / 8 * 8; at < size; at += window) {
    TRY(const std::size_t count, read_at(file.file.get(), bytes, at, file.path));
    for (std::size_t i = 0; i < window && i + head_bytes <= count; i += 8)
      if (const auto head = read_head(BytesView(bytes).subspan(i), file.seed)) synced = std::max(synced, head->synced);
  }
  return synced;
}

// The record of a place in its file, checked.
Result<Bytes> read_blob(const BlockFile& file, std::size_t place) {
  const std::uint64_t begin = file.begins[place], end = file.end_of(place);
  const std::uint64_t height = file.first_height + place;
  Bytes bytes(std::size_t(end - begin));
  TRY(const std::size_t count, read_at(file.file.get(), bytes, begin, file.path));
  const auto head = count == bytes.size() ? read_head(bytes, file.seed) : std::nullopt;
  const auto wrong = [&] { return damaged(file.path, begin, "the record of block " + std::to_string(height) + " does not check"); };
  if (!head || head->height != height || head_bytes + padded(head->length) != bytes.size()) return wrong();
  bytes.erase(bytes.begin(), bytes.begin() + head_bytes);
  bytes.resize(head->length);
  if (blob_checksum(height, bytes, file.seed) != head->blob_checksum) return wrong();
  return bytes;
}

}  // namespace

struct SegmentBlocks::Hidden {
  Hidden(std::string its_directory, Metrics& its_metrics, Options its_options)
      : directory(std::move(its_directory)), metrics(its_metrics), options(its_options) {}

  std::uint64_t last_height() const { return files.back().last_height(); }

  // The last file may end in what a crash left; anything wrong elsewhere is damage.
  Result<void> load(std::size_t index, std::uint64_t& budget) {
    BlockFile& file = files[index];
    const bool last = index + 1 == files.size();
    TRY(Steps steps, step_through(file));
    steps.synced = std::max(steps.synced, synced);  // as the mark says
    const auto next_height = [&] { return file.first_height + file.begins.size(); };
    const auto bad_record = [&] {
      return damaged(file.path, file.end, "the record of block " + std::to_string(next_height()) + " does not check");
    };
    if (steps.broken) {
      if (!last) return bad_record();
      TRY(const std::uint64_t behind, synced_behind(file, file.end, steps.size));
      steps.synced = std::max(steps.synced, behind);
      if (steps.synced >= next_height()) return bad_record();
    }
    if (last && next_height() <= synced)
      return damaged(file.path, file.end, "blocks " + std::to_string(next_height()) + " to " + std::to_string(synced) +
                                              " were synced and are missing");
    if (!last && files[index + 1].first_height != next_height())
      return damaged(file.path, file.end, "blocks " + std::to_string(next_height()) + " to " +
                                              std::to_string(files[index + 1].first_height - 1) + " are missing");
    // Blobs, newest files first: those within the budget, and in any case all that may be torn.
    for (std::size_t place = file.begins.size(); place-- > 0;) {
      const std::uint64_t length = file.end_of(place) - file.begins[place];
      const std::uint64_t height = file.first_height + place;
      const bool maybe_torn = last && height > steps.synced;
      if (!maybe_torn && budget < length) break;
      budget -= std::min(budget, length);
      const auto blob = read_blob(file, place);
      if (blob) continue;
      if (!maybe_torn || blob.reason() != Reason::damaged_store) return blob.error();
      file.end = file.begins[place];
      file.begins.resize(place);
    }
    if (last && file.end < steps.size) {
      if (::ftruncate(file.file.get(), off_t(file.end)) != 0) return disk_trouble("cut", file.path, errno);
      if (::fsync(file.file.get()) != 0) return disk_trouble("sync", file.path, errno);
      torn_tail = file.path + ": cut " + std::to_string(steps.size - file.end) + " bytes that a crash left behind block " +
                  std::to_string(next_height() - 1);
    }
    return done();
  }

  Refusal fail(const Refusal& refusal) {
    trouble = refusal.detail;
    return refusal;
  }
  Refusal broken_before() const { return {Reason::disk_trouble, "an earlier write of blocks failed: " + trouble}; }

  // `writing` is free while the disk works, so that blocks can be appended meanwhile.
  Result<void> sync_last(std::unique_lock<std::mutex>& lock) {
    const BlockFile& file = files.back();
    const std::uint64_t height = last_height();
    lock.unlock();
    const std::uint64_t began_us = steady_us();
    const int outcome = ::fdatasync(file.file.get());
    const int error = errno;
    lock.lock();
    if (outcome != 0) return disk_trouble("sync", file.path, error);
    metrics.observe_us(Metric::fsync, steady_us() - began_us, "blocks");
    if (height <= synced) return done();
    synced = height;
    return write_at(mark.get(), mark_of(synced), 0, mark_path(directory));
  }

  std::string directory;
  Metrics& metrics;
  Options options;
  std::mutex writing;               // of all below, for those who append and sync
  mutable std::shared_mutex mutex;  // of `files` besides, which readers share
  std::deque<BlockFile> files;      // never empty; a file stays where it is
  OpenFile mark;                    // the file `synced`
  std::uint64_t synced = 0;
  Bytes buffer;
  std::string trouble;
  std::string torn_tail;
};

Result<std::unique_ptr<SegmentBlocks>> SegmentBlocks::create(const std::string& directory, Metrics& metrics,
                                                             Options options) {
  CHECK(make_directory(directory));
  TRY(const auto names, list_directory(directory));
  if (!names.empty()) return Refusal{Reason::bad_config, "there are blocks in " + directory + " already"};
  CHECK(write_file_atomically(mark_path(directory), mark_of(0)));
  TRY(const BlockFile first, make_file(directory, 1));
  return open(directory, metrics, options);
}

Result<std::unique_ptr<SegmentBlocks>> SegmentBlocks::open(const std::string& directory, Metrics& metrics,
                                                           Options options) {
  ensure(options.segment_bytes < 0xffffffff - 2 * blob_limit, "a record's beginning fits into 32 bits");
  const auto names = list_directory(directory);
  if (!names) return Refusal{Reason::damaged_store, "there are no blocks in " + directory + ": " + names.error().detail};
  auto hidden = std::make_unique<Hidden>(directory, metrics, options);
  std::vector<std::uint64_t> heights;
  for (const std::string& name : *names)
    if (const auto height = height_in(name)) heights.push_back(*height);
  std::sort(heights.begin(), heights.end());
  if (heights.empty() || heights.front() != 1)
    return Refusal{Reason::damaged_store, directory + "/" + file_name(1) + ": is missing"};
  for (const std::uint64_t height : heights) {
    auto file = open_file(directory, height);
    // The newest file may have been begun when the power failed: it holds nothing then.
    if (!file && height == heights.back() && height != 1) {
      TRY(const std::string text, read_text_file(directory + "/" + file_name(height), blob_limit));
      if (text.size() <= file_head_bytes) {
        if (::unlink((directory + "/" + file_name(height)).c_str()) != 0)
          return disk_trouble("remove", directory + "/" + file_name(height), errno);
        continue;
      }
    }
    if (!file) return file.error();
    hidden->files.push_back(*std::move(file));
  }
  TRY(hidden->synced, read_mark(directory));
  TRY(hidden->mark, OpenFile::open(mark_path(directory), O_RDWR));
  std::uint64_t budget = options.verify_bytes;
  for (std::size_t index = hidden->files.size(); index-- > 0;) CHECK(hidden->load(index, budget));
  // What was kept is checked, but perhaps not on disk: it counts as synced only after a sync.
  {
    std::unique_lock lock(hidden->writing);
    CHECK(hidden->sync_last(lock));
  }
  return std::unique_ptr<SegmentBlocks>(new SegmentBlocks(std::move(hidden)));
}

SegmentBlocks::SegmentBlocks(std::unique_ptr<Hidden> hidden) : hidden_(std::move(hidden)) {}
SegmentBlocks::~SegmentBlocks() = default;

std::uint64_t SegmentBlocks::last_height() const {
  std::shared_lock lock(hidden_->mutex);
  return hidden_->last_height();
}

Result<void> SegmentBlocks::append(std::uint64_t height, BytesView blob) {
  Hidden& blocks = *hidden_;
  std::unique_lock writing(blocks.writing);
  ensure(height == blocks.last_height() + 1, "blocks are kept in the order of their heights, without gaps");
  if (!blocks.trouble.empty()) return blocks.broken_before();
  if (blob.size() > blob_limit) return Refusal{Reason::too_large, "a block of more than 64 MiB"};
  const std::uint64_t length = head_bytes + padded(blob.size());
  if (!blocks.files.back().begins.empty() && blocks.files.back().end + length > blocks.options.segment_bytes) {
    // Synced before the next one is begun: so only the last file can have a torn tail.
    if (auto synced = blocks.sync_last(writing); !synced) return blocks.fail(synced.error());
    auto made = make_file(blocks.directory, height);
    if (!made) return blocks.fail(made.error());
    std::unique_lock lock(blocks.mutex);
    blocks.files.push_back(*std::move(made));
  }
  BlockFile& file = blocks.files.back();
  blocks.buffer.assign(std::size_t(length), 0);
  const Head head{std::uint32_t(blob.size()), blob_checksum(height, blob, file.seed), height, blocks.synced};
  write_head(head, file.seed, blocks.buffer);
  std::copy(blob.begin(), blob.end(), blocks.buffer.begin() + head_bytes);
  if (auto written = write_at(file.file.get(), blocks.buffer, file.end, file.path); !written)
    return blocks.fail(written.error());
  std::unique_lock lock(blocks.mutex);
  file.begins.push_back(std::uint32_t(file.end));
  file.end += length;
  return done();
}

Result<void> SegmentBlocks::sync() {
  std::unique_lock writing(hidden_->writing);
  if (!hidden_->trouble.empty()) return hidden_->broken_before();
  if (auto synced = hidden_->sync_last(writing); !synced) return hidden_->fail(synced.error());
  return done();
}

Result<Bytes> SegmentBlocks::read(std::uint64_t height) const {
  std::shared_lock lock(hidden_->mutex);
  if (height == 0 || height > hidden_->last_height())
    return Refusal{Reason::height_unavailable, "the last block kept here is " + std::to_string(hidden_->last_height())};
  auto after = std::upper_bound(hidden_->files.begin(), hidden_->files.end(), height,
                                [](std::uint64_t wanted, const BlockFile& file) { return wanted < file.first_height; });
  const BlockFile& file = *--after;
  return read_blob(file, std::size_t(height - file.first_height));
}

std::uint64_t SegmentBlocks::disk_bytes() const {
  std::shared_lock lock(hidden_->mutex);
  std::uint64_t bytes = 0;
  for (const BlockFile& file : hidden_->files) bytes += file.end;
  return bytes;
}

const std::string& SegmentBlocks::torn_tail() const { return hidden_->torn_tail; }

}  // namespace allonge::node
