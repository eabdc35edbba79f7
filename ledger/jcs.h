// JSON in canonical form (RFC 8785): one text for one value, so that it can be hashed and signed.
// Members are sorted by the UTF-16 units of their names, numbers are written as ECMAScript writes them,
// strings keep their characters: nothing is normalised. Reading the canonical text and writing it again
// gives the same bytes.
#pragma once

#include "ledger/json_text.h"

namespace allonge {

// BAD_JSON for what has no canonical form: a number beyond the range of a binary64 (1e400, 1e-400), a
// text that is not UTF-8, a name twice in one object. parse_json lets only the numbers through.
Result<std::string> canonical(const JsonValue& value);
// The same of an object without one of its members: a document without its proof.
Result<std::string> canonical_without(const JsonValue& object, std::string_view member);

// The canonical text of the binary64 with these bits. BAD_JSON for infinities and what is no number.
Result<std::string> number_text(std::uint64_t ieee754_bits);

}  // namespace allonge
