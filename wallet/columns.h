// Tables and `name value` lines for the screen, aligned by what a terminal really shows, so that
// columns with Chinese words line up.
#pragma once

#include <string>
#include <vector>

namespace allonge::wallet {

class Columns {
 public:
  explicit Columns(std::vector<std::string> headings) : headings_(std::move(headings)) {}
  // Columns at these places are aligned to the right (amounts, counts).
  Columns& to_the_right(std::initializer_list<std::size_t> places);
  // Cells are shown harmless (terminal.h), whoever wrote them: a table holds no colours.
  void row(std::vector<std::string> cells);
  bool is_empty() const { return rows_.empty(); }

  // Each line begins with `indent` spaces and ends with a newline, without trailing spaces.
  std::string text(std::size_t indent = 0) const;
  // Tab-separated without headings, for --plain.
  std::string tab_separated() const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<bool> right_;
};

// "name   value" lines with the values under each other.
std::string name_value_lines(const std::vector<std::pair<std::string, std::string>>& lines, std::size_t indent = 0);

}  // namespace allonge::wallet
