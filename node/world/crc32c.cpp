#include "node/world/crc32c.h"

#include <array>
#include <cstring>

namespace allonge::node {

namespace {

constexpr std::uint32_t polynomial = 0x82f63b78;  // reversed

constexpr auto byte_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0);
    table[i] = value;
  }
  return table;
}();

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(BytesView bytes, std::uint32_t crc) {
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t wide = crc;
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  auto narrow = std::uint32_t(wide);
  for (; left > 0; ++at, --left) narrow = __builtin_ia32_crc32qi(narrow, *at);
  return narrow;
}
#endif

}  // namespace

std::uint32_t crc32c_in_software(BytesView bytes, std::uint32_t before) {
  std::uint32_t crc = ~before;
  for (const std::uint8_t byte : bytes) crc = (crc >> 8) ^ byte_table[(crc ^ byte) & 0xff];
  return ~crc;
}

std::uint32_t crc32c(BytesView bytes, std::uint32_t before) {
#if defined(__x86_64__)
  static const bool has_instruction = __builtin_cpu_supports("sse4.2");
  if (has_instruction) return ~by_instruction(bytes, ~before);
#endif
  return crc32c_in_software(bytes, before);
}

}  // namespace allonge::node
