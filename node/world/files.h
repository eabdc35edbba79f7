// Files as the node needs them: whole files read with a limit, written so that after a crash the old
// or the new content is there, folders synced, free space asked. Every refusal names the file.
#pragma once

#include <string>

#include "ledger/bytes.h"

namespace allonge::node {

// "cannot write /a/b: No space left on device" from the last system call. For errno set by `action`.
Refusal disk_trouble(std::string_view action, const std::string& path, int error_number);

// NOT_FOUND, TOO_LARGE, DISK_TROUBLE.
Result<Bytes> read_file(const std::string& path, std::size_t limit);
Result<std::string> read_text_file(const std::string& path, std::size_t limit);

// Write beside it, fsync, rename, fsync the folder. DISK_TROUBLE.
Result<void> write_file_atomically(const std::string& path, BytesView bytes, unsigned mode = 0644);

Result<void> make_directory(const std::string& path);  // and its parents; fine if it is there
Result<void> sync_directory(const std::string& path);
bool exists(const std::string& path);
Result<std::vector<std::string>> list_directory(const std::string& path);  // names, sorted

// Where `path` lies: what an unprivileged process can still write, and the whole. Zeros when it cannot
// be asked.
struct DiskSpace {
  std::uint64_t free_bytes = 0;
  std::uint64_t total_bytes = 0;
};
DiskSpace disk_space(const std::string& path);

// Reading and writing at a place, whole or refused. `name` is for the refusal.
Result<void> write_at(int file, BytesView bytes, std::uint64_t offset, const std::string& name);
Result<std::size_t> read_at(int file, std::span<std::uint8_t> into, std::uint64_t offset, const std::string& name);

// Closes what it opened.
class OpenFile {
 public:
  OpenFile() = default;
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(OpenFile&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  OpenFile& operator=(OpenFile&& other) noexcept;
  ~OpenFile();
  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

  // `flags` as for open(2); O_CLOEXEC is added. NOT_FOUND, DISK_TROUBLE.
  static Result<OpenFile> open(const std::string& path, int flags, unsigned mode = 0644);

 private:
  int descriptor_ = -1;
};

}  // namespace allonge::node
