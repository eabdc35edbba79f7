// The slow model's sums, which are counted when they are asked for, and what time does by itself.
#include "tests/model/ledger_model.h"

#include <algorithm>

#include "tests/model/model_days.h"

namespace allonge::test {

namespace r = allonge::receivable;
using Answer = LedgerModel::Answer;
using State = r::CertificateState;
using Unit = LedgerModel::Unit;

std::uint64_t LedgerModel::balance(const PartyId& party) const {
  const auto found = balances_.find(party);
  return found == balances_.end() ? 0 : found->second;
}

std::uint64_t LedgerModel::count(const PartyId& issuer, bool pending) const {
  std::uint64_t fen = 0;
  for (const auto& [id, paper] : papers_) {
    if (paper.issuer != issuer) continue;
    if (pending && paper.state == State::pending) fen += paper.face;
    if (!pending && paper.lives()) fen += paper.face - paper.paid;
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

Answer LedgerModel::perform(const PartyId& by, const cash::Credit& op, const Digest&, std::uint32_t) {
  if (by != setting_.bank) return Reason::role_forbidden;
  if (!references_.insert(op.payment_ref).second) return Reason::ref_reused;
  balances_[op.party] += op.amount.fen();
  return {};
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

}  // namespace allonge::test
