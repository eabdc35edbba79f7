// Amounts in Chinese capital numerals, against examples as banks write them.
#include "wallet/numerals.h"

#include <gtest/gtest.h>

namespace allonge::wallet {
namespace {

std::string capitals(const char* yuan) {
  const auto amount = Amount::parse(yuan);
  EXPECT_TRUE(amount.has_value()) << yuan;
  return amount ? capital_numerals(*amount) : "";
}

TEST(Numerals, WriteWholeYuan) {
  EXPECT_EQ(capitals("1"), "壹元整");
  EXPECT_EQ(capitals("10"), "壹拾元整");
  EXPECT_EQ(capitals("200000"), "贰拾万元整");
  EXPECT_EQ(capitals("300000"), "叁拾万元整");
  EXPECT_EQ(capitals("9000000"), "玖佰万元整");
  EXPECT_EQ(capitals("36000000"), "叁仟陆佰万元整");
  EXPECT_EQ(capitals("100000000"), "壹亿元整");
}

TEST(Numerals, ReadARunOfZerosOnce) {
  EXPECT_EQ(capitals("101"), "壹佰零壹元整");
  EXPECT_EQ(capitals("1001"), "壹仟零壹元整");
  EXPECT_EQ(capitals("10001"), "壹万零壹元整");
  EXPECT_EQ(capitals("100100"), "壹拾万零壹佰元整");
  EXPECT_EQ(capitals("107000"), "壹拾万零柒仟元整");  // the rule allows it with and without 零
  EXPECT_EQ(capitals("100000001"), "壹亿零壹元整");
  EXPECT_EQ(capitals("1000010000"), "壹拾亿零壹万元整");
}

TEST(Numerals, WriteJiaoAndFen) {
  EXPECT_EQ(capitals("0.01"), "壹分");
  EXPECT_EQ(capitals("0.50"), "伍角整");
  EXPECT_EQ(capitals("1.05"), "壹元零伍分");
  EXPECT_EQ(capitals("266666.67"), "贰拾陆万陆仟陆佰陆拾陆元陆角柒分");
  EXPECT_EQ(capitals("6170.20"), "陆仟壹佰柒拾元贰角整");
  EXPECT_EQ(capitals("0"), "零元整");
}

TEST(Numerals, ReachTheLargestAmount) {
  EXPECT_EQ(capitals("10000000000000"), "壹拾万亿元整");
  EXPECT_EQ(capitals("1000000000001"), "壹万亿零壹元整");
  EXPECT_EQ(capitals("1234500000000"), "壹万贰仟叁佰肆拾伍亿元整");
}

}  // namespace
}  // namespace allonge::wallet
