// A described struct as JSON text, and back, strictly. The form of every kind stands in
// ledger/fields.h: amounts "200000.00", fen as integer text, dates, RFC 3339 times, lower-case hex,
// base64url, enums by name, an operation as {"op": "cert.transfer", "args": {...}}.
//
// Writing: every field in order; an absent optional and an unset id are left out.
// Reading: an unknown member is refused with the nearest name, a missing one by its name. Left out
// may be: optionals, lists (empty), booleans (as the struct begins) and free texts (empty); null is
// never a value. What was read fits the canonical codec (codec.h).
#pragma once

#include "ledger/codec.h"
#include "ledger/json_text.h"

namespace allonge::api {

void append_json(std::string& out, const Shape& shape, const void* object);
// `text` in quotes, escaped as RFC 8259 asks and no further.
void append_json_text(std::string& out, std::string_view text);
// What was read, again as text; numbers as they were written.
void append_json_value(std::string& out, const JsonValue& value);

// Whose text it is. In a node's answer unset ids are left out, as they were written, and members that
// are not known are passed over, so that a newer node may say more; from everybody else neither goes.
enum class JsonFrom : std::uint8_t { anybody, node };

// The object must be newly made; after a refusal it is garbage and `where` names the member, like
// "ops[2].args.amount".
Result<void> read_json(const Shape& shape, void* object, const JsonValue& value, std::string& where,
                       JsonFrom from = JsonFrom::anybody);

// What a number may be. With a limit in its field it counts something (items of a page, milliseconds to
// wait): from 1 to the limit.
struct NumberRange {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};
NumberRange range_of(const Shape& shape, std::uint32_t limit);

// Whether a reader does without the field.
bool may_be_left_out(const Shape& shape);

template <class T>
std::string to_json(const T& value) {
  std::string out;
  append_json(out, shape_of<T>, &value);
  return out;
}

// The refusal's detail begins with the member.
template <class T>
Result<T> from_json(const JsonValue& value, JsonFrom from = JsonFrom::anybody) {
  T out{};
  std::string where;
  if (auto read = read_json(shape_of<T>, &out, value, where, from); !read)
    return Refusal{read.error().reason, where.empty() ? read.error().detail : where + ": " + read.error().detail};
  return out;
}

template <class T>
Result<T> from_json(std::string_view text, const JsonLimits& limits = {}) {
  TRY(const JsonValue value, parse_json(text, limits));
  return from_json<T>(value);
}

// The messages that stand as encoded bytes in others (RawMessage): by the name after "type: " in the
// field's note.
struct RawType {
  std::string_view name;
  const Shape* shape;  // null: a JSON object of any shape
  Result<void> (*append)(std::string& out, BytesView encoded);                      // BAD_ENCODING
  Result<Bytes> (*read)(const JsonValue& value, std::string& where);
};
std::span<const RawType> raw_types();
const RawType& raw_type_of(std::string_view note);  // the note must name one

}  // namespace allonge::api
