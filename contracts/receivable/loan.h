// What a pledge secures: money that was disbursed, simple interest on it day by day, and a fee.
// Interest never becomes principal. It is counted as banks do (积数): fen times days add up, and the
// rate is applied to the sum once, rounded half up, so that paying in parts costs no fen more or less.
//
// What is paid goes to the fee, then interest, then principal (Civil Code 561).
#pragma once

#include "ledger/fields.h"

namespace allonge::receivable {

struct Loan {
  Amount disbursed;
  std::uint32_t rate_ppm = 0;    // ACT/360
  Amount fee;
  Date since;                    // from this day on `principal` bears interest
  Amount principal;              // still owed
  std::uint64_t fen_days = 0;    // of what was owed before that day
  Amount interest_paid;
  Amount fee_paid;
  Amount repaid;                 // by the owner, in bank money
  Amount collected;              // out of payments on the pledged ranges
  Amount escrowed;               // paid on pledged ranges that are held: waits at the bank for both sides

  static constexpr auto fields() {
    using T = Loan;
    return std::tuple{Field{1, "disbursed", &T::disbursed, "money that was paid out"},
                      Field{2, "rate_ppm", &T::rate_ppm, "yearly rate in millionths, actual days over 360"},
                      Field{3, "fee", &T::fee, "owed beside the interest"},
                      Field{4, "since", &T::since, "day from which the principal bears interest"},
                      Field{5, "principal", &T::principal, "still owed of what was paid out"},
                      Field{6, "fen_days", &T::fen_days, "fen times days that bore interest before"},
                      Field{7, "interest_paid", &T::interest_paid, "interest paid so far"},
                      Field{8, "fee_paid", &T::fee_paid, "of the fee"},
                      Field{9, "repaid", &T::repaid, "paid by the owner in bank money"},
                      Field{10, "collected", &T::collected, "paid out of the pledged ranges"},
                      Field{11, "escrowed", &T::escrowed, "paid on held ranges, waiting at the bank"}};
  }
};

Loan lent(Amount disbursed, std::uint32_t rate_ppm, Amount fee, Date day);

// What is owed on a day: the secured sum. No more than an Amount holds, so it never stops a payment.
struct Debt {
  Amount fee;
  Amount interest;
  Amount principal;
  Amount total() const;
};
Debt debt_on(const Loan& loan, Date day);

// REQUIRES: amount not above debt_on(loan, day).total(). Leaves `repaid` and `collected` to the caller.
void pay_down(Loan& loan, Date day, Amount amount);

}  // namespace allonge::receivable
