#include "contracts/testnet/advance_time.h"

#include "tests/support/world.h"

namespace allonge::test {
namespace {

using testnet::AdvanceTime;

TEST(AdvanceTime, MovesTheOffsetByWhatIsMissing) {
  World world;
  const Time block = world.next_block().time;
  EXPECT_OK(world.by("operator").act(AdvanceTime{morning_of("2026-08-28")}));
  EXPECT_EQ(calendar_offset_ms(world.view()), morning_of("2026-08-28").ms - block.ms);
  EXPECT_EQ(world.events().back().type, "testnet.time_advanced");
}

TEST(AdvanceTime, IsAlsoTheRegulatorsAndNobodyElses) {
  World world;
  EXPECT_OK(world.by("regulator").only({"maker1"}).act(AdvanceTime{morning_of("2026-03-03")}));
  EXPECT_REFUSED(world.by("taihe").act(AdvanceTime{morning_of("2026-03-04")}), Reason::role_forbidden);
}

TEST(AdvanceTime, NeverGoesBack) {
  World world;
  const Time block = world.next_block().time;
  EXPECT_REFUSED(world.by("operator").act(AdvanceTime{block}), Reason::time_backwards);
  EXPECT_OK(world.by("operator").act(AdvanceTime{{world.next_block().time.ms + 1}}));
}

TEST(AdvanceTime, StopsWhereDatesEnd) {
  World world;
  EXPECT_REFUSED(world.by("operator").act(AdvanceTime{morning_of("2100-01-01")}), Reason::out_of_range);
}

TEST(AdvanceTime, IsForTestNetworksOnly) {
  GenesisConfig genesis = demo_genesis();
  genesis.kind = NetworkKind::production;
  genesis.wall_anchor = genesis.calendar_start;
  World world(genesis);
  EXPECT_REFUSED(world.by("operator").act(AdvanceTime{morning_of("2026-08-28")}), Reason::not_test_network);
}

// Block time was made with the parent's offset: two advances in one block must not add up.
TEST(AdvanceTime, CountsFromTheParentsOffsetWhenDoneTwiceInABlock) {
  World world;
  EXPECT_OK(world.by("operator").act(AdvanceTime{morning_of("2026-03-10")}));
  const std::uint64_t ran_with = calendar_offset_ms(world.view());
  const Time block = world.next_block().time;  // the test's world does not add the offset by itself
  const auto outcome = world.block({world.by("operator").sign(AdvanceTime{morning_of("2026-04-01")}),
                                    world.by("regulator").sign(AdvanceTime{morning_of("2026-03-20")}),
                                    world.by("regulator").sign(AdvanceTime{morning_of("2026-05-01")})});
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->receipts[1].ok);
  EXPECT_EQ(outcome->receipts[2].reason, number_of(Reason::time_backwards));
  EXPECT_TRUE(outcome->receipts[3].ok);
  EXPECT_EQ(calendar_offset_ms(world.view()), ran_with + morning_of("2026-05-01").ms - block.ms);
}

TEST(Calendar, FollowsTheWallClockFromItsAnchor) {
  World world;
  const GenesisConfig genesis = demo_genesis();
  EXPECT_EQ(calendar_time(world.view(), genesis.wall_anchor.ms), genesis.calendar_start);
  EXPECT_EQ(calendar_time(world.view(), genesis.wall_anchor.ms + 5'000), Time{genesis.calendar_start.ms + 5'000});
  EXPECT_EQ(calendar_time(world.view(), genesis.wall_anchor.ms - 5'000), genesis.calendar_start);
  const Time block = world.next_block().time;
  EXPECT_OK(world.by("operator").act(AdvanceTime{{block.ms + 60'000}}));
  EXPECT_EQ(calendar_time(world.view(), genesis.wall_anchor.ms + 5'000), Time{genesis.calendar_start.ms + 65'000});
}

}  // namespace
}  // namespace allonge::test
