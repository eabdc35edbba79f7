// I-12: a financing's money adds up, and its ranges move exactly with it. Of every purchase that settles
// discount, fee and net are the face, and the discount is what the rate makes of the days; of every loan
// what was paid is fee, interest and principal, and out of its ranges the pledgee is paid first. No
// settlement without both legs: the ranges' leg is here, bank money's is in I-6.
#include <map>
#include <set>

#include "contracts/cash/account.h"
#include "contracts/receivable/financing_change.h"
#include "contracts/receivable/laws.h"
#include "contracts/receivable/partition_change.h"

namespace allonge::receivable {

namespace {

__extension__ using Exact = __int128;
constexpr Exact year = Exact(360) * 1'000'000;  // ACT/360, millionths

// What a transaction did to the ranges of one financing, in fen.
struct Moved12 {
  std::uint64_t delivered = 0;  // quoted of the owner before; after it the financier's, who may have
                                // passed it on in the same transaction, or pledged
  std::uint64_t paid = 0;
  std::uint64_t paid_held = 0;
};

// Why this stretch may not have gone from one to the other; nothing if it may.
const char* stray(const Glance& before, const Glance& after, const FinancingChanges& financings) {
  const auto change_of = [&](std::string_view name) -> const FinancingChange* {
    const auto found = financings.find(name);
    return found == financings.end() ? nullptr : &found->second;
  };
  if (before.financing.empty()) {
    if (after.financing.empty()) return nullptr;
    const FinancingChange* asked = change_of(after.financing);
    const bool is_new = asked != nullptr && !asked->before && after.state == RangeState::quoted;
    return is_new && asked->after->owner.text() == after.owner ? nullptr : "locked under a financing nobody asked for";
  }
  if (before.state == RangeState::paid) return nullptr;
  const FinancingChange* change = change_of(before.financing);
  if (after.state == RangeState::paid && change == nullptr) return "paid, and their loan knows nothing of it";
  if (before.owner != after.owner) {
    if (change == nullptr || !change->after->award) return "moved without a financing";
    const bool moves = before.state == RangeState::quoted ? change->settles() && change->after->kind == FinanceKind::purchase
                                                          : change->enforces();
    return moves && change->after->award->financier.text() == after.owner ? nullptr : "moved without its settlement";
  }
  if (before.state == RangeState::quoted && after.state == RangeState::pledged)
    return change != nullptr && change->settles() ? nullptr : "pledged without its loan";
  if (before.financing != after.financing && change == nullptr) return "let go without its financing";
  return nullptr;
}

std::optional<std::string> purchase_adds_up(const Financing& one, const Settlement& settlement, const PartitionChange* change,
                                            const ChangeSet& changes) {
  const std::string name = one.id.text();
  if (settlement.discount.fen() + settlement.fee.fen() + settlement.paid.fen() != one.face.fen())
    return name + " discount, fee and net are not the face";
  if (settlement.fee != one.award->terms.fee) return name + " takes another fee than was quoted";
  if (settlement.value_date < one.award->day) return name + " counts days before its award";
  if (settlement.paid < one.min_net) return name + " leaves less than the owner asked for at least";
  const auto certificate = change == nullptr ? std::nullopt : certificate_records.find(changes.after(), one.certificate);
  if (!certificate) return name + " settles without ranges";
  const Exact due = certificate->due.days, value = settlement.value_date.days;
  const Exact wanted = Exact(one.face.fen()) * one.award->terms.rate_ppm * (due > value ? due - value : Exact(0));
  const Exact off = 2 * (wanted - Exact(settlement.discount.fen()) * year);
  if (off >= year || off < -year) return name + " takes another discount than its rate makes";
  return std::nullopt;
}

std::optional<std::string> settlement_has_both_legs(const Financing& one, const Moved12& moved, const PartitionChange* change,
                                                    const ChangeSet& changes) {
  const std::string name = one.id.text();
  const Settlement& settlement = *one.settlement;
  std::uint64_t face = 0;
  for (const RangeRef& ref : one.ranges) face += width(ref);
  if (!one.award || face != one.face.fen() || moved.delivered != face) return name + " settles without its ranges";
  if (one.kind == FinanceKind::purchase) {
    if (auto why = purchase_adds_up(one, settlement, change, changes)) return why;
  } else if (!one.loan || settlement.paid != one.asked || one.loan->disbursed != one.asked || one.loan->principal != one.asked ||
             !settlement.discount.is_zero() || !settlement.fee.is_zero()) {
    return name + " lends another sum than was asked";
  } else if (one.loan->rate_ppm != one.award->terms.rate_ppm || one.loan->fee != one.award->terms.fee ||
             one.loan->since != settlement.value_date) {
    return name + " lends on other terms than were quoted";
  }
  if (settlement.payment_ref.empty()) return std::nullopt;  // bank money: I-6
  const auto certificate = certificate_records.find(changes.after(), one.certificate);
  bool attested = false;
  changes.each(payment_ref_records, [&](const std::optional<PaymentRef>& before, const std::optional<PaymentRef>& after) {
    attested = attested || (!before && after && certificate && after->bank == certificate->bank &&
                            after->payment_ref == settlement.payment_ref);
  });
  return attested ? std::nullopt : std::optional(name + " settles under a reference nobody attested");
}

// What is owed on the day up to which the loan is counted, before anything was collected on that day.
Exact owed(const Loan& loan, const Loan& was) {
  const Exact interest = (2 * Exact(loan.fen_days) * loan.rate_ppm + year) / (2 * year);
  return Exact(was.fee.fen()) - was.fee_paid.fen() + interest - was.interest_paid.fen() + was.principal.fen() -
         (Exact(loan.repaid.fen()) - was.repaid.fen());
}

std::optional<std::string> loan_adds_up(const Financing& one, const Loan* was, const Moved12& moved, const Context* context) {
  const std::string name = one.id.text();
  const Loan& loan = *one.loan;
  const Exact paid = Exact(loan.repaid.fen()) + loan.collected.fen();
  const Exact served = Exact(loan.disbursed.fen()) - loan.principal.fen() + loan.interest_paid.fen() + loan.fee_paid.fen();
  if (loan.principal > loan.disbursed || loan.fee_paid > loan.fee || paid != served)
    return name + " what was paid is not fee, interest and principal";
  if (2 * Exact(loan.interest_paid.fen()) * year > 2 * Exact(loan.fen_days) * loan.rate_ppm + year)
    return name + " more interest is paid than its days make";
  if (was == nullptr) return std::nullopt;
  if (loan.since < was->since ||
      Exact(loan.fen_days) - was->fen_days != Exact(was->principal.fen()) * (loan.since.days - was->since.days))
    return name + " counts other days than went by";
  if (Exact(loan.collected.fen()) - was->collected.fen() != std::min(Exact(moved.paid), owed(loan, *was)))
    return name + " is not served first out of what its ranges were paid";
  if (loan.escrowed.fen() != was->escrowed.fen() + moved.paid_held)
    return name + " holds other money in escrow than its ranges were paid";
  const bool is_served = loan.collected != was->collected || loan.repaid != was->repaid;
  if (is_served && context != nullptr && loan.since != today(context->block))
    return name + " is not counted up to the day on which it is paid";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> financings_add_up(const ChangeSet& changes) {
  std::optional<std::string> why;
  changes.each(financing_records, [&](const std::optional<Financing>& before, const std::optional<Financing>& after) {
    if (!after) why = before->id.text() + " is forgotten";
  });
  if (why) return why;
  const FinancingChanges& financings = financing_changes(changes);
  std::map<std::string, Moved12, std::less<>> moved;
  for (const PartitionChange& change : partition_changes(changes))
    each_stretch(change, [&](const Glance& before, const Glance& after, const RangeRef& stretch) {
      if (before.financing.empty() && after.financing.empty()) return;
      if (const char* objection = stray(before, after, financings)) why = change.name() + " fen are " + objection;
      const auto financing = financings.find(before.financing);
      if (financing == financings.end() || before.state == RangeState::paid) return;
      const Financing& one = *financing->second.after;
      Moved12& sums = moved[one.id.text()];
      const bool buys = one.kind == FinanceKind::purchase;
      const bool arrives = one.award && (buys ? is_live(after.state) && after.owner == one.award->financier.text()
                                              : after.state == RangeState::pledged && after.owner == one.owner.text());
      if (before.state == RangeState::quoted && before.owner == one.owner.text() && arrives) sums.delivered += width(stretch);
      if (after.state == RangeState::paid) (before.held ? sums.paid_held : sums.paid) += width(stretch);
    });
  if (why) return why;
  std::set<std::pair<PartyId, std::string>> used;
  for (const auto& [name, change] : financings) {
    const Financing& after = *change.after;
    const PartitionChange* partition = nullptr;
    for (const PartitionChange& one : partition_changes(changes))
      if (one.bits == after.certificate.bits()) partition = &one;
    const bool is_settled = after.state != FinanceState::open && after.state != FinanceState::awarded &&
                            after.state != FinanceState::lapsed && after.state != FinanceState::cancelled;
    if (is_settled != after.settlement.has_value()) return name + " is settled without a settlement";
    if (change.settles()) {
      if (auto broken = settlement_has_both_legs(after, moved[name], partition, changes)) return broken;
      const auto certificate = certificate_records.find(changes.after(), after.certificate);
      const std::string& reference = after.settlement->payment_ref;
      if (!reference.empty() && !used.emplace(certificate->bank, reference).second)
        return name + " settles under a reference that settles another";
    }
    if (!after.loan) continue;
    const bool was_lent = change.before && change.before->loan;
    if (auto broken = loan_adds_up(after, was_lent ? &*change.before->loan : nullptr, moved[name], changes.context()))
      return broken;
  }
  return std::nullopt;
}

}  // namespace allonge::receivable
