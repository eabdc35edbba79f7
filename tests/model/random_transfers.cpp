// Random acts on ranges: passing on, answering, splitting, merging.
#include "tests/model/model_days.h"
#include "tests/model/random_acts.h"
#include "tests/support/parties.h"

namespace allonge::test {

using namespace allonge::receivable;

// One that can still be passed on, most of the time.
const RandomActs::PaperEntry* RandomActs::paper_to_pass_on() {
  const Date day = day_of(now_);
  const auto* paper = fitting(model_.papers(), [&](const LedgerModel::Paper& one) {
    return one.state == CertificateState::active && day <= last_day(one.maturity);
  });
  return paper != nullptr ? paper : any(model_.papers());
}

std::uint64_t RandomActs::some_start(const LedgerModel::Paper& paper) {
  if (paper.units.empty() || dice_.one_in(15)) return 1 + (paper.units.empty() ? 0 : dice_.below(paper.face));
  std::uint64_t at = dice_.below(paper.face);
  while (!paper.units[at].begins) --at;
  return at + 1;
}

Transfer RandomActs::transfer() {
  Transfer op;
  op.to = dice_.of(dice_.one_in(15) ? everybody_ : holders_);
  op.contract_hash = digest_of("contract");
  const auto* paper = paper_to_pass_on();
  if (paper == nullptr) {
    op.certificate = CertificateId::derive(chain_, 3);
    return op;
  }
  op.certificate = paper->first;
  const std::uint64_t start = some_start(paper->second);
  const PartyId owner = paper->second.units.empty() ? paper->second.payee : paper->second.units[start - 1].owner;
  if (!is_fixed_ && !dice_.one_in(10)) by_ = owner;
  if (op.to == owner && !dice_.one_in(10)) op.to = dice_.of(holders_);
  if (paper->second.indivisible && !dice_.one_in(4)) {
    op.ranges = {{Fen{1}, Fen{paper->second.face}}};
  } else if (dice_.one_in(2)) {
    op.amount = *Amount::of_fen(dice_.below(dice_.one_in(4) ? 200 : 40));
  } else if (dice_.one_in(8)) {  // shattered
    std::uint64_t from = start + dice_.below(3);
    for (std::uint64_t i = 0, last = 4 + dice_.below(13); i < last; ++i) {
      op.ranges.push_back({Fen{from}, Fen{from + dice_.below(2)}});
      from = op.ranges.back().end.value + 1 + dice_.below(3);
    }
  } else {
    std::uint64_t from = start + (dice_.one_in(2) ? 0 : dice_.below(10));
    for (std::uint64_t i = 0, last = dice_.below(4); i <= last; ++i) {
      const std::uint64_t to = from + dice_.below(25);
      op.ranges.push_back({Fen{from}, Fen{dice_.one_in(40) ? from - 1 : std::min(to, dice_.one_in(20) ? to : paper->second.face)}});
      from = to + 1 + (dice_.one_in(2) ? 0 : dice_.below(8));
    }
  }
  if (dice_.one_in(4)) {
    for (const auto& [id, bill] : model_.bills())  // to whom the owner owes something
      if (bill.buyer == by_ && dice_.one_in(2)) op.to = bill.seller;
    std::uint64_t total = op.amount.fen();
    for (const RangeRef& ref : op.ranges) total += ref.end < ref.start ? 0 : ref.end.value - ref.start.value + 1;
    op.invoices = bindings(op.to, by_, total);
    op.contract_hash.reset();
    if (dice_.one_in(6)) op.invoices.clear();
  }
  return op;
}

Operation RandomActs::answer_to_transfer() {
  const auto* offer = any(model_.offers());
  if (offer == nullptr && !dice_.one_in(10)) return transfer();
  const TransferId id = offer ? offer->first : TransferId::derive(chain_, 2);
  if (offer) by_right(offer->second.to);
  if (dice_.one_in(10)) return RefuseTransfer{id, dice_.one_in(4) ? "" : "no"};
  if (dice_.one_in(10)) {
    if (offer) by_right(offer->second.from);
    return CancelTransfer{id};
  }
  return AcceptTransfer{id};
}

Operation RandomActs::split() {
  const auto* paper = paper_to_pass_on();
  if (paper == nullptr) return Split{CertificateId::derive(chain_, 1), Fen{1}, yuan("0.01")};
  const std::uint64_t start = some_start(paper->second);
  if (!paper->second.units.empty()) by_right(paper->second.units[start - 1].owner);
  return Split{paper->first, Fen{start}, *Amount::of_fen(dice_.below(30))};
}

Operation RandomActs::merge() {
  // A range with a neighbour that it could be merged with, most of the time.
  const auto starts = [](const LedgerModel::Paper& one) {
    std::vector<std::uint64_t> out;
    for (std::size_t at = 1, start = 0; one.state == CertificateState::active && at < one.units.size(); ++at) {
      if (!one.units[at].begins) continue;
      const auto &lower = one.units[start], &upper = one.units[at];
      if (lower.owner == upper.owner && lower.state == RangeState::free && upper.state == RangeState::free) out.push_back(start + 1);
      start = at;
    }
    return out;
  };
  const auto* paper = fitting(model_.papers(), [&](const LedgerModel::Paper& one) { return !starts(one).empty(); });
  if (paper == nullptr) return dice_.one_in(10) ? Operation(Merge{CertificateId::derive(chain_, 1), Fen{1}}) : transfer();
  const std::vector<std::uint64_t> good = starts(paper->second);
  const std::uint64_t start = good.empty() || dice_.one_in(8) ? some_start(paper->second) : dice_.of(good);
  if (!paper->second.units.empty()) by_right(paper->second.units[start - 1].owner);
  return Merge{paper->first, Fen{start}};
}

}  // namespace allonge::test
