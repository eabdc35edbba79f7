// base58btc, the letters in which keys and signatures are written (z6Mk...): both ways, and the multibase
// letter before them. One byte string has one text. Its cost grows with the square of the length, so
// lengths are limited.
#pragma once

#include "ledger/bytes.h"

namespace allonge {

inline constexpr std::size_t longest_base58_bytes = 256;

// REQUIRES: at most 256 bytes.
std::string base58(BytesView bytes);
// BAD_TEXT unless exactly what base58() would have written.
Result<Bytes> parse_base58(std::string_view text);

// Multibase: a first letter says how the rest is written. We write z (base58btc), and read z, and u
// (base64url without padding) of at most 64 KiB; anything else is BAD_TEXT.
std::string multibase(BytesView bytes);
Result<Bytes> parse_multibase(std::string_view text);

}  // namespace allonge
