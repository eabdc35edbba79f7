// The parameters of an instrument (receivables.md 0), as versions that start on a day. A certificate
// keeps the version of its issue date for its terms; conduct limits use the version current at the
// time of the act. Old versions are never changed.
#pragma once

#include "contracts/context.h"
#include "ledger/table.h"

namespace allonge {

enum class Instrument : std::uint16_t { erc_cn = 1 };  // 应收账款电子凭证
constexpr std::array<EnumValue, 1> values_of(Instrument) { return {{{1, "ERC-CN"}}}; }
inline void append_key(Bytes& out, Instrument part) { append_big_endian(out, std::uint16_t(part)); }

struct Profile {
  Instrument instrument = Instrument::erc_cn;
  std::uint32_t version = 1;
  Date valid_from;
  Amount max_face;
  std::uint32_t soft_tenor_months = 6;
  std::uint32_t hard_tenor_months = 12;
  std::uint32_t acceptance_window_days = 5;  // business days
  std::uint32_t transfer_window_days = 5;    // business days
  std::uint32_t cut_off_days = 1;            // business days before maturity
  std::uint32_t answer_period_days = 3;      // calendar days after the due date
  std::uint32_t grace_days = 10;             // calendar days after that
  std::uint32_t max_ranges = 500;
  Amount minimum_transfer;
  std::uint32_t layer_warning = 5;
  bool background_required = true;           // a transfer names invoices or a contract (settled.md 24)
  std::uint32_t late_ppm_per_day = 500;
  std::vector<Date> holidays;                // closed, besides Saturday and Sunday; ascending
  std::vector<Date> workdays;                // Saturdays and Sundays that are worked (调休); ascending
  bool registration_required = true;         // a financing's registry number before the money moves

  static constexpr auto fields() {
    using T = Profile;
    return std::tuple{
        Field{1, "instrument", &T::instrument, "which instrument"},
        Field{2, "version", &T::version, "from 1, without gaps"},
        Field{3, "valid_from", &T::valid_from, "first day on which it counts"},
        Field{4, "max_face", &T::max_face, "largest face of a certificate"},
        Field{5, "soft_tenor_months", &T::soft_tenor_months, "longer terms need a reason"},
        Field{6, "hard_tenor_months", &T::hard_tenor_months, "no longer term is possible"},
        Field{7, "acceptance_window_days", &T::acceptance_window_days, "business days to accept a certificate"},
        Field{8, "transfer_window_days", &T::transfer_window_days, "business days to accept a transfer"},
        Field{9, "cut_off_days", &T::cut_off_days, "business days before maturity when transfers end"},
        Field{10, "answer_period_days", &T::answer_period_days, "calendar days after the due date until overdue"},
        Field{11, "grace_days", &T::grace_days, "calendar days after that until default"},
        Field{12, "max_ranges", &T::max_ranges, "ranges a certificate may fall into"},
        Field{13, "minimum_transfer", &T::minimum_transfer, "smallest amount of a transfer"},
        Field{14, "layer_warning", &T::layer_warning, "depth from which transfers are reported"},
        Field{15, "background_required", &T::background_required, "whether a transfer names its trade"},
        Field{16, "late_ppm_per_day", &T::late_ppm_per_day, "late interest on what is unpaid, in millionths a day"},
        Field{17, "holidays", &T::holidays, "closed days besides Saturday and Sunday", 400},
        Field{18, "workdays", &T::workdays, "Saturdays and Sundays that are worked", 400},
        Field{19, "registration_required", &T::registration_required, "whether money moves only under a registry number"}};
  }
};

// The newest version, so that the one of a day is found without a walk.
struct ProfileHead {
  std::uint32_t latest = 0;
  static constexpr auto fields() {
    return std::tuple{Field{1, "latest", &ProfileHead::latest, "newest version"}};
  }
};

inline constexpr std::uint32_t furthest_days = 366;  // ahead of its day a version of a profile or a gate may be set
inline constexpr Table<Profile, Instrument, std::uint32_t> profile_records{0x0503, "profile"};
inline constexpr Table<ProfileHead, Instrument> profile_head_records{0x0504, "profile head"};

// The ERC-CN parameters of receivables.md 0 and settled.md 26.
Profile erc_cn_defaults();

// Periods and counts within sane bounds, calendars ascending. OUT_OF_RANGE.
Result<void> acceptable(const Profile& profile);

// The version that counts on this day; FEATURE_INACTIVE when none has started.
Result<Profile> profile_at(const View& view, Date day, Instrument instrument = Instrument::erc_cn);
// Exactly this version, as a certificate names it. NOT_FOUND.
Result<Profile> profile_version(const View& view, std::uint32_t version, Instrument instrument = Instrument::erc_cn);
void put_profile(Draft& draft, const Profile& profile);

// ---- the profile's calendar

bool is_business_day(const Profile& profile, Date day);
// The day itself, or the next business day (due dates, R-54).
Date roll_to_business_day(const Profile& profile, Date day);
// The n-th business day after or before `day`; n = 0 gives the day itself.
Date add_business_days(const Profile& profile, Date day, std::uint32_t n);
Date subtract_business_days(const Profile& profile, Date day, std::uint32_t n);
// The first moment after a window of n business days that opens at `from`: the start of the day
// behind the n-th business day. Acts inside the window are possible before this moment.
Time window_end(const Profile& profile, Time from, std::uint32_t business_days);

}  // namespace allonge
