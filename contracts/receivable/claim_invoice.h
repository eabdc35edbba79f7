// invoice.claim: a registrar records that part of an invoice is pledged or sold outside this ledger. It
// uses the same capacity, so what is pledged elsewhere cannot be issued here. Each entry of a
// registry is recorded once.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/invoice.h"

namespace allonge::receivable {

struct ClaimInvoice {
  static constexpr Card card{0x0203, "invoice.claim", "Record a claim on an invoice in a registry outside this ledger.",
                             "registrar"};
  InvoiceId invoice;
  Amount amount;
  std::string registry;
  std::string registration_no;
  static constexpr auto fields() {
    using T = ClaimInvoice;
    return std::tuple{
        Field{1, "invoice", &T::invoice, "invoice that is claimed"},
        Field{2, "amount", &T::amount, "how much of it"},
        Field{3, "registry", &T::registry, "name of the registry outside", 40},
        Field{4, "registration_no", &T::registration_no, "number of the entry there", 64}};
  }
  struct Plan;
};

struct ExternalClaim {
  InvoiceId invoice;
  Amount amount;
  std::string registry;
  std::string registration_no;
  PartyId registrar;
  Time recorded;  // claims stand in the order of their recording

  static constexpr auto fields() {
    using T = ExternalClaim;
    return std::tuple{Field{1, "invoice", &T::invoice, "invoice that is claimed"},
                      Field{2, "amount", &T::amount, "how much of it"},
                      Field{3, "registry", &T::registry, "registry outside", 40},
                      Field{4, "registration_no", &T::registration_no, "number of the entry there", 64},
                      Field{5, "registrar", &T::registrar, "who attested it"},
                      Field{6, "recorded", &T::recorded, "when"}};
  }
};
// By a digest of the entry's registry and number.
inline constexpr Table<ExternalClaim, Digest> external_claim_records{0x0206, "external claim"};

struct ClaimInvoice::Plan {
  Digest entry;
  ExternalClaim claim;
};

Result<ClaimInvoice::Plan> check(const ClaimInvoice& op, const Context& context, const View& view);
void apply(const ClaimInvoice::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const ClaimInvoice& op, const View& view);

}  // namespace allonge::receivable
