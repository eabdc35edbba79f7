// The bits of a status list as its document carries them (W3C Bitstring Status List, REC 2025): GZIP, base64url without
// padding, and the multibase letter "u". Index 0 is the left-most bit. Compressed bytes differ between libraries
// and are never compared.
#pragma once

#include <string>
#include <string_view>

#include "ledger/bytes.h"

namespace allonge::wallet {

inline constexpr std::size_t longest_bitstring = 1 << 20;  // bytes; what grows beyond it is not expanded

std::string encode_bits(BytesView bits);
// PROOF_INVALID, the detail beginning with the W3C's name: MALFORMED_VALUE_ERROR without the "u", for what is no
// base64url, no GZIP, has something behind its end, or grows beyond the limit.
Result<Bytes> decode_bits(std::string_view encoded);
// OUT_OF_RANGE, the detail beginning with RANGE_ERROR.
Result<bool> bit_at(BytesView bits, std::uint64_t index);

}  // namespace allonge::wallet
