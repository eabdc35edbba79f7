// What a signed document is judged by where no node is asked: the network's name, the keys that its genesis file gives
// to the parties of the start, and a moment.
#pragma once

#include "contracts/credential/proof.h"
#include "wallet/command.h"

namespace allonge::wallet {

struct OfflineGround {
  std::optional<GenesisConfig> genesis;
  std::string network;
  Time now;

  // Keys by serial as the genesis file names them; PROOF_KEY for all others. Valid for as long as this is.
  credential::KeyResolver keys() const;
};
std::vector<FlagSpec> offline_flags();  // --genesis FILE or --network NAME, --moment TIME
Result<OfflineGround> offline_ground(Session& session, const FlagValues& flags);

}  // namespace allonge::wallet
