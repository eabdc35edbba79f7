// Step 1 of credentials.md 4.3: what every credential's JSON keeps to before anybody looks at its members
// (4.1): 64 KiB, depth 32, texts of 8 KiB, 4,096 items, no name twice, and every number an integer within
// 2^53 - 1, so that nobody's money depends on how a fraction is printed.
#pragma once

#include "ledger/json_text.h"

namespace allonge::credential {

// VC_JSON with the path of what breaks a limit; members stand in it by their place.
Result<JsonValue> read_bounded_json(std::string_view text);

}  // namespace allonge::credential
