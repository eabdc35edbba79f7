// How output looks: symbols always, colours only on a terminal that wants them (interfaces.md 6).
// Green done, red refused, yellow attention, blue identifiers, dim hints; a colour is never the only
// carrier of meaning. What came from outside is shown without control characters and without marks
// that turn the reading direction, so that no name can repaint the screen.
#pragma once

#include <string>
#include <string_view>

namespace allonge::wallet {

enum class Colour { plain, green, red, yellow, blue, dim };

// The symbols of the four kinds of lines; ASCII forms with ALLONGE_ASCII=1.
struct Symbols {
  std::string_view done, refused, attention, next, full, half, light;
};

class Terminal {
 public:
  // From the environment (NO_COLOR, TERM, ALLONGE_ASCII) and whether both streams are terminals.
  // `wish` is --color: auto, always, never.
  static Terminal from_environment(std::string_view wish);
  static Terminal plain() { return Terminal(); }

  std::string paint(Colour colour, std::string_view text) const;
  const Symbols& symbols() const;
  bool is_interactive() const { return interactive_; }  // a person can answer
  bool has_colours() const { return colours_; }

 private:
  bool colours_ = false;
  bool ascii_ = false;
  bool interactive_ = false;
};

// Control characters and direction marks as visible escapes (\x1b, <U+202E>).
std::string harmless(std::string_view text);

// Columns a text takes on a terminal: two for 中, none for combining marks.
std::size_t width_of(std::string_view text);

}  // namespace allonge::wallet
