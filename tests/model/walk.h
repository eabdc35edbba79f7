// A walk: blocks of random acts on the real contracts and on the slow model at once. Every answer is predicted,
// and the states are compared after every block.
#pragma once

#include <array>

#include "contracts/execute.h"
#include "contracts/genesis_state.h"
#include "contracts/replay_ring.h"
#include "ledger/memory_store.h"
#include "tests/model/random_acts.h"

namespace allonge::test {

class Walk {
 public:
  Walk(std::uint64_t seed, const GenesisConfig& genesis);

  // One block of random transactions, predicted and compared. False when they differ.
  bool block();
  // The whole state against itself, and the ways of some fen against the model's.
  void look_closely();

  const LedgerModel& model() const { return model_; }
  const View& state() const { return state_; }

  std::size_t acts = 0, done = 0, blocks = 0;
  std::map<std::string, std::size_t> outcomes;

 private:
  std::uint64_t pause_ms();
  Transaction transaction(const PartyId& by, const std::vector<Operation>& operations);
  std::optional<Reason> predict(const PartyId& by, const std::vector<Operation>& operations, const Digest& id);
  // Writes what the block changed. False when the outcome is not as predicted.
  bool take(BlockOutcome outcome, std::span<const std::optional<Reason>> predicted);

  LedgerModel model_;
  Digest chain_;
  RandomActs acts_;
  Time now_;
  MemoryStore state_, index_;
  ReplayRing ring_;
  std::uint64_t height_ = 0, idems_ = 0;
  std::map<PartyId, std::array<PublicKey, 2>> keys_;
};

}  // namespace allonge::test
