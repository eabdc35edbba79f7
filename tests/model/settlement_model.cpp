// The slow model's settlements: what a deal costs, and how its ranges go over, whichever way the money came.
#include "tests/model/ledger_model.h"

#include <algorithm>

#include "tests/model/model_days.h"

namespace allonge::test {

namespace r = allonge::receivable;
using Answer = LedgerModel::Answer;
using Finance = r::FinanceState;
using State = r::RangeState;

std::optional<std::uint64_t> LedgerModel::net(const Deal& deal, const r::QuoteTerms& terms, Date day) const {
  const std::uint64_t sum = deal.is_loan ? deal.asked : deal.face;
  const Date due = papers_.at(deal.certificate).due;
  const std::uint64_t cost = yearly(sum * terms.rate_ppm * (due > day ? due.days - day.days : 0)) + terms.fee.fen();
  return cost >= sum ? std::nullopt : std::optional(sum - cost);
}

std::uint64_t LedgerModel::price(const Deal& deal, Date day) const {
  return deal.is_loan ? deal.asked : net(deal, deal.terms, day).value_or(0);
}

void LedgerModel::deliver(Deal& deal, const FinancingId& id, Date paid) {
  Paper& paper = papers_.at(deal.certificate);
  if (deal.is_loan) {
    for (Unit& unit : paper.units)
      if (unit.deal == id) unit.state = State::pledged;
    deal.debt.principal = {{paid, deal.asked}};
    deal.debt.fee = deal.terms.fee.fen();
    deal.state = Finance::pledged;
    return;
  }
  for (Unit& unit : paper.units) {
    if (unit.deal != id) continue;
    if (unit.begins) ++nodes_;
    unit.owner = deal.financier;
    unit.node = nodes_;
  }
  end_deal(deal, id, Finance::settled);
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceSettle& op, const Digest&, std::uint32_t) {
  if (!setting_.finances(by)) return Reason::role_forbidden;
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  Deal& deal = found->second;
  if (deal.state != Finance::awarded) return Reason::wrong_state;
  if (by != deal.financier) return Reason::not_your_part;
  if (!deal.registered) return Reason::registration_required;
  if (op.amount.fen() != price(deal, day_of(now_))) return Reason::bad_amount;
  if (balance(by) < op.amount.fen()) return Reason::insufficient_cash;
  balances_[by] -= op.amount.fen();
  balances_[deal.owner] += op.amount.fen();
  deliver(deal, op.financing, day_of(now_));
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceAttest& op, const Digest&, std::uint32_t) {
  if (by != setting_.bank) return Reason::role_forbidden;
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  Deal& deal = found->second;
  if (deal.state != Finance::awarded) return Reason::wrong_state;
  if (!deal.registered) return Reason::registration_required;
  if (op.value_date < deal.awarded || op.value_date > day_of(now_)) return Reason::out_of_range;
  if (deal.payee_account.empty() || op.payee_account != deal.payee_account) return Reason::payee_not_allowed;
  if (op.amount.fen() != price(deal, op.value_date)) return Reason::bad_amount;
  if (op.payment_ref.empty()) return Reason::bad_text;
  if (!references_.insert(op.payment_ref).second) return Reason::ref_reused;
  deliver(deal, op.financing, op.value_date);
  return {};
}

}  // namespace allonge::test
