// What the node counts for its operator, as one table: name, kind, label, help (interfaces.md 11).
// The core adds and sets whole numbers only; node/world/metrics_registry turns them into Prometheus
// text in base units. Labels never hold certificate or party ids of the ledger's business.
#pragma once

#include <cstdint>
#include <string_view>

namespace allonge::node {

// How a metric is kept, and in which unit the core hands it over.
//   counter         only grows: add(metric, n, label)
//   gauge           set(metric, value, label)
//   gauge_ms        set in milliseconds, shown in seconds
//   histogram_us    observe(metric, microseconds, label), shown in seconds
enum class MetricKind : std::uint8_t { counter, gauge, gauge_ms, histogram_us };

// clang-format off
//  id, public name (after "allonge_"), kind, label ("" = none), help
#define ALLONGE_METRICS(X) \
  X(build_info,                "build_info",                        gauge,        "version",   "1; the version stands in the label") \
  X(chain_height,              "chain_height",                      gauge,        "",          "height of the last final block") \
  X(applied_height,            "applied_height",                    gauge,        "",          "height up to which the store has the state") \
  X(block_interval,            "block_interval_seconds",            histogram_us, "",          "time between final blocks") \
  X(consensus_view,            "consensus_view",                    gauge,        "",          "view this node is in") \
  X(nullified_views,           "consensus_nullified_views_total",   counter,      "",          "views that ended without a block") \
  X(last_signed_view,          "consensus_last_signed_view",        gauge,        "",          "last view this node voted in") \
  X(missing_signers,           "consensus_missing_signers",         gauge,        "",          "validators that did not sign the last final block") \
  X(equivocations,             "consensus_equivocations_total",     counter,      "org",       "contradicting votes seen, by their signer") \
  X(signed_blocks,             "validator_signed_blocks_total",     counter,      "org",       "final blocks a validator signed") \
  X(pool_transactions,         "pool_transactions",                 gauge,        "",          "checked transactions waiting for a block") \
  X(pool_bytes,                "pool_bytes",                        gauge,        "",          "their bytes") \
  X(pool_oldest,               "pool_oldest_seconds",               gauge_ms,     "",          "how long the oldest of them has waited") \
  X(transactions,              "tx_total",                          counter,      "result",    "transactions in final blocks: done or refused") \
  X(transactions_refused,      "tx_refused_total",                  counter,      "code",      "transactions refused, by reason number") \
  X(transaction_finality,      "tx_finality_seconds",               histogram_us, "",          "from submission here to final") \
  X(peers,                     "p2p_peers",                         gauge,        "",          "validators this node is linked with") \
  X(handshake_failures,        "p2p_handshake_failures_total",      counter,      "reason",    "connections refused between nodes") \
  X(clock_offset,              "p2p_clock_offset_seconds",          gauge_ms,     "org",       "a peer's clock against ours when its link came up, in size") \
  X(peer_messages_dropped,     "p2p_messages_dropped_total",        counter,      "lane",      "messages dropped because a peer was slow or away") \
  X(peer_bytes_sent,           "p2p_sent_bytes_total",              counter,      "",          "bytes of messages sent to peers") \
  X(peer_bytes_received,       "p2p_received_bytes_total",          counter,      "",          "bytes of messages received from peers") \
  X(rpc_requests,              "rpc_requests_total",                counter,      "code",      "HTTP requests answered, by status") \
  X(rpc_request,               "rpc_request_seconds",               histogram_us, "",          "time from a whole request to its answer") \
  X(rpc_connections,           "rpc_connections",                   gauge,        "",          "open HTTP connections") \
  X(store_bytes,               "store_bytes",                       gauge,        "db",        "bytes on disk: log, blocks, state") \
  X(disk_free,                 "disk_free_bytes",                   gauge,        "",          "free bytes where the data lies") \
  X(fsync,                     "fsync_seconds",                     histogram_us, "file",      "time one sync took: log, blocks, state") \
  X(log_appends,               "log_appends_total",                 counter,      "",          "appends to the consensus log; each is one fdatasync") \
  X(certificate_not_after,     "tls_cert_not_after_seconds",        gauge,        "use",       "when our certificate ends, Unix time") \
  X(log_lines_suppressed,      "log_lines_suppressed_total",        counter,      "",          "log lines over the rate limit")
// clang-format on

enum class Metric : std::uint8_t {
#define ALLONGE_ENUMERATOR(id, ...) id,
  ALLONGE_METRICS(ALLONGE_ENUMERATOR)
#undef ALLONGE_ENUMERATOR
};

// Safe from every thread and cheap; never fails. A metric without a label takes none.
class Metrics {
 public:
  virtual ~Metrics() = default;
  virtual void add(Metric counter, std::uint64_t by = 1, std::string_view label = {}) = 0;
  virtual void set(Metric gauge, std::uint64_t value, std::string_view label = {}) = 0;
  virtual void observe_us(Metric histogram, std::uint64_t microseconds, std::string_view label = {}) = 0;
};

// Counts nothing: for tests and simulations.
class NoMetrics final : public Metrics {
 public:
  void add(Metric, std::uint64_t, std::string_view) override {}
  void set(Metric, std::uint64_t, std::string_view) override {}
  void observe_us(Metric, std::uint64_t, std::string_view) override {}
};

}  // namespace allonge::node
