#include "contracts/receivable/pledge.h"

#include <algorithm>
#include <map>

namespace allonge::receivable {

namespace {

Amount of_fen(std::uint64_t fen) {
  const auto amount = Amount::of_fen(fen);
  ensure(amount.has_value(), "sums of one certificate are not more than its face");
  return *amount;
}

// A loan while a payment is distributed over its ranges.
struct Served {
  Financing before;
  Financing after;
  Amount debt;               // still owed on this day
  std::uint64_t to_pledgee = 0;
  std::uint64_t escrowed = 0;
  std::uint64_t live = 0;    // width of its ranges that is not paid yet
};

void serve(Served& loan, const Certificate& certificate, Date day) {
  Loan& terms = *loan.after.loan;
  pay_down(terms, day, of_fen(loan.to_pledgee));
  const auto more = [](Amount& sum, std::uint64_t fen) { sum = of_fen(sum.fen() + fen); };
  more(terms.collected, loan.to_pledgee);
  more(terms.escrowed, loan.escrowed);
  const Debt rest = debt_on(terms, day);
  FinanceAct act = FinanceAct::collect;
  if (rest.total().is_zero()) act = FinanceAct::collect_last;
  else if (loan.live == 0 && terms.escrowed.is_zero()) act = FinanceAct::exhaust;
  if (act == FinanceAct::exhaust) loan.after.shortfall = rest.total();
  const auto state = may(act, loan.before, {.party = &certificate.issuer, .issuer = &certificate.issuer});
  ensure(state.has_value(), "payments are collected on a loan that runs");
  loan.after.state = *state;
}

}  // namespace

std::vector<Range> live_ranges_of(const View& view, const Financing& financing) {
  std::vector<Range> out = ranges_of(view, financing);
  std::erase_if(out, [](const Range& range) { return !is_live(range.state); });
  return out;
}

void let_go(Draft& draft, const Financing& financing) {
  for (Range& range : live_ranges_of(draft, financing)) {
    if (range.state == RangeState::pledged) range.state = RangeState::free;
    range.financing = {};
    put(draft, range);
  }
}

Distribution distribute(const View& view, const Certificate& certificate, std::span<const Range> partition,
                        const Payout& payout, Date day) {
  std::map<FinancingId, Served> loans;
  for (const Range& range : partition) {
    if (!is_live(range.state) || !range.financing.is_set()) continue;
    auto [at, is_new] = loans.try_emplace(range.financing);
    if (is_new) {
      const auto financing = financing_records.find(view, range.financing);
      ensure(financing && financing->loan, "what is due is pledged for a loan or not at all");
      at->second.before = at->second.after = *financing;
      at->second.debt = debt_on(*financing->loan, day).total();
    }
    at->second.live += width({range.start, range.end});
  }
  Distribution out;
  std::map<FinancingId, bool> touched;
  for (const PaidPiece& paid : payout.pieces) {
    std::uint64_t to_owner = width(paid.piece);
    if (paid.financing.is_set()) {
      Served& loan = loans.at(paid.financing);
      touched[paid.financing] = true;
      loan.live -= to_owner;
      if (paid.held) {
        loan.escrowed += to_owner;
      } else if (const std::uint64_t first = std::min(to_owner, loan.debt.fen() - loan.to_pledgee); first > 0) {
        loan.to_pledgee += first;
        to_owner -= first;
        out.legs.push_back({loan.before.award->financier, of_fen(first)});
      }
    }
    if (to_owner > 0) out.legs.push_back({paid.held ? certificate.bank : paid.owner, of_fen(to_owner)});
  }
  for (auto& [id, loan] : loans) {
    if (!touched.contains(id)) continue;
    serve(loan, certificate, day);
    out.loans.push_back({std::move(loan.before), std::move(loan.after), of_fen(loan.to_pledgee)});
  }
  return out;
}

void carry_out(const Distribution& distribution, const Certificate& certificate, Draft& draft, Events& events) {
  for (const Collected& loan : distribution.loans) {
    const Financing& financing = loan.after;
    if (financing.state == FinanceState::repaid) let_go(draft, financing);
    put(draft, financing);
    events.push_back(finance_event("finance.collected", financing, loan.before.state,
                                   {certificate.issuer, financing.award->financier, financing.owner}));
    events.back().amount = loan.amount;
  }
}

}  // namespace allonge::receivable
