#include "tests/benchmarks/network/stall_watch.h"

#include <cstdio>
#include <utility>

#include "wallet/process.h"

namespace allonge::bench {

namespace {

constexpr std::uint64_t pause_ms = 10;
constexpr double told_ms = 700;  // gaps that are told at once, so that their cause can be looked for

double views_without_block(const Net& net) { return net.metric(0, "allonge_consensus_nullified_views_total"); }

}  // namespace

StallWatch::StallWatch(const Net& net) : net_(net), thread_([this] { watch(); }) {}

StallWatch::~StallWatch() { (void)stop(); }

StallWatch::Worst StallWatch::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  return worst_;
}

void StallWatch::watch() {
  auto client = net_.client(0);
  double idle_views = views_without_block(net_);
  const double start = now_s();
  double last_block = start;
  std::string height;
  while (true) {
    const bool is_last = stopping_;
    const JsonValue head = must_ask(client, "chain_head", "{}");
    const std::string& latest = head.find("height")->text;
    const double now = now_s();
    if (latest == height && !is_last) {
      wallet::sleep_ms(pause_ms);
      continue;
    }
    const double gap_ms = (now - last_block) * 1000;
    if (gap_ms > worst_.ms) worst_ = {gap_ms, now - start};
    if (gap_ms > told_ms) {
      const double before = std::exchange(idle_views, views_without_block(net_));
      std::fprintf(stderr, "bench: %.0f ms without a block, until %.1f s, height %s; %.0f views without one since the last such\n",
                   gap_ms, now - start, latest.c_str(), idle_views - before);
    }
    if (is_last) return;
    height = latest;
    last_block = now;
  }
}

}  // namespace allonge::bench
