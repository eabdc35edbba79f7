// Where the real state differs from the slow model's: every number, and every fen's range.
#include <algorithm>

#include "contracts/receivable/exposure.h"
#include "contracts/receivable/transfer_offer.h"
#include "tests/model/ledger_model.h"
#include "tests/model/model_days.h"

namespace allonge::test {

namespace r = allonge::receivable;
using Unit = LedgerModel::Unit;

std::vector<CertificateId> LedgerModel::every_certificate() const {
  std::vector<CertificateId> out;
  for (const auto& [id, paper] : papers_) out.push_back(id);
  return out;
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
      const std::uint64_t end = paper.end_of(start);
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
