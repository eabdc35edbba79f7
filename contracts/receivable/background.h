// The trade behind a certificate or a transfer: invoices of which parts are bound.
// A certificate binds exactly its face: not less, that would be air; not more, that would trap it.
#pragma once

#include "contracts/receivable/capacity.h"
#include "contracts/receivable/invoice.h"

namespace allonge::receivable {

struct Binding {
  InvoiceId invoice;
  Amount amount;
  static constexpr auto fields() {
    return std::tuple{Field{1, "invoice", &Binding::invoice, "invoice it rests on"},
                      Field{2, "amount", &Binding::amount, "how much of the invoice"}};
  }
  bool operator==(const Binding&) const = default;
};
using Bindings = std::vector<Binding>;
inline constexpr std::uint32_t bindings_limit = 32;

// What a certificate binds, fixed at issue. Kept apart from the certificate, which is read by every
// transfer, while this is read when the certificate ends before acceptance.
struct CertificateBackground {
  CertificateId certificate;
  Bindings bindings;
  static constexpr auto fields() {
    using T = CertificateBackground;
    return std::tuple{Field{1, "certificate", &T::certificate, "whose background"},
                      Field{2, "bindings", &T::bindings, "invoices and how much of each", bindings_limit}};
  }
};

inline constexpr Table<CertificateBackground, CertificateId> certificate_background_records{0x0104,
                                                                                           "certificate background"};

// Between whom the invoices must be, and what they must add up to.
struct Trade {
  const PartyId& seller;
  const PartyId& buyer;
  Currency currency;
  Amount total;
};

// BACKGROUND_MISSING when there are none; per invoice NOT_FOUND, WRONG_PARTIES, CURRENCY_MISMATCH,
// INVOICE_UNCONFIRMED; BACKGROUND_MISMATCH when one is named twice, has no amount, or the sum is not
// the total; BIND_EXCEEDED.
Result<void> may_bind(const View& view, const Bindings& bindings, const Trade& trade);
void bind(Draft& draft, CapacityUse use, const Bindings& bindings);
void unbind(Draft& draft, CapacityUse use, const Bindings& bindings);

}  // namespace allonge::receivable
