#include "consensus/views.h"

#include <gtest/gtest.h>

#include <set>

#include "ledger/digest.h"
#include "ledger/quorum.h"

namespace allonge::consensus {
namespace {

Digest epoch(int number) { return digest("allonge/test/v1", bytes_of(std::to_string(number))); }

TEST(LeaderOrder, EveryMemberLeadsOnceInNViews) {
  for (std::uint32_t n = 1; n <= 100; ++n) {
    const LeaderOrder order(epoch(1), n);
    std::set<std::uint32_t> leaders;
    for (std::uint64_t view = 1; view <= n; ++view) leaders.insert(order.leader(view));
    EXPECT_EQ(leaders.size(), n);
    EXPECT_EQ(order.leader(5), order.leader(5 + n));
  }
}

TEST(LeaderOrder, DependsOnTheEpochAlone) {
  std::set<std::vector<std::uint32_t>> orders;
  for (int number = 0; number < 50; ++number) {
    const LeaderOrder order(epoch(number), 7), again(epoch(number), 7);
    std::vector<std::uint32_t> seen;
    for (std::uint64_t view = 0; view < 7; ++view) {
      seen.push_back(order.leader(view));
      EXPECT_EQ(order.leader(view), again.leader(view));
    }
    orders.insert(seen);
  }
  EXPECT_GT(orders.size(), 45u);
}

TEST(Delta, GrowsByHalfAfterTheSecondFailureAndStopsAtThirtySeconds) {
  EXPECT_EQ(delta_ms(0), 500u);
  EXPECT_EQ(delta_ms(1), 500u);
  EXPECT_EQ(delta_ms(2), 750u);
  EXPECT_EQ(delta_ms(3), 1125u);
  EXPECT_EQ(delta_ms(4), 1687u);
  for (std::uint32_t k = 1; k < 40; ++k) EXPECT_GE(delta_ms(k + 1), delta_ms(k));
  EXPECT_EQ(delta_ms(failures_that_count), delta_limit_ms);
  EXPECT_EQ(delta_ms(1'000'000), delta_limit_ms);
}

TEST(Quorum, AnyTwoShareAnHonestMember) {
  for (std::uint32_t n = 1; n <= 100; ++n) {
    const std::uint32_t f = faults_tolerated(n), q = quorum_of(n);
    EXPECT_GE(n, 3 * f + 1);
    EXPECT_GE(2 * q, n + f + 1) << n;
    EXPECT_LE(q, n - f) << n;  // the honest alone are enough
  }
  EXPECT_EQ(quorum_of(4), 3u);
  EXPECT_EQ(quorum_of(5), 4u);  // not 2f + 1 = 3
  EXPECT_EQ(quorum_of(6), 5u);
  EXPECT_EQ(quorum_of(7), 5u);
}

}  // namespace
}  // namespace allonge::consensus
