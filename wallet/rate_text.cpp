#include "wallet/rate_text.h"

#include <charconv>

namespace allonge::wallet {

namespace {

constexpr std::size_t decimals = 4;  // of a percent: a millionth

std::optional<std::uint64_t> whole(std::string_view digits, std::size_t most) {
  std::uint64_t out = 0;
  if (digits.empty() || digits.size() > most) return std::nullopt;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return out;
}

}  // namespace

std::string rate_text(std::uint32_t rate_ppm) {
  std::string fraction = std::to_string(rate_ppm % 10'000);
  fraction.insert(0, decimals - fraction.size(), '0');
  while (fraction.size() > 2 && fraction.back() == '0') fraction.pop_back();
  return std::to_string(rate_ppm / 10'000) + "." + fraction + "%";
}

Result<std::uint32_t> read_rate(std::string_view typed) {
  const Refusal form{Reason::bad_text, "\"" + std::string(typed) + "\" is not a rate like 3.60%"};
  if (!typed.empty() && typed.back() == '%') typed.remove_suffix(1);
  const std::size_t point = typed.find('.');
  const auto percent = whole(typed.substr(0, point), 3);
  if (!percent) return form;
  std::uint64_t ppm = *percent * 10'000;
  if (point != std::string_view::npos) {
    std::string fraction(typed.substr(point + 1));
    if (fraction.empty() || fraction.size() > decimals) return form;
    fraction.append(decimals - fraction.size(), '0');
    const auto part = whole(fraction, decimals);
    if (!part) return form;
    ppm += *part;
  }
  return std::uint32_t(ppm);
}

Result<Time> read_moment(std::string_view typed, Time now) {
  const Refusal form{Reason::bad_date, "\"" + std::string(typed) + "\" is not 2027-03-02T03:14:07Z, +90m, +2h or +3d"};
  if (!typed.empty() && typed.front() == '+') {
    const char unit = typed.back();
    const std::uint64_t unit_ms = unit == 'm' ? 60'000 : unit == 'h' ? 3'600'000 : unit == 'd' ? ms_per_day : 0;
    const auto count = whole(typed.substr(1, typed.size() - 2), 5);
    if (unit_ms == 0 || !count) return form;
    return Time{now.ms + *count * unit_ms};
  }
  std::string text(typed);
  if (text.size() == 20 && text.back() == 'Z') text.replace(19, 1, ".000Z");
  auto moment = Time::parse(text);
  if (!moment) return form;
  return moment;
}

}  // namespace allonge::wallet
