// Described structs printed as a .proto file, so that a bank's team can run protoc on our schema and
// be done: classes made from it write the same bytes as codec.h, and read what it wrote.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ledger/fields.h"

namespace allonge {

// The messages and enumerations of `roots` and of everything inside them, each once: a root, then
// what its fields need, in the order of the fields. The same roots give the same text.
// REQUIRES: names of types are distinct, and what notes call "type: X" is among the roots.
std::string proto_text(std::string_view package, std::span<const Shape* const> roots);

}  // namespace allonge
