// The slow model's financings. Interest is counted by walking over every day.
#include <algorithm>

#include "contracts/receivable/financing.h"
#include "tests/model/ledger_model.h"

namespace allonge::test {

namespace r = allonge::receivable;
using Answer = LedgerModel::Answer;
using Finance = r::FinanceState;
using State = r::RangeState;

namespace {

Date on(Time time) { return business_date(time, 480); }
constexpr std::uint64_t year = 360ull * 1'000'000;
std::uint64_t rounded(std::uint64_t product) { return (product * 2 + year) / (year * 2); }  // small faces only

Date last_day_before(Date maturity) {
  do --maturity.days;
  while (weekday(maturity) == 0 || weekday(maturity) == 6);
  return maturity;
}

}  // namespace

std::optional<std::uint64_t> LedgerModel::net(const Deal& deal, const r::QuoteTerms& terms, Date day) const {
  const std::uint64_t sum = deal.is_loan ? deal.asked : deal.face;
  const Date due = papers_.at(deal.certificate).due;
  const std::uint64_t cost = rounded(sum * terms.rate_ppm * (due > day ? due.days - day.days : 0)) + terms.fee.fen();
  return cost >= sum ? std::nullopt : std::optional(sum - cost);
}

std::uint64_t LedgerModel::price(const Deal& deal, Date day) const {
  return deal.is_loan ? deal.asked : net(deal, deal.terms, day).value_or(0);
}

std::uint64_t LedgerModel::interest(const Deal& deal, Date day) const {
  if (deal.debt.principal.empty()) return 0;
  std::uint64_t product = 0;
  for (Date each = deal.debt.principal.front().first; each < day; ++each.days) {
    std::uint64_t principal = 0;
    for (const auto& [from, fen] : deal.debt.principal)
      if (from <= each) principal = fen;
    product += principal * deal.terms.rate_ppm;
  }
  return rounded(product);
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

std::vector<RangeRef> LedgerModel::lock(Paper& paper, const Taken& taken, State state, const FinancingId& deal) {
  std::vector<RangeRef> out;
  for (std::size_t at = 0; at < paper.face; ++at) paper.units[at].begins = taken.begins[at];
  for (const std::size_t at : taken.fen) {
    paper.units[at].state = state;
    paper.units[at].deal = deal;
    if (paper.units[at].begins) out.push_back({Fen{at + 1}, Fen{at + 1}});
    out.back().end = Fen{at + 1};
  }
  return out;
}

void LedgerModel::let_go(const Deal& deal, const FinancingId& id) {
  for (Unit& unit : papers_.at(deal.certificate).units) {
    if (unit.deal != id || unit.state == State::paid) continue;
    unit.deal = {};
    if (unit.state == State::quoted || unit.state == State::pledged) unit.state = State::free;
  }
}

void LedgerModel::end_deal(Deal& deal, const FinancingId& id, Finance state) {
  let_go(deal, id);
  deal.bids.clear();
  deal.state = state;
}

void LedgerModel::close_deals() {
  for (auto& [id, deal] : deals_) {
    if (deal.state == Finance::open && now_ >= deal.deadlines.quote_by && deal.bids.empty()) end_deal(deal, id, Finance::lapsed);
    if (deal.state == Finance::open && now_ >= deal.deadlines.reveal_by) {
      std::erase_if(deal.bids, [](const auto& bid) { return !bid.second.terms; });
      if (deal.bids.empty()) end_deal(deal, id, Finance::lapsed);
    }
    if ((deal.state == Finance::open || deal.state == Finance::awarded) && now_ >= deal.deadlines.settle_by)
      end_deal(deal, id, Finance::lapsed);
  }
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceRequest& op, const Digest& tx, std::uint32_t place) {
  if (std::find(setting_.holders.begin(), setting_.holders.end(), by) == setting_.holders.end()) return Reason::role_forbidden;
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  Paper& paper = found->second;
  if (paper.not_transferable) return Reason::not_transferable;
  const Date last = last_day_before(paper.maturity);
  if (on(now_) > last) return Reason::after_cutoff;
  if (paper.state != r::CertificateState::active) return Reason::certificate_not_live;
  const r::Deadlines& times = op.deadlines;
  if (now_ >= times.quote_by || times.quote_by >= times.reveal_by || times.reveal_by >= times.settle_by) return Reason::out_of_range;
  if (times.settle_by > start_of({last.days + 1}, 480)) return Reason::after_cutoff;
  Taken taken;
  if (const Answer no = choose(paper, by, op.amount, op.ranges, taken)) return no;
  if (paper.indivisible && taken.fen.size() != paper.face) return Reason::indivisible;
  if (taken.fen.size() < setting_.minimum_fen) return Reason::below_minimum;
  const bool is_loan = op.kind == r::FinanceKind::pledge_loan;
  if (is_loan == op.asked.is_zero() || op.asked.fen() > taken.fen.size()) return Reason::bad_amount;
  const auto could = [&](const PartyId& one) {
    return one != by && std::find(setting_.financiers.begin(), setting_.financiers.end(), one) != setting_.financiers.end();
  };
  for (const PartyId& one : op.invited)
    if (!could(one)) return Reason::role_forbidden;
  const auto& asked = op.invited.empty() ? setting_.financiers : op.invited;
  if (!op.waive_choice && std::count_if(asked.begin(), asked.end(), could) < 2) return Reason::waiver_missing;
  if (const Answer no = cuttable(paper, taken.begins)) return no;
  const FinancingId id = FinancingId::derive(tx, place);
  Deal deal;
  deal.certificate = op.certificate;
  deal.owner = by;
  deal.is_loan = is_loan;
  deal.ranges = lock(paper, taken, State::quoted, id);
  deal.face = taken.fen.size();
  deal.asked = op.asked.fen();
  deal.min_net = op.min_net.fen();
  deal.deadlines = op.deadlines;
  deal.invited = op.invited;
  deal.serial = ++serials_;
  deals_[id] = std::move(deal);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceCancel& op, const Digest&, std::uint32_t) {
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  if (found->second.state != Finance::open) return Reason::wrong_state;
  if (by != found->second.owner) return Reason::not_your_part;
  end_deal(found->second, op.financing, Finance::cancelled);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceQuote& op, const Digest&, std::uint32_t) {
  if (std::find(setting_.financiers.begin(), setting_.financiers.end(), by) == setting_.financiers.end())
    return Reason::role_forbidden;
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  Deal& deal = found->second;
  if (deal.state != Finance::open) return Reason::wrong_state;
  if (by == deal.owner) return Reason::not_your_part;
  if (now_ >= deal.deadlines.quote_by) return Reason::quote_late;
  if (!deal.invited.empty() && std::find(deal.invited.begin(), deal.invited.end(), by) == deal.invited.end())
    return Reason::not_invited;
  deal.bids[by] = {op.seal, ++serials_, {}};
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceReveal& op, const Digest&, std::uint32_t) {
  if (std::find(setting_.financiers.begin(), setting_.financiers.end(), by) == setting_.financiers.end())
    return Reason::role_forbidden;
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  Deal& deal = found->second;
  if (deal.state != Finance::open) return Reason::wrong_state;
  if (by == deal.owner) return Reason::not_your_part;
  if (now_ < deal.deadlines.quote_by) return Reason::quote_early;
  if (now_ >= deal.deadlines.reveal_by) return Reason::quote_late;
  const auto bid = deal.bids.find(by);
  if (bid == deal.bids.end()) return Reason::not_found;
  if (bid->second.terms) return Reason::wrong_state;
  if (r::seal_of({op.financing, by, op.terms, op.salt}) != bid->second.seal) return Reason::quote_mismatch;
  if (!net(deal, op.terms, on(now_))) return Reason::bad_price;
  bid->second.terms = op.terms;
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceAward& op, const Digest&, std::uint32_t) {
  if (std::find(setting_.holders.begin(), setting_.holders.end(), by) == setting_.holders.end()) return Reason::role_forbidden;
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  Deal& deal = found->second;
  if (deal.state != Finance::open) return Reason::wrong_state;
  if (by != deal.owner) return Reason::not_your_part;
  if (now_ < deal.deadlines.reveal_by) return Reason::quote_early;
  const auto bid = deal.bids.find(op.financier);
  if (bid == deal.bids.end()) return Reason::not_found;
  const r::QuoteTerms terms = *bid->second.terms;
  if (now_ >= terms.valid_until) return Reason::quote_expired;
  const auto mine = net(deal, terms, on(now_));
  if (!mine) return Reason::bad_price;
  for (const auto& [party, other] : deal.bids) {
    if (now_ >= other.terms->valid_until) continue;
    const auto theirs = net(deal, *other.terms, on(now_));
    if (theirs && (*theirs > *mine || (*theirs == *mine && other.serial < bid->second.serial))) return Reason::not_best_quote;
  }
  if (*mine < deal.min_net) return Reason::bad_price;
  deal.state = Finance::awarded;
  deal.financier = op.financier;
  deal.terms = terms;
  deal.bids.clear();
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceRegister& op, const Digest&, std::uint32_t) {
  if (std::find(setting_.financiers.begin(), setting_.financiers.end(), by) == setting_.financiers.end())
    return Reason::role_forbidden;
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  if (found->second.state != Finance::awarded) return Reason::wrong_state;
  if (by != found->second.financier) return Reason::not_your_part;
  if (op.registration_no.empty()) return Reason::bad_text;
  found->second.registered = true;
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceSettle& op, const Digest&, std::uint32_t) {
  if (std::find(setting_.financiers.begin(), setting_.financiers.end(), by) == setting_.financiers.end())
    return Reason::role_forbidden;
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  Deal& deal = found->second;
  if (deal.state != Finance::awarded) return Reason::wrong_state;
  if (by != deal.financier) return Reason::not_your_part;
  if (!deal.registered) return Reason::registration_required;
  if (op.amount.fen() != price(deal, on(now_))) return Reason::bad_amount;
  if (balance(by) < op.amount.fen()) return Reason::insufficient_cash;
  balances_[by] -= op.amount.fen();
  balances_[deal.owner] += op.amount.fen();
  Paper& paper = papers_.at(deal.certificate);
  if (deal.is_loan) {
    for (Unit& unit : paper.units)
      if (unit.deal == op.financing) unit.state = State::pledged;
    deal.debt.principal = {{on(now_), deal.asked}};
    deal.debt.fee = deal.terms.fee.fen();
    deal.state = Finance::pledged;
    return {};
  }
  for (Unit& unit : paper.units) {
    if (unit.deal != op.financing) continue;
    if (unit.begins) ++nodes_;
    unit.owner = by;
    unit.node = nodes_;
  }
  end_deal(deal, op.financing, Finance::settled);
  return {};
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
  const std::uint64_t all = owed(deal, on(now_));
  const std::uint64_t amount = op.amount.is_zero() ? all : op.amount.fen();
  if (amount > all) return Reason::overpayment;
  if (balance(by) < amount) return Reason::insufficient_cash;
  balances_[by] -= amount;
  balances_[deal.financier] += amount;
  pay_debt(deal, on(now_), amount);
  if (amount == all) end_deal(deal, op.financing, Finance::repaid);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceEnforce& op, const Digest&, std::uint32_t) {
  if (std::find(setting_.financiers.begin(), setting_.financiers.end(), by) == setting_.financiers.end())
    return Reason::role_forbidden;
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  Deal& deal = found->second;
  if (deal.state != Finance::pledged) return Reason::wrong_state;
  if (by != deal.financier) return Reason::not_your_part;
  Paper& paper = papers_.at(deal.certificate);
  if (paper.state != r::CertificateState::defaulted) return Reason::wrong_state;
  if (op.secured.fen() != owed(deal, on(now_))) return Reason::secured_sum_wrong;
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
