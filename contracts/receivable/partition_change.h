// What a transaction did to the ranges of one certificate: the changed records before and after, in
// order of start. Read at a glance, so that nine laws cost less than one decoding.
#pragma once

#include "contracts/invariants.h"
#include "contracts/receivable/certificate.h"
#include "contracts/receivable/range.h"

namespace allonge::receivable {

struct PartitionChange {
  std::uint64_t bits = 0;  // of the certificate's id
  std::vector<Glance> before;
  std::vector<Glance> after;
  bool keys_fit = true;  // every record lies under its own start

  std::string name() const { return ids::write(CertificateId::prefix, bits); }
};

// Ascending by certificate. The glances point into the records of `changes`.
std::vector<PartitionChange> partition_changes(const ChangeSet& changes);

// The certificate a partition belongs to, on either side of the change.
std::optional<Certificate> certificate_of(const View& view, std::uint64_t bits);

inline std::uint64_t width(const Glance& range) {
  return range.end < range.start ? 0 : range.end.value - range.start.value + 1;
}

}  // namespace allonge::receivable
