#include "wallet/money_text.h"

#include <gtest/gtest.h>

namespace allonge::wallet {
namespace {

std::string read(std::string_view typed) {
  const auto amount = read_money(typed);
  return amount ? amount->text() : std::string(name_of(amount.reason()));
}

TEST(MoneyText, GroupsThousands) {
  EXPECT_EQ(money_text(*Amount::parse("0.01")), "0.01");
  EXPECT_EQ(money_text(*Amount::parse("999.00")), "999.00");
  EXPECT_EQ(money_text(*Amount::parse("1000")), "1,000.00");
  EXPECT_EQ(money_text(*Amount::parse("36000000"), "CNY"), "36,000,000.00 CNY");
}

TEST(MoneyText, ReadsWhatPeopleType) {
  EXPECT_EQ(read("1,000,000.00"), "1000000.00");
  EXPECT_EQ(read("28000"), "28000.00");
  EXPECT_EQ(read("0.5"), "0.50");
  EXPECT_EQ(read("１，０００．５０"), "1000.50");
}

TEST(MoneyText, RefusesWhatIsNotPlainlyOneAmount) {
  for (const char* typed : {"", ",", "1,00", "10,00.00", ",100", "1,000,00", "1,000.0,0", "1 000", "-1", "1e3", "1.234",
                            "10000000000000.01", "1,0000", "１２，３４"})
    EXPECT_EQ(read(typed), "BAD_AMOUNT") << typed;
}

}  // namespace
}  // namespace allonge::wallet
