// The codec in both directions, and every malformed encoding that floor-plan.md section 8 names.
#include "ledger/codec.h"

#include <gtest/gtest.h>

#include "tests/support/everything.h"
#include "tests/support/random_value.h"

namespace allonge {
namespace {

using test::Colour;
using test::Everything;
using test::Part;

struct Note {
  std::uint64_t number = 0;
  std::string words;
  std::vector<std::uint32_t> numbers;
  std::vector<std::string> texts;
  std::optional<std::uint64_t> maybe;
  static constexpr auto fields() {
    using T = Note;
    return std::tuple{Field{1, "number", &T::number, "a number"}, Field{2, "words", &T::words, "words", 5},
                      Field{3, "numbers", &T::numbers, "numbers", 3}, Field{4, "texts", &T::texts, "texts", 2},
                      Field{6, "maybe", &T::maybe, "or nothing"}};
  }
  bool operator==(const Note&) const = default;
};

Bytes raw(const char* hex_text) {
  std::string packed;
  for (const char* c = hex_text; *c != '\0'; ++c)
    if (*c != ' ') packed.push_back(*c);
  return *parse_hex(packed);
}

template <class T>
std::string refusal(const Bytes& bytes) {
  const auto read = decode<T>(bytes);
  if (read) return "accepted " + hex(bytes);
  EXPECT_EQ(read.reason(), Reason::bad_encoding);
  EXPECT_EQ(read.error().detail.substr(0, 5), "byte ");
  return read.error().detail;
}

TEST(Codec, WritesTheProtobufWireFormat) {
  EXPECT_EQ(hex(encode(Note{})), "");
  EXPECT_EQ(hex(encode(Note{150, "hi", {1, 300}, {"a", ""}, 0})),
            "08" "9601"            // number
            "12" "02" "6869"       // words
            "1a" "03" "01ac02"     // numbers, packed
            "22" "01" "61"         // texts, one by one, the empty one too
            "22" "00"
            "30" "00");            // an optional that is there, though zero
}

TEST(Codec, RefusesEachMalformedEncoding) {
  struct Row {
    const char* bytes;
    const char* what;
    const char* says;
  };
  for (const Row& row : {
           Row{"28 01", "unknown field between known ones", "unknown"},
           Row{"38 01", "unknown field at the end", "unknown"},
           Row{"12 02 6869 08 01", "fields out of order", "misplaced"},
           Row{"08 01 08 01", "scalar repeated", "repeated"},
           Row{"12 01 61 12 01 61", "text repeated", "repeated"},
           Row{"08 81 00", "padded varint", "shortest"},
           Row{"88 00 01", "padded tag", "unknown"},
           Row{"12 81 00 61", "padded length", "shortest"},
           Row{"08 00", "default number written", "default"},
           Row{"12 00", "default text written", "empty text"},
           Row{"1a 00", "empty list written", "empty list"},
           Row{"08 01 00", "trailing zero", "unknown"},
           Row{"08 01 ff", "trailing byte", "unknown"},
           Row{"08", "value cut off", "cut off"},
           Row{"08 80", "varint cut off", "cut off"},
           Row{"12 05 6869", "length past the end", "past the end"},
           Row{"12 ffffffffffffffffff01 61", "length of 2^64 - 1", "past the end"},
           Row{"08 ffffffffffffffffff02", "more than 64 bits", "64 bits"},
           Row{"08 8080808080808080808001", "eleven bytes", "64 bits"},
           Row{"12 06 616263646566", "text over its limit", "longer"},
           Row{"12 02 c328", "text that is not UTF-8", "UTF-8"},
           Row{"12 03 610062", "text with NUL", "UTF-8"},
           Row{"1a 04 01020304", "list over its limit", "longer"},
           Row{"22 01 61 22 01 62 22 01 63", "unpacked list over its limit", "longer"},
           Row{"1a 05 ffffffff1f", "item over 32 bits", "range"},
           Row{"1a 02 8100", "padded item", "shortest"},
           Row{"1a 02 0180", "item cut off", "cut off"},
           Row{"18 01 18 02", "numbers not packed", "unknown"},
           Row{"1a 01 01 1a 01 02", "packed list in two parts", "repeated"},
           Row{"09 0100000000000000", "64-bit wire type", "unknown"},
           Row{"0d 01000000", "32-bit wire type", "unknown"},
           Row{"0b 0c", "group", "unknown"},
           Row{"0a 01 01", "number as bytes", "unknown"},
           Row{"10 01", "text as number", "unknown"},
           Row{"00", "field number zero", "unknown"},
           Row{"30 01 30 01", "optional repeated", "repeated"},
       })
    EXPECT_NE(refusal<Note>(raw(row.bytes)).find(row.says), std::string::npos)
        << row.what << ": " << refusal<Note>(raw(row.bytes));
}

TEST(Codec, AcceptsWhatLooksOddButIsCanonical) {
  EXPECT_EQ(decode<Note>(raw("30 00"))->maybe, 0u) << "an optional zero is there";
  EXPECT_EQ(decode<Note>(raw("08 ffffffffffffffffff01"))->number, ~std::uint64_t{0});
  EXPECT_EQ(decode<Note>(raw("1a 02 0000"))->numbers, (std::vector<std::uint32_t>{0, 0}));
  EXPECT_EQ(decode<Note>(raw("22 00 22 00"))->texts.size(), 2u);
}

struct Narrow {
  bool flag = false;
  std::uint16_t small = 0;
  Colour colour = Colour::red;
  Amount amount;
  Date date;
  Time time;
  std::vector<Colour> colours;
  static constexpr auto fields() {
    using T = Narrow;
    return std::tuple{Field{1, "flag", &T::flag, "yes"},     Field{2, "small", &T::small, "16 bits"},
                      Field{3, "colour", &T::colour, "one"}, Field{4, "amount", &T::amount, "money"},
                      Field{5, "date", &T::date, "day"},     Field{6, "time", &T::time, "moment"},
                      Field{7, "colours", &T::colours, "some", 4}};
  }
};

TEST(Codec, RefusesNumbersOutsideTheirType) {
  for (const char* bytes : {"08 02",                            // bool
                            "10 808004",                        // 2^16
                            "18 03", "18 29",                   // no such colour
                            "20 8180d0dfeed4e301",              // more than 10^15 fen
                            "28 818bb301",                      // a day of the year 10000
                            "30 8080a0c0b0ef3a",                // a moment of the year 10000
                            "3a 02 0103"})                      // a list with no such colour
    EXPECT_FALSE(decode<Narrow>(raw(bytes))) << bytes;
  EXPECT_EQ(decode<Narrow>(raw("18 28"))->colour, Colour::blue);
}

// A header without its version read as version 1, the struct's initial value: two encodings of one
// header. The same with an enumeration that has no zero.
struct Eager {
  std::uint32_t version = 1;
  std::string words = "initial";
  Colour colour = Colour::green;
  static constexpr auto fields() {
    return std::tuple{Field{1, "version", &Eager::version, "a number"}, Field{2, "words", &Eager::words, "words", 9},
                      Field{3, "colour", &Eager::colour, "one"}};
  }
};

TEST(Codec, ReadsWhatIsAbsentAsZeroWhateverTheInitialValue) {
  const auto read = decode<Eager>(raw("18 01"));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->version, 0u);
  EXPECT_EQ(read->words, "");
  EXPECT_EQ(hex(encode(*read)), "1801");
  EXPECT_NE(refusal<Eager>(raw("08 01")).find("missing"), std::string::npos) << "there is no colour 0";
}

struct Fixed {
  Digest digest;
  PartyId party;
  CertificateId certificate;
  Part part;
  static constexpr auto fields() {
    return std::tuple{Field{1, "digest", &Fixed::digest, "hash"}, Field{2, "party", &Fixed::party, "who"},
                      Field{3, "certificate", &Fixed::certificate, "which"}, Field{4, "part", &Fixed::part, "always"}};
  }
};

TEST(Codec, RefusesFixedThingsThatAreMissingOrOfAnotherLength) {
  const std::string digest = "0a20" + std::string(64, '7');
  EXPECT_TRUE(decode<Fixed>(raw((digest + "2200").c_str())));
  EXPECT_NE(refusal<Fixed>(raw("2200")).find("missing"), std::string::npos);
  EXPECT_NE(refusal<Fixed>(raw(digest.c_str())).find("missing"), std::string::npos);
  EXPECT_NE(refusal<Fixed>(raw(("0a1f" + std::string(62, '7') + "2200").c_str())).find("exact length"), std::string::npos);
  EXPECT_NE(refusal<Fixed>(raw(("0a21" + std::string(66, '7') + "2200").c_str())).find("exact length"), std::string::npos);
  EXPECT_NE(refusal<Fixed>(raw((digest + "12022d61" "2200").c_str())).find("form"), std::string::npos) << "no party's name";
  EXPECT_NE(refusal<Fixed>(raw((digest + "1a025243" "2200").c_str())).find("form"), std::string::npos) << "no certificate's id";
}

TEST(Codec, TellsTheByteInsideAMessage) {
  const std::string digest = "0a20" + std::string(64, '7');
  EXPECT_EQ(refusal<Fixed>(raw((digest + "22 02 0800").c_str())).substr(0, 8), "byte 38:");
}

struct Chosen {
  test::Choice choice;
  static constexpr auto fields() { return std::tuple{Field{1, "choice", &Chosen::choice, "one of two"}}; }
};

TEST(Codec, TakesExactlyOneAlternative) {
  EXPECT_EQ(hex(encode(Chosen{test::Keep{}})), "0a03" "921000");
  EXPECT_TRUE(std::holds_alternative<test::Keep>(decode<Chosen>(raw("0a03 921000"))->choice));
  EXPECT_NE(refusal<Chosen>(raw("0a00")).find("cut off"), std::string::npos) << "none";
  EXPECT_NE(refusal<Chosen>(raw("0a06 8a1000 921000")).find("more than one"), std::string::npos);
  EXPECT_NE(refusal<Chosen>(raw("0a03 9a1000")).find("no such alternative"), std::string::npos);
  EXPECT_NE(refusal<Chosen>(raw("0a03 901000")).find("no such alternative"), std::string::npos) << "wrong wire type";
  EXPECT_NE(refusal<Chosen>(raw("")).find("missing"), std::string::npos);
}

template <int Depth>
struct Nest {
  static constexpr const char* type_name = "Nest";
  Nest<Depth - 1> inner;
  static constexpr auto fields() { return std::tuple{Field{1, "inner", &Nest::inner, "one deeper"}}; }
};
template <>
struct Nest<0> {
  static constexpr const char* type_name = "Nest";
  static constexpr auto fields() { return std::tuple<>{}; }
};

TEST(Codec, RefusesNestingDeeperThanSixteen) {
  EXPECT_TRUE(decode<Nest<15>>(encode(Nest<15>{})));
  EXPECT_NE(refusal<Nest<16>>(encode(Nest<16>{})).find("too deep"), std::string::npos);
}

TEST(Codec, RandomValuesComeBackAsTheyWere) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  test::Dice dice(seed);
  test::RandomValue random(dice);
  for (int round = 0; round < 5000; ++round) {
    const auto value = random.make<Everything>();
    const Bytes bytes = encode(value);
    const auto back = decode<Everything>(bytes);
    ASSERT_TRUE(back) << back.error().detail << " " << hex(bytes);
    ASSERT_EQ(*back, value);
    ASSERT_EQ(encode(*back), bytes);
  }
}

// Whatever the reader accepts, it would have written itself: one byte string per value.
TEST(Codec, AcceptsNothingThatItWouldWriteDifferently) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  test::Dice dice(seed);
  test::RandomValue random(dice);
  std::size_t accepted = 0;
  for (int round = 0; round < 60'000; ++round) {
    Bytes bytes = encode(random.make<Everything>());
    for (std::uint64_t changes = dice() % 3 + 1; changes > 0 && !bytes.empty(); --changes) {
      const std::size_t at = dice() % bytes.size();
      switch (dice() % 5) {
        case 0: bytes[at] = std::uint8_t(dice()); break;
        case 1: bytes[at] = std::uint8_t(bytes[at] ^ 1u << dice() % 8); break;
        case 2: bytes.erase(bytes.begin() + std::ptrdiff_t(at)); break;
        case 3: bytes.insert(bytes.begin() + std::ptrdiff_t(at), std::uint8_t(dice())); break;
        default: bytes.resize(at); break;
      }
    }
    const auto read = decode<Everything>(bytes);
    if (!read) continue;
    ++accepted;
    ASSERT_EQ(encode(*read), bytes) << hex(bytes);
  }
  EXPECT_GT(accepted, 100u) << "some changes give other values";
}

}  // namespace
}  // namespace allonge
