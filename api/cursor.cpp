#include "api/cursor.h"

#include <charconv>

namespace allonge::api {

Result<Cursor> Cursor::parse(std::string_view text) {
  Cursor out;
  std::uint64_t* const parts[] = {&out.height, &out.leaf, &out.place};
  constexpr std::uint64_t largest[] = {9'999'999'999'999'999, 9'999'999'999, 9'999'999'999};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < 3; ++i) {
    if (i > 0 && (at == end || *at++ != '.')) return Refusal{Reason::bad_text, "expected height.leaf.place"};
    const char* const start = at;
    const auto [next, fault] = std::from_chars(at, end, *parts[i]);
    if (fault != std::errc() || *parts[i] > largest[i] || (*start == '0' && next != start + 1))
      return Refusal{Reason::bad_text, "expected height.leaf.place"};
    at = next;
  }
  if (at != end) return Refusal{Reason::bad_text, "expected height.leaf.place"};
  return out;
}

std::string Cursor::text() const {
  return std::to_string(height) + "." + std::to_string(leaf) + "." + std::to_string(place);
}

}  // namespace allonge::api
