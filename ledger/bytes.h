// Byte strings, fixed byte strings that cannot be mixed up, hexadecimal and base64url text.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.h"

namespace allonge {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

inline BytesView bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes copy_of(BytesView bytes) { return Bytes(bytes.begin(), bytes.end()); }

// Lexicographic by unsigned bytes: the order of keys in every store.
inline std::strong_ordering compare(BytesView a, BytesView b) {
  const auto shared = a.size() < b.size() ? a.size() : b.size();
  const int order = shared == 0 ? 0 : std::memcmp(a.data(), b.data(), shared);
  if (order != 0) return order < 0 ? std::strong_ordering::less : std::strong_ordering::greater;
  return a.size() <=> b.size();
}
inline bool equal(BytesView a, BytesView b) { return compare(a, b) == 0; }
inline bool starts_with(BytesView bytes, BytesView prefix) {
  return bytes.size() >= prefix.size() && equal(bytes.first(prefix.size()), prefix);
}

// For ordered containers of byte strings.
struct BytesLess {
  using is_transparent = void;
  bool operator()(BytesView a, BytesView b) const { return compare(a, b) < 0; }
};

// Big-endian, fixed width: sorts as the number does.
template <class Unsigned>
void append_big_endian(Bytes& out, Unsigned number) {
  constexpr std::size_t width = sizeof(Unsigned);
  out.resize(out.size() + width);
  std::uint8_t* const last = out.data() + out.size() - 1;
  for (std::size_t i = 0; i < width; ++i) *(last - i) = std::uint8_t(number >> (8 * i));
}
template <class Unsigned>
Unsigned read_big_endian(BytesView bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof(Unsigned) && i < bytes.size(); ++i) number = number << 8 | bytes[i];
  return Unsigned(number);
}
inline void append(Bytes& out, BytesView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

std::string hex(BytesView bytes);  // lower case
// BAD_TEXT unless an even number of lower- or upper-case hexadecimal digits.
Result<Bytes> parse_hex(std::string_view text);

std::string base64url(BytesView bytes);  // RFC 4648 section 5, without padding
// BAD_TEXT unless exactly what base64url() would have written.
Result<Bytes> parse_base64url(std::string_view text);

// N bytes of one meaning. `Tag` keeps a digest from being used as a key.
template <std::size_t N, class Tag>
struct FixedBytes {
  static constexpr std::size_t size = N;
  std::array<std::uint8_t, N> bytes{};

  auto operator<=>(const FixedBytes&) const = default;
  operator BytesView() const { return bytes; }
  BytesView view() const { return bytes; }
  std::string hex() const { return allonge::hex(bytes); }
  bool is_zero() const { return bytes == std::array<std::uint8_t, N>{}; }

  // BAD_TEXT unless exactly N bytes.
  static Result<FixedBytes> from(BytesView source) {
    if (source.size() != N) return Refusal{Reason::bad_text, "expected " + std::to_string(N) + " bytes"};
    FixedBytes out;
    std::memcpy(out.bytes.data(), source.data(), N);
    return out;
  }
  static Result<FixedBytes> parse_hex(std::string_view text) {
    TRY(const Bytes parsed, allonge::parse_hex(text));
    return from(parsed);
  }
};

using Digest = FixedBytes<32, struct DigestTag>;
using PublicKey = FixedBytes<32, struct PublicKeyTag>;
using Signature = FixedBytes<64, struct SignatureTag>;
using Idem = FixedBytes<16, struct IdemTag>;  // chosen by the client, stored by the client

}  // namespace allonge
