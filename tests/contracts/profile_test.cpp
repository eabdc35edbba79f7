#include "contracts/profile.h"

#include "tests/support/world.h"

namespace allonge::test {
namespace {

Profile next(std::uint32_t version, const char* valid_from) {
  Profile out = erc_cn_defaults();
  out.version = version;
  out.valid_from = day(valid_from);
  return out;
}

TEST(Profile, CountsFromItsDayOn) {
  World world;
  Profile stricter = next(2, "2026-10-01");
  stricter.hard_tenor_months = 6;
  EXPECT_OK(world.by("operator").act(consortium::SetProfile{stricter}));
  EXPECT_EQ(profile_at(world.view(), day("2026-09-30"))->hard_tenor_months, 12u);
  EXPECT_EQ(profile_at(world.view(), day("2026-10-01"))->hard_tenor_months, 6u);
  EXPECT_EQ(profile_version(world.view(), 1)->hard_tenor_months, 12u);
  EXPECT_EQ(profile_version(world.view(), 3).reason(), Reason::not_found);
  EXPECT_EQ(profile_at(world.view(), day("2025-12-31")).reason(), Reason::feature_inactive);
}

TEST(Profile, ComesInOrder) {
  World world;
  const auto set = [&](const Profile& profile) { return world.by("operator").act(consortium::SetProfile{profile}); };
  EXPECT_REFUSED(set(next(1, "2026-10-01")), Reason::profile_order);
  EXPECT_REFUSED(set(next(3, "2026-10-01")), Reason::profile_order);
  EXPECT_REFUSED(set(next(2, "2026-01-01")), Reason::profile_order);
  EXPECT_REFUSED(set(next(2, "2026-03-01")), Reason::profile_order);  // yesterday
  EXPECT_OK(set(next(2, "2026-03-02")));                              // today
  EXPECT_REFUSED(set(next(3, "2026-03-02")), Reason::profile_order);
  EXPECT_OK(set(next(3, "2026-03-03")));
  EXPECT_REFUSED(set(next(4, "2027-03-04")), Reason::out_of_range);  // over a year ahead: it could never be corrected
  EXPECT_OK(set(next(4, "2027-03-03")));
}

TEST(Profile, IsTheOperators) {
  World world;
  EXPECT_REFUSED(world.by("regulator").act(consortium::SetProfile{next(2, "2026-10-01")}), Reason::role_forbidden);
  EXPECT_KEPT_OUT(world.by("operator").only({"maker1"}).act(consortium::SetProfile{next(2, "2026-10-01")}), Reason::approvals_missing);
}

TEST(Profile, RefusesNonsense) {
  const auto with = [](auto change) {
    Profile out = erc_cn_defaults();
    change(out);
    return acceptable(out).has_value();
  };
  EXPECT_TRUE(with([](Profile&) {}));
  EXPECT_FALSE(with([](Profile& p) { p.max_face = {}; }));
  EXPECT_FALSE(with([](Profile& p) { p.soft_tenor_months = 13; }));
  EXPECT_FALSE(with([](Profile& p) { p.hard_tenor_months = 0; }));
  EXPECT_FALSE(with([](Profile& p) { p.hard_tenor_months = 1'000'000; }));
  EXPECT_FALSE(with([](Profile& p) { p.max_ranges = 501; }));
  EXPECT_FALSE(with([](Profile& p) { p.minimum_transfer = {}; }));
  EXPECT_FALSE(with([](Profile& p) { p.transfer_window_days = 0; }));
  EXPECT_FALSE(with([](Profile& p) { p.grace_days = 4'000'000'000; }));
  EXPECT_FALSE(with([](Profile& p) { p.late_ppm_per_day = 1'000'001; }));
  EXPECT_FALSE(with([](Profile& p) { p.holidays = {day("2026-10-02"), day("2026-10-01")}; }));
}

// 2026: National Day week closed, Saturday 10-10 worked for it.
Profile with_holidays() {
  Profile out = erc_cn_defaults();
  for (const char* closed : {"2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"})
    out.holidays.push_back(day(closed));
  out.workdays = {day("2026-10-10")};
  return out;
}

TEST(BusinessDays, CloseOnWeekendsAndHolidays) {
  const Profile profile = with_holidays();
  EXPECT_TRUE(is_business_day(profile, day("2026-09-30")));
  EXPECT_FALSE(is_business_day(profile, day("2026-10-01")));
  EXPECT_FALSE(is_business_day(profile, day("2026-10-03")));  // Saturday
  EXPECT_TRUE(is_business_day(profile, day("2026-10-10")));   // a worked Saturday
  EXPECT_FALSE(is_business_day(profile, day("2026-10-11")));
}

TEST(BusinessDays, RollForward) {
  const Profile profile = with_holidays();
  EXPECT_EQ(roll_to_business_day(profile, day("2026-08-28")), day("2026-08-28"));
  EXPECT_EQ(roll_to_business_day(profile, day("2026-08-29")), day("2026-08-31"));
  EXPECT_EQ(roll_to_business_day(profile, day("2026-10-01")), day("2026-10-08"));
}

TEST(BusinessDays, AreCountedBothWays) {
  const Profile profile = with_holidays();
  EXPECT_EQ(add_business_days(profile, day("2026-09-30"), 1), day("2026-10-08"));
  EXPECT_EQ(add_business_days(profile, day("2026-10-08"), 2), day("2026-10-10"));
  EXPECT_EQ(add_business_days(profile, day("2026-10-03"), 0), day("2026-10-03"));
  EXPECT_EQ(subtract_business_days(profile, day("2026-10-08"), 1), day("2026-09-30"));
  EXPECT_EQ(subtract_business_days(profile, day("2026-08-28"), 1), day("2026-08-27"));
  EXPECT_EQ(subtract_business_days(profile, day("2026-08-31"), 1), day("2026-08-28"));
}

TEST(BusinessDays, EndAWindowWhenTheLastOneIsOver) {
  const Profile profile = with_holidays();
  // Opened on Monday 2026-03-02: the fifth business day is Monday 03-09; over at 00:00 of 03-10, +08:00.
  EXPECT_EQ(window_end(profile, morning_of("2026-03-02"), 5), start_of(day("2026-03-10"), business_zone_minutes));
  // Late in the evening UTC it is already the next business date.
  const Time late{start_of(day("2026-03-03"), business_zone_minutes).ms + 1};
  EXPECT_EQ(window_end(profile, late, 5), start_of(day("2026-03-11"), business_zone_minutes));
}

}  // namespace
}  // namespace allonge::test
