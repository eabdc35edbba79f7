#include "contracts/receivable/partition_change.h"

namespace allonge::receivable {

namespace {

std::vector<PartitionChange> make_partition_changes(const ChangeSet& changes) {
  std::vector<PartitionChange> out;
  for (const ChangedRecord& changed : changes.of_table(range_records.number)) {
    const auto bits = read_big_endian<std::uint64_t>(changed.key.subspan(2, 8));
    const Fen start{read_big_endian<std::uint64_t>(changed.key.subspan(10, 8))};
    if (out.empty() || out.back().bits != bits) {
      out.emplace_back();
      out.back().bits = bits;
    }
    PartitionChange& change = out.back();
    if (changed.before) change.before.push_back(glance(*changed.before));
    if (*changed.after) {
      change.after.push_back(glance(**changed.after));
      change.keys_fit = change.keys_fit && change.after.back().start == start;
    }
  }
  return out;
}

std::vector<CertificateChange> make_certificate_changes(const ChangeSet& changes) {
  std::vector<CertificateChange> out;
  for (const ChangedRecord& changed : changes.of_table(certificate_records.number)) {
    CertificateChange& change = out.emplace_back();
    change.bits = read_big_endian<std::uint64_t>(changed.key.subspan(2, 8));
    if (changed.before) change.before = glance_at_certificate(*changed.before);
    if (*changed.after) change.after = glance_at_certificate(**changed.after);
  }
  return out;
}

}  // namespace

const std::vector<PartitionChange>& partition_changes(const ChangeSet& changes) {
  return changes.once(make_partition_changes);
}

const std::vector<CertificateChange>& certificate_changes(const ChangeSet& changes) {
  return changes.once(make_certificate_changes);
}

std::optional<KeptCertificate> certificate_of(const View& view, std::uint64_t bits) {
  Bytes key = certificate_records.key();
  append_big_endian(key, bits);
  auto bytes = view.get(key);
  if (!bytes) return std::nullopt;
  std::optional<KeptCertificate> out(std::in_place);
  out->bytes = *std::move(bytes);
  out->seen = glance_at_certificate(out->bytes);
  return out;
}

}  // namespace allonge::receivable
