#include "tests/benchmarks/network/net.h"

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "ledger/json_text.h"
#include "wallet/rpc.h"

namespace allonge::bench {

namespace fs = std::filesystem;

namespace {

void stop(const fs::path& wallet, const fs::path& folder) {
  if (folder.empty() || !fs::exists(folder)) return;
  (void)wallet::run_process({wallet.string(), "testnet", "down", "--wipe", "--yes", "--dir", folder.string()},
                            folder.parent_path(), folder.parent_path() / "allonge-bench.log");
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

// What is to be stopped when the program ends before its time.
fs::path running_wallet, running_folder;

[[noreturn]] void give_up(const std::string& sentence) {
  std::fprintf(stderr, "bench: %s\n", sentence.c_str());
  std::exit(1);
}

}  // namespace

JsonValue must_ask(wallet::Client& client, const std::string& method, const std::string& params,
                   std::uint64_t timeout_ms) {
  auto answer = wallet::ask_json(client, method, params, timeout_ms);
  if (!answer)
    give_up(method + ": " + std::string(name_of(answer.reason())) + " " + answer.error().detail);
  return *std::move(answer);
}

Net::Net(fs::path wallet, fs::path parent, int count) : wallet_(std::move(wallet)) {
  folder_ = parent / ("allonge-bench-" + std::to_string(::getpid()));
  running_wallet = wallet_;
  running_folder = folder_;
  std::atexit([] { stop(running_wallet, running_folder); });
  const auto code = wallet::run_process({wallet_.string(), "testnet", "up", "--dir", folder_.string(), "-n",
                                         std::to_string(count)},
                                        parent, parent / "allonge-bench.log");
  if (!code || *code != 0) give_up("the test network does not start; see " + (parent / "allonge-bench.log").string());
  const auto file = wallet::TestnetFolder(folder_).read();
  if (!file) give_up("the test network's folder cannot be read");
  nodes_ = file->nodes;
  auto first = client(0);
  const JsonValue head = must_ask(first, "chain_head", "{}");
  const JsonValue* chain = head.find("chain");
  const auto parsed = Digest::parse_hex(chain ? chain->text : "");
  if (!parsed) give_up("the node does not name its chain");
  chain_ = *parsed;
}

Net::~Net() { stop(wallet_, folder_); }

wallet::Client Net::client(int node) const {
  return wallet::Client(*wallet::Endpoint::parse(nodes_[std::size_t(node)].url()));
}

double Net::metric(int node, const std::string& prefix) const {
  wallet::Client metrics(*wallet::Endpoint::parse("http://127.0.0.1:" +
                                                  std::to_string(nodes_[std::size_t(node)].metrics_port)));
  const auto text = metrics.get("/metrics", 10'000);
  if (!text) give_up("the node does not show its metrics");
  double sum = 0;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(prefix, 0) != 0) continue;
    const auto space = line.rfind(' ');
    sum += std::strtod(line.c_str() + space + 1, nullptr);
  }
  return sum;
}

double Net::rss_mib(int node) const {
  const auto mark = wallet::TestnetFolder(folder_).running(nodes_[std::size_t(node)].name);
  if (!mark) give_up("a validator has ended: " + nodes_[std::size_t(node)].name);
  std::ifstream status("/proc/" + std::to_string(mark->number) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind("VmRSS:", 0) == 0) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  return 0;
}

double Net::processor_s() const {
  double ticks = 0;
  for (const wallet::TestnetNode& node : nodes_) {
    const auto mark = wallet::TestnetFolder(folder_).running(node.name);
    if (!mark) give_up("a validator has ended: " + node.name);
    std::ifstream file("/proc/" + std::to_string(mark->number) + "/stat");
    std::string line;
    std::getline(file, line);
    std::istringstream words(line.substr(line.rfind(')') + 1));  // the name before it may hold spaces
    std::string word;
    for (int field = 3; words >> word; ++field)
      if (field == 14 || field == 15) ticks += std::strtod(word.c_str(), nullptr);  // user and system
  }
  return ticks / double(::sysconf(_SC_CLK_TCK));
}

double Net::disk_mib() const {
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder_))
    if (entry.is_regular_file()) bytes += entry.file_size();
  return double(bytes) / (1 << 20);
}

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace allonge::bench
