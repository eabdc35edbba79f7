// What gates have answered in the block that is being executed, so that a hundred transfers between two
// parties ask for their credentials once (credentials.md 8: remembered within one height only). Always:
// an answer is remembered only where nothing but the state and the block's time decides it, and all is
// forgotten as soon as an operation has written what gates ask. The answers are those that asking again
// would give, on every node alike; what differs is how often the state is read.
#pragma once

#include <map>
#include <set>
#include <string>

#include "contracts/credential/gate.h"
#include "ledger/draft.h"

namespace allonge::credential {

class GateMemory {
 public:
  // gate_at, once for each operation. Holds until the next call of forget_if_changed().
  const std::optional<Gate>& gate(const View& view, std::string_view operation, Time now);

  // Whether this rule of the operation's gate was satisfied for a party before.
  bool is_open(std::string_view operation, std::size_t rule, const PartyId& party) const;
  void open(std::string_view operation, std::size_t rule, const PartyId& party);

  // To be called behind every operation, done or refused, with what its transaction has changed so far.
  void forget_if_changed(const Changes& changes);

 private:
  struct Known {
    std::optional<Gate> gate;
    std::set<std::pair<std::size_t, PartyId>> open;
  };
  std::map<std::string, Known, std::less<>> known_;  // by operation; no more than a block asks
};

// The party whose standing alone decides a rule; nothing where amounts, signers, things or other parties count.
std::optional<PartyId> decided_by(const GateRule& rule, const GateParties& parties);

}  // namespace allonge::credential
