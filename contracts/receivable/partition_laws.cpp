// I-1, I-2, I-8: what stays true of the partition of a certificate.
#include <algorithm>
#include <array>

#include "contracts/receivable/laws.h"
#include "contracts/receivable/partition_change.h"

namespace allonge::receivable {

namespace {

// The intervals that ranges cover, neighbours together; nothing if two overlap or one is upside down.
std::optional<std::vector<RangeRef>> covered(const std::vector<Glance>& ranges) {
  std::vector<RangeRef> out;
  for (const Glance& range : ranges) {
    if (range.end < range.start) return std::nullopt;
    if (!out.empty() && range.start <= out.back().end) return std::nullopt;
    if (!out.empty() && out.back().end.value + 1 == range.start.value) out.back().end = range.end;
    else out.push_back({range.start, range.end});
  }
  return out;
}

std::string broken(const PartitionChange& change, const char* why) { return change.name() + " " + why; }

using WidthByState = std::array<std::uint64_t, values_of(RangeState{}).size()>;
// Nothing if a range has no state.
std::optional<WidthByState> widths(const std::vector<Glance>& ranges) {
  WidthByState out{};
  for (const Glance& range : ranges) {
    const auto state = std::size_t(range.state);
    if (state == 0 || state >= out.size()) return std::nullopt;
    out[state] += width_of(range);
  }
  return out;
}

std::uint64_t total(const WidthByState& sums) {
  std::uint64_t out = 0;
  for (const std::uint64_t sum : sums) out += sum;
  return out;
}

}  // namespace

std::optional<std::string> ranges_tile(const ChangeSet& changes) {
  for (const PartitionChange& change : partition_changes(changes)) {
    if (!change.keys_fit) return broken(change, "a range lies under another start");
    const auto before = covered(change.before);
    const auto after = covered(change.after);
    if (!before || !after) return broken(change, "ranges overlap or are upside down");
    if (!before->empty()) {
      if (*before != *after) return broken(change, "ranges cover other fen than before");
      continue;
    }
    const auto certificate = certificate_of(changes.after(), change.bits);
    if (!certificate) return broken(change, "ranges of no certificate");
    if (*after != std::vector<RangeRef>{{Fen{1}, Fen{certificate->seen.face}}})
      return broken(change, "new ranges do not cover the face");
  }
  return std::nullopt;
}

std::optional<std::string> states_add_up(const ChangeSet& changes) {
  for (const PartitionChange& change : partition_changes(changes)) {
    const auto before = widths(change.before);
    const auto after = widths(change.after);
    if (!before || !after) return broken(change, "a range has no state");
    const auto certificate_before = certificate_of(changes.before(), change.bits);
    const auto certificate = certificate_of(changes.after(), change.bits);
    if (!certificate) return broken(change, "ranges of no certificate");
    const CertificateGlance was = certificate_before ? certificate_before->seen : CertificateGlance{};
    const std::uint64_t should_be = change.before.empty() ? certificate->seen.face : total(*before);
    if (total(*after) != should_be) return broken(change, "states do not add up to the face");
    constexpr auto paid = std::size_t(RangeState::paid);
    if ((*after)[paid] + was.paid != certificate->seen.paid + (*before)[paid])
      return broken(change, "paid ranges and the sum paid differ");
    if (change.after.size() + was.range_count != certificate->seen.range_count + change.before.size())
      return broken(change, "the count of ranges is wrong");
  }
  // A sum or a count that moves while no range does.
  for (const CertificateChange& change : certificate_changes(changes)) {
    if (!change.after) return change.name() + " a certificate is removed";
    if (!change.before) continue;
    if (change.before->paid == change.after->paid && change.before->range_count == change.after->range_count) continue;
    Bytes prefix = range_records.key();
    append_big_endian(prefix, change.bits);
    const auto changed = changes.of_table(range_records.number);
    if (std::none_of(changed.begin(), changed.end(), [&](const ChangedRecord& r) { return starts_with(r.key, prefix); }))
      return change.name() + " counts move without ranges";
  }
  return std::nullopt;
}

std::optional<std::string> held_ranges_stay(const ChangeSet& changes) {
  for (const PartitionChange& change : partition_changes(changes))
    for (const Glance& held : change.before) {
      if (!held.held) continue;
      std::uint64_t kept = 0;
      for (const Glance& after : change.after) {
        const Fen from = std::max(held.start, after.start);
        const Fen to = std::min(held.end, after.end);
        if (to < from) continue;
        if (after.owner != held.owner) return broken(change, "a held range has another owner");
        kept += to.value - from.value + 1;
      }
      if (kept != width_of(held)) return broken(change, "a held range is gone");
    }
  return std::nullopt;
}

}  // namespace allonge::receivable
