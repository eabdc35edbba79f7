#include "api/check_letter.h"

namespace allonge::api {

namespace {

char in_capitals(char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; }

// "^RC(-..." and "^RC-..." are forms of ids that begin with RC; whole, they have seventeen letters behind
// it (ledger/ids.h). A tax code is the one other text with a check letter.
bool has_check_letter(const Shape& shape, std::string_view text) {
  if (shape.name == "TaxId") return true;
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || dash == 0 || text.size() != dash + 17 || shape.form.size() <= dash + 1) return false;
  for (std::size_t i = 0; i < dash; ++i)
    if (shape.form[i + 1] != in_capitals(text[i])) return false;
  return true;
}

}  // namespace

bool only_check_letter_is_wrong(const Shape& shape, void* object, std::string_view text) {
  if (text.empty() || text.size() > 32 || !has_check_letter(shape, text)) return false;
  std::string other(text);
  for (const char letter : std::string_view("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    other.back() = letter;
    if (shape.parse(object, other)) return true;
  }
  return false;
}

}  // namespace allonge::api
