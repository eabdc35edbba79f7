#include "tests/benchmarks/network/load.h"

#include <algorithm>
#include <unordered_map>

#include "tests/benchmarks/network/stall_watch.h"
#include "wallet/rpc.h"

namespace allonge::bench {

namespace {

// Sends waiting transactions as JSON-RPC batches and says whether the node took them.
class Sender {
 public:
  Sender(wallet::Client client, std::size_t per_request) : client_(std::move(client)), per_request_(per_request) {}

  void add(const Prepared& one) {
    if (count_ > 0) body_ += ',';
    body_ += "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(count_) + ",\"method\":\"tx_submit\",\"params\":{\"tx\":\"" +
             one.base64 + "\"}}";
    if (++count_ == per_request_) flush();
  }
  void flush() {
    if (count_ == 0) return;
    const auto answer = client_.post("[" + body_ + "]", 30'000);
    if (!answer || answer->find("\"error\"") != std::string::npos) {
      std::fprintf(stderr, "bench: a submission failed: %s\n",
                   answer ? answer->substr(0, 600).c_str() : answer.error().detail.c_str());
      std::exit(1);
    }
    body_.clear();
    count_ = 0;
  }

 private:
  wallet::Client client_;
  std::size_t per_request_;
  std::string body_;
  std::size_t count_ = 0;
};

struct Flight {
  std::size_t lane;
  double sent;
};

double quantile(std::vector<double>& values, double q) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, std::size_t(q * double(values.size())))];
}

}  // namespace

LoadResult run_load(Net& net, Crowd& crowd, std::vector<Lane>& lanes, double seconds, std::size_t per_request) {
  LoadResult out;
  std::vector<Sender> senders;
  for (int node = 0; node < net.size(); ++node) senders.emplace_back(net.client(node), per_request);
  // Reading follows node 0 for what went to the others and is right for what went to node 0 too:
  // a final block is the same everywhere; only the moment it is seen is node 0's.
  auto reader = net.client(0);
  const auto final_height = [&reader] {
    const JsonValue head = must_ask(reader, "chain_head", "{}");
    return std::strtoull(head.find("height")->text.c_str(), nullptr, 10);
  };
  std::uint64_t height = final_height();

  std::unordered_map<std::string, Flight> flights;
  std::vector<double> latencies;
  const double start = now_s(), processor_before_s = net.processor_s();
  double last_block = start, last_commit = start;
  StallWatch watch(net);
  const auto launch = [&](std::size_t lane) {
    const Prepared& next = lanes[lane].transactions[lanes[lane].done];
    flights.emplace(next.id.hex(), Flight{lane, now_s()});
    senders[1 % senders.size() + lane % std::max<std::size_t>(1, senders.size() - 1)].add(next);
  };
  for (std::size_t lane = 0; lane < lanes.size(); ++lane)
    if (lanes[lane].done < lanes[lane].transactions.size()) launch(lane);
  for (Sender& sender : senders) sender.flush();

  while (!flights.empty()) {
    const double now = now_s();
    if (now - last_block > 30) {
      std::fprintf(stderr, "bench: no block for 30 s with %zu transactions under way\n", flights.size());
      std::exit(1);
    }
    const std::uint64_t latest = final_height();
    if (latest == height) {
      wallet::sleep_ms(4);
      continue;
    }
    while (height < latest) {
      const auto block = must_ask(reader, "chain_block", "{\"height\":" + std::to_string(++height) + "}");
      const double seen = now_s();
      ++out.blocks;
      last_block = seen;
      const JsonValue* ids = block.find("transactions");
      if (ids == nullptr) continue;
      for (const JsonValue& id : ids->items) {
        const auto flight = flights.find(id.text);
        if (flight == flights.end()) continue;
        const std::size_t lane = flight->second.lane;
        latencies.push_back((seen - flight->second.sent) * 1000);
        flights.erase(flight);
        ++out.committed;
        last_commit = seen;
        ++lanes[lane].done;
        const bool is_offered = lanes[lane].done % 2 == 1;
        if (lanes[lane].done < lanes[lane].transactions.size() && (is_offered || seen - start < seconds)) launch(lane);
      }
    }
    for (Sender& sender : senders) sender.flush();
  }
  const StallWatch::Worst worst = watch.stop();
  out.worst_stall_ms = worst.ms;
  out.worst_stall_at_s = worst.at_s;
  out.seconds = last_commit - start;
  out.processor_us = (net.processor_s() - processor_before_s) * 1e6 / double(std::max<std::uint64_t>(1, out.committed)) / net.size();
  out.latency_p50_ms = quantile(latencies, 0.5);
  out.latency_p99_ms = quantile(latencies, 0.99);

  for (const Lane& lane : lanes)
    for (Paper* paper : lane.papers) paper->holder = crowd.holder_after(lane.first_holder, lane.done / 2);

  // Every transaction of a lane needs the one before it done, so the last one speaks for all.
  for (const Lane& lane : lanes) {
    if (lane.done == 0) continue;
    const auto status = must_ask(reader, "tx_status", "{\"digest\":\"" + lane.transactions[lane.done - 1].id.hex() + "\"}");
    const JsonValue* ok = status.find("ok");
    if (ok != nullptr && ok->boolean) continue;
    if (++out.refused == 1)
      std::fprintf(stderr, "bench: a lane ended refused: %s\n", wallet::json_text_of(status).c_str());
  }
  return out;
}

}  // namespace allonge::bench
