// Puts Protobuf messages together from parts that are in canonical bytes already.
#pragma once

#include "ledger/bytes.h"

namespace allonge::node {

inline void append_varint(Bytes& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out.push_back(std::uint8_t(number | 0x80));
  out.push_back(std::uint8_t(number));
}

// One length-delimited field: its number, its length, its bytes.
inline void append_field(Bytes& out, std::uint32_t number, BytesView bytes) {
  append_varint(out, number << 3 | 2);
  append_varint(out, bytes.size());
  append(out, bytes);
}

}  // namespace allonge::node
