// Answers the API's questions from what the node published: snapshots, statuses, stored blocks. It is
// called from the clients' thread and never waits for the strand; a submission is posted to it.
#pragma once

#include "node/node.h"

namespace allonge::node {

class NodeBackend final : public api::Backend {
 public:
  // `random` fills in an idem; while `disk_is_low` says so nothing new is taken in, though the chain goes
  // on. Everything outlives the backend.
  NodeBackend(Node& node, const BlockStore& blocks, Outcomes& outcomes, const Clock& clock,
              std::function<Idem()> random, std::function<bool()> disk_is_low = [] { return false; })
      : node_(node), blocks_(blocks), outcomes_(outcomes), clock_(clock), random_(std::move(random)),
        disk_is_low_(std::move(disk_is_low)) {}

  const GenesisConfig& genesis() const override { return node_.genesis().config; }
  const Digest& chain() const override { return node_.genesis().chain; }
  Committee committee() const override { return node_.genesis().committee; }
  api::NodeStatus status() const override;
  std::shared_ptr<const api::Snapshot> snapshot() const override { return node_.board().read()->snapshot; }
  Time now() const override;
  std::uint64_t steady_ms() const override { return clock_.steady_ms(); }
  Idem fresh_idem() override { return random_(); }
  Result<FinalBlock> block(std::uint64_t height) const override;
  std::optional<std::uint64_t> height_of(const Digest& block_hash) const override;
  Result<Digest> submit(Bytes transaction) override;
  api::TransactionStatus status_of(const Digest& transaction) const override;
  api::TransactionStatus status_of(const PartyId& party, const Idem& idem) const override;

 private:
  Node& node_;
  const BlockStore& blocks_;
  Outcomes& outcomes_;
  const Clock& clock_;
  std::function<Idem()> random_;
  std::function<bool()> disk_is_low_;
};

}  // namespace allonge::node
