// Yearly rates, and what they make of money over days. A rate is a count of millionths per year
// (38,500 = 3.85 %); a convention says how many days a year has. Days are counted head in, tail out
// (days_between in time.h, R-55). Everything is one 128-bit product, rounded half up once.
#pragma once

#include <array>

#include "ledger/amount.h"
#include "ledger/fields.h"

namespace allonge {

// DO NOT CHANGE OR RE-USE a number: they stand in profiles and certificates.
enum class DayCount : std::uint8_t {
  none = 0,
  act_360 = 1,   // actual days over 360: the usual one for discount
  act_365f = 2,  // actual days over 365, leap years too
};
constexpr std::array<EnumValue, 3> values_of(DayCount) {
  return {{{0, "none"}, {1, "ACT/360"}, {2, "ACT/365F"}}};
}
std::uint32_t days_of_year(DayCount basis);  // `basis` is not none

// What `principal` earns at `rate_ppm` a year over `days`. OVERFLOW.
Result<Amount> interest(Amount principal, std::uint32_t rate_ppm, std::uint32_t days, DayCount basis);

// What a claim of `face` costs `days` before it is due.
struct Discount {
  Amount discount;
  Amount net;  // face - discount - fee
};
// BAD_PRICE when discount and fee would leave nothing of the face; OVERFLOW.
Result<Discount> discount(Amount face, std::uint32_t rate_ppm, std::uint32_t days, DayCount basis, Amount fee);

}  // namespace allonge
