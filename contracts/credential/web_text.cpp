#include "contracts/credential/web_text.h"

#include <chrono>

namespace allonge::credential {

namespace {

constexpr std::string_view decimal_digits = "0123456789";
constexpr std::string_view letters_of_schemes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.";

// Exactly `width` decimal_digits at the front, taken off.
std::optional<int> take_number(std::string_view& text, std::size_t width) {
  if (text.size() < width || text.substr(0, width).find_first_not_of(decimal_digits) != std::string_view::npos) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, width)) number = number * 10 + (c - '0');
  text.remove_prefix(width);
  return number;
}

bool take_letter(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

// ".477": the first three decimal_digits count.
std::optional<int> take_fraction_ms(std::string_view& text) {
  if (!take_letter(text, '.')) return 0;
  const std::size_t count = std::min(text.find_first_not_of(decimal_digits), text.size());
  if (count == 0) return std::nullopt;
  int ms = 0;
  for (std::size_t i = 0; i < 3; ++i) ms = ms * 10 + (i < count ? text[i] - '0' : 0);
  text.remove_prefix(count);
  return ms;
}

// "Z", "+08:00", "-06:00"; in minutes.
std::optional<int> take_zone(std::string_view& text) {
  if (take_letter(text, 'Z')) return 0;
  const bool west = text.starts_with('-');
  if (!west && !text.starts_with('+')) return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_number(text, 2);
  if (!hours || !take_letter(text, ':')) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 60 + *minutes);
}

}  // namespace

bool is_url(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  const std::string_view scheme = text.substr(0, colon);
  if (scheme.find_first_not_of(letters_of_schemes) != std::string_view::npos || decimal_digits.find(scheme[0]) != std::string_view::npos ||
      scheme.find_first_of("+-.") == 0)
    return false;
  for (const char c : text.substr(colon + 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F || std::string_view("\"<>\\^`{|}").find(c) != std::string_view::npos) return false;
  }
  return true;
}

std::optional<long long> parse_date_time_stamp(std::string_view text) {
  namespace chrono = std::chrono;
  const auto year = take_number(text, 4);
  if (!year || !take_letter(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take_letter(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day || !take_letter(text, 'T')) return std::nullopt;
  const auto hours = take_number(text, 2);
  if (!hours || !take_letter(text, ':')) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || !take_letter(text, ':')) return std::nullopt;
  const auto seconds = take_number(text, 2);
  const auto ms = seconds ? take_fraction_ms(text) : std::nullopt;
  const auto zone = ms ? take_zone(text) : std::nullopt;
  if (!zone || !text.empty() || *hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
  const chrono::year_month_day date{chrono::year(*year), chrono::month(unsigned(*month)), chrono::day(unsigned(*day))};
  if (!date.ok()) return std::nullopt;
  const long long days = chrono::sys_days(date).time_since_epoch().count();
  return ((days * 24 + *hours) * 60 + *minutes - *zone) * 60'000 + *seconds * 1000 + *ms;
}

}  // namespace allonge::credential
