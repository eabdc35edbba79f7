#include "contracts/receivable/exposure.h"

#include "contracts/party/party.h"
#include "contracts/receivable/background.h"

namespace allonge::receivable {

namespace {

Amount pending_part(const Certificate& certificate) {
  return certificate.state == CertificateState::pending ? certificate.face : Amount{};
}

Amount moved(Amount sum, Amount less, Amount more) {
  const auto rest = subtract(sum, less);
  ensure(rest.has_value(), "an issuer's sums hold every certificate of it");
  const auto out = add(*rest, more);
  ensure(out.has_value(), "an issuer's sums stay under its limit");
  return *out;
}

}  // namespace

Exposure exposure_of(const View& view, const PartyId& issuer, Currency currency) {
  auto found = exposure_records.find(view, issuer, currency);
  if (found) return *std::move(found);
  return {issuer, currency, {}, {}};
}

Amount limit_use(const Exposure& exposure) { return moved(exposure.pending, {}, exposure.outstanding); }

bool is_suspended(const View& view, const PartyId& issuer) {
  const auto found = suspension_records.find(view, issuer);
  return found && found->defaulted > 0;
}

Result<void> room_for(const View& view, const PartyId& issuer, Currency currency, Amount face) {
  const Amount limit = limit_of(view, issuer, currency);
  const Amount used = limit_use(exposure_of(view, issuer, currency));
  const auto total = add(used, face);
  if (!total || *total > limit)
    return Refusal{Reason::limit_exceeded, "limit " + limit.text() + ", used " + used.text() + ", asked " + face.text()};
  return done();
}

void keep(Draft& draft, const Certificate& before, const Certificate& after) {
  certificate_records.put(draft, after.id, after);
  const Amount pending_before = pending_part(before), pending_after = pending_part(after);
  const Amount owed_before = outstanding(before), owed_after = outstanding(after);
  if (pending_before != pending_after || owed_before != owed_after) {
    Exposure exposure = exposure_of(draft, after.issuer, after.currency);
    exposure.pending = moved(exposure.pending, pending_before, pending_after);
    exposure.outstanding = moved(exposure.outstanding, owed_before, owed_after);
    exposure_records.put(draft, after.issuer, after.currency, exposure);
  }
  if (is_bound(before.state) && !is_bound(after.state)) {
    const auto background = certificate_background_records.find(draft, after.id);
    ensure(background.has_value(), "a certificate's bindings are kept as long as it");
    unbind(draft, CapacityUse::certificates, background->bindings);
  }
}

bool enter_default(Draft& draft, const PartyId& issuer, Time now) {
  auto record = suspension_records.find(draft, issuer).value_or(Suspension{issuer, 0, 0, {}});
  ++record.defaulted;
  ++record.defaults_ever;
  record.last_default = now;
  suspension_records.put(draft, issuer, record);
  return record.defaulted == 1;
}

bool leave_default(Draft& draft, const PartyId& issuer) {
  auto record = suspension_records.find(draft, issuer);
  ensure(record && record->defaulted > 0, "a certificate in default is counted with its issuer");
  --record->defaulted;
  suspension_records.put(draft, issuer, *record);
  return record->defaulted == 0;
}

}  // namespace allonge::receivable
