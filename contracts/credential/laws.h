// The laws of credentials (credentials.md 6 to 8). Each looks at the records a transaction changed, by
// its own arithmetic and not by that of the operations. They stand in the list of
// contracts/invariants.cpp.
#pragma once

#include "contracts/invariants.h"

namespace allonge::credential {

std::optional<std::string> standings_are_told(const ChangeSet& changes);    // C-1
std::optional<std::string> gates_are_kept(const ChangeSet& changes);        // C-2
std::optional<std::string> children_stay_within(const ChangeSet& changes);  // C-3

}  // namespace allonge::credential
