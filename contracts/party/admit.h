// party.admit: the operator lets a party in, with its first people and its signing policy.
#pragma once

#include "contracts/operation.h"
#include "contracts/party/party.h"

namespace allonge::party {

struct AdmitParty {
  static constexpr Card card{0x0401, "party.admit", "Let a party into the consortium, with its first keys.", "operator"};
  PartyApplication application;
  static constexpr auto fields() {
    return std::tuple{Field{1, "application", &AdmitParty::application, "who it is, its roles, people and policy"}};
  }
  struct Plan;
};
struct AdmitParty::Plan {
  AdmitParty op;
};

Result<AdmitParty::Plan> check(const AdmitParty& op, const Context& context, const View& view);
void apply(const AdmitParty::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const AdmitParty& op, const View& view);

}  // namespace allonge::party
