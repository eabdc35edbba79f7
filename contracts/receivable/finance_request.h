// finance.request (融资申请): an owner asks for quotes on all or part of what it holds. The ranges
// are QUOTED from now on. Open to every financier or to those invited, of whom there are at least two,
// or the owner waives the choice (R-53: no forced partner).
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

struct FinanceRequest {
  static constexpr Card card{0x0111, "finance.request", "Ask financiers for quotes on what you hold.", "holder|financier"};
  CertificateId certificate;
  FinanceKind kind = FinanceKind::purchase;
  Amount amount;
  std::vector<RangeRef> ranges;
  Amount asked;
  Amount min_net;
  Deadlines deadlines;
  std::vector<PartyId> invited;
  bool waive_choice = false;
  std::string payee_account;

  static constexpr auto fields() {
    using T = FinanceRequest;
    return std::tuple{
        Field{1, "certificate", &T::certificate, "certificate of which you hold a part"},
        Field{2, "kind", &T::kind, "purchase without recourse, or a loan against a pledge"},
        Field{3, "amount", &T::amount, "how much; taken from your lowest fen upwards"},
        Field{4, "ranges", &T::ranges, "or exactly which fen, ascending", ranges_per_request},
        Field{5, "asked", &T::asked, "of a loan: how much you ask for"},
        Field{6, "min_net", &T::min_net, "least that must be left for you; nothing if left out"},
        Field{7, "deadlines", &T::deadlines, "last moments of its steps"},
        Field{8, "invited", &T::invited, "who may quote, ascending; every financier if left out", invited_limit},
        Field{9, "waive_choice", &T::waive_choice, "whether you do without a choice between two"},
        Field{10, "payee_account", &T::payee_account, "your account, should you be paid outside the ledger", 64}};
  }
  struct Plan;
};
struct FinanceRequest::Plan {
  Financing financing;
  Choice choice;
  Certificate certificate;
};

Result<FinanceRequest::Plan> check(const FinanceRequest& op, const Context& context, const View& view);
void apply(const FinanceRequest::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceRequest& op, const View& view);

}  // namespace allonge::receivable
