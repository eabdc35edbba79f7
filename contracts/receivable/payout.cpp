#include "contracts/receivable/payout.h"

#include <algorithm>
#include <map>

namespace allonge::receivable {

namespace {

bool is_unpaid(const Range& range) { return range.state == RangeState::presented || range.state == RangeState::unpaid; }

// What each owner gets, in the order in which their first unpaid fen stand.
std::map<PartyId, std::uint64_t> shares_of(std::span<const Range> partition, Amount amount) {
  std::vector<PartyId> owners;
  std::vector<std::uint64_t> owed;
  std::map<PartyId, std::size_t> place;
  for (const Range& range : partition) {
    if (!is_unpaid(range)) continue;
    const auto [at, first] = place.try_emplace(range.owner, owners.size());
    if (first) {
      owners.push_back(range.owner);
      owed.push_back(0);
    }
    owed[at->second] += width({range.start, range.end});
  }
  const auto shares = share(amount, owed);
  ensure(shares.has_value(), "a payment is shared over what is unpaid of one face");
  std::map<PartyId, std::uint64_t> out;
  for (std::size_t i = 0; i < owners.size(); ++i) out[owners[i]] = (*shares)[i].fen();
  return out;
}

bool continues(const Range& lower, const Range& upper) {
  return lower.state == RangeState::paid && upper.state == RangeState::paid && lower.owner == upper.owner &&
         lower.last == upper.last && lower.holds == upper.holds && lower.financing == upper.financing;
}

}  // namespace

Amount unpaid(std::span<const Range> partition) {
  std::uint64_t fen = 0;
  for (const Range& range : partition)
    if (is_unpaid(range)) fen += width({range.start, range.end});
  const auto amount = Amount::of_fen(fen);
  ensure(amount.has_value(), "no more is unpaid than the face");
  return *amount;
}

Payout pay_out(std::span<const Range> partition, Amount amount) {
  std::map<PartyId, std::uint64_t> left = shares_of(partition, amount);
  Payout out;
  Range last;                    // the range before, as it is after the payment
  bool first = true;
  bool last_is_written = false;  // whether `last` stands at the back of out.kept
  const auto add = [&](Range range, bool changed) {
    if (!first && changed && continues(last, range)) {
      out.gone.push_back(range.start);
      last.end = range.end;
      if (!last_is_written) out.kept.push_back(last);
      out.kept.back() = last;
      last_is_written = true;
      return;
    }
    ++out.range_count;
    first = false;
    last_is_written = changed;
    if (changed) out.kept.push_back(range);
    last = std::move(range);
  };
  for (const Range& range : partition) {
    const std::uint64_t fen = width({range.start, range.end});
    const std::uint64_t paid = is_unpaid(range) ? std::min(left[range.owner], fen) : 0;
    if (paid == 0) {
      add(range, false);
      continue;
    }
    left[range.owner] -= paid;
    Range lower = range;
    lower.end = Fen{range.start.value + paid - 1};
    lower.state = RangeState::paid;
    out.pieces.push_back({{lower.start, lower.end}, range.owner, range.state, !range.holds.empty(), range.financing});
    add(lower, true);
    if (paid == fen) continue;
    Range upper = range;
    upper.start = Fen{lower.end.value + 1};
    add(upper, true);
  }
  return out;
}

}  // namespace allonge::receivable
