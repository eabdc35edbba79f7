// cert.issue (开立): a core enterprise offers a first holder its promise to pay. The promise is
// an offer until it is accepted; its invoices and its limit are used from now on.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/background.h"
#include "contracts/receivable/certificate.h"

namespace allonge::receivable {

struct Issue {
  static constexpr const char* type_name = "CertIssue";
  static constexpr Card card{0x0101, "cert.issue", "Promise a supplier to pay an amount on a day.", "issuer"};
  PartyId payee;
  Amount face;
  Currency currency = Currency::cny;
  Date maturity;
  PartyId bank;
  Bindings invoices;
  bool not_transferable = false;
  bool indivisible = false;
  std::optional<Digest> term_reason_hash;
  bool near_match_reviewed = false;

  static constexpr auto fields() {
    using T = Issue;
    return std::tuple{
        Field{1, "payee", &T::payee, "first holder"},
        Field{2, "face", &T::face, "amount promised"},
        Field{3, "currency", &T::currency, "of the face"},
        Field{4, "maturity", &T::maturity, "day of payment"},
        Field{5, "bank", &T::bank, "settlement bank it will be paid through"},
        Field{6, "invoices", &T::invoices, "invoices it rests on; they add up to the face", bindings_limit},
        Field{7, "not_transferable", &T::not_transferable, "whether it may not be passed on"},
        Field{8, "indivisible", &T::indivisible, "whether it moves only whole"},
        Field{9, "term_reason_hash", &T::term_reason_hash, "document that explains a term over the soft limit"},
        Field{10, "near_match_reviewed", &T::near_match_reviewed,
              "your checker compared invoices with those they resemble"}};
  }
  struct Plan;
};
struct Issue::Plan {
  Certificate certificate;
  Bindings invoices;
};

Result<Issue::Plan> check(const Issue& op, const Context& context, const View& view);
void apply(const Issue::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Issue& op, const View& view);

}  // namespace allonge::receivable
