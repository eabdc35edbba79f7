#include "contracts/profile.h"

#include <algorithm>

namespace allonge {

namespace {

bool ascending(std::span<const Date> days) {
  for (std::size_t i = 1; i < days.size(); ++i)
    if (days[i - 1] >= days[i]) return false;
  return true;
}

bool holds(std::span<const Date> days, Date day) { return std::binary_search(days.begin(), days.end(), day); }

Amount fen(std::uint64_t number) { return *Amount::of_fen(number); }

}  // namespace

Profile erc_cn_defaults() {
  Profile out;
  out.max_face = fen(100'000'000'000);  // 1,000,000,000.00
  out.minimum_transfer = fen(1);
  return out;
}

Result<void> acceptable(const Profile& profile) {
  const auto outside = [](std::uint64_t number, std::uint64_t least, std::uint64_t most) {
    return number < least || number > most;
  };
  if (profile.max_face.is_zero()) return Refusal{Reason::out_of_range, "max_face"};
  if (outside(profile.hard_tenor_months, 1, 120)) return Refusal{Reason::out_of_range, "hard_tenor_months"};
  if (outside(profile.soft_tenor_months, 1, profile.hard_tenor_months))
    return Refusal{Reason::out_of_range, "soft_tenor_months is not above hard_tenor_months"};
  if (outside(profile.acceptance_window_days, 1, 60)) return Refusal{Reason::out_of_range, "acceptance_window_days"};
  if (outside(profile.transfer_window_days, 1, 60)) return Refusal{Reason::out_of_range, "transfer_window_days"};
  if (outside(profile.cut_off_days, 0, 60)) return Refusal{Reason::out_of_range, "cut_off_days"};
  if (outside(profile.answer_period_days, 0, 365)) return Refusal{Reason::out_of_range, "answer_period_days"};
  if (outside(profile.grace_days, 0, 365)) return Refusal{Reason::out_of_range, "grace_days"};
  if (outside(profile.max_ranges, 1, 500)) return Refusal{Reason::out_of_range, "max_ranges"};
  if (profile.minimum_transfer.is_zero() || profile.minimum_transfer > profile.max_face)
    return Refusal{Reason::out_of_range, "minimum_transfer"};
  if (outside(profile.layer_warning, 1, 1000)) return Refusal{Reason::out_of_range, "layer_warning"};
  if (profile.late_ppm_per_day > 1'000'000) return Refusal{Reason::out_of_range, "late_ppm_per_day"};
  if (!ascending(profile.holidays)) return Refusal{Reason::out_of_range, "holidays ascend"};
  if (!ascending(profile.workdays)) return Refusal{Reason::out_of_range, "workdays ascend"};
  return done();
}

Result<Profile> profile_at(const View& view, Date day, Instrument instrument) {
  const auto head = profile_head_records.find(view, instrument);
  for (std::uint32_t version = head ? head->latest : 0; version > 0; --version) {
    auto profile = profile_records.find(view, instrument, version);
    ensure(profile.has_value(), "profile versions have no gaps");
    if (profile->valid_from <= day) return *std::move(profile);
  }
  return Refusal{Reason::feature_inactive, "no profile has started on " + day.text()};
}

Result<Profile> profile_version(const View& view, std::uint32_t version, Instrument instrument) {
  return profile_records.get(view, instrument, version);
}

void put_profile(Draft& draft, const Profile& profile) {
  profile_records.put(draft, profile.instrument, profile.version, profile);
  profile_head_records.put(draft, profile.instrument, {profile.version});
}

bool is_business_day(const Profile& profile, Date day) {
  const unsigned at = weekday(day);
  if (at == 0 || at == 6) return holds(profile.workdays, day);
  return !holds(profile.holidays, day);
}

Date roll_to_business_day(const Profile& profile, Date day) {
  while (!is_business_day(profile, day)) day = add_days(day, 1);
  return day;
}

Date add_business_days(const Profile& profile, Date day, std::uint32_t n) {
  for (std::uint32_t i = 0; i < n; ++i) day = roll_to_business_day(profile, add_days(day, 1));
  return day;
}

Date subtract_business_days(const Profile& profile, Date day, std::uint32_t n) {
  for (std::uint32_t i = 0; i < n && day.days > 0; ++i)
    do --day.days;
    while (day.days > 0 && !is_business_day(profile, day));
  return day;
}

Time window_end(const Profile& profile, Time from, std::uint32_t business_days) {
  const Date last = add_business_days(profile, business_date(from, business_zone_minutes), business_days);
  return start_of(add_days(last, 1), business_zone_minutes);
}

}  // namespace allonge
