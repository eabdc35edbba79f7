// The slow model's requests for money: how they are asked, quoted, awarded, and lapse.
#include "tests/model/ledger_model.h"

#include <algorithm>

#include "tests/model/model_days.h"

namespace allonge::test {

namespace r = allonge::receivable;
using Answer = LedgerModel::Answer;
using Finance = r::FinanceState;
using State = r::RangeState;

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
  if (!setting_.holds(by)) return Reason::role_forbidden;
  const auto found = papers_.find(op.certificate);
  if (found == papers_.end()) return Reason::not_found;
  Paper& paper = found->second;
  if (paper.not_transferable) return Reason::not_transferable;
  const Date last = last_day(paper.maturity);
  if (day_of(now_) > last) return Reason::after_cutoff;
  if (paper.state != r::CertificateState::active) return Reason::certificate_not_live;
  const r::Deadlines& times = op.deadlines;
  if (now_ >= times.quote_by || times.quote_by >= times.reveal_by || times.reveal_by >= times.settle_by) return Reason::out_of_range;
  if (times.settle_by > midnight({last.days + 1})) return Reason::after_cutoff;
  Taken taken;
  if (const Answer no = choose(paper, by, op.amount, op.ranges, taken)) return no;
  if (paper.indivisible && taken.fen.size() != paper.face) return Reason::indivisible;
  if (taken.fen.size() < setting_.minimum_fen) return Reason::below_minimum;
  const bool is_loan = op.kind == r::FinanceKind::pledge_loan;
  if (is_loan == op.asked.is_zero() || op.asked.fen() > taken.fen.size()) return Reason::bad_amount;
  const auto could = [&](const PartyId& one) { return one != by && setting_.finances(one); };
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
  deal.payee_account = op.payee_account;
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

Answer LedgerModel::bidding(const PartyId& by, const FinancingId& id, Deal*& out) {
  if (!setting_.finances(by)) return Reason::role_forbidden;
  const auto found = deals_.find(id);
  if (found == deals_.end()) return Reason::not_found;
  out = &found->second;
  if (out->state != Finance::open) return Reason::wrong_state;
  if (by == out->owner) return Reason::not_your_part;
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceQuote& op, const Digest&, std::uint32_t) {
  Deal* deal = nullptr;
  if (const Answer no = bidding(by, op.financing, deal)) return no;
  if (now_ >= deal->deadlines.quote_by) return Reason::quote_late;
  if (!deal->invited.empty() && std::find(deal->invited.begin(), deal->invited.end(), by) == deal->invited.end())
    return Reason::not_invited;
  deal->bids[by] = {op.seal, ++serials_, {}};
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceReveal& op, const Digest&, std::uint32_t) {
  Deal* deal = nullptr;
  if (const Answer no = bidding(by, op.financing, deal)) return no;
  if (now_ < deal->deadlines.quote_by) return Reason::quote_early;
  if (now_ >= deal->deadlines.reveal_by) return Reason::quote_late;
  const auto bid = deal->bids.find(by);
  if (bid == deal->bids.end()) return Reason::not_found;
  if (bid->second.terms) return Reason::wrong_state;
  if (r::seal_of({op.financing, by, op.terms, op.salt}) != bid->second.seal) return Reason::quote_mismatch;
  if (!net(*deal, op.terms, day_of(now_))) return Reason::bad_price;
  bid->second.terms = op.terms;
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceAward& op, const Digest&, std::uint32_t) {
  if (!setting_.holds(by)) return Reason::role_forbidden;
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
  const auto mine = net(deal, terms, day_of(now_));
  if (!mine) return Reason::bad_price;
  for (const auto& [party, other] : deal.bids) {
    if (now_ >= other.terms->valid_until) continue;
    const auto theirs = net(deal, *other.terms, day_of(now_));
    if (theirs && (*theirs > *mine || (*theirs == *mine && other.serial < bid->second.serial))) return Reason::not_best_quote;
  }
  if (*mine < deal.min_net) return Reason::bad_price;
  deal.state = Finance::awarded;
  deal.financier = op.financier;
  deal.terms = terms;
  deal.awarded = day_of(now_);
  deal.bids.clear();
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::FinanceRegister& op, const Digest&, std::uint32_t) {
  if (!setting_.finances(by)) return Reason::role_forbidden;
  const auto found = deals_.find(op.financing);
  if (found == deals_.end()) return Reason::not_found;
  if (found->second.state != Finance::awarded) return Reason::wrong_state;
  if (by != found->second.financier) return Reason::not_your_part;
  if (op.registration_no.empty()) return Reason::bad_text;
  found->second.registered = true;
  return {};
}

}  // namespace allonge::test
