// The slow model's ranges: which fen an act means, and how they are passed on, split and merged.
#include "tests/model/ledger_model.h"

#include <algorithm>

#include "tests/model/model_days.h"

namespace allonge::test {

namespace r = allonge::receivable;
using Answer = LedgerModel::Answer;
using Unit = LedgerModel::Unit;

std::uint64_t LedgerModel::Paper::end_of(std::uint64_t start) const {
  if (start == 0 || start > units.size() || !units[start - 1].begins) return 0;
  std::uint64_t end = start;
  while (end < units.size() && !units[end].begins) ++end;
  return end;
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
  if (!paper.lives()) return Reason::certificate_not_live;

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

Answer LedgerModel::perform(const PartyId& by, const r::Split& op, const Digest&, std::uint32_t) {
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  Paper& paper = found->second;
  if (!paper.lives()) return Reason::certificate_not_live;
  if (paper.indivisible) return Reason::indivisible;
  const std::uint64_t end = paper.end_of(op.start.value);
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
  if (!paper.lives()) return Reason::certificate_not_live;
  const std::uint64_t end = paper.end_of(op.start.value);
  if (end == 0) return Reason::bad_range;
  const Unit lower = paper.units[op.start.value - 1];
  if (lower.state != r::RangeState::free) return Reason::range_locked;
  if (lower.owner != by) return Reason::not_owner;
  const std::uint64_t upper_end = paper.end_of(end + 1);
  if (upper_end == 0) return Reason::not_adjacent;
  const Unit upper = paper.units[end];
  if (upper.owner != by || upper.state != r::RangeState::free) return Reason::not_adjacent;
  paper.units[end].begins = false;
  const std::uint64_t node = lower.node == upper.node ? lower.node : ++nodes_;
  for (std::uint64_t fen = op.start.value; fen <= upper_end; ++fen) paper.units[fen - 1].node = node;
  return {};
}

}  // namespace allonge::test
