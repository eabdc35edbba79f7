// An invoice (发票) or a bill of the same shape, named by both of its sides before anything may rest on
// it. Numbers and codes are kept in one canonical spelling: ASCII letters and digits, full-width
// ones turned into them, leading zeros kept. Three ways of being the same:
//   identity  seller, type, code, number     once on the ledger, for ever
//   strong    identity with buyer, date, currency and gross: the very same invoice
//   weak      seller, buyer, gross and date; or a number of the seller's that differs only in zeros,
//             spaces, dashes and case, whatever type and code it is given: a person must look at both
//
// An invoice is compared when it is registered. It takes its place among those that others are compared
// with once its seller stands behind it, by registering or by confirming it, and is compared again then:
// a buyer alone would occupy the numbers of any seller.
#pragma once

#include "contracts/cash/currency.h"
#include "contracts/party/tax_id.h"
#include "ledger/digest.h"
#include "ledger/table.h"

namespace allonge::receivable {

enum class InvoiceType : std::uint8_t { vat_special = 1, vat_ordinary = 2, electronic = 3, bill = 4 };
constexpr std::array<EnumValue, 4> values_of(InvoiceType) {
  return {{{1, "vat_special"}, {2, "vat_ordinary"}, {3, "electronic"}, {4, "bill"}}};
}

inline constexpr std::uint32_t invoice_text_limit = 64;

struct Invoice {
  InvoiceId id;
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
  PartyId registered_by;
  bool confirmed = false;               // by the other side
  std::optional<InvoiceId> near_match;  // a registered one it resembles; both sides looked at it

  static constexpr auto fields() {
    using T = Invoice;
    return std::tuple{Field{1, "id", &T::id, "invoice"},
                      Field{2, "seller", &T::seller, "who sold"},
                      Field{3, "buyer", &T::buyer, "who owes"},
                      Field{4, "type", &T::type, "kind of invoice"},
                      Field{5, "code", &T::code, "invoice code, canonical spelling", invoice_text_limit},
                      Field{6, "number", &T::number, "invoice number, canonical spelling", invoice_text_limit},
                      Field{7, "issue_date", &T::issue_date, "date on the invoice"},
                      Field{8, "currency", &T::currency, "of the amounts"},
                      Field{9, "gross", &T::gross, "amount with tax"},
                      Field{10, "tax", &T::tax, "tax in it"},
                      Field{11, "check_code_hash", &T::check_code_hash, "SHA-256 of the check code"},
                      Field{12, "registered_by", &T::registered_by, "the side that registered it"},
                      Field{13, "confirmed", &T::confirmed, "whether the other side confirmed it"},
                      Field{14, "near_match", &T::near_match, "a registered invoice it resembles"}};
  }
};

// Where a fingerprint leads.
struct Fingerprint {
  InvoiceId invoice;
  static constexpr auto fields() {
    return std::tuple{Field{1, "invoice", &Fingerprint::invoice, "the first invoice with this fingerprint"}};
  }
};

inline constexpr Table<Invoice, InvoiceId> invoice_records{0x0201, "invoice"};
inline constexpr Table<Fingerprint, Digest> identity_records{0x0203, "invoice identity"};
inline constexpr Table<Fingerprint, Digest> weak_records{0x0204, "invoice weak fingerprint"};
inline constexpr Table<Fingerprint, Digest> loose_records{0x0205, "invoice loose number"};

// Full-width letters, digits, spaces and dashes become ASCII; only A-Z a-z 0-9 space - / stay.
// BAD_TEXT for anything else, for nothing, and for spaces at an end.
Result<std::string> canonical_number(std::string_view text);

// The codes of the two sides, from their records.
struct Sides {
  TaxId seller;
  TaxId buyer;
};
Digest identity_of(const Invoice& invoice, const Sides& sides);
Digest strong_of(const Invoice& invoice, const Sides& sides);
Digest weak_of(const Invoice& invoice, const Sides& sides);
// Seller and number, stripped of spaces, dashes, slashes and leading zeros, in upper case. Without type
// and code, which are as easily written otherwise.
Digest loose_of(const Invoice& invoice, const Sides& sides);


// Under what an invoice is found.
struct Fingerprints {
  Digest identity;
  Digest weak;
  Digest loose;
};
// Compares it with those that took their place. DUP_INVOICE or CONFLICTING_INVOICE when the identity is
// taken; one that it resembles is noted in it.
Result<Fingerprints> compare(const View& view, Invoice& invoice);
// Its place, of which it never gives anything back. The first keeps a weak or loose fingerprint.
void take_place(Draft& draft, const Fingerprints& prints, const InvoiceId& id);

}  // namespace allonge::receivable
