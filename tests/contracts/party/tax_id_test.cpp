#include "contracts/party/tax_id.h"

#include <gtest/gtest.h>

namespace allonge {
namespace {

// Published codes of well-known organisations; their check letters are not ours.
TEST(TaxId, AcceptsRealCodes) {
  for (const char* code : {"91350100M000100Y43", "91110000600037341L", "91440300708461136T", "9144030071526726XG"})
    EXPECT_TRUE(TaxId::parse(code)) << code;
}

TEST(TaxId, ReadsBackItsText) { EXPECT_EQ(TaxId::parse("91350100M000100Y43")->text(), "91350100M000100Y43"); }

TEST(TaxId, RefusesEveryWrongLetter) {
  const std::string good = "91350100M000100Y43";
  for (std::size_t i = 0; i < good.size(); ++i)
    for (const char letter : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      std::string wrong = good;
      wrong[i] = letter;
      EXPECT_EQ(TaxId::parse(wrong).has_value(), wrong == good) << wrong;
    }
}

TEST(TaxId, RefusesOtherForms) {
  for (const char* wrong : {"", "91350100M000100Y4", "91350100M000100Y433", "91350100m000100y43", "91350100M0001O0Y43",
                            "９1350100M000100Y43", "91350100M000100 43"})
    EXPECT_EQ(TaxId::parse(wrong).reason(), Reason::bad_tax_id) << wrong;
}

TEST(TaxId, FindsTheCheckLetter) {
  EXPECT_EQ(TaxId::with_check_letter("91350100M000100Y4")->text(), "91350100M000100Y43");
  EXPECT_FALSE(TaxId::with_check_letter("91350100M000100Y"));
  EXPECT_FALSE(TaxId::with_check_letter("91350100M000100I4"));
}

}  // namespace
}  // namespace allonge
