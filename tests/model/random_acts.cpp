#include "tests/model/random_acts.h"

#include "tests/model/model_days.h"
#include "tests/support/parties.h"

namespace allonge::test {

using namespace allonge::receivable;

namespace {

Amount fen(std::uint64_t count) { return *Amount::of_fen(count); }

}  // namespace

RandomActs::RandomActs(std::uint64_t seed, const LedgerModel& model, const LedgerModel::Setting& setting, const Digest& chain)
    : dice_(seed), model_(model), chain_(chain), holders_(setting.holders), financiers_(setting.financiers),
      everybody_(setting.holders), bank_(setting.bank) {
  for (const auto& [issuer, limit] : setting.limits) issuers_.push_back(issuer);
  everybody_.insert(everybody_.end(), issuers_.begin(), issuers_.end());
  everybody_.push_back(setting.platform);
}

Operation RandomActs::next(const PartyId& actor, bool is_fixed) {
  by_ = actor;
  is_fixed_ = is_fixed;
  is_right_ = !dice_.one_in(10) && !is_fixed;
  if (dice_.one_in(5)) return financing();
  const std::uint64_t what = dice_.below(20);
  if (what < 1) return invoice();
  if (what < 3) return confirmation();
  if (what < 5) return issue();
  if (what < 7) return answer_to_issue();
  if (what < 11) return transfer();
  if (what < 14) return answer_to_transfer();
  if (what < 15) return split();
  if (what < 17) return merge();
  if (what < 19) return payment();
  return credit();
}

Operation RandomActs::invoice() {
  RegisterInvoice op;
  op.seller = dice_.of(holders_);
  op.buyer = dice_.one_in(3) ? dice_.of(holders_) : dice_.of(issuers_);
  const auto* again = any(model_.bills());  // its number: the same invoice, or another with it
  for (const auto& one : model_.bills())    // rather one that its seller has still to confirm
    if (one.second.registered_by == one.second.buyer && !one.second.confirmed && dice_.one_in(3)) again = &one;
  const bool repeats = again != nullptr && dice_.one_in(6);
  if (repeats) op.seller = again->second.seller, op.buyer = again->second.buyer;
  op.number = repeats ? again->second.number : "W" + std::to_string(++numbers_);
  op.issue_date = day_of(now_);
  op.gross = fen(20 + dice_.below(400));
  if (repeats && dice_.one_in(2)) op.issue_date = again->second.date, op.gross = fen(again->second.gross);
  op.near_match_reviewed = true;
  by_right(dice_.one_in(2) ? op.seller : op.buyer);
  return op;
}

Operation RandomActs::confirmation() {
  const auto* bill = fitting(model_.bills(), [](const LedgerModel::Bill& one) { return !one.confirmed; });
  // Rather the newest: older ones often wait because they cannot be confirmed.
  if (bill != nullptr && !dice_.one_in(3))
    for (const auto& one : model_.bills())
      if (!one.second.confirmed && one.second.serial > bill->second.serial) bill = &one;
  if (bill == nullptr) return invoice();
  by_right(bill->second.registered_by == bill->second.seller ? bill->second.buyer : bill->second.seller);
  return ConfirmInvoice{bill->first, true};
}

std::vector<Binding> RandomActs::bindings(const PartyId& seller, const PartyId& buyer, std::uint64_t total) {
  const bool sensible = !dice_.one_in(4);  // otherwise rather one that will not do
  for (const auto& [id, bill] : model_.bills()) {
    if (bill.seller != seller || bill.buyer != buyer) continue;
    const bool will_do = bill.confirmed && bill.gross - bill.by_certificates - bill.onward >= total;
    if (will_do == sensible) return {{id, fen(total)}};
  }
  if (const auto* bill = any(model_.bills())) return {{bill->first, fen(total)}};
  return {};
}

Operation RandomActs::issue() {
  Issue op;
  op.payee = dice_.of(dice_.one_in(20) ? everybody_ : holders_);
  op.face = fen(dice_.one_in(50) ? 0 : 20 + dice_.below(180));
  op.maturity = {day_of(now_).days + std::uint32_t(dice_.below(60))};
  op.bank = bank_;
  op.near_match_reviewed = true;
  op.indivisible = dice_.one_in(10);
  op.not_transferable = dice_.one_in(15);
  const PartyId& issuer = dice_.of(issuers_);
  by_right(issuer);
  op.invoices = bindings(op.payee, issuer, op.face.fen());
  if (dice_.one_in(20) && !op.invoices.empty()) op.invoices[0].amount = yuan("0.03");
  return op;
}

Operation RandomActs::answer_to_issue() {
  const auto* paper =
      fitting(model_.papers(), [](const LedgerModel::Paper& one) { return one.state == CertificateState::pending; });
  if (paper == nullptr) return dice_.one_in(10) ? Operation(Accept{CertificateId::derive(chain_, 1)}) : transfer();
  by_right(dice_.one_in(12) ? paper->second.issuer : paper->second.payee);
  if (dice_.one_in(8)) return Refuse{paper->first, dice_.one_in(4) ? "" : "no"};
  if (dice_.one_in(10)) {
    by_right(paper->second.issuer);
    return Withdraw{paper->first};
  }
  return Accept{paper->first};
}

Operation RandomActs::payment() {
  if (is_dry_ && !dice_.one_in(40)) return answer_to_transfer();
  const auto* paper = fitting(model_.papers(), [](const LedgerModel::Paper& one) {
    return one.state >= CertificateState::matured && one.state <= CertificateState::defaulted;
  });
  if (paper == nullptr) return dice_.one_in(10) ? Operation(Pay{CertificateId::derive(chain_, 1), {}}) : transfer();
  by_right(paper->second.issuer);
  const std::uint64_t rest = paper->second.face - paper->second.paid;
  return Pay{paper->first, dice_.one_in(2) ? Amount{} : fen(1 + dice_.below(rest + 2))};
}

Operation RandomActs::credit() {
  if (is_dry_) return transfer();
  by_right(bank_);
  const std::uint64_t number = dice_.one_in(30) ? 1 + dice_.below(payments_ + 1) : ++payments_;  // seldom a used reference
  return cash::Credit{dice_.one_in(3) ? dice_.of(holders_) : dice_.of(issuers_), Currency::cny, fen(1 + dice_.below(160)),
                      "walk-" + std::to_string(number)};
}

}  // namespace allonge::test
