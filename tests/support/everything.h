// A struct with one field of every kind that can be described, for tests of readers and writers.
#pragma once

#include <variant>

#include "ledger/fields.h"

namespace allonge::test {

enum class Colour : std::uint8_t { red = 1, green = 2, blue = 40 };
constexpr std::array<EnumValue, 3> values_of(Colour) {
  return {{{1, "red"}, {2, "green"}, {40, "blue"}}};
}

struct Part {
  std::uint64_t weight = 0;
  std::string label;
  static constexpr auto fields() {
    return std::tuple{Field{1, "weight", &Part::weight, "in grams"}, Field{2, "label", &Part::label, "words", 20}};
  }
  bool operator==(const Part&) const = default;
};

struct TestCard {
  std::uint32_t code;
  const char* name;
  const char* sentence;
};
struct Give {
  static constexpr TestCard card{0x0101, "test.give", "Give something."};
  PartyId to;
  Amount amount;
  static constexpr auto fields() {
    return std::tuple{Field{1, "to", &Give::to, "who gets it"}, Field{2, "amount", &Give::amount, "how much"}};
  }
  bool operator==(const Give&) const = default;
};
struct Keep {
  static constexpr TestCard card{0x0102, "test.keep", "Keep everything."};
  static constexpr auto fields() { return std::tuple<>{}; }
  bool operator==(const Keep&) const = default;
};
using Choice = std::variant<Give, Keep>;

struct Everything {
  bool flag = false;
  std::uint16_t small = 0;
  std::uint32_t medium = 0;
  std::uint64_t large = 0;
  Fen fen;
  Amount amount;
  Date date;
  Time time;
  Colour colour = Colour::red;
  Digest digest;
  Idem idem;
  std::string words;
  PartyId party;
  CertificateId certificate;
  Bytes bytes;
  Part part;
  Choice choice;
  std::vector<std::uint64_t> numbers;
  std::vector<Part> parts;
  std::vector<std::string> texts;
  std::vector<Colour> colours;
  std::vector<Digest> digests;
  std::optional<std::uint64_t> maybe_number;
  std::optional<std::string> maybe_text;
  std::optional<Part> maybe_part;
  std::optional<Bytes> maybe_bytes;
  std::optional<Colour> maybe_colour;

  static constexpr auto fields() {
    using T = Everything;
    return std::tuple{Field{1, "flag", &T::flag, "yes or no"},
                      Field{2, "small", &T::small, "16 bits"},
                      Field{3, "medium", &T::medium, "32 bits"},
                      Field{4, "large", &T::large, "64 bits"},
                      Field{5, "fen", &T::fen, "place of a fen"},
                      Field{6, "amount", &T::amount, "money"},
                      Field{7, "date", &T::date, "a day"},
                      Field{8, "time", &T::time, "a moment"},
                      Field{9, "colour", &T::colour, "one of three"},
                      Field{10, "digest", &T::digest, "a hash"},
                      Field{11, "idem", &T::idem, "16 bytes"},
                      Field{12, "words", &T::words, "free words", 60},
                      Field{13, "party", &T::party, "who"},
                      Field{14, "certificate", &T::certificate, "which"},
                      Field{15, "bytes", &T::bytes, "any bytes", 70},
                      Field{16, "part", &T::part, "always there"},
                      Field{17, "choice", &T::choice, "one of two"},
                      Field{20, "numbers", &T::numbers, "packed", 5},
                      Field{21, "parts", &T::parts, "one by one", 3},
                      Field{22, "texts", &T::texts, "one by one", 3},
                      Field{23, "colours", &T::colours, "packed", 4},
                      Field{24, "digests", &T::digests, "one by one", 3},
                      Field{30, "maybe_number", &T::maybe_number, "or nothing"},
                      Field{31, "maybe_text", &T::maybe_text, "or nothing", 60},
                      Field{32, "maybe_part", &T::maybe_part, "or nothing"},
                      Field{33, "maybe_bytes", &T::maybe_bytes, "or nothing", 60},
                      Field{2000, "maybe_colour", &T::maybe_colour, "or nothing"}};
  }
  bool operator==(const Everything&) const = default;
};

}  // namespace allonge::test
