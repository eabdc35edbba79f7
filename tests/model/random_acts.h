// Acts for a random walk that often make sense: they look at the slow model for what there is, and now and
// then name the wrong party, the wrong sum or the wrong moment.
#pragma once

#include "tests/model/dice.h"
#include "tests/model/ledger_model.h"

namespace allonge::test {

class RandomActs {
 public:
  // The model must outlive it.
  RandomActs(std::uint64_t seed, const LedgerModel& model, const LedgerModel::Setting& setting, const Digest& chain);

  // From now on it is this moment. In a dry season nobody brings money, and debtors seldom pay.
  void go_to(Time now, bool is_dry) { now_ = now, is_dry_ = is_dry; }

  const PartyId& anybody() { return dice_.of(everybody_); }
  const std::vector<PartyId>& everybody() const { return everybody_; }
  // An act of `actor`, or, unless the actor is fixed, of whom it suits: see by().
  Operation next(const PartyId& actor, bool is_fixed);
  const PartyId& by() const { return by_; }

  Dice& dice() { return dice_; }

 private:
  using PaperEntry = std::pair<const CertificateId, LedgerModel::Paper>;
  using DealEntry = std::pair<const FinancingId, LedgerModel::Deal>;

  void by_right(const PartyId& party) {
    if (is_right_) by_ = party;
  }

  template <class Map>
  const typename Map::value_type* any(const Map& map) {
    if (map.empty()) return nullptr;
    auto at = map.begin();
    std::advance(at, std::ptrdiff_t(dice_.below(map.size())));
    return &*at;
  }
  // One for which the step makes sense, most of the time; nothing if there is none.
  template <class Map, class Fits>
  const typename Map::value_type* fitting(const Map& map, Fits fits) {
    if (dice_.one_in(15)) return any(map);
    std::vector<const typename Map::value_type*> found;
    for (const auto& one : map)
      if (fits(one.second)) found.push_back(&one);
    return found.empty() ? nullptr : dice_.of(found);
  }
  const PaperEntry* paper_to_pass_on();
  std::uint64_t some_start(const LedgerModel::Paper& paper);
  std::vector<receivable::Binding> bindings(const PartyId& seller, const PartyId& buyer, std::uint64_t total);

  // random_acts.cpp: of trade and certificates
  Operation invoice();
  Operation confirmation();
  Operation issue();
  Operation answer_to_issue();
  Operation payment();
  Operation credit();
  // random_transfers.cpp: of ranges
  receivable::Transfer transfer();
  Operation answer_to_transfer();
  Operation split();
  Operation merge();
  // random_financings.cpp
  Operation financing();
  receivable::FinanceRequest request();
  Operation quote(const DealEntry& deal);
  Operation reveal(const DealEntry& deal);
  Operation award(const DealEntry& deal);
  Operation settlement(const DealEntry& deal);
  Operation attestation(const DealEntry& deal);
  Operation release(const DealEntry& deal);
  Operation repayment(const DealEntry& deal);
  Operation enforcement(const DealEntry& deal);

  Dice dice_;
  const LedgerModel& model_;
  Digest chain_;
  Time now_;
  bool is_dry_ = false;
  std::uint64_t numbers_ = 0, payments_ = 0;  // of invoices, of references
  std::vector<PartyId> issuers_, holders_, financiers_, everybody_;
  std::map<std::pair<FinancingId, PartyId>, receivable::FinanceReveal> sealed_;  // what financiers keep at home
  PartyId bank_, by_;
  bool is_right_ = false;  // whether it may choose who acts, and the right one
  bool is_fixed_ = false;
};

}  // namespace allonge::test
