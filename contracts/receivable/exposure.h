// What an issuer has promised in one currency, and whether it is suspended. Pending
// certificates use the limit as well as live ones; what is paid gives it back. The sums follow from
// the certificates and are kept so that issuing reads one record.
#pragma once

#include "contracts/receivable/certificate.h"

namespace allonge::receivable {

struct Exposure {
  PartyId issuer;
  Currency currency = Currency::cny;
  Amount pending;      // faces offered to first holders
  Amount outstanding;  // unpaid face of live certificates

  static constexpr auto fields() {
    using T = Exposure;
    return std::tuple{Field{1, "issuer", &T::issuer, "who promised"},
                      Field{2, "currency", &T::currency, "of the sums"},
                      Field{3, "pending", &T::pending, "issued, not yet accepted"},
                      Field{4, "outstanding", &T::outstanding, "accepted, not yet paid"}};
  }
};

// Exists from an issuer's first default on; the count of the past stays when it is reinstated.
struct Suspension {
  PartyId issuer;
  std::uint32_t defaulted = 0;      // certificates in default now; suspended while not 0
  std::uint32_t defaults_ever = 0;
  Time last_default;

  static constexpr auto fields() {
    using T = Suspension;
    return std::tuple{Field{1, "issuer", &T::issuer, "whose record"},
                      Field{2, "defaulted", &T::defaulted, "certificates in default now"},
                      Field{3, "defaults_ever", &T::defaults_ever, "certificates that ever fell into default"},
                      Field{4, "last_default", &T::last_default, "when the last one did"}};
  }
};

inline constexpr Table<Exposure, PartyId, Currency> exposure_records{0x0105, "exposure"};
inline constexpr Table<Suspension, PartyId> suspension_records{0x0106, "suspension"};

Exposure exposure_of(const View& view, const PartyId& issuer, Currency currency);
// Pending and outstanding together.
Amount limit_use(const Exposure& exposure);
bool is_suspended(const View& view, const PartyId& issuer);

// LIMIT_EXCEEDED unless `face` more fits under the issuer's limit.
Result<void> room_for(const View& view, const PartyId& issuer, Currency currency, Amount face);

// Writes a certificate that was `before` (state none: it is new) and keeps everything that follows
// from it in step: the issuer's exposure, and the invoices' capacity when it is refused, withdrawn or
// expires (R-12: never when it is paid).
void keep(Draft& draft, const Certificate& before, const Certificate& after);

// One certificate more in default, or one less. True if that suspended or reinstated the issuer.
bool enter_default(Draft& draft, const PartyId& issuer, Time now);
bool leave_default(Draft& draft, const PartyId& issuer);

}  // namespace allonge::receivable
