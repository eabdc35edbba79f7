// I-10: nothing changes its state or its owner in silence. For every fen whose owner, state or
// pledge is another after the transaction, an event of it names an interval of that certificate which
// holds the fen; certificates, transfers, invoices and financings that changed, or one of whose quotes
// did, are the subject of an event.
#include <algorithm>

#include "contracts/receivable/financing.h"
#include "contracts/receivable/laws.h"
#include "contracts/receivable/partition_change.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::receivable {

namespace {

// Fen whose owner, state or pledge differs, by one pass over both sides. New fen differ from nothing.
std::vector<RangeRef> changed_fen(const PartitionChange& change) {
  std::vector<RangeRef> out;
  auto before = change.before.begin();
  for (const Glance& after : change.after) {
    while (before != change.before.end() && before->end < after.start) ++before;
    if (before == change.before.end() || after.end < before->start) {
      out.push_back({after.start, after.end});
      continue;
    }
    for (auto it = before; it != change.before.end() && it->start <= after.end; ++it)
      if (it->owner != after.owner || it->state != after.state || it->financing != after.financing)
        out.push_back({std::max(it->start, after.start), std::min(it->end, after.end)});
  }
  return out;
}

// The events of a transaction by the names they speak of, made once: a transaction may have thousands
// of events and as many changed records.
class Told {
 public:
  explicit Told(const Events& events) {
    for (const Event& event : events) {
      by_name_.push_back({event.subject, &event});
      if (!event.other.empty() && event.other != event.subject) by_name_.push_back({event.other, &event});
    }
    std::stable_sort(by_name_.begin(), by_name_.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  }

  // visit(const Event&), in the order of the events, until it returns true; whether it did.
  template <class Visit>
  bool any_of(std::string_view name, Visit visit) const {
    const auto before = [](const Entry& entry, std::string_view other) { return entry.name < other; };
    for (auto at = std::lower_bound(by_name_.begin(), by_name_.end(), name, before);
         at != by_name_.end() && at->name == name; ++at)
      if (visit(*at->event)) return true;
    return false;
  }

 private:
  struct Entry {
    std::string_view name;
    const Event* event;
  };
  std::vector<Entry> by_name_;
};

std::vector<RangeRef> told_fen(const Told& events, const std::string& certificate) {
  std::vector<RangeRef> told;
  events.any_of(certificate, [&](const Event& event) {
    told.insert(told.end(), event.ranges.begin(), event.ranges.end());
    return false;
  });
  std::sort(told.begin(), told.end());
  std::vector<RangeRef> out;
  for (const RangeRef& range : told) {
    if (!out.empty() && range.start.value <= out.back().end.value + 1) out.back().end = std::max(out.back().end, range.end);
    else out.push_back(range);
  }
  return out;
}

bool all_within(const std::vector<RangeRef>& changed, const std::vector<RangeRef>& told) {
  return std::all_of(changed.begin(), changed.end(), [&](const RangeRef& range) {
    const auto behind = std::upper_bound(told.begin(), told.end(), range.start,
                                         [](Fen fen, const RangeRef& other) { return fen < other.start; });
    return behind != told.begin() && range.end <= std::prev(behind)->end;
  });
}

bool is_told(const Told& events, const std::string& subject, std::string_view after) {
  return events.any_of(subject, [&](const Event& event) {
    return event.subject == subject && (after.empty() || event.after == after);
  });
}

}  // namespace

std::optional<std::string> changes_are_told(const ChangeSet& changes) {
  if (changes.events() == nullptr) return std::nullopt;
  const Told events(*changes.events());
  for (const PartitionChange& change : partition_changes(changes)) {
    const std::vector<RangeRef> changed = changed_fen(change);
    if (!changed.empty() && !all_within(changed, told_fen(events, change.name())))
      return change.name() + " ranges changed that no event names";
  }
  for (const CertificateChange& change : certificate_changes(changes)) {
    if (!change.after || (change.before && change.before->state == change.after->state)) continue;
    if (!is_told(events, change.name(), name_of(change.after->state))) return change.name() + " changed its state in silence";
  }
  for (const ChangedRecord& changed : changes.of_table(transfer_offer_records.number)) {
    const auto name = ids::write(TransferId::prefix, read_big_endian<std::uint64_t>(changed.key.subspan(2, 8)));
    if (!is_told(events, name, {})) return name + " came or went in silence";
  }
  for (const ChangedRecord& changed : changes.of_table(invoice_records.number)) {
    const auto name = ids::write(InvoiceId::prefix, read_big_endian<std::uint64_t>(changed.key.subspan(2, 8)));
    if (!is_told(events, name, {})) return name + " changed in silence";
  }
  for (const std::uint16_t table : {financing_records.number, quote_records.number})
    for (const ChangedRecord& changed : changes.of_table(table)) {
      const auto name = ids::write(FinancingId::prefix, read_big_endian<std::uint64_t>(changed.key.subspan(2, 8)));
      if (!is_told(events, name, {})) return name + (table == quote_records.number ? " quotes" : "") + " changed in silence";
    }
  return std::nullopt;
}

}  // namespace allonge::receivable
