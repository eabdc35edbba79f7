// Who plays on a test network: one table of parties with their roles, the genesis made from it, and
// the batch that admits those who are not in genesis. All invented.
#pragma once

#include "contracts/genesis_state.h"
#include "contracts/operations.h"
#include "wallet/keyring.h"

namespace allonge::wallet {

struct DemoParty {
  std::string name;
  std::string full_name;
  std::vector<Role> roles;
  bool in_genesis = false;  // operator, settlement bank, market regulator; the operator admits the others
};

std::vector<DemoParty> demo_parties();
inline constexpr const char* demo_operator = "operator";
// What the operator admits it with.
PartyApplication demo_application(const DemoParty& party);

// A validator's two secret seeds, the same for the same name in every test network.
struct ValidatorSeeds {
  Digest consensus;
  Digest link;
};
ValidatorSeeds demo_validator_seeds(const std::string& name);

// The names of the first `count` validators (1 to 16). OUT_OF_RANGE.
Result<std::vector<std::string>> demo_validators(std::size_t count);

// `day` begins the calendar at 09:00 +08:00 at the wall-clock moment `now`.
GenesisConfig demo_genesis(const std::vector<std::string>& validators, const std::vector<std::string>& addresses,
                           Date day, Time now);

// Admits every demo party that `known` does not name, then sets the issuers' limits, in one batch.
std::vector<Operation> admission_batch(const std::vector<std::string>& known);

Keyring demo_keyring(const Digest& chain);

}  // namespace allonge::wallet
