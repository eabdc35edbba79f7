// cert.withdraw (撤回): the issuer takes its offer back before it is accepted.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/certificate.h"

namespace allonge::receivable {

struct Withdraw {
  static constexpr const char* type_name = "CertWithdraw";
  static constexpr Card card{0x0108, "cert.withdraw", "Withdraw a certificate that is not accepted yet."};
  CertificateId certificate;
  static constexpr auto fields() {
    return std::tuple{Field{1, "certificate", &Withdraw::certificate, "certificate"}};
  }
  struct Plan;
};
struct Withdraw::Plan {
  Certificate before;
  Certificate after;
};

Result<Withdraw::Plan> check(const Withdraw& op, const Context& context, const View& view);
void apply(const Withdraw::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Withdraw& op, const View& view);

}  // namespace allonge::receivable
