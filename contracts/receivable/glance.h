// What walks and laws need of a record, read from its canonical bytes (codec.h) without decoding the
// rest: laws look at every changed record of every transaction, and decoding costs fifty times as much.
// Views point into the bytes. A field at its default is left out in the bytes and is at its default here:
// a law must find that, so it is no reason to stop.
#pragma once

#include "contracts/receivable/certificate.h"
#include "contracts/receivable/range.h"

namespace allonge::receivable {

struct Glance {
  Fen start;
  Fen end;
  std::string_view owner;
  RangeState state = RangeState::none;
  bool held = false;
  std::string_view financing;
};
Glance glance(BytesView range);

struct CertificateGlance {
  std::string_view id;
  std::string_view issuer;
  std::string_view payee;
  std::uint64_t face = 0;
  Currency currency{};
  std::uint64_t due = 0;  // as it stands in the bytes: to be compared only
  std::string_view bank;
  CertificateState state = CertificateState::none;
  std::uint32_t range_count = 0;
  std::uint64_t paid = 0;
};
CertificateGlance glance_at_certificate(BytesView certificate);

// Of an offer of a transfer: which certificate it is about, and how much.
struct OfferGlance {
  std::string_view certificate;
  Amount amount;
};
OfferGlance glance_at_offer(BytesView offer);

}  // namespace allonge::receivable
