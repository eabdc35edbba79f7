// The laws of receivables asked of a whole state (receivables.md 14), for tests and auditors: everything
// that follows from something else is computed again and compared. Slow and complete, where laws.h is
// quick and local.
#pragma once

#include <string>
#include <vector>

#include "ledger/view.h"

namespace allonge::receivable {

// What is wrong, one sentence each, beginning with the law's id; empty when all is well.
std::vector<std::string> audit(const View& state);

}  // namespace allonge::receivable
