#include "wallet/columns.h"

#include <algorithm>

#include "wallet/terminal.h"

namespace allonge::wallet {

namespace {

std::string trimmed(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace

Columns& Columns::to_the_right(std::initializer_list<std::size_t> places) {
  for (const std::size_t place : places) {
    if (right_.size() <= place) right_.resize(place + 1);
    right_[place] = true;
  }
  return *this;
}

void Columns::row(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = harmless(cell);
  rows_.push_back(std::move(cells));
}

std::string Columns::text(std::size_t indent) const {
  std::vector<std::size_t> widths;
  const auto measure = [&](const std::vector<std::string>& cells) {
    if (widths.size() < cells.size()) widths.resize(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], width_of(cells[i]));
  };
  measure(headings_);
  for (const auto& cells : rows_) measure(cells);

  std::string out;
  const auto write = [&](const std::vector<std::string>& cells) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string gap(widths[i] - width_of(cells[i]), ' ');
      const bool right = i < right_.size() && right_[i];
      line += right ? gap + cells[i] : cells[i] + gap;
      line += "  ";
    }
    out += trimmed(std::move(line)) + "\n";
  };
  write(headings_);
  for (const auto& cells : rows_) write(cells);
  return out;
}

std::string Columns::tab_separated() const {
  std::string out;
  for (const auto& cells : rows_) {
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : "\t") + cells[i];
    out += "\n";
  }
  return out;
}

std::string name_value_lines(const std::vector<std::pair<std::string, std::string>>& lines, std::size_t indent) {
  std::size_t widest = 0;
  for (const auto& [name, value] : lines) widest = std::max(widest, width_of(name));
  std::string out;
  for (const auto& [name, value] : lines)
    out += trimmed(std::string(indent, ' ') + name + std::string(widest - width_of(name) + 2, ' ') + value) + "\n";
  return out;
}

}  // namespace allonge::wallet
