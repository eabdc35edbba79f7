// What a transaction did to certificates and to their ranges: the changed records before and after, in
// key order, read at a glance.
#pragma once

#include <algorithm>

#include "contracts/invariants.h"
#include "contracts/receivable/glance.h"

namespace allonge::receivable {

struct PartitionChange {
  std::uint64_t bits = 0;  // of the certificate's id
  std::vector<Glance> before;
  std::vector<Glance> after;
  bool keys_fit = true;  // every record lies under its own start

  std::string name() const { return ids::write(CertificateId::prefix, bits); }
};
// Ascending by certificate. The glances point into the records of `changes`.
const std::vector<PartitionChange>& partition_changes(const ChangeSet& changes);

struct CertificateChange {
  std::uint64_t bits = 0;
  std::optional<CertificateGlance> before;
  std::optional<CertificateGlance> after;

  std::string name() const { return ids::write(CertificateId::prefix, bits); }
};
const std::vector<CertificateChange>& certificate_changes(const ChangeSet& changes);

// The certificate a partition belongs to, on one side of the change. Views point into `bytes`.
struct KeptCertificate {
  Bytes bytes;
  CertificateGlance seen;
};
std::optional<KeptCertificate> certificate_of(const View& view, std::uint64_t bits);

inline std::uint64_t width_of(const Glance& range) {
  return range.end < range.start ? 0 : range.end.value - range.start.value + 1;
}

// visit(before, after, interval) for every stretch of fen that lies in one range before and in one after.
template <class Visit>
void each_stretch(const PartitionChange& change, Visit visit) {
  auto before = change.before.begin();
  for (const Glance& after : change.after) {
    while (before != change.before.end() && before->end < after.start) ++before;
    for (auto it = before; it != change.before.end() && it->start <= after.end; ++it)
      visit(*it, after, RangeRef{std::max(it->start, after.start), std::min(it->end, after.end)});
  }
}

}  // namespace allonge::receivable
