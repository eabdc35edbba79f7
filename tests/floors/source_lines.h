// The program's own text, line by line, for tests that read it: each line as written, and what of it
// is code (comments and the contents of strings blanked out).
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace allonge::floors {

struct SourceLine {
  std::string path;  // from the root: "ledger/amount.h"
  std::size_t number = 0;
  std::string text;
  std::string code;
  std::string place() const { return path + ":" + std::to_string(number) + ": " + text; }
};

// Blanks comments and what stands between quotes. `in_comment`, `raw_end`: carried from line to line.
inline std::string code_of(const std::string& text, bool& in_comment, std::string& raw_end) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (in_comment || !raw_end.empty()) {
      const std::string end = in_comment ? "*/" : raw_end;
      const std::size_t at = text.find(end, i);
      if (at == std::string::npos) return out;
      i = at + end.size();
      in_comment = false;
      raw_end.clear();
      continue;
    }
    if (text.compare(i, 2, "//") == 0) return out;
    if (text.compare(i, 2, "/*") == 0) {
      in_comment = true;
      i += 2;
    } else if (text.compare(i, 2, "R\"") == 0 && (out.empty() || (!std::isalnum(static_cast<unsigned char>(out.back())) && out.back() != '_'))) {
      const std::size_t open = text.find('(', i);
      if (open == std::string::npos) return out;
      raw_end = ")" + text.substr(i + 2, open - i - 2) + "\"";
      i = open + 1;
    } else if (text[i] == '"' ||
               (text[i] == '\'' && (out.empty() || !std::isxdigit(static_cast<unsigned char>(out.back()))))) {
      const char quote = text[i++];
      while (i < text.size() && text[i] != quote) i += text[i] == '\\' ? 2 : 1;
      ++i;
      out += quote;
      out += quote;
    } else {
      out += text[i++];
    }
  }
  return out;
}

inline std::vector<SourceLine> lines_of_file(const std::filesystem::path& root, const std::filesystem::path& file) {
  std::vector<SourceLine> out;
  std::ifstream in(file);
  bool in_comment = false;
  std::string raw_end;
  for (std::string text; std::getline(in, text);) {
    const std::string code = code_of(text, in_comment, raw_end);
    out.push_back({std::filesystem::relative(file, root).generic_string(), out.size() + 1, text, code});
  }
  return out;
}

// Every line of the C++ files below `root`/`folder`, in the order of their paths.
inline std::vector<SourceLine> lines_of(const std::filesystem::path& root, const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
    if (entry.path().extension() == ".h" || entry.path().extension() == ".cpp") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<SourceLine> out;
  for (const auto& file : files)
    for (SourceLine& line : lines_of_file(root, file)) out.push_back(std::move(line));
  return out;
}

}  // namespace allonge::floors
