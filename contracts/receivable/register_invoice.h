// invoice.register (发票登记): one side of an invoice puts it on the ledger; it counts when the other side
// confirms. The same invoice twice is refused, whatever the spelling of its digits; only
// what its seller stands behind keeps others out.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/invoice.h"

namespace allonge::receivable {

struct RegisterInvoice {
  static constexpr Card card{0x0201, "invoice.register", "Put an invoice on the ledger; the other side confirms it."};
  PartyId seller;
  PartyId buyer;
  InvoiceType type = InvoiceType::electronic;
  std::string code;
  std::string number;
  Date issue_date;
  Currency currency = Currency::cny;
  Amount gross;
  Amount tax;
  std::optional<Digest> check_code_hash;
  bool near_match_reviewed = false;

  static constexpr auto fields() {
    using T = RegisterInvoice;
    return std::tuple{
        Field{1, "seller", &T::seller, "who sold"},
        Field{2, "buyer", &T::buyer, "who owes"},
        Field{3, "type", &T::type, "kind of invoice"},
        Field{4, "code", &T::code, "invoice code", 3 * invoice_text_limit},
        Field{5, "number", &T::number, "invoice number", 3 * invoice_text_limit},
        Field{6, "issue_date", &T::issue_date, "date on the invoice"},
        Field{7, "currency", &T::currency, "of the amounts"},
        Field{8, "gross", &T::gross, "amount with tax"},
        Field{9, "tax", &T::tax, "tax in it"},
        Field{10, "check_code_hash", &T::check_code_hash, "SHA-256 of the check code"},
        Field{11, "near_match_reviewed", &T::near_match_reviewed, "you compared it with the one it resembles"}};
  }
  struct Plan;
};
struct RegisterInvoice::Plan {
  Invoice invoice;
  Fingerprints prints;
};

Result<RegisterInvoice::Plan> check(const RegisterInvoice& op, const Context& context, const View& view);
void apply(const RegisterInvoice::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const RegisterInvoice& op, const View& view);

}  // namespace allonge::receivable
