#include "contracts/receivable/loan.h"

#include <algorithm>

#include "ledger/rate.h"

namespace allonge::receivable {

namespace {

__extension__ using Product = unsigned __int128;

Amount no_more_than_fits(Product fen) {
  const auto out = Amount::of_fen(fen > Amount::max_fen ? Amount::max_fen : std::uint64_t(fen));
  ensure(out.has_value(), "the largest amount is one");
  return *out;
}

std::uint64_t fen_days_until(const Loan& loan, Date day) {
  const Product more = Product(loan.principal.fen()) * days_between(loan.since, day) + loan.fen_days;
  constexpr std::uint64_t most = ~std::uint64_t{0};
  return more > most ? most : std::uint64_t(more);
}

// All interest there ever was, up to this day.
Amount interest_until(const Loan& loan, Date day) {
  const Product yearly = Product(days_of_year(DayCount::act_360)) * 1'000'000;
  return no_more_than_fits((Product(fen_days_until(loan, day)) * loan.rate_ppm * 2 + yearly) / (yearly * 2));
}

Amount less(Amount whole, Amount part) {
  const auto rest = subtract(whole, std::min(whole, part));
  ensure(rest.has_value(), "the smaller of two is not larger");
  return *rest;
}

// Takes from `amount` what it can give to `owed`.
Amount taken_from(Amount& amount, Amount owed) {
  const Amount part = std::min(amount, owed);
  amount = less(amount, part);
  return part;
}

Amount sum(Amount a, Amount b) { return no_more_than_fits(Product(a.fen()) + b.fen()); }

}  // namespace

Loan lent(Amount disbursed, std::uint32_t rate_ppm, Amount fee, Date day) {
  Loan out;
  out.disbursed = disbursed;
  out.rate_ppm = rate_ppm;
  out.fee = fee;
  out.since = day;
  out.principal = disbursed;
  return out;
}

Amount Debt::total() const { return no_more_than_fits(Product(fee.fen()) + interest.fen() + principal.fen()); }

Debt debt_on(const Loan& loan, Date day) {
  return {less(loan.fee, loan.fee_paid), less(interest_until(loan, day), loan.interest_paid), loan.principal};
}

void pay_down(Loan& loan, Date day, Amount amount) {
  const Debt debt = debt_on(loan, day);
  ensure(amount <= debt.total(), "no more is paid on a loan than is owed");
  loan.fen_days = fen_days_until(loan, day);
  loan.since = std::max(loan.since, day);
  loan.fee_paid = sum(loan.fee_paid, taken_from(amount, debt.fee));
  loan.interest_paid = sum(loan.interest_paid, taken_from(amount, debt.interest));
  loan.principal = less(loan.principal, taken_from(amount, debt.principal));
}

}  // namespace allonge::receivable
