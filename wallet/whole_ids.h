// A beginning of an id is enough to type; the ledger needs the whole one. A node names it, and that it is
// the one the person meant is seen from what was typed.
#pragma once

#include "wallet/flags.h"
#include "wallet/session.h"

namespace allonge::wallet {

// RC-, INV-, FN- and TR-; every other text as it is. NOT_FOUND, AMBIGUOUS_ID.
Result<std::string> whole_id(Session& session, const std::string& typed);

// What was typed for this struct, with whole ids.
Result<FlagValues> with_whole_ids(Session& session, const Shape& shape, const FlagValues& typed);

}  // namespace allonge::wallet
