// I-6: every movement of money is explained. What a party's balance moved by is what ranges of it were
// paid (an issuer: what it paid), less what of that its pledgee collected; what financings of it settled
// and repaid; and what a settlement bank attested under a fresh payment reference.
#include <algorithm>
#include <map>

#include "contracts/cash/account.h"
#include "contracts/receivable/financing.h"
#include "contracts/receivable/laws.h"
#include "contracts/receivable/partition_change.h"

namespace allonge::receivable {

namespace {

// Money is at most 10^15 fen, so signed sums of a transaction's movements fit.
using Signed = std::int64_t;
struct Purse {
  PartyId bank;
  PartyId party;
  Currency currency;
  auto operator<=>(const Purse&) const = default;
};
using Movements = std::map<Purse, Signed>;
using Pot = std::pair<PartyId, Currency>;

// Paid is the end of a range, so what is newly paid to an owner is the difference of its paid widths.
std::map<std::pair<std::string_view, bool>, Signed> newly_paid(const PartitionChange& change) {
  std::map<std::pair<std::string_view, bool>, Signed> out;
  for (const Glance& range : change.after)
    if (range.state == RangeState::paid) out[{range.owner, range.held}] += Signed(width_of(range));
  for (const Glance& range : change.before)
    if (range.state == RangeState::paid) out[{range.owner, range.held}] -= Signed(width_of(range));
  return out;
}

Signed fen_of(const std::optional<Financing>& one, Amount Loan::*sum) {
  return one && one->loan ? Signed(((*one->loan).*sum).fen()) : 0;
}

// Takes what financings explain out of the movements; counts the references they used up by bank.
std::map<PartyId, std::size_t> explain_financings(const ChangeSet& changes, Movements& unexplained) {
  std::map<PartyId, std::size_t> references;
  changes.each(financing_records, [&](const std::optional<Financing>& before, const std::optional<Financing>& after) {
    if (!after || !after->award) return;
    const auto certificate = certificate_records.find(changes.after(), after->certificate);
    if (!certificate) return;  // I-12 says so
    const Purse owner{certificate->bank, after->owner, certificate->currency};
    const Purse financier{certificate->bank, after->award->financier, certificate->currency};
    const auto flowed = [&](const Purse& from, const Purse& to, Signed fen) {
      if (fen == 0) return;
      unexplained[from] += fen;
      unexplained[to] -= fen;
    };
    if (after->settlement && !(before && before->settlement)) {
      if (after->settlement->payment_ref.empty()) flowed(financier, owner, Signed(after->settlement->paid.fen()));
      else ++references[certificate->bank];
    }
    flowed(owner, financier, fen_of(after, &Loan::repaid) - fen_of(before, &Loan::repaid));
    // Of what the paid range brings the owner (above), this went on to the pledgee.
    flowed(owner, financier, fen_of(after, &Loan::collected) - fen_of(before, &Loan::collected));
  });
  return references;
}

}  // namespace

std::optional<std::string> money_follows_ranges(const ChangeSet& changes) {
  Movements unexplained;
  changes.each(account_records, [&](const std::optional<Account>& before, const std::optional<Account>& after) {
    const Account& one = after ? *after : *before;
    unexplained[{one.bank, one.party, one.currency}] +=
        Signed(after ? after->balance.fen() : 0) - Signed(before ? before->balance.fen() : 0);
  });
  for (const PartitionChange& change : partition_changes(changes)) {
    const auto paid = newly_paid(change);
    if (paid.empty()) continue;
    const auto certificate = certificate_of(changes.after(), change.bits);
    if (!certificate) return change.name() + " ranges of no certificate";
    for (const auto& [who, fen] : paid) {
      if (fen < 0) return change.name() + " a paid range came back to life";
      const auto owner = PartyId::parse(who.first);
      if (!owner) return change.name() + " belongs to nobody";
      const auto bank = PartyId::parse(certificate->seen.bank);
      const auto issuer = PartyId::parse(certificate->seen.issuer);
      if (!bank || !issuer) return change.name() + " is promised by nobody";
      const PartyId& payee = who.second ? *bank : *owner;  // held: into escrow at the bank
      unexplained[{*bank, payee, certificate->seen.currency}] -= fen;
      unexplained[{*bank, *issuer, certificate->seen.currency}] += fen;
    }
  }
  const std::map<PartyId, std::size_t> used_up = explain_financings(changes, unexplained);
  if (unexplained.empty()) return std::nullopt;

  // What remains must be attested: it adds up to what the bank issued or took back under a reference.
  std::map<Pot, Signed> issued;
  changes.each(issued_money_records, [&](const std::optional<IssuedMoney>& before, const std::optional<IssuedMoney>& after) {
    const IssuedMoney& one = after ? *after : *before;
    issued[{one.bank, one.currency}] =
        Signed(after ? after->total.fen() : 0) - Signed(before ? before->total.fen() : 0);
  });
  std::map<Pot, Signed> remaining;
  std::map<Pot, std::size_t> moved;
  for (const auto& [purse, fen] : unexplained) {
    if (fen == 0) continue;
    remaining[{purse.bank, purse.currency}] += fen;
    ++moved[{purse.bank, purse.currency}];
  }
  for (const auto& [pot, fen] : issued) remaining.try_emplace(pot, 0);
  for (const auto& [pot, fen] : remaining)
    if (fen != issued[pot]) return std::string(pot.first.text()) + " money moved that no range and no attestation explains";
  std::map<PartyId, std::size_t> references;
  changes.each(payment_ref_records, [&](const std::optional<PaymentRef>& before, const std::optional<PaymentRef>& after) {
    if (!before && after) ++references[after->bank];
  });
  for (const auto& [bank, count] : used_up) references[bank] -= std::min(count, references[bank]);
  for (const auto& [pot, accounts] : moved)
    if (accounts > references[pot.first])
      return std::string(pot.first.text()) + " more accounts moved than there are payment references";
  return std::nullopt;
}

}  // namespace allonge::receivable
