// Whether bytes are well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above
// U+10FFFF. NUL is refused too: it ends texts in other people's programs.
#pragma once

#include <cstdint>
#include <string_view>

namespace allonge {

inline bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  const auto tail = [&](std::size_t at) {
    return at < text.size() && (static_cast<std::uint8_t>(text[at]) & 0xC0) == 0x80;
  };
  while (i < text.size()) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    if (lead == 0) return false;
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) return false;
    for (int k = 1; k < length; ++k)
      if (!tail(i + std::size_t(k))) return false;
    const auto second = static_cast<std::uint8_t>(text[i + 1]);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
      return false;
    i += std::size_t(length);
  }
  return true;
}

}  // namespace allonge
