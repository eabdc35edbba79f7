#include "node/world/http_head.h"

#include <algorithm>
#include <string>

namespace allonge::node {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = char(c + ('a' - 'A'));
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

HeadVerdict check_raw_head(std::string_view received) {
  const auto bad = [](std::string_view sentence) { return HeadVerdict{0, 400, sentence}; };
  constexpr HeadVerdict too_long{0, 431, "The head of the request is longer than 8 KiB or has more than 64 fields."};
  std::size_t fields = 0;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < received.size(); ++i) {
    if (i >= head_limit) return too_long;
    const char c = received[i];
    const auto byte = static_cast<unsigned char>(c);
    if (i == line_begin && line_begin > 0 && (c == ' ' || c == '\t')) return bad("A field is folded over two lines.");
    if (c == '\n') {
      if (i == 0 || received[i - 1] != '\r') return bad("A line ends without CR LF.");
      if (i - line_begin == 1) {
        if (line_begin == 0) return bad("The request begins with an empty line.");
        return {i + 1, 0, {}};
      }
      if (line_begin > 0 && ++fields > head_fields_limit) return too_long;
      line_begin = i + 1;
    } else if (i > 0 && received[i - 1] == '\r') {
      return bad("A line ends without CR LF.");
    } else if ((byte < 0x20 && c != '\r' && c != '\t') || byte == 0x7f) {
      return bad("The head of the request holds a control character.");
    }
  }
  return {};
}

bool is_loopback_host(std::string_view host) {
  std::string_view name = host;
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return false;
    name = host.substr(0, end + 1);
  } else {
    name = host.substr(0, host.find(':'));
  }
  const std::string_view rest = host.substr(name.size());
  if (!rest.empty() && (rest.front() != ':' || !is_digits(rest.substr(1)))) return false;
  const std::string plain = lower(name);
  return plain == "localhost" || plain == "127.0.0.1" || plain == "[::1]";
}

bool is_json_content_type(std::string_view content_type) {
  const auto semicolon = content_type.find(';');
  if (lower(trimmed(content_type.substr(0, semicolon))) != "application/json") return false;
  if (semicolon == std::string_view::npos) return true;
  const std::string parameter = lower(trimmed(content_type.substr(semicolon + 1)));
  return parameter == "charset=utf-8" || parameter == "charset=\"utf-8\"";
}

}  // namespace allonge::node
