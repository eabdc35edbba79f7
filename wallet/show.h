// Any described value for people: name and value lines, and a table for each list of records. Made
// from the same fields as the bytes, so a screen built from signed bytes leaves nothing out.
#pragma once

#include <string>
#include <vector>

#include "ledger/fields.h"
#include "wallet/terminal.h"

namespace allonge::wallet {

// Plain values as people read them: 200,000.00; 2026-08-28; times in local zone with offset; ids and
// hashes whole.
std::string value_text(const Shape& shape, const void* object);

// Every set field of a message as lines; lists of plain values in one line; structs inside by the
// path of their names ("profile max face").
std::vector<std::pair<std::string, std::string>> lines_of(const Shape& message, const void* object);

// Lines, then a table for each list of structs. Ends with a newline unless there is nothing at all.
std::string show(const Shape& message, const void* object, const Terminal& terminal);

std::string local_time_text(Time time);

// How long ago, or how long it took: "1.4 s", "12 min", "7 h", "3 days".
std::string age_text(std::uint64_t ms);

}  // namespace allonge::wallet
