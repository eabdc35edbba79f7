// Random acts of financings: each step for a deal that is at it, most of the time.
#include "tests/model/model_days.h"
#include "tests/model/random_acts.h"
#include "tests/support/parties.h"

namespace allonge::test {

using namespace allonge::receivable;
using Deal = LedgerModel::Deal;

namespace {

Amount fen(std::uint64_t count) { return *Amount::of_fen(count); }

}  // namespace

Operation RandomActs::financing() {
  const std::uint64_t what = dice_.below(24);
  if (what < 5) return request();
  const auto is_sealed = [](const auto& bid) { return !bid.second.terms; };
  const auto* deal = fitting(model_.deals(), [&](const Deal& one) {
    const bool open = one.state == FinanceState::open;
    if (what < 10) return open && now_ < one.deadlines.quote_by;
    if (what < 13)
      return open && now_ >= one.deadlines.quote_by && now_ < one.deadlines.reveal_by &&
             std::any_of(one.bids.begin(), one.bids.end(), is_sealed);
    if (what < 15) return open && now_ >= one.deadlines.reveal_by;
    if (what < 19) return one.state == FinanceState::awarded;
    const auto paper = model_.papers().find(one.certificate);
    const bool defaulted = paper != model_.papers().end() && paper->second.state == CertificateState::defaulted;
    // Two of three loans are left to their day, so that some fall into default.
    return one.state == FinanceState::pledged && (what == 21 ? defaulted : one.serial % 3 == 0);
  });
  if (deal == nullptr) return dice_.one_in(6) ? Operation(request()) : transfer();
  if (what == 5 && dice_.one_in(4)) {
    by_right(deal->second.owner);
    return FinanceCancel{deal->first};
  }
  if (what < 10) return quote(*deal);
  if (what < 13) return reveal(*deal);
  if (what < 15) return award(*deal);
  if (what < 19) return settlement(*deal);
  if (what < 21) return release(*deal);
  return what == 21 ? enforcement(*deal) : repayment(*deal);
}

FinanceRequest RandomActs::request() {
  const Transfer like = transfer();
  FinanceRequest op;
  op.certificate = like.certificate;
  op.amount = like.amount;
  op.ranges = like.ranges;
  // Within what is left of its days, most of the time.
  const auto paper = model_.papers().find(op.certificate);
  std::uint64_t left = ms_per_day;
  if (paper != model_.papers().end()) {
    const Time over = midnight(paper->second.maturity);
    if (over > now_) left = over.ms - now_.ms;
  }
  const std::uint64_t step = std::min(left / 6, 2 * ms_per_day);
  std::uint64_t at = now_.ms;
  for (Time* each : {&op.deadlines.quote_by, &op.deadlines.reveal_by, &op.deadlines.settle_by})
    *each = {at += dice_.one_in(60) ? 0 : step / 3 + dice_.below(step)};
  if (dice_.one_in(2)) {
    op.kind = FinanceKind::pledge_loan;
    op.asked = fen(dice_.one_in(20) ? 0 : 1 + dice_.below(30));
  } else if (dice_.one_in(30)) {
    op.asked = yuan("0.01");
  }
  if (dice_.one_in(8)) op.min_net = fen(dice_.below(20));
  for (const PartyId& one : financiers_)
    if (dice_.one_in(4)) op.invited.push_back(one);
  std::sort(op.invited.begin(), op.invited.end());
  op.waive_choice = dice_.one_in(2);
  if (!dice_.one_in(3)) op.payee_account = "6222";
  return op;
}

Operation RandomActs::quote(const DealEntry& deal) {
  FinanceReveal secret{deal.first, {}, Bytes(16, 1)};
  secret.terms.rate_ppm = std::uint32_t(dice_.below(300'000));
  secret.terms.fee = fen(dice_.one_in(2) ? 0 : dice_.below(6));
  secret.terms.valid_until = {deal.second.deadlines.reveal_by.ms + dice_.below(6 * ms_per_day)};
  by_right(dice_.of(deal.second.invited.empty() || dice_.one_in(6) ? financiers_ : deal.second.invited));
  sealed_[{deal.first, by_}] = secret;
  return FinanceQuote{deal.first, seal_of({deal.first, by_, secret.terms, secret.salt})};
}

Operation RandomActs::reveal(const DealEntry& deal) {
  const auto* bid = any(deal.second.bids);
  for (const auto& other : deal.second.bids)
    if (!other.second.terms) bid = &other;
  by_right(bid == nullptr ? dice_.of(financiers_) : bid->first);
  const auto secret = sealed_.find({deal.first, by_});
  FinanceReveal op = secret == sealed_.end() ? FinanceReveal{deal.first, {}, Bytes(16, 1)} : secret->second;
  if (dice_.one_in(20)) op.terms.rate_ppm += 1;
  return op;
}

Operation RandomActs::award(const DealEntry& deal) {
  by_right(deal.second.owner);
  return FinanceAward{deal.first, deal.second.bids.empty() ? dice_.of(financiers_) : any(deal.second.bids)->first};
}

Operation RandomActs::settlement(const DealEntry& deal) {
  const Deal& one = deal.second;
  if (one.registered && !one.payee_account.empty() && dice_.one_in(2)) return attestation(deal);
  by_right(one.financier.is_set() ? one.financier : dice_.of(financiers_));
  if (!one.registered && !dice_.one_in(8)) return FinanceRegister{deal.first, dice_.one_in(10) ? "" : "ZD-1"};
  const std::uint64_t price = one.financier.is_set() ? model_.price(one, day_of(now_)) : 1;
  return FinanceSettle{deal.first, fen(dice_.one_in(12) ? price + 1 : price)};
}

Operation RandomActs::attestation(const DealEntry& deal) {
  const Deal& one = deal.second;
  const Date day = day_of(now_);
  by_right(bank_);
  FinanceAttest op;
  op.financing = deal.first;
  op.value_date = day;
  if (one.awarded < day) op.value_date.days -= std::uint32_t(dice_.below(day.days - one.awarded.days + 1));
  if (dice_.one_in(5)) op.value_date.days = dice_.one_in(2) ? day.days + 1 : one.awarded.days - 1;
  op.amount = fen(model_.price(one, op.value_date) + (dice_.one_in(12) ? 1 : 0));
  op.payee_account = dice_.one_in(4) ? "6223" : one.payee_account;
  // Seldom the reference of another payment.
  op.payment_ref = "walk-" + std::to_string(dice_.one_in(3) ? 1 + dice_.below(payments_ + 1) : ++payments_);
  return op;
}

Operation RandomActs::release(const DealEntry& deal) {
  const Deal& one = deal.second;
  const bool wishes = one.wish.has_value() && !dice_.one_in(4);
  by_right(wishes ? (one.wish->first == one.owner ? one.financier : one.owner)
                  : dice_.one_in(2) || !one.financier.is_set() ? one.owner : one.financier);
  FinanceRelease op{deal.first, {}};
  if (wishes) {
    op.ranges = one.wish->second;
  } else if (!one.ranges.empty() && !dice_.one_in(4)) {
    const RangeRef ref = dice_.of(one.ranges);
    const std::uint64_t from = ref.start.value + dice_.below(ref.end.value - ref.start.value + 1);
    op.ranges = {{Fen{from}, Fen{from + dice_.below(ref.end.value - from + (dice_.one_in(20) ? 2 : 1))}}};
  }
  return op;
}

Operation RandomActs::enforcement(const DealEntry& deal) {
  by_right(deal.second.financier.is_set() ? deal.second.financier : dice_.of(financiers_));
  return FinanceEnforce{deal.first, fen(model_.owed(deal.second, day_of(now_)) + (dice_.one_in(12) ? 1 : 0))};
}

Operation RandomActs::repayment(const DealEntry& deal) {
  by_right(deal.second.owner);
  const std::uint64_t owed = model_.owed(deal.second, day_of(now_));
  return FinanceRepay{deal.first, fen(dice_.one_in(4) ? 0 : 1 + dice_.below(owed + 2))};
}

}  // namespace allonge::test
