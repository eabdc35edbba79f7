// How a refusal is told: what was refused and why, the facts, the rule, who can clear it, and last,
// where the eye goes, what to do next (interfaces.md 6).
//
//   ✗ cert transfer refused: The range is not free.        [ALG-2002 RANGE_LOCKED]
//     1-30000000 is offered to lanwan
//     Who can clear it: owner
//   → Wait for the pending act to end, or cancel it.
#pragma once

#include <string>

#include "ledger/result.h"
#include "wallet/phrases.h"
#include "wallet/terminal.h"

namespace allonge::wallet {

// `act` is the command as typed: "cert transfer". Ends with a newline.
std::string complaint(const Refusal& refusal, std::string_view act, Language language, const Terminal& terminal);
// The same as one JSON document.
std::string complaint_json(const Refusal& refusal, std::string_view act);

// The page of `allonge explain`: number, name, both languages, who, retry, exit code, next step.
std::string explanation(Reason reason);

}  // namespace allonge::wallet
