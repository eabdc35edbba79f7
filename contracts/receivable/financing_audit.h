// The laws of financings asked of a whole state; a part of audit.h.
#pragma once

#include <string>
#include <vector>

#include "ledger/view.h"

namespace allonge::receivable {

std::vector<std::string> audit_financings(const View& state);

}  // namespace allonge::receivable
