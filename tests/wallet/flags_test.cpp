#include "wallet/flags.h"

#include <gtest/gtest.h>

#include "contracts/operations.h"
#include "ledger/codec.h"

namespace allonge::wallet {
namespace {

enum class Colour : std::uint8_t { red = 1, blue = 2 };
constexpr std::array<EnumValue, 2> values_of(Colour) { return {{{1, "red"}, {2, "blue"}}}; }

struct Piece {
  Fen start;
  Fen end;
  static constexpr auto fields() {
    return std::tuple{Field{1, "start", &Piece::start, "first"}, Field{2, "end", &Piece::end, "last"}};
  }
};
struct Share {
  PartyId who;
  Amount amount;
  static constexpr auto fields() {
    return std::tuple{Field{1, "who", &Share::who, "party"}, Field{2, "amount", &Share::amount, "how much"}};
  }
};
struct Everything {
  PartyId to;
  Amount amount;
  Date due;
  Colour colour = Colour::red;
  std::uint32_t count = 7;
  bool urgent = false;
  std::string note;
  std::optional<Digest> document;
  std::vector<Piece> ranges;
  std::vector<PartyId> parties;
  std::vector<Share> shares;
  static constexpr auto fields() {
    using T = Everything;
    return std::tuple{Field{1, "to", &T::to, "receiver"},        Field{2, "amount", &T::amount, "how much"},
                      Field{3, "due", &T::due, "when"},          Field{4, "colour", &T::colour, "which"},
                      Field{5, "count", &T::count, "times"},     Field{6, "urgent", &T::urgent, "now"},
                      Field{7, "the_note", &T::note, "words", 5}, Field{8, "document", &T::document, "hash"},
                      Field{9, "ranges", &T::ranges, "pieces", 2}, Field{10, "parties", &T::parties, "who", 3},
                      Field{11, "shares", &T::shares, "parts", 3}};
  }
};

Result<Everything> filled(std::initializer_list<std::pair<const char*, const char*>> typed) {
  FlagValues values;
  for (const auto& [name, value] : typed) values.add(name, value);
  Everything out;
  CHECK(fill(shape_of<Everything>, &out, values));
  return out;
}

TEST(Flags, FollowTheFieldsOfAStruct) {
  const auto flags = flags_of(shape_of<Everything>);
  ASSERT_EQ(flags.size(), 11u);
  EXPECT_EQ(flags[0].name, "to");
  EXPECT_TRUE(flags[0].required);
  EXPECT_TRUE(flags[0].positional);
  EXPECT_FALSE(flags[1].required);
  EXPECT_TRUE(flags[2].required);
  EXPECT_EQ(flags[3].form, "red|blue");
  EXPECT_TRUE(flags[5].is_switch);
  EXPECT_EQ(flags[6].name, "the-note");
  EXPECT_TRUE(flags[8].repeatable);
}

TEST(Flags, ReadEveryKindOfValue) {
  const auto out = filled({{"to", "taihe"}, {"amount", "1,000.50"}, {"due", "2027-05-31"}, {"colour", "blue"},
                           {"urgent", "true"}, {"the-note", "abc"}, {"ranges", "1-30"}, {"ranges", "41:50"},
                           {"parties", "s01,s02"}, {"parties", "s03"}, {"shares", "s01:1,000.00"}, {"shares", R"({"who":"s02","amount":"2.00"})"},
                           {"document", "00000000000000000000000000000000000000000000000000000000000000ff"}});
  ASSERT_TRUE(out.has_value()) << out.error().detail;
  EXPECT_EQ(out->to.text(), "taihe");
  EXPECT_EQ(out->amount.text(), "1000.50");
  EXPECT_EQ(out->due.text(), "2027-05-31");
  EXPECT_EQ(out->colour, Colour::blue);
  EXPECT_EQ(out->count, 7u);
  EXPECT_TRUE(out->urgent);
  ASSERT_EQ(out->ranges.size(), 2u);
  EXPECT_EQ(out->ranges[1].start.value, 41u);
  ASSERT_EQ(out->parties.size(), 3u);
  ASSERT_EQ(out->shares.size(), 2u);
  EXPECT_EQ(out->shares[0].amount.text(), "1000.00");
  EXPECT_EQ(out->document->bytes[31], 0xff);
}

TEST(Flags, NameTheFlagThatIsMissingOrWrong) {
  const auto why = [](const Result<Everything>& result) {
    return std::string(name_of(result.reason())) + " " + result.error().detail;
  };
  EXPECT_EQ(why(filled({{"due", "2027-05-31"}})), "MISSING_FIELD --to: receiver");
  EXPECT_EQ(filled({{"to", "Taihe"}, {"due", "2027-05-31"}}).reason(), Reason::bad_text);
  EXPECT_EQ(filled({{"to", "taihe"}, {"due", "2027-02-30"}}).reason(), Reason::bad_date);
  EXPECT_EQ(filled({{"to", "taihe"}, {"due", "2027-05-31"}, {"colour", "green"}}).reason(), Reason::bad_text);
  EXPECT_EQ(filled({{"to", "taihe"}, {"due", "2027-05-31"}, {"the-note", "too long"}}).reason(), Reason::too_large);
  EXPECT_EQ(filled({{"to", "taihe"}, {"due", "2027-05-31"}, {"count", "4294967296"}}).reason(), Reason::out_of_range);
  EXPECT_EQ(filled({{"to", "taihe"}, {"due", "2027-05-31"}, {"ranges", "1-2"}, {"ranges", "3-4"}, {"ranges", "5-6"}}).reason(),
            Reason::too_large);
  EXPECT_EQ(filled({{"to", "taihe"}, {"due", "2027-05-31"}, {"shares", "s01"}}).reason(), Reason::bad_text);
}

TEST(Flags, SayWhenALetterOfAnIdWasMistyped) {
  CertificateId id;
  const std::string good = CertificateId::derive(Digest{}, 1).text();
  ASSERT_TRUE(read_typed(shape_of<CertificateId>, 0, &id, good));
  std::string bad = good;
  bad[5] = bad[5] == '7' ? '8' : '7';
  const auto read = read_typed(shape_of<CertificateId>, 0, &id, bad);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().detail, "\"" + bad + "\": the check letter does not fit; a letter was mistyped");
  const auto form = read_typed(shape_of<CertificateId>, 0, &id, good.substr(0, 10));
  ASSERT_FALSE(form);
  EXPECT_EQ(form.error().detail, "\"" + good.substr(0, 10) + "\" is not RC-...");
}

// Every operation must be sayable by flags, or its command is of no use.
TEST(Flags, ExistForEveryOperation) {
  for (const FieldInfo& operation : shape_of<Operation>.fields)
    for (const FlagSpec& flag : flags_of(*operation.shape)) {
      EXPECT_FALSE(flag.note.empty()) << operation.name << " --" << flag.name;
      EXPECT_EQ(flag.name.find('_'), std::string::npos) << operation.name << " --" << flag.name;
    }
}

}  // namespace
}  // namespace allonge::wallet
