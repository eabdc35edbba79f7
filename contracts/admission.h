// Whether a transaction may stand in a block: the questions whose "no" keeps it out, in their fixed
// order, and what was found out on the way, so that its operations are read once.
//
//   operations   readable, known               BAD_ENCODING, OPERATION_UNKNOWN
//   chain        this one                      WRONG_CHAIN
//   valid_until  not over, not too far         TX_EXPIRED, VALID_UNTIL_TOO_FAR
//   party        known and active              UNKNOWN_PARTY
//   keys         the party's, in force         KEY_NOT_IN_FORCE
//   people       nobody twice                  SAME_SIGNER
//   policy       enough makers and checkers    APPROVALS_MISSING
//   idem         not used while it counts      ALREADY_KNOWN, IDEM_CONFLICT
//   memory       room for one more idem        REPLAY_MEMORY_FULL
#pragma once

#include "contracts/operations.h"
#include "contracts/replay_ring.h"

namespace allonge {

struct Admitted {
  std::vector<Operation> operations;
  RoleSet roles;            // of the party
  bool short_lived = true;  // the ring remembers its idem, not the state
};

// `state` and `replay` are those before the transaction, inside the block.
Result<Admitted> admit_transaction(const View& state, const ReplayOverlay& replay, const BlockContext& block,
                                   const Transaction& transaction);

// All operations of a body, or the first that cannot be read.
Result<std::vector<Operation>> read_operations(const TransactionBody& body);

// What the operations of this name add up to in CNY; nothing as soon as one of them has no such amount.
std::optional<Amount> sum_in_bands(const View& state, std::span<const Operation> operations, std::string_view name);

// What the party's policy asks of these operations together.
PeopleNeeded people_needed(const View& state, const SigningPolicy& policy, std::span<const Operation> operations);

}  // namespace allonge
