#include "node/world/leveldb_check.h"

#include <leveldb/env.h>
#include <leveldb/filter_policy.h>
#include <leveldb/iterator.h>
#include <leveldb/options.h>
#include <leveldb/table.h>

#include <algorithm>
#include <memory>

#include "node/world/crc32c.h"
#include "node/world/files.h"
#include "node/world/little_endian.h"

namespace allonge::node {

namespace {

constexpr std::size_t file_limit = 1024 * 1024 * 1024;

// The manifest and the logs (LevelDB's doc/log_format.md): blocks of 32 KiB; record = masked
// CRC-32C u32, length u16, type u8, then the data. Zeros fill a block's last 6 bytes, and a file that
// was mapped beforehand. What the last block lacks at its end is a torn tail, not damage.
std::string check_record_file(const std::string& path) {
  const auto read = read_file(path, file_limit);
  if (!read) return path + ": " + read.error().detail;
  constexpr std::size_t block_bytes = 32 * 1024;
  constexpr std::size_t head_bytes = 7;
  for (std::size_t block = 0; block < read->size(); block += block_bytes) {
    const BytesView whole = BytesView(*read).subspan(block, std::min(block_bytes, read->size() - block));
    std::size_t at = 0;
    while (at + head_bytes <= whole.size()) {
      const std::size_t length = whole[at + 4] | std::size_t(whole[at + 5]) << 8;
      const std::uint8_t type = whole[at + 6];
      if (type == 0 && length == 0) break;
      const auto here = [&] { return path + ": record at byte " + std::to_string(block + at) + " does not check"; };
      if (at + head_bytes + length > whole.size()) {
        if (block + whole.size() == read->size()) break;
        return here();
      }
      const std::uint32_t masked = read_little_endian<std::uint32_t>(whole.subspan(at)) - 0xa282ead8u;
      if ((masked >> 17 | masked << 15) != crc32c(whole.subspan(at + 6, 1 + length))) return here();
      at += head_bytes + length;
    }
  }
  return {};
}

std::string check_table(const std::string& path, const leveldb::Options& options) {
  leveldb::Env* const env = leveldb::Env::Default();
  std::uint64_t size = 0;
  leveldb::RandomAccessFile* opened = nullptr;
  leveldb::Status status = env->GetFileSize(path, &size);
  if (status.ok()) status = env->NewRandomAccessFile(path, &opened);
  const std::unique_ptr<leveldb::RandomAccessFile> file(opened);
  leveldb::Table* made = nullptr;
  if (status.ok()) status = leveldb::Table::Open(options, file.get(), size, &made);
  const std::unique_ptr<leveldb::Table> table(made);
  if (status.ok()) {
    leveldb::ReadOptions reading;
    reading.verify_checksums = true;
    reading.fill_cache = false;
    const std::unique_ptr<leveldb::Iterator> walk(table->NewIterator(reading));
    for (walk->SeekToFirst(); walk->Valid(); walk->Next()) continue;
    status = walk->status();
  }
  return status.ok() ? std::string{} : path + ": " + status.ToString();
}

std::string check_current(const std::string& directory) {
  const std::string path = directory + "/CURRENT";
  const auto text = read_text_file(path, 4'096);
  if (!text) return path + ": " + text.error().detail;
  if (text->size() < 2 || text->back() != '\n' || text->compare(0, 9, "MANIFEST-") != 0)
    return path + ": does not name a manifest";
  const std::string manifest = directory + "/" + text->substr(0, text->size() - 1);
  return exists(manifest) ? std::string{} : path + ": names " + manifest + ", which is missing";
}

}  // namespace

std::string find_leveldb_damage(const std::string& directory) {
  const auto names = list_directory(directory);
  if (!names) return directory + ": " + names.error().detail;
  if (auto wrong = check_current(directory); !wrong.empty()) return wrong;
  leveldb::Options options;
  options.paranoid_checks = true;
  for (const std::string& name : *names) {
    const std::string path = directory + "/" + name;
    std::string wrong;
    if (name.starts_with("MANIFEST-") || name.ends_with(".log")) wrong = check_record_file(path);
    if (name.ends_with(".ldb") || name.ends_with(".sst")) wrong = check_table(path, options);
    if (!wrong.empty()) return wrong;
  }
  return {};
}

}  // namespace allonge::node
