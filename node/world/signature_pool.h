// Reads transactions and checks their signatures on threads of its own (37 microseconds each), in
// batches; the answers come back on the node's strand, those of one source in the order of its
// questions. Bodies that votes wait for go first; each peer and the clients take turns behind them. Each
// source has room of its own: what comes on top is answered POOL_FULL at once, which it may retry.
#pragma once

#include <memory>

#include "node/ports.h"
#include "node/world/strand.h"

namespace allonge::node {

class SignaturePool final : public SignatureWorker {
 public:
  // Of transactions that wait. A peer whose link comes up greets with four mebibytes.
  static constexpr std::size_t body_bytes = 64 * 1024 * 1024;
  static constexpr std::size_t client_bytes = 32 * 1024 * 1024;
  static constexpr std::size_t peer_bytes = 8 * 1024 * 1024;

  SignaturePool(Strand& strand, std::size_t threads);
  ~SignaturePool() override;  // `done` of what is still waiting is never called
  void check(std::vector<Bytes> transactions, Source source, std::function<void(std::vector<Checked>)> done) override;
  void verify(std::vector<std::shared_ptr<const Transaction>> transactions,
              std::function<void(std::vector<Checked>)> done) override;

 private:
  struct Hidden;
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
