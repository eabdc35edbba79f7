#include "ledger/amount.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace allonge {
namespace {

Amount fen(std::uint64_t count) { return *Amount::of_fen(count); }

TEST(Amount, ReadsAndWritesYuan) {
  EXPECT_EQ(Amount::parse("200000.00")->fen(), 20'000'000u);
  EXPECT_EQ(Amount::parse("28000")->fen(), 2'800'000u);
  EXPECT_EQ(Amount::parse("0.5")->fen(), 50u);
  EXPECT_EQ(Amount::parse("0.01")->fen(), 1u);
  EXPECT_EQ(Amount::parse("10000000000000.00")->fen(), Amount::max_fen);
  EXPECT_EQ(fen(0).text(), "0.00");
  EXPECT_EQ(fen(7).text(), "0.07");
  EXPECT_EQ(fen(20'000'000).text(), "200000.00");
  // 0.29 read as a floating-point number and multiplied by 100 gives 28.
  EXPECT_EQ(Amount::parse("0.29")->fen(), 29u);
}

TEST(Amount, RefusesOtherTexts) {
  for (const char* text : {"", ".", ".5", "5.", "1.234", "-1", "+1", "1e3", "1,000.00", " 1", "1 ", "0x10", "1.2.3",
                           "10000000000000.01", "99999999999999999999999999", "１"})
    EXPECT_EQ(Amount::parse(text).reason(), Reason::bad_amount) << text;
}

TEST(Amount, AddRefusesOverflow) {
  EXPECT_EQ(add(fen(1), fen(2))->fen(), 3u);
  EXPECT_EQ(add(fen(Amount::max_fen - 1), fen(1))->fen(), Amount::max_fen);
  EXPECT_EQ(add(fen(Amount::max_fen), fen(1)).reason(), Reason::overflow);
  EXPECT_EQ(Amount::of_fen(Amount::max_fen + 1).reason(), Reason::bad_amount);
}

TEST(Amount, SubtractRefusesToGoBelowZero) {
  EXPECT_EQ(subtract(fen(3), fen(3))->fen(), 0u);
  EXPECT_EQ(subtract(fen(3), fen(4)).reason(), Reason::overflow);
}

TEST(Amount, ScaleRoundsAsNamed) {
  struct Row {
    std::uint64_t amount, numerator, denominator, down, up, half_up, half_even;
  };
  for (const Row& row : {Row{10, 1, 4, 2, 3, 3, 2}, Row{14, 1, 4, 3, 4, 4, 4}, Row{9, 1, 4, 2, 3, 2, 2},
                         Row{11, 1, 4, 2, 3, 3, 3}, Row{8, 1, 4, 2, 2, 2, 2}, Row{0, 5, 3, 0, 0, 0, 0}}) {
    EXPECT_EQ(scale(fen(row.amount), row.numerator, row.denominator, Rounding::down)->fen(), row.down);
    EXPECT_EQ(scale(fen(row.amount), row.numerator, row.denominator, Rounding::up)->fen(), row.up);
    EXPECT_EQ(scale(fen(row.amount), row.numerator, row.denominator, Rounding::half_up)->fen(), row.half_up);
    EXPECT_EQ(scale(fen(row.amount), row.numerator, row.denominator, Rounding::half_even)->fen(), row.half_even);
  }
}

TEST(Amount, ScaleGoesThrough128Bits) {
  const std::uint64_t most = ~std::uint64_t{0};
  EXPECT_EQ(scale(fen(Amount::max_fen), most, most, Rounding::half_up)->fen(), Amount::max_fen);
  EXPECT_EQ(scale(fen(Amount::max_fen), most, most - 1, Rounding::up).reason(), Reason::overflow);
  EXPECT_EQ(scale(fen(Amount::max_fen), 2, 1, Rounding::down).reason(), Reason::overflow);
}

TEST(Amount, SharesGiveLeftOverFenToTheLargestRemainders) {
  const auto shares = [](std::uint64_t whole, std::vector<std::uint64_t> weights) {
    std::vector<std::uint64_t> out;
    const auto made = share(fen(whole), weights);
    for (const Amount amount : *made) out.push_back(amount.fen());
    return out;
  };
  using List = std::vector<std::uint64_t>;
  EXPECT_EQ(shares(100, {1, 1, 1}), (List{34, 33, 33}));
  EXPECT_EQ(shares(100, {1, 2, 4}), (List{14, 29, 57}));
  EXPECT_EQ(shares(1, {5, 5}), (List{1, 0}));
  EXPECT_EQ(shares(0, {5, 5}), (List{0, 0}));
  EXPECT_EQ(shares(10, {0, 3, 0}), (List{0, 10, 0}));
  EXPECT_EQ(shares(10, {0, 0}), List{});
  EXPECT_EQ(shares(10, {}), List{});
  const std::vector<std::uint64_t> too_heavy{~std::uint64_t{0}, 1};
  EXPECT_EQ(share(fen(10), too_heavy).reason(), Reason::overflow);
}

TEST(Amount, SharesAlwaysAddUpAndNeverMissByAFen) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 dice(seed);
  for (int round = 0; round < 3000; ++round) {
    const std::uint64_t whole = dice() % (Amount::max_fen + 1) >> dice() % 50;
    std::vector<std::uint64_t> weights(dice() % 20 + 1);
    std::uint64_t sum = 0;
    for (auto& weight : weights) sum += weight = (dice() % Amount::max_fen) >> dice() % 50;
    const auto shares = share(fen(whole), weights);
    ASSERT_TRUE(shares);
    if (sum == 0) continue;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const std::uint64_t part = (*shares)[i].fen();
      total += part;
      __extension__ using Wide = unsigned __int128;
      const auto exact = std::uint64_t(Wide(whole) * weights[i] / sum);
      ASSERT_TRUE(part == exact || part == exact + 1);
    }
    ASSERT_EQ(total, whole);
  }
}

}  // namespace
}  // namespace allonge
