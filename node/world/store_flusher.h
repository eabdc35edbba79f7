// The Flusher with a thread of its own: gathers 64 blocks, 60,000 records or one second of them, syncs
// the block store, writes one synced batch into LevelDB, and tells the strand. A full queue makes
// submit() wait, which slows the chain down instead of filling the memory.
#pragma once

#include <memory>

#include "ledger/store.h"
#include "node/flusher.h"
#include "node/ports.h"
#include "node/world/strand.h"

namespace allonge::node {

class StoreFlusher final : public Flusher {
 public:
  static constexpr std::size_t most_blocks = 64;
  static constexpr std::size_t most_records = 60'000;  // about 12 MiB
  static constexpr std::uint64_t longest_wait_ms = 1'000;
  static constexpr std::size_t queue_blocks = 256;
  static constexpr std::size_t queue_records = 240'000;

  // `on_trouble` runs on the flusher's thread when the disk fails and must end the process (74).
  StoreFlusher(Store& store, BlockStore& blocks, Strand& strand, std::function<void(const Refusal&)> on_trouble);
  ~StoreFlusher() override;  // writes what is waiting, then ends

  void submit(FlushJob job) override;
  void drain() override;
  void on_flushed(std::function<void(std::uint64_t)> done) override;

 private:
  struct Hidden;
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
