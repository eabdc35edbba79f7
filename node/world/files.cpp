#include "node/world/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace allonge::node {

namespace {

// A signal may cut a system call short: ask again.
template <class Call>
auto again(Call call) {
  for (;;) {
    const auto answer = call();
    if (answer >= 0 || errno != EINTR) return answer;
  }
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

Refusal disk_trouble(std::string_view action, const std::string& path, int error_number) {
  char text[128] = {};
  const char* const words = strerror_r(error_number, text, sizeof text);
  return {Reason::disk_trouble, "cannot " + std::string(action) + " " + path + ": " + words};
}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<OpenFile> OpenFile::open(const std::string& path, int flags, unsigned mode) {
  const int file = again([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); });
  if (file >= 0) return OpenFile(file);
  if (errno == ENOENT) return Refusal{Reason::not_found, "there is no file " + path};
  return disk_trouble("open", path, errno);
}

Result<void> write_at(int file, BytesView bytes, std::uint64_t offset, const std::string& name) {
  while (!bytes.empty()) {
    const auto count = again([&] { return ::pwrite(file, bytes.data(), bytes.size(), off_t(offset)); });
    if (count < 0) return disk_trouble("write", name, errno);
    if (count == 0) return disk_trouble("write", name, ENOSPC);
    bytes = bytes.subspan(std::size_t(count));
    offset += std::uint64_t(count);
  }
  return done();
}

Result<std::size_t> read_at(int file, std::span<std::uint8_t> into, std::uint64_t offset, const std::string& name) {
  std::size_t total = 0;
  while (total < into.size()) {
    const auto count =
        again([&] { return ::pread(file, into.data() + total, into.size() - total, off_t(offset + total)); });
    if (count < 0) return disk_trouble("read", name, errno);
    if (count == 0) break;
    total += std::size_t(count);
  }
  return total;
}

Result<Bytes> read_file(const std::string& path, std::size_t limit) {
  TRY(const OpenFile file, OpenFile::open(path, O_RDONLY));
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) return disk_trouble("read", path, errno);
  if (S_ISDIR(facts.st_mode)) return disk_trouble("read", path, EISDIR);
  // A pipe has no size beforehand: read until the end, or one byte over the limit.
  Bytes bytes;
  for (;;) {
    const std::size_t had = bytes.size();
    if (had > limit)
      return Refusal{Reason::too_large, path + " is larger than " + std::to_string(limit) + " bytes"};
    bytes.resize(had + std::min<std::size_t>(limit + 1 - had, 256 * 1024));
    const auto count = again([&] { return ::read(file.get(), bytes.data() + had, bytes.size() - had); });
    if (count < 0) return disk_trouble("read", path, errno);
    bytes.resize(had + std::size_t(count));
    if (count == 0) return bytes;
  }
}

Result<std::string> read_text_file(const std::string& path, std::size_t limit) {
  TRY(const Bytes bytes, read_file(path, limit));
  return std::string(text_of(bytes));
}

Result<void> write_file_atomically(const std::string& path, BytesView bytes, unsigned mode) {
  const std::string beside = path + ".new";
  {
    TRY(const OpenFile file, OpenFile::open(beside, O_WRONLY | O_CREAT | O_TRUNC, mode));
    if (::fchmod(file.get(), mode) != 0) return disk_trouble("set the mode of", beside, errno);
    CHECK(write_at(file.get(), bytes, 0, beside));
    if (again([&] { return ::fsync(file.get()); }) != 0) return disk_trouble("sync", beside, errno);
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) return disk_trouble("rename to", path, errno);
  return sync_directory(folder_of(path));
}

Result<void> make_directory(const std::string& path) {
  if (path.empty() || path == "/") return done();
  if (::mkdir(path.c_str(), 0755) == 0) return sync_directory(folder_of(path));
  if (errno == ENOENT && folder_of(path) != path) {
    CHECK(make_directory(folder_of(path)));
    if (::mkdir(path.c_str(), 0755) == 0) return sync_directory(folder_of(path));
  }
  struct stat facts {};
  const int error = errno;
  if (error == EEXIST && ::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode)) return done();
  return disk_trouble("make the folder", path, error);
}

Result<void> sync_directory(const std::string& path) {
  TRY(const OpenFile directory, OpenFile::open(path, O_RDONLY | O_DIRECTORY));
  if (again([&] { return ::fsync(directory.get()); }) != 0) return disk_trouble("sync the folder", path, errno);
  return done();
}

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

Result<std::vector<std::string>> list_directory(const std::string& path) {
  DIR* const directory = ::opendir(path.c_str());
  if (directory == nullptr) {
    if (errno == ENOENT) return Refusal{Reason::not_found, "there is no folder " + path};
    return disk_trouble("read the folder", path, errno);
  }
  std::vector<std::string> names;
  while (const dirent* const entry = ::readdir(directory)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  ::closedir(directory);
  std::sort(names.begin(), names.end());
  return names;
}

DiskSpace disk_space(const std::string& path) {
  struct statvfs facts {};
  if (::statvfs(path.c_str(), &facts) != 0) return {};
  return {std::uint64_t(facts.f_bavail) * facts.f_frsize, std::uint64_t(facts.f_blocks) * facts.f_frsize};
}

}  // namespace allonge::node
