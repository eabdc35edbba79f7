// Writes final blocks' changes into the ordered store behind the chain's back: many blocks in one
// batch, never between a proposal and a vote (README decision 12). Declared here as a port; the one
// with a thread stands in node/world.
#pragma once

#include <functional>
#include <memory>

#include "ledger/store.h"

namespace allonge::node {

// One final block. `lists` says of an entry that it comes only where it was not (contracts/index.h).
// `applied` is the record under 'm' as it is after this block; only the last one of a
// batch is written.
struct FlushJob {
  std::uint64_t height = 0;
  bool closes = true;  // it has a certificate of its own: a batch ends only with such a block
  std::shared_ptr<const Changes> state;   // under the contracts' keys, written under 's'
  std::shared_ptr<const Changes> lists;   // entries of lists under their own keys, written under 'x'
  std::shared_ptr<const Changes> beside;  // with the letters of layout.h: where transactions stand
  std::optional<Bytes> applied;
};

// How many records and entries it writes.
std::size_t records_of(const FlushJob& job);

class Flusher {
 public:
  virtual ~Flusher() = default;
  // Heights ascend without gaps. May wait for room: that is the back-pressure on the chain.
  virtual void submit(FlushJob job) = 0;
  // Everything submitted is in the store and synced when it returns. For a clean stop.
  virtual void drain() = 0;
  // Runs on the strand after each batch, with the last height the store now holds.
  virtual void on_flushed(std::function<void(std::uint64_t height)> done) = 0;
};

// Several jobs as one batch for the store. Later jobs win: a record that many blocks write is written
// once, and an entry of a list that came and went in between never.
class FlushBatch {
 public:
  void add(FlushJob job);
  // In key order, each key once, with the letters of layout.h; valid until the next add().
  std::span<const Write> writes();
  std::size_t records() const { return records_; }
  std::uint64_t last_height() const { return jobs_.empty() ? 0 : jobs_.back().height; }
  std::size_t blocks() const { return jobs_.size(); }
  bool closed() const { return jobs_.empty() || jobs_.back().closes; }

 private:
  std::vector<FlushJob> jobs_;
  std::size_t records_ = 0;
  Bytes keys_;  // of all writes, one behind the other
  std::vector<Write> writes_;
};

}  // namespace allonge::node
