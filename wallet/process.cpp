#include "wallet/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace allonge::wallet {

namespace {

// Field 22 of /proc/N/stat, and the state letter, which stand after the name in parentheses. The
// name may hold anything, so the last parenthesis counts.
std::optional<std::uint64_t> start_moment(int number) {
  std::ifstream file("/proc/" + std::to_string(number) + "/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream rest(line.substr(name_end + 1));
  std::string word;
  for (int field = 3; field <= 22; ++field) {
    if (!(rest >> word)) return std::nullopt;
    if (field == 3 && (word == "Z" || word == "X")) return std::nullopt;
  }
  std::uint64_t moment = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), moment);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return moment;
}

// A program that was rebuilt while it runs is still the program.
std::string without_deleted_mark(std::string path) {
  constexpr std::string_view mark = " (deleted)";
  if (path.size() > mark.size() && path.ends_with(mark)) path.resize(path.size() - mark.size());
  return path;
}

[[noreturn]] void become(const std::vector<std::string>& arguments, const std::filesystem::path& folder, int log,
                         int complaint) {
  setsid();
  const int nothing = open("/dev/null", O_RDONLY);
  const bool ready = chdir(folder.c_str()) == 0 && dup2(nothing, 0) >= 0 && dup2(log, 1) >= 0 && dup2(log, 2) >= 0;
  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  if (ready) execv(words[0], words.data());
  const int problem = errno;
  (void)!write(complaint, &problem, sizeof problem);
  _exit(127);
}

}  // namespace

std::string ProcessMark::text() const {
  return std::to_string(number) + " " + std::to_string(started) + " " + executable + "\n";
}

std::optional<ProcessMark> ProcessMark::parse(std::string_view line) {
  std::istringstream words{std::string(line)};
  ProcessMark mark;
  if (!(words >> mark.number >> mark.started) || mark.number <= 1) return std::nullopt;
  words.get();
  if (!std::getline(words, mark.executable) || mark.executable.empty()) return std::nullopt;
  return mark;
}

std::optional<ProcessMark> process_at(int number) {
  const auto moment = start_moment(number);
  if (!moment) return std::nullopt;
  std::error_code error;
  const auto file = std::filesystem::read_symlink("/proc/" + std::to_string(number) + "/exe", error);
  if (error) return std::nullopt;
  return ProcessMark{number, *moment, without_deleted_mark(file.string())};
}

bool is_running(const ProcessMark& mark) {
  const auto found = process_at(mark.number);
  return found && *found == mark;
}

Result<ProcessMark> start_process(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                                  const std::filesystem::path& log) {
  const auto trouble = [&](const std::string& what) {
    return Refusal{Reason::testnet_trouble, arguments.front() + ": " + what};
  };
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (output < 0) return trouble(log.string() + ": " + std::strerror(errno));
  int complaint[2];  // closed by a successful exec; otherwise it brings the error
  if (pipe2(complaint, O_CLOEXEC) != 0) return close(output), trouble(std::strerror(errno));

  // Forked twice: the node is nobody's child here, so it leaves no zombie behind when it ends.
  int number_pipe[2];
  if (pipe2(number_pipe, O_CLOEXEC) != 0) return close(output), trouble(std::strerror(errno));
  const pid_t middle = fork();
  if (middle < 0) return trouble(std::strerror(errno));
  if (middle == 0) {
    const pid_t child = fork();
    if (child == 0) become(arguments, folder, output, complaint[1]);
    (void)!write(number_pipe[1], &child, sizeof child);
    _exit(0);
  }
  close(output);
  close(complaint[1]);
  close(number_pipe[1]);
  int status = 0;
  waitpid(middle, &status, 0);
  pid_t child = -1;
  const ssize_t got_number = read(number_pipe[0], &child, sizeof child);
  close(number_pipe[0]);
  int problem = 0;
  const ssize_t got_problem = read(complaint[0], &problem, sizeof problem);
  close(complaint[0]);
  if (got_number != sizeof child || child <= 0) return trouble("could not be started");
  if (got_problem == sizeof problem) return trouble(std::strerror(problem));

  const auto mark = process_at(child);
  if (!mark) return trouble("ended at once; see " + log.string());
  return *mark;
}

Result<int> run_process(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                        const std::filesystem::path& log) {
  const auto trouble = [&](const std::string& what) {
    return Refusal{Reason::testnet_trouble, arguments.front() + ": " + what};
  };
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (output < 0) return trouble(log.string() + ": " + std::strerror(errno));
  const pid_t child = fork();
  if (child == 0) become(arguments, folder, output, 2);
  close(output);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return trouble(std::strerror(errno));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool signal_process(const ProcessMark& mark, int signal_number) {
  return is_running(mark) && kill(mark.number, signal_number) == 0;
}

bool wait_until_gone(const ProcessMark& mark, std::uint64_t timeout_ms) {
  const std::uint64_t start = steady_ms();
  while (is_running(mark)) {
    if (steady_ms() - start > timeout_ms) return false;
    sleep_ms(20);
  }
  return true;
}

void sleep_ms(std::uint64_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

std::uint64_t steady_ms() {
  using namespace std::chrono;
  return std::uint64_t(duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count());
}

std::uint64_t wall_ms() {
  using namespace std::chrono;
  return std::uint64_t(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

}  // namespace allonge::wallet
