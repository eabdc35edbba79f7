// Node processes that this program starts and stops. A process is known by its number, the moment it
// was started and the file it runs: a number alone may by now belong to somebody else's process, and
// nothing of the user's may be stopped by mistake.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ledger/result.h"

namespace allonge::wallet {

struct ProcessMark {
  int number = 0;
  std::uint64_t started = 0;    // in clock ticks since the machine's start, from /proc/N/stat
  std::string executable;

  std::string text() const;     // one line, as it stands in a pid file
  static std::optional<ProcessMark> parse(std::string_view line);
  bool operator==(const ProcessMark&) const = default;
};

// What runs under this number now, if anything does (a zombie does not run).
std::optional<ProcessMark> process_at(int number);
// Whether exactly the marked process still runs.
bool is_running(const ProcessMark& mark);

// Starts a program in a session of its own, with its output appended to `log` and its working folder
// set, so that it lives on when this program and its terminal are gone. TESTNET_TROUBLE.
Result<ProcessMark> start_process(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                                  const std::filesystem::path& log);

// Runs a program to its end and gives its exit code; its output is appended to `log`.
Result<int> run_process(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                        const std::filesystem::path& log);

// Sends the signal to exactly the marked process; false if it no longer runs.
bool signal_process(const ProcessMark& mark, int signal_number);
// Waits until it is gone; false after `timeout_ms`.
bool wait_until_gone(const ProcessMark& mark, std::uint64_t timeout_ms);

void sleep_ms(std::uint64_t ms);
std::uint64_t steady_ms();
std::uint64_t wall_ms();

}  // namespace allonge::wallet
