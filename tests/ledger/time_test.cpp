#include "ledger/time.h"

#include <gtest/gtest.h>

namespace allonge {
namespace {

Date day(const char* text) { return *Date::parse(text); }

TEST(Date, ReadsAndWritesCalendarDays) {
  EXPECT_EQ(day("1970-01-01").days, 0u);
  EXPECT_EQ(day("2026-08-28").text(), "2026-08-28");
  EXPECT_EQ(day("9999-12-31").days, 2'932'896u);
  for (std::uint32_t days = 0; days <= 2'932'896; days += 97) ASSERT_EQ(day(Date{days}.text().c_str()).days, days);
  EXPECT_TRUE(Date::parse("2024-02-29"));
  EXPECT_TRUE(Date::parse("2000-02-29"));
}

TEST(Date, RefusesWhatIsNoDay) {
  for (const char* text : {"", "2026-02-29", "1900-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-01", "1969-12-31",
                           "2026-08-28 ", "2026/08/28", "10000-01-01", "+026-01-01", "2026-08-2a"})
    EXPECT_EQ(Date::parse(text).reason(), Reason::bad_date) << text;
}

TEST(Date, AddsMonthsToTheSameOrTheLastDay) {
  struct Row {
    const char* from;
    unsigned months;
    const char* to;
  };
  for (const Row& row : {Row{"2026-03-02", 6, "2026-09-02"}, Row{"2026-08-31", 6, "2027-02-28"},
                         Row{"2023-08-31", 6, "2024-02-29"}, Row{"2026-01-31", 1, "2026-02-28"},
                         Row{"2026-03-31", 1, "2026-04-30"}, Row{"2026-12-31", 12, "2027-12-31"},
                         Row{"2024-02-29", 12, "2025-02-28"}, Row{"2026-11-30", 3, "2027-02-28"},
                         Row{"2026-05-15", 0, "2026-05-15"}})
    EXPECT_EQ(add_months(day(row.from), row.months).text(), row.to) << row.from << " + " << row.months;
}

TEST(Date, CountsDaysHeadInTailOut) {
  EXPECT_EQ(days_between(day("2026-03-02"), day("2026-08-28")), 179u);
  EXPECT_EQ(days_between(day("2026-03-02"), day("2026-03-02")), 0u);
  EXPECT_EQ(days_between(day("2026-03-03"), day("2026-03-02")), 0u);
  EXPECT_EQ(add_days(day("2024-02-28"), 2).text(), "2024-03-01");
  EXPECT_EQ(weekday(day("1970-01-01")), 4u);
  EXPECT_EQ(weekday(day("2026-08-28")), 5u);
}

TEST(Time, ReadsAndWritesRfc3339) {
  EXPECT_EQ(Time{0}.text(), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(Time::parse("2026-03-02T01:00:00.007Z")->text(), "2026-03-02T01:00:00.007Z");
  EXPECT_EQ(Time{253'402'300'799'999}.text(), "9999-12-31T23:59:59.999Z");
  for (const char* text : {"", "2026-03-02T01:00:00Z", "2026-03-02T24:00:00.000Z", "2026-03-02T01:60:00.000Z",
                           "2026-03-02T01:00:60.000Z", "2026-03-02 01:00:00.000Z", "2026-03-02T01:00:00.000+08:00",
                           "2026-02-30T01:00:00.000Z"})
    EXPECT_EQ(Time::parse(text).reason(), Reason::bad_date) << text;
}

TEST(Time, FallsOnTheBusinessDayOfItsZone) {
  const Time before = *Time::parse("2026-03-01T15:59:59.999Z"), at = *Time::parse("2026-03-01T16:00:00.000Z");
  EXPECT_EQ(business_date(before, 480).text(), "2026-03-01");
  EXPECT_EQ(business_date(at, 480).text(), "2026-03-02");
  EXPECT_EQ(start_of(day("2026-03-02"), 480), at);
  EXPECT_EQ(business_date(Time{0}, -60).days, 0u);
  for (std::uint32_t days = 1; days < 40'000; days += 7) {
    ASSERT_EQ(business_date(start_of({days}, 480), 480).days, days);
    ASSERT_EQ(business_date({start_of({days}, 480).ms - 1}, 480).days, days - 1);
  }
}

}  // namespace
}  // namespace allonge
