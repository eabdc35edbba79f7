// What a node asks of the world: a handful of small interfaces. Everything in `node` outside
// `node/world` runs on one strand, is called with the time it needs, and can run unchanged inside a
// simulator that implements these ports with maps and a seed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/transaction.h"

namespace allonge::node {

// Two clocks: wall time for block times and expiry, steady time for timers. Milliseconds.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::uint64_t wall_ms() const = 0;
  virtual std::uint64_t steady_ms() const = 0;
};

// The consensus log: records appended together and synced (one write, one fdatasync) before append()
// returns. After DISK_TROUBLE nothing may be appended any more: the process ends (exit 74).
struct LogRecord {
  std::uint8_t type = 0;
  Bytes payload;
  bool operator==(const LogRecord&) const = default;
};
class ConsensusLog {
 public:
  virtual ~ConsensusLog() = default;
  // `height` is the highest view the records speak of: segments are dropped by it (by view, not by
  // block height, or a NULLIFY of a later view could be forgotten: consensus/events.h, Sign).
  virtual Result<void> append(std::span<const LogRecord> records, std::uint64_t height) = 0;
  // Every whole record still kept, oldest first; a torn last record is left out.
  virtual Result<std::vector<LogRecord>> read_all() = 0;
  // Segments that hold only records at or below `height` (a view, as in append) may be recycled.
  virtual void release_through(std::uint64_t height) = 0;
};

// Finalized blocks with receipts and certificate, one blob per height, append-only, heights without
// gaps from 1. Reads are safe from any thread.
class BlockStore {
 public:
  virtual ~BlockStore() = default;
  virtual std::uint64_t last_height() const = 0;  // 0 when empty
  virtual Result<void> append(std::uint64_t height, BytesView blob) = 0;  // not synced
  virtual Result<void> sync() = 0;
  virtual Result<Bytes> read(std::uint64_t height) const = 0;  // HEIGHT_UNAVAILABLE, DAMAGED_STORE
};

// The three classes of outgoing messages (consensus.md 12): consensus is written first and never
// dropped; the others have credit limits.
enum class Lane : std::uint8_t { consensus, bulk, gossip };

// Links to the other validators, by place in the committee. Sending never blocks and may lose.
class Network {
 public:
  virtual ~Network() = default;
  virtual void send(std::uint32_t peer, Lane lane, Bytes message) = 0;
  virtual void broadcast(Lane lane, Bytes message) = 0;  // to every other validator
  virtual bool is_up(std::uint32_t peer) const = 0;
  // This peer provably did what no correct validator does (reliability.md 4.7): its link ends. It comes
  // back by itself, later each time, and is never shut out for good. `why` is for the log.
  virtual void drop(std::uint32_t peer, std::string_view why) = 0;
};

// Wakes the node: after `delay_ms` of steady time `fired` runs on the node's strand. A timer is
// cancelled by setting one with the same token again, or by cancel().
class Timers {
 public:
  virtual ~Timers() = default;
  virtual void set(std::uint64_t token, std::uint64_t delay_ms, std::function<void()> fired) = 0;
  virtual void cancel(std::uint64_t token) = 0;
};

// Checks signatures away from the strand. `done` runs on the strand with the transactions in the
// order given; a refusal where reading or a signature failed.
struct Checked {
  std::shared_ptr<const Transaction> transaction;  // null when it could not be read
  Result<void> verdict;
};
class SignatureWorker {
 public:
  // A vote waits for a body: it goes before everything meant for the pool, and has room of its own, so
  // that a flood of gossip delays no vote.
  enum class Use : std::uint8_t { body, pool };
  // What is meant for the pool says from which peer it came: each has room of its own, and they take turns.
  struct Source {
    Source(Use its_use, std::uint32_t its_peer = 0) : use(its_use), peer(its_peer) {}
    Use use;
    std::uint32_t peer;
    friend auto operator<=>(const Source&, const Source&) = default;
  };

  virtual ~SignatureWorker() = default;
  virtual void check(std::vector<Bytes> transactions, Source source, std::function<void(std::vector<Checked>)> done) = 0;
  // The same for transactions that were read already, from this node's own clients, for the pool.
  virtual void verify(std::vector<std::shared_ptr<const Transaction>> transactions,
                      std::function<void(std::vector<Checked>)> done) = 0;
};

// One line per event: name and key=value pairs.
enum class Level : std::uint8_t { info, warning, error };
struct LogField {
  std::string_view key;
  std::string value;
};
class Log {
 public:
  virtual ~Log() = default;
  virtual void write(Level level, std::string_view event, std::initializer_list<LogField> fields) = 0;
};

}  // namespace allonge::node
