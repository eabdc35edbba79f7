// I-3, I-4, I-7, I-11: what stays true between certificates, their issuers and the trade behind them.
#include <map>
#include <set>

#include "contracts/party/party.h"
#include "contracts/receivable/exposure.h"
#include "contracts/receivable/laws.h"
#include "contracts/receivable/partition_change.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::receivable {

namespace {

// A sum before and after; what was kept beside it must have moved by as much.
struct Moved {
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  bool by_as_much_as(const Moved& other) const { return after + other.before == before + other.after; }
};

Moved live_widths(const PartitionChange& change) {
  Moved out;
  for (const Glance& range : change.before) out.before += is_live(range.state) ? width_of(range) : 0;
  for (const Glance& range : change.after) out.after += is_live(range.state) ? width_of(range) : 0;
  return out;
}

// Own arithmetic, not certificate.cpp's: this is what checks it.
std::uint64_t owed(const CertificateGlance& certificate) {
  switch (certificate.state) {
    case CertificateState::active:
    case CertificateState::matured:
    case CertificateState::overdue:
    case CertificateState::defaulted: return certificate.face - certificate.paid;
    default: return 0;
  }
}

using Debtor = std::pair<std::string, Currency>;  // an issuer in one currency
struct Sums {
  Moved pending;
  Moved outstanding;
};

bool ended_before_acceptance(CertificateState state) {
  return state == CertificateState::refused || state == CertificateState::withdrawn || state == CertificateState::expired;
}

std::uint64_t sum_of(const Bindings& bindings) {
  std::uint64_t out = 0;
  for (const Binding& binding : bindings) out += binding.amount.fen();
  return out;
}

}  // namespace

std::optional<std::string> limits_add_up(const ChangeSet& changes) {
  std::map<std::uint64_t, Moved> live;
  for (const PartitionChange& change : partition_changes(changes)) live[change.bits] = live_widths(change);

  std::map<Debtor, Sums> sums;
  for (const CertificateChange& change : certificate_changes(changes)) {
    if (!change.after) continue;  // I-2 says so
    const Moved debt{change.before ? owed(*change.before) : 0, owed(*change.after)};
    const bool was_pending = change.before && change.before->state == CertificateState::pending;
    const bool is_pending = change.after->state == CertificateState::pending;
    if (debt.before != debt.after || was_pending || is_pending) {
      Sums& of_issuer = sums[{std::string(change.after->issuer), change.after->currency}];
      of_issuer.outstanding.before += debt.before;
      of_issuer.outstanding.after += debt.after;
      if (was_pending) of_issuer.pending.before += change.before->face;
      if (is_pending) of_issuer.pending.after += change.after->face;
    }
    const auto ranges = live.find(change.bits);
    if (!debt.by_as_much_as(ranges == live.end() ? Moved{} : ranges->second))
      return change.name() + " live ranges and the debt differ";
    if (ranges != live.end()) live.erase(ranges);
  }
  for (const auto& [bits, widths] : live)
    if (widths.before != widths.after) return ids::write("RC", bits) + " live ranges moved without the debt";

  std::map<Debtor, Sums> kept;
  changes.each(exposure_records, [&](const std::optional<Exposure>& before, const std::optional<Exposure>& after) {
    const Exposure& one = after ? *after : *before;
    Sums& of_issuer = kept[{std::string(one.issuer.text()), one.currency}];
    if (before) of_issuer.pending.before = before->pending.fen(), of_issuer.outstanding.before = before->outstanding.fen();
    if (after) of_issuer.pending.after = after->pending.fen(), of_issuer.outstanding.after = after->outstanding.fen();
  });
  for (const auto& [debtor, of_issuer] : sums) kept.try_emplace(debtor);
  for (const auto& [debtor, of_issuer] : kept) {
    const Sums& should_be = sums[debtor];
    if (!of_issuer.pending.by_as_much_as(should_be.pending) || !of_issuer.outstanding.by_as_much_as(should_be.outstanding))
      return debtor.first + " exposure differs from its certificates";
  }
  return std::nullopt;
}

std::optional<std::string> bindings_add_up(const ChangeSet& changes) {
  // How much of each invoice the certificates bind, and how far the transfers may have moved theirs.
  struct Uses {
    Moved certificates;
    std::uint64_t offered = 0;
    std::uint64_t ended = 0;
  };
  std::map<std::uint64_t, Uses> uses;
  std::optional<std::string> why;
  for (const CertificateChange& change : certificate_changes(changes)) {
    if (!change.after) continue;
    const bool made = !change.before;
    const bool ended = ended_before_acceptance(change.after->state) &&
                       (!change.before || !ended_before_acceptance(change.before->state));
    if (!made && !ended) continue;
    Bytes key = certificate_background_records.key();
    append_big_endian(key, change.bits);
    const auto bytes = changes.after().get(key);
    if (!bytes) return change.name() + " has no bindings";
    const CertificateBackground background = certificate_background_records.read(*bytes);
    if (sum_of(background.bindings) != change.after->face) return change.name() + " bindings are not the face";
    for (const Binding& binding : background.bindings) {
      if (made) uses[binding.invoice.bits()].certificates.after += binding.amount.fen();
      if (ended) uses[binding.invoice.bits()].certificates.before += binding.amount.fen();
    }
  }
  changes.each(certificate_background_records,
               [&](const std::optional<CertificateBackground>& before, const std::optional<CertificateBackground>&) {
                 if (before) why = before->certificate.text() + " bindings are changed after issue";
               });
  if (why) return why;
  changes.each(transfer_offer_records, [&](const std::optional<TransferOffer>& before, const std::optional<TransferOffer>& after) {
    if (before)
      for (const Binding& binding : before->invoices) uses[binding.invoice.bits()].ended += binding.amount.fen();
    if (after)
      for (const Binding& binding : after->invoices) uses[binding.invoice.bits()].offered += binding.amount.fen();
  });
  changes.each(capacity_records, [&](const std::optional<Capacity>& before, const std::optional<Capacity>& after) {
    if (!after) {
      why = before->invoice.text() + " capacity is removed";
      return;
    }
    const Uses of_invoice = uses[after->invoice.bits()];
    uses.erase(after->invoice.bits());
    if (after->certificates.fen() + after->onward.fen() + after->external.fen() > after->gross.fen())
      why = after->invoice.text() + " more is bound than its gross";
    const Capacity was = before ? *before : Capacity{after->invoice, after->gross, {}, {}, {}};
    if (was.gross != after->gross || after->external < was.external) why = after->invoice.text() + " capacity is forged";
    if (!Moved{was.certificates.fen(), after->certificates.fen()}.by_as_much_as(of_invoice.certificates))
      why = after->invoice.text() + " certificates bind another sum";
    // A transfer accepted keeps its use, one refused gives it back: between the two.
    if (after->onward.fen() > was.onward.fen() + of_invoice.offered ||
        after->onward.fen() + of_invoice.ended < was.onward.fen())
      why = after->invoice.text() + " transfers bind another sum";
  });
  for (const auto& [bits, of_invoice] : uses)
    if (of_invoice.certificates.before != of_invoice.certificates.after || of_invoice.offered > of_invoice.ended)
      why = ids::write("INV", bits) + " is bound without its capacity";
  return why;
}

std::optional<std::string> owners_are_eligible(const ChangeSet& changes) {
  std::set<std::string_view> asked;  // is a party and no platform
  for (const PartitionChange& change : partition_changes(changes)) {
    const auto certificate = certificate_of(changes.after(), change.bits);
    if (!certificate) return change.name() + " ranges of no certificate";
    for (const Glance& range : change.after) {
      if (!is_live(range.state)) continue;
      if (range.owner == certificate->seen.issuer) return change.name() + " belongs to its issuer";
      if (!asked.insert(range.owner).second) continue;
      const auto owner = PartyId::parse(range.owner);
      const auto party = owner ? party_records.find(changes.after(), *owner) : std::nullopt;
      if (!party) return change.name() + " belongs to nobody";
      if (party->has(Role::platform)) return change.name() + " belongs to a platform";
    }
  }
  return std::nullopt;
}

std::optional<std::string> promises_are_allowed(const ChangeSet& changes) {
  std::optional<std::string> why;
  for (const CertificateChange& change : certificate_changes(changes)) {
    if (change.before || !change.after) continue;
    const auto issuer = PartyId::parse(change.after->issuer);
    if (!issuer) return change.name() + " is promised by nobody";
    const auto suspension = suspension_records.find(changes.before(), *issuer);
    const auto lifted = suspension_records.find(changes.after(), *issuer);
    if (suspension && suspension->defaulted > 0 && lifted && lifted->defaulted > 0)
      return std::string(change.after->issuer) + " is suspended and issues";
  }
  changes.each(exposure_records, [&](const std::optional<Exposure>& before, const std::optional<Exposure>& after) {
    if (!after) return;
    const std::uint64_t was = before ? before->pending.fen() + before->outstanding.fen() : 0;
    const std::uint64_t is = after->pending.fen() + after->outstanding.fen();
    if (is > was && is > limit_of(changes.after(), after->issuer, after->currency).fen())
      why = std::string(after->issuer.text()) + " promises more than its limit";
  });
  return why;
}

}  // namespace allonge::receivable
