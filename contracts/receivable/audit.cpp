#include "contracts/receivable/audit.h"

#include <map>

#include "contracts/cash/account.h"
#include "contracts/due_queue.h"
#include "contracts/party/party.h"
#include "contracts/receivable/exposure.h"
#include "contracts/receivable/financing_audit.h"
#include "contracts/receivable/payout.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::receivable {

namespace {

class Audit {
 public:
  explicit Audit(const View& state) : state_(state) {}

  std::vector<std::string> run() {
    certificate_records.walk(state_, [&](BytesView, const Certificate& one) { return certificate(one), true; });
    range_records.walk(state_, [&](BytesView, const Range& one) {
      if (!partitions_.contains(one.certificate)) wrong("I-1", one.certificate.text() + " has ranges before acceptance");
      ++ranges_;
      return true;
    });
    if (ranges_ != tiled_) wrong("I-1", "ranges that no walk from 1 reaches");
    offers();
    for (std::string& why : audit_financings(state_)) found_.push_back(std::move(why));
    exposures();
    capacities();
    money();
    return std::move(found_);
  }

 private:
  void wrong(const char* law, std::string why) { found_.push_back(std::string(law) + " " + std::move(why)); }

  void certificate(const Certificate& one) {
    const auto background = certificate_background_records.find(state_, one.id);
    std::uint64_t bound = 0;
    if (background)
      for (const Binding& binding : background->bindings) {
        bound += binding.amount.fen();
        if (is_bound(one.state)) bound_[binding.invoice] += binding.amount.fen();
      }
    if (bound != one.face.fen()) wrong("I-4", one.id.text() + " binds " + std::to_string(bound));
    if (one.state == CertificateState::pending) pending_[{one.issuer, one.currency}] += one.face.fen();
    if (one.state == CertificateState::defaulted) ++defaulted_[one.issuer];
    const bool accepted = is_live(one.state) || one.state == CertificateState::settled || one.state == CertificateState::settled_late;
    if (accepted) partition(one);
    else if (one.range_count != 0 || !one.paid.is_zero()) wrong("I-1", one.id.text() + " counts ranges before acceptance");
    waiting(one);
  }

  void partition(const Certificate& one) {
    partitions_[one.id] = true;
    std::uint64_t live = 0, paid = 0, count = 0, at = 1;
    while (at <= one.face.fen()) {
      const auto range = range_records.find(state_, one.id, Fen{at});
      if (!range || range->start.value != at || range->end.value < at || range->end.value > one.face.fen() ||
          range->certificate != one.id)
        return wrong("I-1", one.id.text() + " has no sound range at " + std::to_string(at));
      const std::uint64_t fen = range->end.value - at + 1;
      (range->state == RangeState::paid ? paid : live) += fen;
      ++count;
      range_of(one, *range);
      at += fen;
    }
    tiled_ += count;
    if (live + paid != one.face.fen()) wrong("I-2", one.id.text() + " states do not add up");
    if (paid != one.paid.fen()) wrong("I-2", one.id.text() + " counts another sum paid");
    if (count != one.range_count) wrong("I-2", one.id.text() + " counts " + std::to_string(one.range_count) + " ranges");
    if (live != outstanding(one).fen()) wrong("I-3", one.id.text() + " owes another sum than is live");
    outstanding_[{one.issuer, one.currency}] += live;
  }

  void range_of(const Certificate& one, const Range& range) {
    const bool expected = one.state == CertificateState::active
                              ? range.state == RangeState::free || range.state == RangeState::offered ||
                                    range.state == RangeState::quoted || range.state == RangeState::pledged
                          : one.state == CertificateState::matured
                              ? range.state == RangeState::presented || range.state == RangeState::paid
                          : is_live(one.state) ? range.state == RangeState::unpaid || range.state == RangeState::paid
                                               : range.state == RangeState::paid;
    if (!expected) wrong("I-2", one.id.text() + " has a range in a state that is not the certificate's");
    if (range.owner == one.issuer) wrong("I-7", one.id.text() + " is held by its issuer");
    const auto owner = party_records.find(state_, range.owner);
    if (!owner || owner->has(Role::platform)) wrong("I-7", one.id.text() + " is held by who may not");
    if (range.last.to != range.owner) wrong("title", one.id.text() + " is endorsed to another than its owner");
    if (range.last.start > range.start || range.last.end < range.end)
      wrong("title", one.id.text() + " has an endorsement that does not cover its range");
    if ((range.state == RangeState::offered) != range.offer.is_set()) wrong("offer", one.id.text() + " is locked by nothing");
    if (range.state == RangeState::offered) locked_[range.offer] += range.end.value - range.start.value + 1;
  }

  // What will happen by itself waits in the queue, and nothing else does.
  void waiting(const Certificate& one) {
    const auto at = [&](Time time, DueKind kind) {
      return state_.get(due_key(time, kind, bytes_of(one.id.text()))).has_value();
    };
    const Profile terms = terms_of(one, state_);
    const std::array<std::pair<bool, CertificateState>, 4> queued{{
        {at(one.answer_by, DueKind::certificate_window), CertificateState::pending},
        {at(due_time(one), DueKind::certificate_due), CertificateState::active},
        {at(overdue_time(one, terms), DueKind::certificate_overdue), CertificateState::matured},
        {at(default_time(one, terms), DueKind::certificate_default), CertificateState::overdue},
    }};
    for (const auto& [is_queued, state] : queued)
      if (is_queued != (one.state == state)) wrong("queue", one.id.text() + " waits for what will not come, or does not wait");
  }

  void offers() {
    transfer_offer_records.walk(state_, [&](BytesView, const TransferOffer& one) {
      std::uint64_t fen = 0;
      for (const RangeRef& ref : one.ranges) {
        fen += width(ref);
        const auto range = range_records.find(state_, one.certificate, ref.start);
        if (!range || range->end != ref.end || range->offer != one.id || range->owner != one.from)
          wrong("offer", one.id.text() + " offers what is not locked for it");
      }
      if (fen != one.amount.fen() || locked_[one.id] != fen) wrong("offer", one.id.text() + " offers another sum");
      locked_.erase(one.id);
      for (const Binding& binding : one.invoices) onward_[binding.invoice] += binding.amount.fen();
      if (!state_.get(due_key(one.answer_by, DueKind::transfer_window, bytes_of(one.id.text()))))
        wrong("queue", one.id.text() + " will never lapse");
      return true;
    });
    for (const auto& [id, fen] : locked_)
      if (fen != 0) wrong("offer", id.text() + " locks ranges and does not exist");
  }

  void exposures() {
    exposure_records.walk(state_, [&](BytesView, const Exposure& one) {
      if (one.pending.fen() != pending_[{one.issuer, one.currency}]) wrong("I-3", std::string(one.issuer.text()) + " pending");
      if (one.outstanding.fen() != outstanding_[{one.issuer, one.currency}])
        wrong("I-3", std::string(one.issuer.text()) + " outstanding");
      pending_.erase({one.issuer, one.currency});
      outstanding_.erase({one.issuer, one.currency});
      return true;
    });
    for (const auto& [account, fen] : pending_)
      if (fen != 0) wrong("I-3", std::string(account.first.text()) + " has no exposure record");
    for (const auto& [account, fen] : outstanding_)
      if (fen != 0) wrong("I-3", std::string(account.first.text()) + " has no exposure record");
    suspension_records.walk(state_, [&](BytesView, const Suspension& one) {
      if (one.defaulted != defaulted_[one.issuer]) wrong("I-11", std::string(one.issuer.text()) + " counts other defaults");
      defaulted_.erase(one.issuer);
      return true;
    });
    for (const auto& [issuer, count] : defaulted_)
      if (count != 0) wrong("I-11", std::string(issuer.text()) + " is in default and not suspended");
  }

  void capacities() {
    capacity_records.walk(state_, [&](BytesView, const Capacity& one) {
      if (one.certificates.fen() != bound_[one.invoice]) wrong("I-4", one.invoice.text() + " is bound by certificates otherwise");
      if (one.onward.fen() < onward_[one.invoice]) wrong("I-4", one.invoice.text() + " is bound by transfers otherwise");
      if (one.certificates.fen() + one.onward.fen() + one.external.fen() > one.gross.fen())
        wrong("I-4", one.invoice.text() + " is over its gross");
      bound_.erase(one.invoice);
      return true;
    });
    for (const auto& [invoice, fen] : bound_)
      if (fen != 0) wrong("I-4", invoice.text() + " has no capacity record");
  }

  void money() {
    std::map<std::pair<PartyId, Currency>, std::uint64_t> sums;
    account_records.walk(state_, [&](BytesView, const Account& one) {
      sums[{one.bank, one.currency}] += one.balance.fen();
      return true;
    });
    issued_money_records.walk(state_, [&](BytesView, const IssuedMoney& one) {
      if (sums[{one.bank, one.currency}] != one.total.fen()) wrong("I-5", std::string(one.bank.text()) + " issued another sum");
      sums.erase({one.bank, one.currency});
      return true;
    });
    for (const auto& [bank, fen] : sums)
      if (fen != 0) wrong("I-5", std::string(bank.first.text()) + " never issued its money");
  }

  const View& state_;
  std::vector<std::string> found_;
  std::map<CertificateId, bool> partitions_;
  std::uint64_t ranges_ = 0, tiled_ = 0;
  std::map<std::pair<PartyId, Currency>, std::uint64_t> pending_, outstanding_;
  std::map<InvoiceId, std::uint64_t> bound_, onward_;
  std::map<TransferId, std::uint64_t> locked_;
  std::map<PartyId, std::uint32_t> defaulted_;
};

}  // namespace

std::vector<std::string> audit(const View& state) { return Audit(state).run(); }

}  // namespace allonge::receivable
