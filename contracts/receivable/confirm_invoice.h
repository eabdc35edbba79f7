// invoice.confirm (发票确认): the other side says the invoice is real; from now on certificates and
// transfers may rest on it. A seller who confirms stands behind it: it is compared once more and
// takes its place (invoice.h). If it resembles another one, it must have looked at both; so must the
// issuer's checker once more when a certificate is to rest on it (issue.cpp).
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/invoice.h"

namespace allonge::receivable {

struct ConfirmInvoice {
  static constexpr Card card{0x0202, "invoice.confirm", "Confirm an invoice that the other side registered."};
  InvoiceId invoice;
  bool near_match_reviewed = false;
  static constexpr auto fields() {
    using T = ConfirmInvoice;
    return std::tuple{
        Field{1, "invoice", &T::invoice, "invoice to confirm"},
        Field{2, "near_match_reviewed", &T::near_match_reviewed, "you compared it with the one it resembles"}};
  }
  struct Plan;
};
struct ConfirmInvoice::Plan {
  Invoice invoice;
  std::optional<Fingerprints> prints;  // of one that takes its place now
};

Result<ConfirmInvoice::Plan> check(const ConfirmInvoice& op, const Context& context, const View& view);
void apply(const ConfirmInvoice::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const ConfirmInvoice& op, const View& view);

}  // namespace allonge::receivable
