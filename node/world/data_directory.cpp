#include "node/world/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace allonge::node {

namespace {
std::string lock_path(const std::string& path) { return path + "/LOCK"; }
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
  TRY(const auto names, list_directory(path));
  if (!names.empty())
    return Refusal{Reason::bad_config, "the data folder " + path + " is not empty (" + names.front() +
                                           "); a node is set up in a new folder only"};
  TRY(DataDirectory made, lock(path, true));
  CHECK(sync_directory(path));
  return made;
}

Result<DataDirectory> DataDirectory::open(const std::string& path) {
  auto opened = lock(path, false);
  if (!opened && opened.reason() == Reason::not_found)
    return Refusal{Reason::not_found, "there is no node's data folder at " + path + "; allonged init makes one"};
  return opened;
}

std::string DataDirectory::log_path(std::uint64_t epoch) const { return path_ + "/log/epoch-" + std::to_string(epoch); }
std::string DataDirectory::blocks_path() const { return path_ + "/blocks"; }
std::string DataDirectory::state_path() const { return path_ + "/state"; }

}  // namespace allonge::node
