// "Did you mean": the known name that is fewest edits away from what somebody typed, if it is close
// enough to be worth saying.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace allonge::api {

inline std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// `names` is anything to walk whose items `name_of` turns into texts. Empty when nothing is near:
// more than a third of the letters would have to change. Longer than 64 letters is nobody's typo.
template <class Names, class NameOf>
std::string_view nearest(std::string_view typed, const Names& names, NameOf name_of) {
  std::string_view best;
  if (typed.empty() || typed.size() > 64) return best;
  std::size_t fewest = typed.size() / 3 + 2;
  for (const auto& item : names) {
    const std::string_view name = name_of(item);
    const std::size_t edits = edits_between(typed, name);
    if (edits < fewest) {
      fewest = edits;
      best = name;
    }
  }
  return best;
}

// What a stranger typed, fit for an error text: at most 64 letters, printable ASCII only
// (reliability.md 4.2).
inline std::string quoted(std::string_view typed) {
  std::string out = "\"";
  for (const char c : typed.substr(0, 64)) out.push_back(c >= ' ' && c <= '~' && c != '"' && c != '\\' ? c : '?');
  out += typed.size() > 64 ? "...\"" : "\"";
  return out;
}

}  // namespace allonge::api
