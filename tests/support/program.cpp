#include "tests/support/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace allonge::testing {

Ran run_program(const std::vector<std::string>& arguments, const std::vector<std::pair<std::string, std::string>>& environment,
                const std::string& folder, const std::string& input) {
  Ran result;
  char input_path[] = "/tmp/allonge-input-XXXXXX";
  const int given = mkostemp(input_path, O_CLOEXEC);
  if (given < 0) return result;
  unlink(input_path);
  if (write(given, input.data(), input.size()) != ssize_t(input.size())) return close(given), result;
  lseek(given, 0, SEEK_SET);

  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) return close(given), result;
  const pid_t child = fork();
  if (child == 0) {
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    if (chdir(folder.c_str()) != 0) _exit(126);
    dup2(given, 0);
    dup2(out[1], 1);
    dup2(err[1], 2);
    std::vector<char*> words;
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    execv(words[0], words.data());
    _exit(127);
  }
  close(given);
  close(out[1]);
  close(err[1]);
  pollfd watched[] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
  std::string* texts[] = {&result.out, &result.err};
  for (int open = 2; open > 0;) {
    if (poll(watched, 2, -1) < 0) continue;
    for (int i = 0; i < 2; ++i) {
      if (watched[i].fd < 0 || watched[i].revents == 0) continue;
      char chunk[65536];
      const ssize_t got = read(watched[i].fd, chunk, sizeof chunk);
      if (got > 0) {
        texts[i]->append(chunk, std::size_t(got));
      } else {
        close(watched[i].fd);
        watched[i].fd = -1;
        --open;
      }
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

TemporaryFolder::TemporaryFolder() {
  char path[] = "/tmp/allonge-test-XXXXXX";
  if (mkdtemp(path) != nullptr) path_ = path;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace allonge::testing
