#include "ledger/rate.h"

#include <gtest/gtest.h>

namespace allonge {
namespace {

Amount yuan(const char* text) { return *Amount::parse(text); }

// receivables-scenarios.md S1.
TEST(Rate, DiscountsAsTheScenariosSay) {
  struct Row {
    const char* id;
    const char* face;
    std::uint32_t rate_ppm, days;
    DayCount basis;
    const char* discount;
    const char* net;
  };
  const DayCount b360 = DayCount::act_360, b365 = DayCount::act_365f;
  const std::uint32_t half_year = days_between(*Date::of(2026, 3, 2), *Date::of(2026, 8, 28));
  const std::uint32_t spring = days_between(*Date::of(2026, 5, 11), *Date::of(2026, 8, 28));
  const std::uint32_t june = days_between(*Date::of(2026, 6, 1), *Date::of(2026, 6, 21));
  EXPECT_EQ(half_year, 179u);
  EXPECT_EQ(spring, 109u);
  EXPECT_EQ(june, 20u);
  for (const Row& row : {Row{"D1", "1000000.00", 38'500, half_year, b360, "19143.06", "980856.94"},
                         Row{"D2", "1000000.00", 38'500, half_year, b365, "18880.82", "981119.18"},
                         Row{"D3", "0.01", 38'500, half_year, b360, "0.00", "0.01"},
                         Row{"D4", "28000.00", 45'000, spring, b360, "381.50", "27618.50"},
                         Row{"D6", "1000.00", 60'000, june, b360, "3.33", "996.67"},
                         Row{"D8", "980000.00", 0, half_year, b360, "0.00", "980000.00"},
                         Row{"D12", "1000000.00", 55'000, 60, b360, "9166.67", "990833.33"}}) {
    const auto made = discount(yuan(row.face), row.rate_ppm, row.days, row.basis, Amount());
    ASSERT_TRUE(made) << row.id;
    EXPECT_EQ(made->discount.text(), row.discount) << row.id;
    EXPECT_EQ(made->net.text(), row.net) << row.id;
  }
}

TEST(Rate, TakesNothingOnTheSameDay) {
  EXPECT_TRUE(interest(yuan("1000000.00"), 38'500, 0, DayCount::act_360)->is_zero());
}

TEST(Rate, RefusesAPriceThatLeavesNothing) {
  EXPECT_EQ(discount(yuan("100.00"), 0, 10, DayCount::act_360, yuan("100.00")).reason(), Reason::bad_price);
  EXPECT_EQ(discount(yuan("100.00"), 1'000'000, 360, DayCount::act_360, Amount()).reason(), Reason::bad_price);
  EXPECT_EQ(discount(yuan("100.00"), 500'000, 360, DayCount::act_360, yuan("49.99"))->net.text(), "0.01");
  EXPECT_EQ(discount(Amount(), 0, 0, DayCount::act_360, Amount()).reason(), Reason::bad_price);
}

TEST(Rate, NeverWrapsBeforeTheDivision) {
  const Amount most = *Amount::of_fen(Amount::max_fen);
  EXPECT_EQ(interest(most, 1'000'000, 365, DayCount::act_365f)->fen(), Amount::max_fen);
  EXPECT_EQ(interest(most, ~std::uint32_t{0}, ~std::uint32_t{0}, DayCount::act_360).reason(), Reason::overflow);
}

}  // namespace
}  // namespace allonge
