// The slow model's certificates: from their issue to their payment, which goes fen by fen.
#include "tests/model/ledger_model.h"

#include <algorithm>

#include "tests/model/model_days.h"

namespace allonge::test {

namespace r = allonge::receivable;
using Answer = LedgerModel::Answer;
using State = r::CertificateState;
using Unit = LedgerModel::Unit;

void LedgerModel::release(const Paper& paper) {
  for (const r::Binding& binding : paper.bindings) bills_.at(binding.invoice).by_certificates -= binding.amount.fen();
}

Answer LedgerModel::may_hold(const PartyId& party) const {
  if (setting_.holds(party)) return {};
  const bool known = party == setting_.platform || setting_.limits.contains(party);
  return known ? Reason::role_forbidden : Reason::not_found;
}

Answer LedgerModel::perform(const PartyId& by, const r::Issue& op, const Digest& tx, std::uint32_t place) {
  if (!setting_.limits.contains(by)) return Reason::role_forbidden;
  if (op.payee == by) return Reason::issuer_not_holder;
  if (const Answer no = may_hold(op.payee)) return no;
  if (defaulted(by) > 0) return Reason::issuer_suspended;
  if (op.face.is_zero()) return Reason::bad_amount;
  if (op.maturity <= day_of(now_)) return Reason::bad_maturity;
  if (const Answer no = bindable(op.invoices, op.payee, by, op.face.fen())) return no;
  if (limit_used(by) + op.face.fen() > setting_.limits.at(by)) return Reason::limit_exceeded;
  Paper paper;
  paper.issuer = by;
  paper.payee = op.payee;
  paper.face = op.face.fen();
  paper.maturity = op.maturity;
  paper.due = next_working(op.maturity);
  paper.answer_by = std::min(end_of_window(now_, setting_.window_days), midnight(op.maturity));
  paper.indivisible = op.indivisible;
  paper.not_transferable = op.not_transferable;
  paper.bindings = op.invoices;
  paper.serial = ++serials_;
  for (const r::Binding& binding : op.invoices) bills_.at(binding.invoice).by_certificates += binding.amount.fen();
  papers_[CertificateId::derive(tx, place)] = std::move(paper);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::Accept& op, const Digest&, std::uint32_t) {
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  Paper& paper = found->second;
  if (paper.state != State::pending) return Reason::wrong_state;
  if (by != paper.payee) return Reason::not_your_part;
  if (now_ >= paper.answer_by) return Reason::window_over;
  paper.state = State::active;
  paper.units.resize(paper.face, Unit{by, r::RangeState::free, false, {}, {}, ++nodes_, {}});
  paper.units[0].begins = true;
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::Refuse& op, const Digest&, std::uint32_t) {
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  if (found->second.state != State::pending) return Reason::wrong_state;
  if (by != found->second.payee) return Reason::not_your_part;
  if (op.reason.empty()) return Reason::reason_needed;
  found->second.state = State::refused;
  release(found->second);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::Withdraw& op, const Digest&, std::uint32_t) {
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  if (found->second.state != State::pending) return Reason::wrong_state;
  if (by != found->second.issuer) return Reason::not_your_part;
  found->second.state = State::withdrawn;
  release(found->second);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::Pay& op, const Digest&, std::uint32_t) {
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  Paper& paper = found->second;
  if (paper.state == State::active || !paper.lives()) return Reason::nothing_due;
  if (by != paper.issuer) return Reason::not_your_part;
  const std::uint64_t owed = paper.face - paper.paid;
  const std::uint64_t amount = op.amount.is_zero() ? owed : op.amount.fen();
  if (amount > owed) return Reason::overpayment;
  if (balance(by) < amount) return Reason::insufficient_cash;

  // Owners in the order of their first unpaid fen; floors first, then a fen each to the largest remainders.
  std::vector<PartyId> owners;
  std::map<PartyId, std::uint64_t> unpaid, share;
  for (const Unit& unit : paper.units) {
    if (unit.state == r::RangeState::paid) continue;
    if (unpaid[unit.owner]++ == 0) owners.push_back(unit.owner);
  }
  std::uint64_t given = 0;
  for (const PartyId& owner : owners) given += share[owner] = amount * unpaid[owner] / owed;
  std::vector<PartyId> order = owners;
  std::stable_sort(order.begin(), order.end(), [&](const PartyId& a, const PartyId& b) {
    return amount * unpaid[a] % owed > amount * unpaid[b] % owed;
  });
  for (std::size_t i = 0; given < amount; ++i, ++given) ++share[order[i]];

  balances_[by] -= amount;
  // The lowest units of each holding; a range that is paid in part falls in two, and paid parts of one
  // endorsement that meet are one range.
  std::vector<bool> now_paid(paper.face);
  for (std::uint64_t at = 0; at < paper.face; ++at) {
    Unit& unit = paper.units[at];
    if (unit.state == r::RangeState::paid || share[unit.owner] == 0) continue;
    --share[unit.owner];
    unit.state = r::RangeState::paid;
    now_paid[at] = true;
    // Fen by fen to the pledgee while anything is owed, then to the owner.
    const auto deal = deals_.find(unit.deal);
    const bool secures = deal != deals_.end() && this->owed(deal->second, day_of(now_)) > 0;
    if (secures) pay_debt(deal->second, day_of(now_), 1);
    ++balances_[secures ? deal->second.financier : unit.owner];
  }
  for (auto& [id, deal] : deals_) {
    if (deal.state != r::FinanceState::pledged || deal.certificate != op.certificate) continue;
    const bool any_left = std::any_of(paper.units.begin(), paper.units.end(), [&](const Unit& unit) {
      return unit.deal == id && unit.state != r::RangeState::paid;
    });
    if (this->owed(deal, day_of(now_)) == 0) let_go(deal, id), deal.state = r::FinanceState::repaid;
    else if (!any_left) deal.state = r::FinanceState::exhausted;
  }
  for (std::uint64_t at = 1; at < paper.face; ++at) {
    Unit& unit = paper.units[at];
    const Unit& before = paper.units[at - 1];
    const bool both = unit.state == r::RangeState::paid && before.state == r::RangeState::paid;
    if (!unit.begins && both != (unit.state == r::RangeState::paid || before.state == r::RangeState::paid)) unit.begins = true;
    if (unit.begins && both && now_paid[at] && unit.owner == before.owner && unit.node == before.node &&
        unit.deal == before.deal)
      unit.begins = false;
  }
  paper.paid += amount;
  if (paper.paid == paper.face) paper.state = paper.state == State::defaulted ? State::settled_late : State::settled;
  return {};
}

}  // namespace allonge::test
