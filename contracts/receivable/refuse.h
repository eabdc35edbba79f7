// cert.refuse (拒绝签收): the first holder says no, and why. Invoices and limit are free again.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/certificate.h"

namespace allonge::receivable {

struct Refuse {
  static constexpr const char* type_name = "CertRefuse";
  static constexpr Card card{0x0103, "cert.refuse", "Refuse a certificate that was issued to you."};
  CertificateId certificate;
  std::string reason;
  static constexpr auto fields() {
    return std::tuple{Field{1, "certificate", &Refuse::certificate, "certificate"},
                      Field{2, "reason", &Refuse::reason, "why; needed", 200}};
  }
  struct Plan;
};
struct Refuse::Plan {
  Certificate before;
  Certificate after;
};

Result<Refuse::Plan> check(const Refuse& op, const Context& context, const View& view);
void apply(const Refuse::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Refuse& op, const View& view);

}  // namespace allonge::receivable
