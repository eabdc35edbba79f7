// cert.pay (兑付): at or after the due date the issuer pays from its balance at the settlement bank, all
// that is unpaid or a part. Less than everything is shared over all owners by what each is owed, rounded
// down, left-over fen to the largest remainders, ties to the lower interval; of each holding
// the lowest units become paid. One transaction pays every owner in interval order; of a pledged
// range it pays the secured sum to the pledgee and what is left over to the owner.
#pragma once

#include "contracts/cash/account.h"
#include "contracts/operation.h"
#include "contracts/receivable/certificate.h"
#include "contracts/receivable/pledge.h"

namespace allonge::receivable {

struct Pay {
  static constexpr const char* type_name = "CertPay";
  static constexpr Card card{0x010b, "cert.pay", "Pay what is due on a certificate you issued."};
  CertificateId certificate;
  Amount amount;
  static constexpr auto fields() {
    return std::tuple{Field{1, "certificate", &Pay::certificate, "certificate to pay"},
                      Field{2, "amount", &Pay::amount, "how much; everything that is unpaid if left out"}};
  }
  struct Plan;
};
struct Pay::Plan {
  Certificate before;
  Certificate after;
  Payout payout;
  Distribution distribution;
  CashPlan cash;
};

Result<Pay::Plan> check(const Pay& op, const Context& context, const View& view);
void apply(const Pay::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Pay& op, const View& view);

}  // namespace allonge::receivable
