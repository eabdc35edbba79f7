#include "wallet/terminal.h"

#include <unistd.h>
#include <utf8proc.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace allonge::wallet {

namespace {

constexpr Symbols beautiful{"✓", "✗", "!", "→", "▓", "▒", "░"};
constexpr Symbols ascii_only{"ok", "x", "!", "->", "#", "+", "."};

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != 0;
}

// Calls visit(codepoint, bytes) for each character; a broken byte counts as one character.
template <class Visit>
void each_character(std::string_view text, Visit visit) {
  for (std::size_t i = 0; i < text.size();) {
    utf8proc_int32_t point = -1;
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i);
    const auto length = utf8proc_iterate(at, utf8proc_ssize_t(text.size() - i), &point);
    const std::size_t bytes = length > 0 ? std::size_t(length) : 1;
    visit(length > 0 ? point : -1, text.substr(i, bytes));
    i += bytes;
  }
}

}  // namespace

Terminal Terminal::from_environment(std::string_view wish) {
  Terminal out;
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  out.interactive_ = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
  out.colours_ = wish == "always" || (wish != "never" && isatty(STDOUT_FILENO) == 1 &&
                                      isatty(STDERR_FILENO) == 1 && !dumb && !is_set("NO_COLOR"));
  out.ascii_ = is_set("ALLONGE_ASCII");
  return out;
}

std::string Terminal::paint(Colour colour, std::string_view text) const {
  if (!colours_ || colour == Colour::plain) return std::string(text);
  std::string_view code;
  switch (colour) {
    case Colour::green: code = "32"; break;
    case Colour::red: code = "31"; break;
    case Colour::yellow: code = "33"; break;
    case Colour::blue: code = "34"; break;
    case Colour::dim: code = "2"; break;
    case Colour::plain: code = "0"; break;
  }
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

const Symbols& Terminal::symbols() const { return ascii_ ? ascii_only : beautiful; }

std::string harmless(std::string_view text) {
  std::string out;
  each_character(text, [&](std::int32_t point, std::string_view bytes) {
    char escape[24];
    const bool turns_direction = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
                                 point == 0x200E || point == 0x200F || point == 0x061C;
    if (point < 0) {
      std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned char>(bytes[0]));
      out += escape;
    } else if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
      std::snprintf(escape, sizeof escape, "\\x%02x", unsigned(point));
      out += escape;
    } else if (turns_direction) {
      std::snprintf(escape, sizeof escape, "<U+%04X>", unsigned(point));
      out += escape;
    } else {
      out += bytes;
    }
  });
  return out;
}

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  bool in_colour_code = false;  // our own paint() only: harmless() has removed everybody else's
  each_character(text, [&](std::int32_t point, std::string_view) {
    if (point == 0x1B) in_colour_code = true;
    if (!in_colour_code) width += point < 0 ? 1 : std::size_t(utf8proc_charwidth(point));
    if (in_colour_code && point == 'm') in_colour_code = false;
  });
  return width;
}

}  // namespace allonge::wallet
