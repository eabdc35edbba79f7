#include "contracts/receivable/certificate.h"

namespace allonge::receivable {

std::string_view name_of(CertificateState state) {
  for (const EnumValue& value : values_of(state))
    if (value.number == std::uint64_t(state)) return value.name;
  return "";
}

Amount outstanding(const Certificate& certificate) {
  if (!is_live(certificate.state)) return {};
  const auto rest = subtract(certificate.face, certificate.paid);
  ensure(rest.has_value(), "no more than the face is ever paid");
  return *rest;
}

Result<CertificateState> may(CertificateAct act, const Certificate& certificate, const PartyId* signer) {
  const auto plays = [&](CertificateWho who) {
    switch (who) {
      case CertificateWho::issuer: return signer != nullptr && *signer == certificate.issuer;
      case CertificateWho::payee: return signer != nullptr && *signer == certificate.payee;
      case CertificateWho::block_time: return signer == nullptr;
    }
    return false;
  };
  return allonge::may(certificate_life::table, act, false, certificate.state, plays);
}

Profile terms_of(const Certificate& certificate, const View& view) {
  auto terms = profile_version(view, certificate.profile);
  ensure(terms.has_value(), "the profile version a certificate names is never removed");
  return *std::move(terms);
}

Time due_time(const Certificate& certificate) { return start_of(certificate.due, business_zone_minutes); }

Time overdue_time(const Certificate& certificate, const Profile& terms) {
  return start_of(add_days(certificate.due, terms.answer_period_days), business_zone_minutes);
}

Time default_time(const Certificate& certificate, const Profile& terms) {
  return start_of(add_days(certificate.due, terms.answer_period_days + terms.grace_days), business_zone_minutes);
}

Date last_transfer_day(const Certificate& certificate, const Profile& conduct) {
  const Date before_maturity{certificate.maturity.days - 1};
  const Date cut_off = subtract_business_days(conduct, certificate.maturity, conduct.cut_off_days);
  return cut_off < before_maturity ? cut_off : before_maturity;
}

}  // namespace allonge::receivable
