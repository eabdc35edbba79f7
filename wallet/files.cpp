#include "wallet/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace allonge::wallet {

namespace {

Refusal trouble(const std::filesystem::path& path, std::string_view what) {
  return Refusal{Reason::bad_file, path.string() + ": " + std::string(what)};
}
Refusal system_trouble(const std::filesystem::path& path, std::string_view act) {
  return trouble(path, std::string(act) + ": " + std::strerror(errno));
}

// Closes what it holds; -1 is nothing.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

std::filesystem::path xdg(const char* variable, const char* below_home) {
  if (const char* set = std::getenv(variable); set != nullptr && *set == '/')
    return std::filesystem::path(set) / "allonge";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : "/") / below_home / "allonge";
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return system_trouble(path, "cannot be opened");
  struct stat facts {};
  if (fstat(file.number(), &facts) != 0) return system_trouble(path, "cannot be examined");
  if (!S_ISREG(facts.st_mode)) return trouble(path, "is not a file");
  if (std::size_t(facts.st_size) > limit)
    return trouble(path, "is larger than " + std::to_string(limit) + " bytes");

  std::string out;
  char chunk[65536];
  for (;;) {
    const ssize_t got = read(file.number(), chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_trouble(path, "cannot be read");
    if (got == 0) return out;
    out.append(chunk, std::size_t(got));
    if (out.size() > limit) return trouble(path, "is larger than " + std::to_string(limit) + " bytes");
  }
}

Result<void> write_file(const std::filesystem::path& path, std::string_view text, Privacy privacy) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  // A name nobody can guess, and never a file that is there: in a shared folder somebody could have put
  // a link to a file of ours in its place.
  std::string beside = path.string() + ".new.XXXXXX";
  const mode_t mode = privacy == Privacy::owner_only ? 0600 : 0644;
  {
    const Descriptor file(mkostemp(beside.data(), O_CLOEXEC));
    if (!file.is_open()) return system_trouble(beside, "cannot be written");
    for (std::size_t written = 0; written < text.size();) {
      const ssize_t put = write(file.number(), text.data() + written, text.size() - written);
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) {
        unlink(beside.c_str());
        return system_trouble(beside, "cannot be written");
      }
      written += std::size_t(put);
    }
    if (fchmod(file.number(), mode) != 0 || fsync(file.number()) != 0) {
      unlink(beside.c_str());
      return system_trouble(beside, "cannot be synced");
    }
  }
  if (rename(beside.c_str(), path.c_str()) != 0) {
    unlink(beside.c_str());
    return system_trouble(path, "cannot be put in place");
  }
  const Descriptor directory(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open() || fsync(directory.number()) != 0) return system_trouble(folder, "cannot be synced");
  return done();
}

Result<void> only_owner_reads(const std::filesystem::path& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) return system_trouble(path, "cannot be examined");
  if ((facts.st_mode & 077) == 0) return done();
  char mode[8];
  std::snprintf(mode, sizeof mode, "%04o", unsigned(facts.st_mode & 07777));
  return Refusal{Reason::bad_key_file,
                 path.string() + ": others may read it (mode " + mode + ", expected 0600); chmod 600 " + path.string()};
}

Result<void> make_folder(const std::filesystem::path& path, Privacy privacy) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return trouble(path, "cannot be made: " + error.message());
  if (privacy == Privacy::owner_only && chmod(path.c_str(), 0700) != 0) return system_trouble(path, "cannot be closed to others");
  return done();
}

Result<void> make_private_file(const std::filesystem::path& path) {
  {
    const Descriptor made(open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600));
    if (!made.is_open() && errno != EEXIST) return system_trouble(path, "cannot be made");
  }
  // A file that is there is not opened: closing it would drop the locks that SQLite may hold on it here.
  if (chmod(path.c_str(), 0600) != 0) return system_trouble(path, "cannot be closed to others");
  return done();
}

std::filesystem::path config_home() { return xdg("XDG_CONFIG_HOME", ".config"); }
std::filesystem::path state_home() { return xdg("XDG_STATE_HOME", ".local/state"); }

}  // namespace allonge::wallet
