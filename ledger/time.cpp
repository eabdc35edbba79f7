#include "ledger/time.h"

#include <chrono>

namespace allonge {

namespace {

namespace chrono = std::chrono;

chrono::year_month_day calendar(Date day) {
  return chrono::year_month_day(chrono::sys_days(chrono::days(day.days)));
}

Date of_calendar(chrono::year_month_day day) {
  return {std::uint32_t(chrono::sys_days(day).time_since_epoch().count())};
}

// Exactly `width` digits.
void put(std::string& out, std::uint64_t number, int width) {
  std::string digits = std::to_string(number);
  out.append(std::size_t(std::max(0, width - int(digits.size()))), '0');
  out += digits;
}

bool take(std::string_view& text, std::size_t width, unsigned& number) {
  if (text.size() < width) return false;
  number = 0;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    number = number * 10 + unsigned(text[i] - '0');
  }
  text.remove_prefix(width);
  return true;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string Date::text() const {
  const auto day = calendar(*this);
  std::string out;
  put(out, std::uint64_t(int(day.year())), 4);
  out.push_back('-');
  put(out, unsigned(day.month()), 2);
  out.push_back('-');
  put(out, unsigned(day.day()), 2);
  return out;
}

Result<Date> Date::of(int year, unsigned month, unsigned day) {
  const chrono::year_month_day date{chrono::year(year), chrono::month(month), chrono::day(day)};
  if (year < 1970 || year > 9999 || !date.ok()) return Refusal{Reason::bad_date, "no such day"};
  return of_calendar(date);
}

Result<Date> Date::parse(std::string_view text) {
  unsigned year = 0, month = 0, day = 0;
  if (!take(text, 4, year) || !take(text, '-') || !take(text, 2, month) || !take(text, '-') ||
      !take(text, 2, day) || !text.empty())
    return Refusal{Reason::bad_date, "expected a date like 2026-08-28"};
  return of(int(year), month, day);
}

std::string Time::text() const {
  std::string out = Date{std::uint32_t(ms / ms_per_day)}.text();
  const std::uint64_t rest = ms % ms_per_day;
  out.push_back('T');
  put(out, rest / 3'600'000, 2);
  out.push_back(':');
  put(out, rest / 60'000 % 60, 2);
  out.push_back(':');
  put(out, rest / 1000 % 60, 2);
  out.push_back('.');
  put(out, rest % 1000, 3);
  out.push_back('Z');
  return out;
}

Result<Time> Time::parse(std::string_view text) {
  const Refusal form{Reason::bad_date, "expected a moment like 2026-03-02T01:00:00.000Z"};
  if (text.size() != 24) return form;
  TRY(const Date day, Date::parse(text.substr(0, 10)));
  text.remove_prefix(10);
  unsigned hours = 0, minutes = 0, seconds = 0, ms = 0;
  if (!take(text, 'T') || !take(text, 2, hours) || !take(text, ':') || !take(text, 2, minutes) ||
      !take(text, ':') || !take(text, 2, seconds) || !take(text, '.') || !take(text, 3, ms) ||
      !take(text, 'Z') || hours > 23 || minutes > 59 || seconds > 59)
    return form;
  return Time{day.days * ms_per_day + hours * 3'600'000ull + minutes * 60'000ull + seconds * 1000ull + ms};
}

Date business_date(Time moment, std::int64_t zone_offset_minutes) {
  const std::int64_t local = std::int64_t(moment.ms) + zone_offset_minutes * 60'000;
  return {local < 0 ? 0 : std::uint32_t(std::uint64_t(local) / ms_per_day)};
}

Time start_of(Date day, std::int64_t zone_offset_minutes) {
  const std::int64_t utc = std::int64_t(day.days * ms_per_day) - zone_offset_minutes * 60'000;
  return {utc < 0 ? 0 : std::uint64_t(utc)};
}

Date add_months(Date day, unsigned months) {
  auto later = calendar(day) + chrono::months(int(months));
  if (!later.ok()) later = later.year() / later.month() / chrono::last;
  return of_calendar(later);
}

unsigned weekday(Date day) {
  return chrono::weekday(chrono::sys_days(chrono::days(day.days))).c_encoding();
}

}  // namespace allonge
