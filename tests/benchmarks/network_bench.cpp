// Measures a network of validator processes from outside, as performance.md section 5 asks: real
// mode only (every node verifies every signature, TLS, fsync, state roots), pre-signed transactions,
// many parties and certificates. One JSON line per figure.
//
//   network_bench --wallet PATH [--nodes 4] [--seconds 20] [--quick] [--ranges 1000000] [--soak SECONDS]
#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>

#include "ledger/digest.h"
#include "tests/benchmarks/figure.h"
#include "tests/benchmarks/network/financing.h"
#include "tests/benchmarks/network/load.h"
#include "wallet/process.h"

using namespace allonge;
using namespace allonge::bench;

namespace {

struct Options {
  std::string wallet;
  int nodes = 4;
  double seconds = 20;
  double soak_seconds = 600;
  std::uint64_t ranges = 1'000'000;
  bool quick = false;
};

Options read_options(int count, char** words) {
  Options out;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto value = [&] { return std::string(i + 1 < count ? words[++i] : ""); };
    if (word == "--wallet") out.wallet = value();
    else if (word == "--nodes") out.nodes = std::atoi(value().c_str());
    else if (word == "--seconds") out.seconds = std::atof(value().c_str());
    else if (word == "--soak") out.soak_seconds = std::atof(value().c_str());
    else if (word == "--ranges") out.ranges = std::strtoull(value().c_str(), nullptr, 10);
    else if (word == "--quick") out.quick = true;
    else {
      std::fprintf(stderr, "network_bench: unknown word %s\n", word.c_str());
      std::exit(2);
    }
  }
  if (out.wallet.empty()) {
    std::fprintf(stderr, "network_bench: --wallet PATH is needed\n");
    std::exit(2);
  }
  return out;
}

std::string load_average() {
  std::ifstream file("/proc/loadavg");
  std::string text;
  file >> text;
  return text;
}

double thread_cpu_s() {
  timespec moment{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &moment);
  return double(moment.tv_sec) + double(moment.tv_nsec) * 1e-9;
}

// Ed25519 checks per second and core, of this build's libsodium, over what a transaction signs.
double verify_rate() {
  const SecretKey key = *SecretKey::from_seed(plain_sha256(bytes_of("bench verify rate")));
  const auto text = text_to_sign(plain_sha256(bytes_of("text")));
  const Signature signature = key.sign(text);
  std::vector<double> rates;
  for (int round = 0; round < 5; ++round) {
    const double start = thread_cpu_s();
    for (int i = 0; i < 2'000; ++i) ensure(verify(key.public_key(), text, signature), "a good signature verifies");
    rates.push_back(2'000 / (thread_cpu_s() - start));
  }
  std::sort(rates.begin(), rates.end());
  return rates[rates.size() / 2];
}

std::vector<Lane> lanes_of(Crowd& crowd, std::vector<Paper>& papers, std::size_t moves) {
  crowd.refresh();
  std::vector<Lane> lanes(papers.size());
  for (std::size_t i = 0; i < papers.size(); ++i) {
    lanes[i].papers = {&papers[i]};
    lanes[i].first_holder = papers[i].holder;
    for (std::size_t k = 0; k < moves; ++k) {
      auto [offer, acceptance] = crowd.move(papers[i]);
      lanes[i].transactions.push_back(std::move(offer));
      lanes[i].transactions.push_back(std::move(acceptance));
    }
  }
  return lanes;
}

// Lanes of 100 papers of one holder moving together.
std::vector<Lane> batch_lanes(Crowd& crowd, std::vector<Paper>& papers, std::size_t moves) {
  crowd.refresh();
  std::vector<Lane> lanes;
  for (std::size_t start = 0; start + 100 <= papers.size(); start += 100) {
    std::vector<Paper*> together;
    for (std::size_t i = start; i < start + 100; ++i) together.push_back(&papers[i]);
    Lane lane;
    lane.papers = together;
    lane.first_holder = together.front()->holder;
    for (std::size_t k = 0; k < moves; ++k) {
      auto [offer, acceptance] = crowd.move_together(together);
      lane.transactions.push_back(std::move(offer));
      lane.transactions.push_back(std::move(acceptance));
    }
    lanes.push_back(std::move(lane));
  }
  return lanes;
}

struct Lone {
  double p50 = 0, p99 = 0;
};

// One transaction at a time on an idle network: sent to one node, awaited at another.
Lone lone_latency(Net& net, Crowd& crowd, Paper& paper, int samples) {
  crowd.refresh();
  auto sender = net.client(0);
  auto waiter = net.client(net.size() - 1);
  std::vector<double> ms;
  std::vector<Prepared> transactions;
  for (int i = 0; i < (samples + 1) / 2; ++i) {
    auto [offer, acceptance] = crowd.move(paper);
    transactions.push_back(std::move(offer));
    transactions.push_back(std::move(acceptance));
  }
  for (const Prepared& one : transactions) {
    wallet::sleep_ms(120);
    const auto start = std::chrono::steady_clock::now();
    must_ask(sender, "tx_submit", "{\"tx\":\"" + one.base64 + "\"}");
    const auto status = must_ask(waiter, "tx_wait", "{\"digest\":\"" + one.id.hex() + "\"}");
    ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    ensure(status.find("ok") != nullptr && status.find("ok")->boolean, "a lone transaction is done");
  }
  std::sort(ms.begin(), ms.end());
  // The nearest rank: of a hundred samples the second largest.
  return {ms[ms.size() / 2], ms[(ms.size() * 99 + 99) / 100 - 1]};
}

void measure(const Options& options) {
  const int nodes = options.nodes;
  const double cores = double(std::max(1u, std::thread::hardware_concurrency()));
  const std::string load_before = load_average();
  const double verify_per_core = verify_rate();
  print({"verify_rate", verify_per_core, "checks/s/core", nodes, "libsodium Ed25519, 48-byte text, median of 5 rounds of 2000, thread CPU time"});

  Net net(options.wallet, std::filesystem::temp_directory_path(), nodes);
  Crowd crowd(net, 50);
  std::vector<Paper> papers = crowd.issue(2'000, 100'000);

  const auto lanes = [&] { return lanes_of(crowd, papers, std::size_t(options.seconds * 1.5)); };
  auto lone_paper = papers.back();
  papers.pop_back();

  const std::string mode = "real mode: every node verifies every signature, TLS 1.3, fsync on, state root per block; load average before " + load_before;
  const double syncs_before = net.metric(1, "allonge_log_appends_total");
  auto single = lanes();
  const LoadResult load = run_load(net, crowd, single, options.seconds, 50);
  const double syncs = net.metric(1, "allonge_log_appends_total") - syncs_before;
  const double rate = double(load.committed) / load.seconds;
  const double ceiling = cores * verify_per_core / nodes;
  if (load.refused > 0) {
    std::fprintf(stderr, "bench: %llu lanes were refused; the figures are void\n", (unsigned long long)load.refused);
    std::exit(1);
  }
  print({"transfer_rate", rate, "tx/s", nodes,
         "one operation and one signature each, transfers and acceptances alternating, " + std::to_string(single.size()) +
             " outstanding, 50 holders; " + mode});
  print({"transfer_moves_rate", rate / 2, "completed moves/s", nodes, "offer and acceptance together are a move"});
  print({"ceiling_ratio", rate / ceiling, "ratio", nodes,
         "to cores x verify rate / validators = " + std::to_string(int(ceiling)) + " tx/s"});
  print({"transfer_processor_us", load.processor_us, "us", nodes, "processor time of one validator per transaction of that run"});
  print({"load_latency_p50_ms", load.latency_p50_ms, "ms", nodes, "under that load, closed loop"});
  print({"load_latency_p99_ms", load.latency_p99_ms, "ms", nodes, "under that load, closed loop"});
  print({"fdatasync_per_block", syncs / double(std::max<std::uint64_t>(1, load.blocks)), "syncs", nodes,
         "consensus log of one node, over " + std::to_string(load.blocks) + " blocks under load"});
  print({"worst_stall_ms_quick", load.worst_stall_ms, "ms", nodes, "longest time between two blocks in that run"});

  std::vector<Paper> sheets = crowd.issue(4'000, 200'000);
  auto together = batch_lanes(crowd, sheets, std::size_t(std::max(4.0, options.seconds * 5)));
  const LoadResult batch = run_load(net, crowd, together, options.seconds / 2, 1);
  const double batch_rate = double(batch.committed) * 100 / batch.seconds;
  if (batch.refused > 0) std::exit(1);
  print({"batch_ops_rate", batch_rate, "operations/s", nodes,
         "transactions of 100 operations, " + std::to_string(together.size()) + " outstanding; " + mode});
  print({"batch_op_processor_us", batch.processor_us / 100, "us", nodes, "processor time of one validator per operation of that run"});
  print({"batch_gain", batch_rate / rate, "ratio", nodes, "batch_ops_rate to transfer_rate"});

  const Lone lone = lone_latency(net, crowd, lone_paper, options.quick ? 100 : 400);
  print({"lone_p50_ms", lone.p50, "ms", nodes, "one transaction on an idle network, submitted at one node, seen final at another"});
  print({"lone_p99_ms", lone.p99, "ms", nodes, "same samples"});
  for (int node = 0; node < nodes; ++node)
    print({"rss_mib_small", net.rss_mib(node), "MiB", nodes, "node " + std::to_string(node) + " after these runs"});
  if (options.quick) return;

  const FinancingResult financings = finance_many(net, crowd, 2'000);
  print({"financings_per_second", financings.per_second(), "financings/s", nodes,
         std::to_string(financings.settled) + " requests to settlements, six transactions each, all of one step before the next, "
         "two moves of the calendar included; " + mode});

  // A large state: papers of 500 ranges each.
  const std::size_t large = std::size_t((options.ranges + 499) / 500);
  std::vector<Paper> wide = crowd.issue(large, 50'000'000);
  crowd.cut(wide, 500);
  double worst = 0;
  for (int node = 0; node < nodes; ++node) worst = std::max(worst, net.rss_mib(node));
  print({"rss_mib_at_1m", worst, "MiB", nodes, "largest of the validators, after building " + std::to_string(large * 500) + " ranges"});
  print({"disk_mib_at_1m", net.disk_mib(), "MiB", nodes, "all validators' files together"});

  double stall = 0, stall_at = 0;
  std::uint64_t committed = 0;
  double seconds = 0;
  while (seconds < options.soak_seconds) {
    const double slice = std::min(100.0, options.soak_seconds - seconds);
    auto more = lanes_of(crowd, papers, std::size_t(slice * 1.5));
    const LoadResult part = run_load(net, crowd, more, slice, 50);
    if (part.refused > 0) std::exit(1);
    if (part.worst_stall_ms > stall) {
      stall = part.worst_stall_ms;
      stall_at = part.worst_stall_at_s;
    }
    committed += part.committed;
    seconds += part.seconds;
  }
  print({"soak_transfer_rate", double(committed) / seconds, "tx/s", nodes, "over the whole soak, with the large state"});
  print({"worst_stall_ms", stall, "ms", nodes, "longest time between two blocks in " + std::to_string(int(seconds)) + " s of load, " + std::to_string(int(stall_at)) +
             " s after the load of that part began"});
  worst = 0;
  for (int node = 0; node < nodes; ++node) worst = std::max(worst, net.rss_mib(node));
  print({"rss_mib_after_soak", worst, "MiB", nodes, "largest of the validators"});
}

}  // namespace

int main(int count, char** words) {
  const auto test = signature_self_test();
  if (!test) return 70;
  measure(read_options(count, words));
  return 0;
}
