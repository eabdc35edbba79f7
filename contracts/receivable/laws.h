// The laws of receivables (receivables.md 14). Each looks at the records a transaction changed, by its
// own arithmetic and not by the formulas of the operations, and says nothing or why it is broken. They
// stand in the list of contracts/invariants.cpp. audit.h asks the same of a whole state.
#pragma once

#include "contracts/invariants.h"

namespace allonge::receivable {

std::optional<std::string> ranges_tile(const ChangeSet& changes);           // I-1
std::optional<std::string> states_add_up(const ChangeSet& changes);         // I-2
std::optional<std::string> limits_add_up(const ChangeSet& changes);         // I-3
std::optional<std::string> bindings_add_up(const ChangeSet& changes);       // I-4
std::optional<std::string> money_follows_ranges(const ChangeSet& changes);  // I-6; I-5 is cash's own
std::optional<std::string> owners_are_eligible(const ChangeSet& changes);   // I-7
std::optional<std::string> held_ranges_stay(const ChangeSet& changes);      // I-8
std::optional<std::string> changes_are_told(const ChangeSet& changes);      // I-10
std::optional<std::string> promises_are_allowed(const ChangeSet& changes);  // I-11
std::optional<std::string> financings_add_up(const ChangeSet& changes);     // I-12
std::optional<std::string> financings_keep_their_word(const ChangeSet& changes);  // F-1, our own

}  // namespace allonge::receivable
