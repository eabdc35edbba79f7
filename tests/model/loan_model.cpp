// The slow model's loans against a pledge. Interest is counted by walking over every day.
#include "tests/model/ledger_model.h"

#include <algorithm>

#include "tests/model/model_days.h"

namespace allonge::test {

namespace r = allonge::receivable;
using Answer = LedgerModel::Answer;
using Finance = r::FinanceState;
using State = r::RangeState;

std::uint64_t LedgerModel::interest(const Deal& deal, Date day) const {
  if (deal.debt.principal.empty()) return 0;
  std::uint64_t product = 0;
  for (Date each = deal.debt.principal.front().first; each < day; ++each.days) {
    std::uint64_t principal = 0;
    for (const auto& [from, fen] : deal.debt.principal)
      if (from <= each) principal = fen;
    product += principal * deal.terms.rate_ppm;
  }
  return yearly(product);
}

std::uint64_t LedgerModel::owed(const Deal& deal, Date day) const {
  if (deal.debt.principal.empty()) return 0;
  return deal.debt.fee + interest(deal, day) - deal.debt.interest_paid + deal.debt.principal.back().second;
}

void LedgerModel::pay_debt(Deal& deal, Date day, std::uint64_t amount) {
  while (amount-- > 0) {
    if (deal.debt.fee > 0) --deal.debt.fee;
    else if (interest(deal, day) > deal.debt.interest_paid) ++deal.debt.interest_paid;
    else if (deal.debt.principal.back().first == day) --deal.debt.principal.back().second;
    else deal.debt.principal.emplace_back(day, deal.debt.principal.back().second - 1);
  }
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceRelease& op, const Digest&, std::uint32_t) {
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  Deal& deal = found->second;
  if (deal.state != Finance::pledged) return Reason::wrong_state;
  if (by != deal.owner && by != deal.financier) return Reason::not_your_part;
  Paper& paper = papers_.at(deal.certificate);
  const auto& asked = op.ranges.empty() ? deal.ranges : op.ranges;
  // The walk names one range at a time, within one kept range.
  std::vector<bool> begins(paper.face + 1);
  for (std::size_t at = 0; at < paper.face; ++at) begins[at] = paper.units[at].begins;
  std::vector<bool> goes(paper.face);
  for (const RangeRef& ref : asked) {
    if (ref.start.value == 0 || ref.end < ref.start || ref.end.value > paper.face) return Reason::bad_range;
    begins[ref.start.value - 1] = begins[ref.end.value] = true;
    for (std::uint64_t fen = ref.start.value; fen <= ref.end.value; ++fen) goes[fen - 1] = true;
  }
  for (std::size_t at = 0; at < paper.face; ++at)
    if (goes[at] && paper.units[at].state != State::pledged) return Reason::range_locked;
  for (std::size_t at = 0; at < paper.face; ++at)
    if (goes[at] && paper.units[at].deal != op.financing) return Reason::range_locked;
  if (paper.indivisible && std::count(goes.begin(), goes.end(), true) != std::ptrdiff_t(paper.face)) return Reason::indivisible;
  if (const Answer no = cuttable(paper, begins)) return no;
  std::vector<RangeRef> wished, rest;
  for (std::size_t at = 0; at < paper.face; ++at) {
    if (paper.units[at].deal != op.financing) continue;
    auto& list = goes[at] ? wished : rest;
    const bool goes_on = !list.empty() && list.back().end.value == at && !begins[at];
    if (goes_on) list.back().end = Fen{at + 1};
    else list.push_back({Fen{at + 1}, Fen{at + 1}});
  }
  if (rest.size() > 16) return Reason::too_many_ranges;
  if (!deal.wish || deal.wish->first == by || deal.wish->second != wished) {
    deal.wish = {by, wished};
    return {};
  }
  deal.wish.reset();
  for (std::size_t at = 0; at < paper.face; ++at) {
    paper.units[at].begins = begins[at];
    if (goes[at]) paper.units[at].state = State::free, paper.units[at].deal = {};
  }
  if (rest.empty()) deal.state = Finance::released;
  else deal.ranges = rest;
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceRepay& op, const Digest&, std::uint32_t) {
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  Deal& deal = found->second;
  if (deal.state != Finance::pledged) return Reason::wrong_state;
  if (by != deal.owner) return Reason::not_your_part;
  const std::uint64_t all = owed(deal, day_of(now_));
  const std::uint64_t amount = op.amount.is_zero() ? all : op.amount.fen();
  if (amount > all) return Reason::overpayment;
  if (balance(by) < amount) return Reason::insufficient_cash;
  balances_[by] -= amount;
  balances_[deal.financier] += amount;
  pay_debt(deal, day_of(now_), amount);
  if (amount == all) end_deal(deal, op.financing, Finance::repaid);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceEnforce& op, const Digest&, std::uint32_t) {
  if (!setting_.finances(by)) return Reason::role_forbidden;
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  Deal& deal = found->second;
  if (deal.state != Finance::pledged) return Reason::wrong_state;
  if (by != deal.financier) return Reason::not_your_part;
  Paper& paper = papers_.at(deal.certificate);
  if (paper.state != r::CertificateState::defaulted) return Reason::wrong_state;
  if (op.secured.fen() != owed(deal, day_of(now_))) return Reason::secured_sum_wrong;
  for (Unit& unit : paper.units) {
    if (unit.deal != op.financing || unit.state == State::paid) continue;
    if (unit.begins) ++nodes_;
    unit.owner = by;
    unit.node = nodes_;
    unit.deal = {};
  }
  deal.state = Finance::enforced;
  return {};
}

}  // namespace allonge::test
