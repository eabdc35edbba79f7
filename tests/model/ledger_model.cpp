#include "tests/model/ledger_model.h"

#include <algorithm>

#include "contracts/receivable/exposure.h"
#include "contracts/receivable/financing.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::test {

namespace r = allonge::receivable;
using Answer = LedgerModel::Answer;
using State = r::CertificateState;
using Unit = LedgerModel::Unit;

namespace {

constexpr std::int64_t zone = 480;
Date day_of(Time time) { return business_date(time, zone); }
Time midnight(Date day) { return start_of(day, zone); }
bool works(Date day) { return weekday(day) != 0 && weekday(day) != 6; }
Date next_working(Date day) {
  while (!works(day)) ++day.days;
  return day;
}
Time end_of_window(Time from, std::uint32_t days) {
  Date day = day_of(from);
  while (days > 0) {
    ++day.days;
    if (works(day)) --days;
  }
  return midnight({day.days + 1});
}
Date last_day(Date maturity) {  // a business day before maturity
  do --maturity.days;
  while (!works(maturity));
  return maturity;
}
bool live(State state) { return state == State::active || state == State::matured || state == State::overdue || state == State::defaulted; }

}  // namespace

std::uint64_t LedgerModel::balance(const PartyId& party) const {
  const auto found = balances_.find(party);
  return found == balances_.end() ? 0 : found->second;
}

std::uint64_t LedgerModel::count(const PartyId& issuer, bool pending) const {
  std::uint64_t fen = 0;
  for (const auto& [id, paper] : papers_) {
    if (paper.issuer != issuer) continue;
    if (pending && paper.state == State::pending) fen += paper.face;
    if (!pending && live(paper.state)) fen += paper.face - paper.paid;
  }
  return fen;
}

std::uint64_t LedgerModel::limit_used(const PartyId& issuer) const { return count(issuer, true) + count(issuer, false); }

std::uint32_t LedgerModel::defaulted(const PartyId& issuer) const {
  std::uint32_t out = 0;
  for (const auto& [id, paper] : papers_) out += paper.issuer == issuer && paper.state == State::defaulted;
  return out;
}

std::uint32_t LedgerModel::ranges_of(const Paper& paper) {
  return std::uint32_t(std::count_if(paper.units.begin(), paper.units.end(), [](const Unit& unit) { return unit.begins; }));
}

void LedgerModel::release(const Paper& paper) {
  for (const r::Binding& binding : paper.bindings) bills_.at(binding.invoice).by_certificates -= binding.amount.fen();
}

void LedgerModel::end(const TransferId& id) {
  const Offer offer = offers_.at(id);
  for (Unit& unit : papers_.at(offer.certificate).units)
    if (unit.offer == id) unit.state = r::RangeState::free, unit.offer = {};
  for (const r::Binding& binding : offer.bindings) bills_.at(binding.invoice).onward -= binding.amount.fen();
  offers_.erase(id);
}

void LedgerModel::begin_block(Time now) {
  now_ = now;
  std::vector<TransferId> over;
  for (const auto& [id, offer] : offers_)
    if (now >= offer.answer_by) over.push_back(id);
  for (const TransferId& id : over) end(id);
  close_deals();
  for (auto& [id, paper] : papers_) {
    if (paper.state == State::pending && now >= paper.answer_by) {
      paper.state = State::expired;
      release(paper);
    }
    if (paper.state == State::active && now >= midnight(paper.due)) {
      paper.state = State::matured;
      for (Unit& unit : paper.units) unit.state = r::RangeState::presented;
    }
    if (paper.state == State::matured && now >= midnight({paper.due.days + setting_.answer_days})) {
      paper.state = State::overdue;
      for (Unit& unit : paper.units)
        if (unit.state == r::RangeState::presented) unit.state = r::RangeState::unpaid;
    }
    if (paper.state == State::overdue && now >= midnight({paper.due.days + setting_.answer_days + setting_.grace_days}))
      paper.state = State::defaulted;
  }
}

Answer LedgerModel::may_hold(const PartyId& party) const {
  if (std::find(setting_.holders.begin(), setting_.holders.end(), party) != setting_.holders.end()) return {};
  const bool known = party == setting_.platform || setting_.limits.contains(party);
  return known ? Reason::role_forbidden : Reason::not_found;
}

Answer LedgerModel::bindable(const std::vector<r::Binding>& bindings, const PartyId& seller, const PartyId& buyer,
                             std::uint64_t total) const {
  if (bindings.empty()) return Reason::background_missing;
  std::uint64_t sum = 0;
  for (const r::Binding& binding : bindings) {
    const auto bill = bills_.find(binding.invoice);
    if (bill == bills_.end()) return Reason::not_found;
    if (bill->second.seller != seller || bill->second.buyer != buyer) return Reason::wrong_parties;
    if (!bill->second.confirmed) return Reason::invoice_unconfirmed;
    if (binding.amount.is_zero()) return Reason::background_mismatch;
    if (std::count_if(bindings.begin(), bindings.end(), [&](const r::Binding& b) { return b.invoice == binding.invoice; }) > 1 &&
        &binding != &*std::find_if(bindings.begin(), bindings.end(), [&](const r::Binding& b) { return b.invoice == binding.invoice; }))
      return Reason::background_mismatch;
    sum += binding.amount.fen();
  }
  if (sum != total) return Reason::background_mismatch;
  for (const r::Binding& binding : bindings) {
    const Bill& bill = bills_.at(binding.invoice);
    if (bill.by_certificates + bill.onward + binding.amount.fen() > bill.gross) return Reason::bind_exceeded;
  }
  return {};
}

Answer LedgerModel::known(const Bill& bill) const {
  for (const Bill& other : stood_for_) {
    if (other.seller != bill.seller || other.number != bill.number) continue;
    const bool same = other.buyer == bill.buyer && other.gross == bill.gross && other.date == bill.date;
    return same ? Reason::dup_invoice : Reason::conflicting_invoice;
  }
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::RegisterInvoice& op, const Digest& tx, std::uint32_t place) {
  if (by != op.seller && by != op.buyer) return Reason::not_your_part;
  if (op.seller == op.buyer) return Reason::wrong_parties;
  const Bill bill{op.seller, op.buyer, by, op.number, op.issue_date, false, op.gross.fen(), 0, 0, ++serials_};
  if (const Answer no = known(bill)) return no;
  bills_[InvoiceId::derive(tx, place)] = bill;
  if (by == op.seller) stood_for_.push_back(bill);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::ConfirmInvoice& op, const Digest&, std::uint32_t) {
  const auto found = bills_.find(op.invoice);
  if (found == bills_.end()) return Reason::not_found;
  Bill& bill = found->second;
  if (bill.confirmed) return Reason::wrong_state;
  if (by == bill.registered_by || (by != bill.seller && by != bill.buyer)) return Reason::not_your_part;
  if (by == bill.seller) {
    if (const Answer no = known(bill)) return no;
    stood_for_.push_back(bill);
  }
  bill.confirmed = true;
  return {};
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

Answer LedgerModel::cuttable(const Paper& paper, std::vector<bool> begins) const {
  std::vector<bool> before(paper.face + 1);
  for (std::size_t at = 0; at < paper.face; ++at) before[at] = paper.units[at].begins;
  before[paper.face] = begins[paper.face] = true;
  if (begins == before) return {};
  std::uint64_t count = 0, narrowest = paper.face, from = 0;
  for (std::size_t at = 1; at <= paper.face; ++at) {
    if (!begins[at]) continue;
    ++count;
    bool is_new = !before[from] || !before[at];
    if (is_new) narrowest = std::min(narrowest, at - from);
    from = at;
  }
  if (count > setting_.max_ranges) return Reason::split_limit;
  if (count * 2 > setting_.max_ranges && narrowest * setting_.max_ranges < paper.face) return Reason::split_limit;
  return {};
}

Answer LedgerModel::choose(const Paper& paper, const PartyId& by, Amount amount, const std::vector<RangeRef>& ranges,
                           Taken& out) const {
  // Which fen, as a row of marks; pieces are cut where a range begins.
  std::vector<std::size_t>& taken = out.fen;
  std::size_t pieces = 0;
  const auto take = [&](std::size_t at) {  // false: one piece too many
    const bool same = !taken.empty() && taken.back() + 1 == at && !paper.units[at].begins;
    if (!same && ++pieces > 16) return false;
    taken.push_back(at);
    return true;
  };
  if (ranges.empty()) {
    if (amount.is_zero()) return Reason::bad_amount;
    for (std::size_t at = 0; at < paper.face && taken.size() < amount.fen(); ++at)
      if (paper.units[at].owner == by && paper.units[at].state == r::RangeState::free && !take(at))
        return Reason::too_many_ranges;
    if (taken.size() < amount.fen()) return Reason::not_enough_free;
  } else {
    if (ranges.size() > 16) return Reason::too_many_ranges;
    std::uint64_t behind = 0;
    for (const RangeRef& ref : ranges) {
      if (ref.start.value <= behind || ref.end < ref.start || ref.end.value > paper.face) return Reason::bad_range;
      if (ref.start.value == behind + 1 && behind > 0) {
        // Two named ranges that touch are two pieces even inside one range.
        if (++pieces > 16) return Reason::too_many_ranges;
        taken.push_back(ref.start.value - 1);
        for (std::uint64_t fen = ref.start.value + 1; fen <= ref.end.value; ++fen)
          if (!take(fen - 1)) return Reason::too_many_ranges;
      } else {
        for (std::uint64_t fen = ref.start.value; fen <= ref.end.value; ++fen)
          if (!take(fen - 1)) return Reason::too_many_ranges;
      }
      behind = ref.end.value;
    }
    for (const std::size_t at : taken) {
      if (paper.units[at].state != r::RangeState::free) return Reason::range_locked;
      if (paper.units[at].owner != by) return Reason::not_owner;
    }
    if (!amount.is_zero() && amount.fen() != taken.size()) return Reason::bad_amount;
  }

  // The pieces begin and end ranges of their own.
  std::vector<bool>& begins = out.begins;
  begins.assign(paper.face + 1, false);
  for (std::size_t at = 0; at < paper.face; ++at) begins[at] = paper.units[at].begins;
  if (ranges.empty()) {
    for (std::size_t i = 0; i < taken.size(); ++i) {
      if (i == 0 || taken[i - 1] + 1 != taken[i]) begins[taken[i]] = true;
      if (i + 1 == taken.size() || taken[i + 1] != taken[i] + 1) begins[taken[i] + 1] = true;
    }
  } else {
    for (const RangeRef& ref : ranges) begins[ref.start.value - 1] = begins[ref.end.value] = true;
  }
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::Transfer& op, const Digest& tx, std::uint32_t place) {
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  Paper& paper = found->second;
  if (op.to == by) return Reason::self_transfer;
  if (op.to == paper.issuer) return Reason::issuer_not_holder;
  if (const Answer no = may_hold(op.to)) return no;
  if (paper.not_transferable) return Reason::not_transferable;
  if (day_of(now_) > last_day(paper.maturity)) return Reason::after_cutoff;
  if (!live(paper.state)) return Reason::certificate_not_live;

  Taken chosen;
  if (const Answer no = choose(paper, by, op.amount, op.ranges, chosen)) return no;
  const std::vector<std::size_t>& taken = chosen.fen;
  if (paper.indivisible && taken.size() != paper.face) return Reason::indivisible;
  if (taken.size() < setting_.minimum_fen) return Reason::below_minimum;
  if (!op.invoices.empty()) {
    if (const Answer no = bindable(op.invoices, op.to, by, taken.size())) return no;
  } else if (!op.contract_hash) {
    return Reason::background_missing;
  }

  if (const Answer no = cuttable(paper, chosen.begins)) return no;

  const TransferId id = TransferId::derive(tx, place);
  Offer offer;
  offer.certificate = op.certificate;
  offer.from = by;
  offer.to = op.to;
  offer.amount = taken.size();
  offer.bindings = op.invoices;
  offer.answer_by = std::min(end_of_window(now_, setting_.window_days), midnight({last_day(paper.maturity).days + 1}));
  for (std::size_t at = 0; at < paper.face; ++at) paper.units[at].begins = chosen.begins[at];
  for (const std::size_t at : taken) {
    paper.units[at].state = r::RangeState::offered;
    paper.units[at].offer = id;
    if (paper.units[at].begins) offer.ranges.push_back({Fen{at + 1}, Fen{at + 1}});
    offer.ranges.back().end = Fen{at + 1};
  }
  for (const r::Binding& binding : op.invoices) bills_.at(binding.invoice).onward += binding.amount.fen();
  offers_[id] = std::move(offer);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::AcceptTransfer& op, const Digest&, std::uint32_t) {
  const auto found = offers_.find(op.transfer);
  if (found == offers_.end()) return Reason::not_found;
  const Offer offer = found->second;
  if (by != offer.to) return Reason::not_your_part;
  if (now_ >= offer.answer_by) return Reason::window_over;
  Paper& paper = papers_.at(offer.certificate);
  for (const RangeRef& ref : offer.ranges) {
    ++nodes_;
    for (std::uint64_t fen = ref.start.value; fen <= ref.end.value; ++fen) {
      Unit& unit = paper.units[fen - 1];
      unit.owner = by;
      unit.state = r::RangeState::free;
      unit.offer = {};
      unit.node = nodes_;
      unit.path.push_back(op.transfer);
    }
  }
  ++paper.transfers;
  paper.turnover += offer.amount;
  offers_.erase(op.transfer);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::RefuseTransfer& op, const Digest&, std::uint32_t) {
  const auto found = offers_.find(op.transfer);
  if (found == offers_.end()) return Reason::not_found;
  if (by != found->second.to) return Reason::not_your_part;
  if (op.reason.empty()) return Reason::reason_needed;
  end(op.transfer);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::CancelTransfer& op, const Digest&, std::uint32_t) {
  const auto found = offers_.find(op.transfer);
  if (found == offers_.end()) return Reason::not_found;
  if (by != found->second.from) return Reason::not_owner;
  end(op.transfer);
  return {};
}

namespace {

// The end of the range that begins at `start`; 0 when none does.
std::uint64_t end_of(const LedgerModel::Paper& paper, std::uint64_t start) {
  if (start == 0 || start > paper.units.size() || !paper.units[start - 1].begins) return 0;
  std::uint64_t end = start;
  while (end < paper.units.size() && !paper.units[end].begins) ++end;
  return end;
}

}  // namespace

Answer LedgerModel::perform(const PartyId& by, const r::Split& op, const Digest&, std::uint32_t) {
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  Paper& paper = found->second;
  if (!live(paper.state)) return Reason::certificate_not_live;
  if (paper.indivisible) return Reason::indivisible;
  const std::uint64_t end = end_of(paper, op.start.value);
  if (end == 0) return Reason::bad_range;
  const Unit& first = paper.units[op.start.value - 1];
  if (first.state != r::RangeState::free) return Reason::range_locked;
  if (first.owner != by) return Reason::not_owner;
  if (op.amount.is_zero() || op.amount.fen() > end - op.start.value) return Reason::bad_amount;
  std::vector<bool> begins(paper.face + 1);
  for (std::size_t at = 0; at < paper.face; ++at) begins[at] = paper.units[at].begins;
  begins[op.start.value - 1 + op.amount.fen()] = true;
  if (const Answer no = cuttable(paper, begins)) return no;
  paper.units[op.start.value - 1 + op.amount.fen()].begins = true;
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::Merge& op, const Digest&, std::uint32_t) {
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  Paper& paper = found->second;
  if (!live(paper.state)) return Reason::certificate_not_live;
  const std::uint64_t end = end_of(paper, op.start.value);
  if (end == 0) return Reason::bad_range;
  const Unit lower = paper.units[op.start.value - 1];
  if (lower.state != r::RangeState::free) return Reason::range_locked;
  if (lower.owner != by) return Reason::not_owner;
  const std::uint64_t upper_end = end_of(paper, end + 1);
  if (upper_end == 0) return Reason::not_adjacent;
  const Unit upper = paper.units[end];
  if (upper.owner != by || upper.state != r::RangeState::free) return Reason::not_adjacent;
  paper.units[end].begins = false;
  const std::uint64_t node = lower.node == upper.node ? lower.node : ++nodes_;
  for (std::uint64_t fen = op.start.value; fen <= upper_end; ++fen) paper.units[fen - 1].node = node;
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::Pay& op, const Digest&, std::uint32_t) {
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  Paper& paper = found->second;
  if (paper.state == State::active || !live(paper.state)) return Reason::nothing_due;
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

Answer LedgerModel::perform(const PartyId& by, const cash::Credit& op, const Digest&, std::uint32_t) {
  if (by != setting_.bank) return Reason::role_forbidden;
  balances_[op.party] += op.amount.fen();
  return {};
}

std::vector<CertificateId> LedgerModel::every_certificate() const {
  std::vector<CertificateId> out;
  for (const auto& [id, paper] : papers_) out.push_back(id);
  return out;
}

namespace {

// The serial below which entries are dropped, so that `keep` of those that may be remain.
std::uint64_t cut(std::vector<std::uint64_t> serials, std::size_t keep) {
  if (serials.size() <= keep) return 0;
  std::sort(serials.begin(), serials.end());
  return serials[serials.size() - keep];
}

}  // namespace

void LedgerModel::forget(std::size_t ended_papers, std::size_t bills) {
  const auto ended = [](const Paper& paper) { return paper.state >= State::settled; };
  std::vector<std::uint64_t> papers;
  for (const auto& [id, paper] : papers_)
    if (ended(paper)) papers.push_back(paper.serial);
  const std::uint64_t oldest_paper = cut(papers, ended_papers);
  std::erase_if(papers_, [&](const auto& one) { return ended(one.second) && one.second.serial < oldest_paper; });

  std::erase_if(deals_, [&](const auto& one) { return !papers_.contains(one.second.certificate); });

  std::map<InvoiceId, bool> needed;
  for (const auto& [id, paper] : papers_)
    for (const r::Binding& binding : paper.bindings) needed[binding.invoice] = true;
  for (const auto& [id, offer] : offers_)
    for (const r::Binding& binding : offer.bindings) needed[binding.invoice] = true;
  std::vector<std::uint64_t> free;
  for (const auto& [id, bill] : bills_)
    if (!needed.contains(id)) free.push_back(bill.serial);
  const std::uint64_t oldest_bill = cut(free, bills);
  std::erase_if(bills_, [&](const auto& one) { return !needed.contains(one.first) && one.second.serial < oldest_bill; });
}

std::vector<std::string> LedgerModel::differences(const View& state, const std::vector<CertificateId>& certificates) const {
  std::vector<std::string> out;
  const auto compare_paper = [&](const CertificateId& id, const Paper& paper) {
    const auto real = r::certificate_records.find(state, id);
    if (!real) return out.push_back(id.text() + " is missing");
    const auto same = [&](const char* what, std::uint64_t ours, std::uint64_t theirs) {
      if (ours != theirs)
        out.push_back(id.text() + " " + what + ": model " + std::to_string(ours) + ", ledger " + std::to_string(theirs));
    };
    same("state", std::uint64_t(paper.state), std::uint64_t(real->state));
    same("paid", paper.paid, real->paid.fen());
    same("turnover", paper.turnover, real->turnover.fen());
    same("transfers", paper.transfers, real->transfers);
    same("ranges", ranges_of(paper), real->range_count);
    for (std::uint64_t start = 1; start <= paper.units.size();) {
      const std::uint64_t end = end_of(paper, start);
      const auto range = r::range_records.find(state, id, Fen{start});
      if (!range) return out.push_back(id.text() + " has no range at " + std::to_string(start));
      const Unit& unit = paper.units[start - 1];
      same("end", end, range->end.value);
      same("range state", std::uint64_t(unit.state), std::uint64_t(range->state));
      std::uint64_t longest = 0;
      for (std::uint64_t fen = start; fen <= end; ++fen) longest = std::max<std::uint64_t>(longest, paper.units[fen - 1].path.size());
      if (longest > range->last.depth) same("depth", longest, range->last.depth);
      if (unit.owner != range->owner || unit.offer != range->offer || unit.deal != range->financing) out.push_back(id.text() + " range differs at " + std::to_string(start));
      start = end + 1;
    }
  };
  for (const CertificateId& id : certificates) {
    const auto paper = papers_.find(id);
    if (paper == papers_.end()) out.push_back(id.text() + " should not change");
    else compare_paper(id, paper->second);
  }
  for (const auto& [id, bill] : bills_) {
    const auto real = r::capacity_records.find(state, id);
    if (!real || real->certificates.fen() != bill.by_certificates || real->onward.fen() != bill.onward)
      out.push_back(id.text() + " capacity differs");
  }
  for (const auto& [id, offer] : offers_) {
    const auto real = r::transfer_offer_records.find(state, id);
    if (!real || real->ranges != offer.ranges || real->answer_by != offer.answer_by || real->amount.fen() != offer.amount)
      out.push_back(id.text() + " differs");
  }
  for (const auto& [id, deal] : deals_) {
    const auto real = r::financing_records.find(state, id);
    if (!real || real->state != deal.state || real->ranges != deal.ranges || real->quotes != deal.bids.size() ||
        (real->state == r::FinanceState::pledged && r::debt_on(*real->loan, day_of(now_)).total().fen() != owed(deal, day_of(now_))))
      out.push_back(id.text() + " differs");
  }
  for (const auto& [issuer, limit] : setting_.limits) {
    const r::Exposure real = r::exposure_of(state, issuer, Currency::cny);
    if (real.pending.fen() != count(issuer, true) || real.outstanding.fen() != count(issuer, false))
      out.push_back(std::string(issuer.text()) + " exposure differs");
    const auto suspension = r::suspension_records.find(state, issuer);
    if ((suspension ? suspension->defaulted : 0) != defaulted(issuer)) out.push_back(std::string(issuer.text()) + " defaults differ");
  }
  for (const auto& [party, fen] : balances_)
    if (balance_of(state, setting_.bank, party, Currency::cny).fen() != fen) out.push_back(std::string(party.text()) + " balance differs");
  return out;
}

}  // namespace allonge::test
