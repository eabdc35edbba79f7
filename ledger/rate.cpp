#include "ledger/rate.h"

namespace allonge {

std::uint32_t days_of_year(DayCount basis) {
  ensure(basis == DayCount::act_360 || basis == DayCount::act_365f, "interest runs by a named convention");
  return basis == DayCount::act_360 ? 360 : 365;
}

Result<Amount> interest(Amount principal, std::uint32_t rate_ppm, std::uint32_t days, DayCount basis) {
  // rate * days < 2^64, principal * that < 2^128 (10^15 < 2^50): nothing wraps before the division.
  return scale(principal, std::uint64_t(rate_ppm) * days, std::uint64_t(days_of_year(basis)) * 1'000'000,
               Rounding::half_up);
}

Result<Discount> discount(Amount face, std::uint32_t rate_ppm, std::uint32_t days, DayCount basis, Amount fee) {
  TRY(const Amount taken, interest(face, rate_ppm, days, basis));
  TRY(const Amount cost, add(taken, fee));
  if (cost >= face) return Refusal{Reason::bad_price, "discount and fee take the whole face"};
  TRY(const Amount net, subtract(face, cost));
  return Discount{taken, net};
}

}  // namespace allonge
