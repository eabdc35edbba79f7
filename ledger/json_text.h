// A strict reader of JSON text: everything from outside passes here before anything else looks at
// it. Refuses duplicate keys, depth over the limit, NUL, invalid UTF-8, numbers not written
// by RFC 8259, text after the value. Numbers are kept as their text: nothing becomes floating point.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ledger/limits.h"
#include "ledger/result.h"

namespace allonge {

struct JsonValue {
  enum class Type { null, boolean, number, string, array, object };
  Type type = Type::null;
  bool boolean = false;
  std::string text;               // string: unescaped; number: as written
  std::vector<JsonValue> items;   // array
  std::vector<std::pair<std::string, JsonValue>> members;  // object, in order of appearance

  const JsonValue* find(std::string_view name) const {
    for (const auto& [key, value] : members)
      if (key == name) return &value;
    return nullptr;
  }
};

struct JsonLimits {
  std::size_t bytes = limits::rpc_body;
  int depth = limits::json_depth;
  std::size_t values = 200'000;
};

// BAD_JSON (with the byte offset) or TOO_LARGE.
Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits = {});

// An unsigned integer below 2^64 in a number's text, without sign, fraction or exponent. BAD_TEXT.
Result<std::uint64_t> json_unsigned(const JsonValue& value);

}  // namespace allonge
