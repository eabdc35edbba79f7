// Reads transactions and checks their signatures on threads of its own (37 microseconds each), in
// batches; the answers come back on the node's strand in the order of the question. At most
// `pending_bytes` wait: what comes on top is answered POOL_FULL at once, which the sender may retry.
#pragma once

#include <memory>

#include "node/ports.h"
#include "node/world/strand.h"

namespace allonge::node {

class SignaturePool final : public SignatureWorker {
 public:
  static constexpr std::size_t pending_bytes = 64 * 1024 * 1024;

  SignaturePool(Strand& strand, std::size_t threads);
  ~SignaturePool() override;  // `done` of what is still waiting is never called
  void check(std::vector<Bytes> transactions, Use use, std::function<void(std::vector<Checked>)> done) override;
  void verify(std::vector<std::shared_ptr<const Transaction>> transactions,
              std::function<void(std::vector<Checked>)> done) override;

 private:
  struct Hidden;
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
