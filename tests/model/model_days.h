// The slow model's calendar and interest: Saturday and Sunday are closed, and days are walked one by one.
#pragma once

#include "contracts/receivable/certificate.h"

namespace allonge::test {

constexpr std::int64_t model_zone = 480;
inline Date day_of(Time time) { return business_date(time, model_zone); }
inline Time midnight(Date day) { return start_of(day, model_zone); }
inline bool works(Date day) { return weekday(day) != 0 && weekday(day) != 6; }
inline Date next_working(Date day) {
  while (!works(day)) ++day.days;
  return day;
}
inline Time end_of_window(Time from, std::uint32_t days) {
  Date day = day_of(from);
  while (days > 0) {
    ++day.days;
    if (works(day)) --days;
  }
  return midnight({day.days + 1});
}
// On which a range may be passed on: a business day before maturity.
inline Date last_day(Date maturity) {
  do --maturity.days;
  while (!works(maturity));
  return maturity;
}

// Fen times days times millionths, as fen: actual days over 360, half up. For small faces only.
inline std::uint64_t yearly(std::uint64_t product) {
  constexpr std::uint64_t year = 360ull * 1'000'000;
  return (product * 2 + year) / (year * 2);
}

}  // namespace allonge::test
