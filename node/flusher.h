// Writes final blocks' changes into the ordered store behind the chain's back: many blocks in one
// batch, never between a proposal and a vote (README decision 12). Declared here as a port; the one
// with a thread stands in node/world.
#pragma once

#include <functional>
#include <memory>

#include "ledger/draft.h"

namespace allonge::node {

// One final block. `state` has the contracts' keys (written under 's'); `beside` has keys as in
// layout.h: derived lists, places of transactions. `applied` is the record under 'm' as it is
// after this block; only the last one of a batch is written.
struct FlushJob {
  std::uint64_t height = 0;
  bool closes = true;  // it has a certificate of its own: a batch ends only with such a block
  std::shared_ptr<const Changes> state;
  std::shared_ptr<const Changes> beside;
  Bytes applied;
};

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

// The batch of several jobs as one set of changes for the store. Later jobs win.
class FlushBatch {
 public:
  void add(const FlushJob& job);
  const Changes& changes() const { return changes_; }
  std::size_t bytes() const { return bytes_; }
  std::uint64_t last_height() const { return last_height_; }
  std::size_t blocks() const { return blocks_; }
  bool closed() const { return closed_; }

 private:
  Changes changes_;
  std::size_t bytes_ = 0;
  std::uint64_t last_height_ = 0;
  std::size_t blocks_ = 0;
  bool closed_ = true;
};

}  // namespace allonge::node
