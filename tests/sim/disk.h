// What a simulated node has on its disk: the consensus log and the block store, each with a synced
// part that survives everything and an unsynced part of which a power cut keeps any beginning. A
// killed process loses nothing that was written.
#pragma once

#include <map>

#include "consensus/records.h"
#include "tests/sim/random.h"

namespace allonge::sim {

struct LogRecord {
  std::uint8_t type = 0;
  Bytes payload;
};

// One append of the consensus log; dropped as a whole when its views are durably final.
struct Append {
  std::uint64_t highest_view = 0;
  std::vector<LogRecord> records;
};

struct StoredBlock {
  Header header;
  std::vector<Bytes> transactions;
  std::optional<Certificate> certificate;
};

class Disk {
 public:
  // -- consensus log
  void append(Append append) { log_.push_back(std::move(append)); }
  void sync_log() { log_synced_ = log_.size(); }
  const std::vector<Append>& log() const { return log_; }
  std::size_t log_synced() const { return log_synced_; }
  void release_through(std::uint64_t view) {
    if (log_was_lost_ && !log_was_lost()) recovered_from_loss_ = true;
    ensure(log_synced_ == log_.size(), "segments are dropped only of a synced log");
    std::erase_if(log_, [view](const Append& append) { return append.highest_view <= view; });
    log_synced_ = log_.size();
  }

  // -- block store
  void append_block(StoredBlock block) { blocks_.push_back(std::move(block)); }
  void sync_blocks() { blocks_synced_ = blocks_.size(); }
  const std::vector<StoredBlock>& blocks() const { return blocks_; }
  std::size_t blocks_synced() const { return blocks_synced_; }

  // -- faults
  void power_cut(Random& random) {
    log_.resize(log_synced_ + std::size_t(random.below(log_.size() - log_synced_ + 1)));
    blocks_.resize(blocks_synced_ + std::size_t(random.below(blocks_.size() - blocks_synced_ + 1)));
  }
  void lose_log() {
    log_.clear();
    log_synced_ = 0;
    log_was_lost_ = true;
  }
  // The operator says so at every start until the log itself holds what the node abstains from.
  bool log_was_lost() const {
    for (const Append& append : log_)
      for (const LogRecord& record : append.records)
        if (consensus::RecordType(record.type) == consensus::RecordType::abstained) return false;
    return log_was_lost_ && !recovered_from_loss_;
  }
  // What a starting node finds it makes durable before it relies on it. A block without a certificate
  // of its own at the end was finalized by one that is gone.
  void open() {
    while (!blocks_.empty() && !blocks_.back().certificate) blocks_.pop_back();
    sync_log();
    sync_blocks();
  }

 private:
  std::vector<Append> log_;
  std::size_t log_synced_ = 0;
  bool log_was_lost_ = false;
  bool recovered_from_loss_ = false;
  std::vector<StoredBlock> blocks_;  // heights 1, 2, ...
  std::size_t blocks_synced_ = 0;
};

}  // namespace allonge::sim
