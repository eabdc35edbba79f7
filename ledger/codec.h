// The canonical Protobuf bytes of a described struct, and back, strictly: one byte string per value.
//
//   message   fields in ascending number, each at most once; numbers in shortest varints
//   default   a number or text equal to its default is left out, and refused when present
//   fixed     digests, keys: bytes of the exact length, always present
//   message   always present unless optional
//   list      repeated; numbers packed; up to the field's limit
//   one_of    a message with exactly one field, its alternative
//   never     unknown fields, trailing bytes, nesting deeper than 16
//
// decode(encode(x)) = x, and encode(decode(b)) = b for every accepted b. libprotobuf classes made
// from api/allonge.proto write the same bytes.
#pragma once

#include "ledger/fields.h"

namespace allonge {

inline constexpr int codec_depth_limit = 16;

void encode(const Shape& shape, const void* object, Bytes& out);
// BAD_ENCODING with the byte offset. The object must be newly made; after a refusal it is garbage.
Result<void> decode(const Shape& shape, void* object, BytesView bytes);

template <class T>
Bytes encode(const T& value) {
  constexpr std::size_t usual = 256;  // most records are shorter: two allocations instead of nine
  Bytes out;
  out.reserve(usual);
  encode(shape_of<T>, &value, out);
  return out.size() <= usual ? copy_of(out) : std::move(out);
}

template <class T>
Result<T> decode(BytesView bytes) {
  T value{};
  CHECK(decode(shape_of<T>, &value, bytes));
  return value;
}

}  // namespace allonge
