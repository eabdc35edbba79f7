#include "contracts/cash/conservation.h"

#include <map>

#include "contracts/cash/account.h"

namespace allonge::cash {

namespace {

// Wraps round in the middle and comes out right at the end: sums of at most 2^64 amounts of at most
// 10^15 are compared modulo 2^64, and the true sums are equal by the law itself.
using Sums = std::map<std::pair<PartyId, Currency>, std::uint64_t>;

}  // namespace

std::optional<std::string> money_is_conserved(const ChangeSet& changes) {
  Sums gained, issued;
  std::optional<std::string> why;
  changes.each(account_records, [&](const std::optional<Account>& before, const std::optional<Account>& after) {
    if (before) gained[{before->bank, before->currency}] -= before->balance.fen();
    if (after) gained[{after->bank, after->currency}] += after->balance.fen();
    if (after && after->balance.is_zero()) why = "an empty account is kept";
    if (before && after && (before->bank != after->bank || before->party != after->party || before->currency != after->currency))
      why = "an account changed its owner";
  });
  changes.each(issued_money_records, [&](const std::optional<IssuedMoney>& before, const std::optional<IssuedMoney>& after) {
    if (before) issued[{before->bank, before->currency}] -= before->total.fen();
    if (after) issued[{after->bank, after->currency}] += after->total.fen();
  });
  if (why) return why;
  for (const auto& [where, sum] : issued) gained[where] -= sum;
  for (const auto& [where, difference] : gained)
    if (difference != 0) return "accounts at " + std::string(where.first.text()) + " differ from what it issued";
  return std::nullopt;
}

std::optional<std::string> money_adds_up(const View& state) {
  Sums difference;
  account_records.walk(state, [&](BytesView, const Account& account) {
    difference[{account.bank, account.currency}] += account.balance.fen();
    return true;
  });
  issued_money_records.walk(state, [&](BytesView, const IssuedMoney& issued) {
    difference[{issued.bank, issued.currency}] -= issued.total.fen();
    return true;
  });
  for (const auto& [where, rest] : difference)
    if (rest != 0) return "accounts at " + std::string(where.first.text()) + " differ from what it issued";
  return std::nullopt;
}

}  // namespace allonge::cash
