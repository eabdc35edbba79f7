// Moments and calendar days, without a clock. A Time is milliseconds since 1970-01-01 UTC; a Date is
// a day of the Gregorian calendar. The business date of a moment is taken in a profile's fixed zone
// offset (receivables.md: UTC+8 for the CN profiles); there is no time-zone database in consensus.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace allonge {

struct Time {
  std::uint64_t ms = 0;
  auto operator<=>(const Time&) const = default;
  std::string text() const;                               // "2026-03-02T01:00:00.000Z" (RFC 3339)
  static Result<Time> parse(std::string_view text);       // exactly that form; BAD_DATE
};

// Days since 1970-01-01; 0 stands for "none" in optional uses. 1970-01-01 to 9999-12-31.
struct Date {
  std::uint32_t days = 0;
  auto operator<=>(const Date&) const = default;
  std::string text() const;                               // "2026-08-28"
  static Result<Date> parse(std::string_view text);       // BAD_DATE
  static Result<Date> of(int year, unsigned month, unsigned day);
};

inline constexpr std::uint64_t ms_per_day = 86'400'000;

Date business_date(Time moment, std::int64_t zone_offset_minutes);
// The first moment of a business day in that zone.
Time start_of(Date day, std::int64_t zone_offset_minutes);

// The same day `months` later, or the last day of that month if it is shorter (addMonths of R-20).
Date add_months(Date day, unsigned months);
inline Date add_days(Date day, std::uint32_t days) { return {day.days + days}; }
// Calendar days from a to b, head in, tail out; 0 when b is not later.
inline std::uint32_t days_between(Date a, Date b) { return b.days > a.days ? b.days - a.days : 0; }
unsigned weekday(Date day);  // 0 = Sunday

}  // namespace allonge
