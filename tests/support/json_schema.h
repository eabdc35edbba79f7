// A validator for the subset of JSON Schema that api/schema.h writes: what a client's own validator
// would say about an answer.
#pragma once

#include <optional>
#include <string>

#include "ledger/json_text.h"

namespace allonge::test {

// Where and why `value` does not fit, or nothing. `components` is the document's components.schemas.
std::optional<std::string> misfit(const JsonValue& schema, const JsonValue& value, const JsonValue& components,
                                  const std::string& where = "$");

}  // namespace allonge::test
