// Which ledger is signed for, and by whose word. A node says which chain it is on, but a signature for
// another chain than the one meant is good there: so the chain is taken from the genesis file at hand,
// or, without one, from the context, which keeps the first chain it has signed for. That a network is
// for testing, and that its calendar is not this machine's, is believed of a genesis file alone.
#pragma once

#include <filesystem>

#include "api/methods/node_status.h"
#include "contracts/genesis_state.h"
#include "wallet/contexts.h"

namespace allonge::wallet {

struct Network {
  std::string name;
  Digest chain;
  bool is_test = false;
  bool is_first_use = false;  // nothing vouches for it but the node
  Time now;                   // validity counts from here: this machine's clock, a test network's calendar
  Time node_time;             // what the node says
  std::optional<GenesisConfig> genesis;

  // Whether bytes of this last moment can never be recorded any more. A node that is wrong about the
  // time cannot end an act early.
  bool is_over(Time valid_until) const { return valid_until < now && valid_until < node_time; }
};

// What a node says of itself, against what is at hand here. WRONG_CHAIN when the two differ, and
// BAD_GENESIS when there is neither a genesis file nor a context to keep the chain in.
struct AtHand {
  std::string node_url;
  std::filesystem::path genesis_path;    // empty: none
  const WalletContext* context = nullptr;
  Time local_now;
};
Result<Network> network_of(const api::NodeStatusReply& said, const AtHand& at_hand);

}  // namespace allonge::wallet
