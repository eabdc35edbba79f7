// P-1: a key stays its first party's and person's; once revoked it never comes back into force; its
// record is never removed, and a report that it was compromised is never taken back. A party's count
// of keys in force moves with its keys.
#pragma once

#include "contracts/invariants.h"

namespace allonge::party {

std::optional<std::string> keys_are_sound(const ChangeSet& changes);

}  // namespace allonge::party
