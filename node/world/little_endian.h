// Numbers in our files on disk: little-endian, fixed width.
#pragma once

#include "ledger/bytes.h"

namespace allonge::node {

// REQUIRES: bytes.size() >= sizeof(Unsigned)
template <class Unsigned>
Unsigned read_little_endian(BytesView bytes) {
  Unsigned number = 0;
  for (std::size_t i = 0; i < sizeof(Unsigned); ++i) number = Unsigned(number | Unsigned(Unsigned(bytes[i]) << (8 * i)));
  return number;
}

template <class Unsigned>
void write_little_endian(std::span<std::uint8_t> into, Unsigned number) {
  for (std::size_t i = 0; i < sizeof(Unsigned); ++i) into[i] = std::uint8_t(number >> (8 * i));
}

}  // namespace allonge::node
