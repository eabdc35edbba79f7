#include "node/world/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace allonge::node {

namespace {
std::string lock_path(const std::string& path) { return path + "/LOCK"; }
std::string unfinished_path(const std::string& path) { return path + "/UNFINISHED"; }

// Only what a making puts there. UNFINISHED stays until the new making is done.
Result<void> remove_unfinished(const std::string& path) {
  for (const char* const name : {"log", "blocks", "state", "LOCK"}) {
    std::error_code error;
    std::filesystem::remove_all(path + "/" + name, error);
    if (error) return disk_trouble("remove", path + "/" + name, error.value());
  }
  return done();
}
}  // namespace

Result<DataDirectory> DataDirectory::lock(const std::string& path, bool create) {
  const std::string name = lock_path(path);
  TRY(OpenFile file, OpenFile::open(name, create ? O_RDWR | O_CREAT | O_EXCL : O_RDWR));
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return disk_trouble("lock", name, errno);
    const auto holder = read_text_file(name, 64);
    const std::string who = holder && !holder->empty() ? "process " + *holder : "another process";
    return Refusal{Reason::bad_config, "the data folder " + path + " is in use by " + who +
                                           "; stop it first, or give this node a folder and keys of its own"};
  }
  // The number is for people: what counts is the lock, which the system drops with the process.
  const std::string number = std::to_string(::getpid());
  if (::ftruncate(file.get(), 0) != 0) return disk_trouble("write", name, errno);
  CHECK(write_at(file.get(), bytes_of(number), 0, name));
  return DataDirectory(path, std::move(file));
}

Result<DataDirectory> DataDirectory::create(const std::string& path) {
  CHECK(make_directory(path));
  if (exists(unfinished_path(path))) {
    if (is_in_use(path)) return Refusal{Reason::bad_config, "the data folder " + path + " is being made by another process"};
    CHECK(remove_unfinished(path));
  }
  TRY(const auto names, list_directory(path));
  for (const std::string& name : names)
    if (name != "UNFINISHED")
      return Refusal{Reason::bad_file, "the data folder " + path + " is not empty (" + name +
                                           "); a node is set up in a new folder only: name another as data_directory, or move this one away"};
  {
    TRY(const OpenFile mark, OpenFile::open(unfinished_path(path), O_RDWR | O_CREAT));
  }
  CHECK(sync_directory(path));
  TRY(DataDirectory made, lock(path, true));
  CHECK(sync_directory(path));
  return made;
}

Result<void> DataDirectory::finish() const {
  const std::string mark = unfinished_path(path_);
  CHECK(sync_directory(path_));
  if (::unlink(mark.c_str()) != 0) return disk_trouble("remove", mark, errno);
  return sync_directory(path_);
}

Result<DataDirectory> DataDirectory::open(const std::string& path) {
  if (exists(unfinished_path(path)))
    return Refusal{Reason::bad_file, "the making of the data folder " + path +
                                         " was cut off before it was whole; allonged --config FILE --init begins it again"};
  auto opened = lock(path, false);
  if (!opened && opened.reason() == Reason::not_found)
    return Refusal{Reason::not_found, "there is no node's data folder at " + path + "; allonged --init makes one"};
  return opened;
}

bool DataDirectory::is_in_use(const std::string& path) {
  const auto file = OpenFile::open(lock_path(path), O_RDONLY);
  return file && ::flock(file->get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

std::string DataDirectory::log_path(std::uint64_t epoch) const { return path_ + "/log/epoch-" + std::to_string(epoch); }
std::string DataDirectory::blocks_path() const { return path_ + "/blocks"; }
std::string DataDirectory::state_path() const { return path_ + "/state"; }

}  // namespace allonge::node
