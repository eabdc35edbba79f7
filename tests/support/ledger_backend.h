// A node's answers without a node: a ledger in memory behind api::Backend that executes real blocks
// with the real contracts, keeps a real state tree and signs real certificates with the four
// validators of the demo genesis. Nothing happens by itself: a test says when a block is made and how
// time passes.
#pragma once

#include <map>

#include "api/backend.h"
#include "contracts/replay_ring.h"
#include "ledger/memory_store.h"
#include "ledger/merkle.h"
#include "ledger/proof.h"
#include "ledger/state_tree.h"
#include "tests/support/parties.h"

namespace allonge::test {

class LedgerBackend final : public api::Backend {
 public:
  LedgerBackend() : LedgerBackend(demo_genesis()) {}
  explicit LedgerBackend(GenesisConfig genesis);

  const GenesisConfig& genesis() const override { return genesis_; }
  const Digest& chain() const override { return chain_; }
  Committee committee() const override { return committee_of(genesis_); }
  api::NodeStatus status() const override;
  std::shared_ptr<const api::Snapshot> snapshot() const override { return snapshot_; }
  Time now() const override;
  std::uint64_t steady_ms() const override { return steady_ms_; }
  Idem fresh_idem() override;
  Result<FinalBlock> block(std::uint64_t height) const override;
  std::optional<std::uint64_t> height_of(const Digest& block_hash) const override;
  Result<Digest> submit(Bytes transaction) override;
  api::TransactionStatus status_of(const Digest& transaction) const override;
  api::TransactionStatus status_of(const PartyId& party, const Idem& idem) const override;

  // ---- what a test does

  // Checks signatures and admission of what was submitted; submit() does it at once unless `slow`.
  void check_waiting();
  bool slow_checks = false;
  // A block of everything checked, `later_ms` after the last. Certificates stand in their own block
  // unless `late_certificates`: then a block's comes with the block after the next.
  void make_block(std::uint64_t later_ms = 40);
  bool late_certificates = false;
  void pass(std::uint64_t ms) { steady_ms_ += ms; }  // steady time alone
  // Empty blocks until nothing is due any more, the first of them at this moment.
  void go_to(Time time);
  void forget_blocks_below(std::uint64_t height) { oldest_ = height; }

  // Signs by maker1 and checker1 of the party, submits and makes a block.
  template <class... Op>
  api::TransactionStatus act(std::string_view party, const Op&... ops);
  Bytes sign(std::string_view party, std::vector<RawMessage> operations, const std::vector<std::string>& people = {"maker1", "checker1"});

  TrustAnchor anchor() const;
  std::uint64_t blocks_read() const { return blocks_read_; }
  std::uint64_t submits() const { return submits_; }

 private:
  void publish();

  GenesisConfig genesis_;
  Digest chain_;
  Digest epoch_id_;
  std::vector<SecretKey> keys_;  // of the validators
  MemoryStore state_;
  MemoryStore index_;
  StateTree tree_;
  MerkleLog history_;
  ReplayRing ring_;
  Header head_;
  std::vector<FinalBlock> blocks_;
  std::vector<Certificate> certificates_;  // of all blocks
  std::map<Digest, api::TransactionStatus> statuses_;
  std::map<std::pair<PartyId, Idem>, Digest> by_idem_;
  std::vector<Transaction> unchecked_, pool_;
  std::shared_ptr<const api::Snapshot> snapshot_;
  std::uint64_t steady_ms_ = 1'000'000;
  std::uint64_t idems_ = 0;
  std::uint64_t oldest_ = 1;
  std::uint64_t submits_ = 0;
  mutable std::uint64_t blocks_read_ = 0;
};

}  // namespace allonge::test

#include "contracts/operations.h"

template <class... Op>
allonge::api::TransactionStatus allonge::test::LedgerBackend::act(std::string_view party, const Op&... ops) {
  const auto id = submit(sign(party, {write_operation(Operation(ops))...}));
  make_block();
  return id ? status_of(*id) : api::TransactionStatus{};
}
