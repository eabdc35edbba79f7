// I-5: for every bank and currency, what its accounts gained is what it issued more; no account is
// empty and kept. (Amounts cannot be negative by their type.)
#pragma once

#include "contracts/invariants.h"

namespace allonge::cash {

std::optional<std::string> money_is_conserved(const ChangeSet& changes);

// The same over the whole state, for tests and audits.
std::optional<std::string> money_adds_up(const View& state);

}  // namespace allonge::cash
