#include "api/id_beginning.h"

namespace allonge::api::id_beginning {

Result<Bounds> read(std::string_view prefix, std::string_view text) {
  std::string upper;
  for (const char c : text) upper.push_back(c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c);
  const std::size_t whole = prefix.size() + 17;
  if (upper.size() == whole) {
    TRY(const std::uint64_t bits, ids::read(prefix, upper));
    return Bounds{bits, bits};
  }
  const Refusal form{Reason::bad_text, "expected an id like " + ids::write(prefix, 0) + ", or its beginning"};
  constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  if (upper.size() < prefix.size() + 2 || upper.size() > whole || upper.substr(0, prefix.size()) != prefix) return form;
  std::uint64_t bits = 0;
  int count = 0;
  for (std::size_t at = prefix.size(); at < upper.size(); ++at) {
    if ((at - prefix.size()) % 5 == 0) {
      if (upper[at] != '-') return form;
      continue;
    }
    const std::size_t value = letters.find(upper[at]);
    if (value == std::string_view::npos) return form;
    bits = bits << 5 | value;
    ++count;
  }
  if (count == 0 || count > 12) return form;
  const int open = 5 * (12 - count);
  return Bounds{bits << open, (bits << open) | ((std::uint64_t{1} << open) - 1)};
}

}  // namespace allonge::api::id_beginning
