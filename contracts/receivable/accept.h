// cert.accept (签收): the first holder accepts; from now on the promise is irrevocable and its
// face is one free range.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/certificate.h"

namespace allonge::receivable {

struct Accept {
  static constexpr const char* type_name = "CertAccept";
  static constexpr Card card{0x0102, "cert.accept", "Accept a certificate that was issued to you."};
  CertificateId certificate;
  static constexpr auto fields() {
    return std::tuple{Field{1, "certificate", &Accept::certificate, "certificate to accept"}};
  }
  struct Plan;
};
struct Accept::Plan {
  Certificate before;
  Certificate after;
};

Result<Accept::Plan> check(const Accept& op, const Context& context, const View& view);
void apply(const Accept::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Accept& op, const View& view);

}  // namespace allonge::receivable
