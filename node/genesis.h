// The beginning of a chain, read and checked: who may vote, what the state starts with, and the hash
// that names the chain. Two nodes with different genesis files never talk (peer_link.h).
#pragma once

#include "contracts/genesis_state.h"
#include "ledger/quorum.h"

namespace allonge::node {

struct Genesis {
  GenesisConfig config;
  Digest chain;         // hash of the canonical bytes
  Changes state;        // records at height 0
  Committee committee;  // of epoch 0
  Digest committee_hash;
  Digest epoch_id;      // of epoch 0
  bool test_network = false;

  // From the JSON text of a GenesisConfig. BAD_GENESIS with what is wrong.
  static Result<Genesis> parse(std::string_view text);
  // The same from a config made by a program. BAD_GENESIS.
  static Result<Genesis> of(GenesisConfig config);

  // The validator's place in the committee. BAD_GENESIS if the key is not in it.
  Result<std::uint32_t> place_of(const PublicKey& consensus_key) const;
};

}  // namespace allonge::node
