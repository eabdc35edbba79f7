// party.set_limit: the operator sets how much an issuer may have outstanding. A limit below
// what is outstanding is possible: it stops new issues and takes nothing back.
#pragma once

#include "contracts/operation.h"
#include "contracts/party/party.h"

namespace allonge::party {

struct SetLimit {
  static constexpr Card card{0x0406, "party.set_limit", "Set how much an issuer may have outstanding.", "operator"};
  PartyId issuer;
  Currency currency = Currency::cny;
  Amount limit;
  static constexpr auto fields() {
    return std::tuple{Field{1, "issuer", &SetLimit::issuer, "whose limit"},
                      Field{2, "currency", &SetLimit::currency, "of the limit"},
                      Field{3, "limit", &SetLimit::limit, "most that may be outstanding; 0 stops new issues"}};
  }
  struct Plan;
};
struct SetLimit::Plan {
  SetLimit op;
};

Result<SetLimit::Plan> check(const SetLimit& op, const Context& context, const View& view);
void apply(const SetLimit::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const SetLimit& op, const View& view);

}  // namespace allonge::party
