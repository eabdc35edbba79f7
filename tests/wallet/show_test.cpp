// How long ago something was, as people say it.
#include "wallet/show.h"

#include <gtest/gtest.h>

namespace allonge::wallet {
namespace {

TEST(Show, AgesAreToldInTheUnitOfTheirSize) {
  EXPECT_EQ(age_text(0), "0.0 s");
  EXPECT_EQ(age_text(1'449), "1.4 s");
  EXPECT_EQ(age_text(119'999), "119.9 s");
  EXPECT_EQ(age_text(120'000), "2 min");
  EXPECT_EQ(age_text(7'199'999), "119 min");
  EXPECT_EQ(age_text(7'200'000), "2 h");
  EXPECT_EQ(age_text(172'800'000), "2 days");
}

}  // namespace
}  // namespace allonge::wallet
