#include "contracts/party/set_limit.h"

namespace allonge::party {

Result<SetLimit::Plan> check(const SetLimit& op, const Context&, const View& view) {
  CHECK(party_with(view, op.issuer, Role::issuer));
  return SetLimit::Plan{op};
}

void apply(const SetLimit::Plan& plan, const Context& context, Draft& draft, Events& events) {
  const SetLimit& op = plan.op;
  issuer_limit_records.put(draft, op.issuer, op.currency, {op.issuer, op.currency, op.limit});
  events.push_back({.type = "party.limit_set",
                    .subject = std::string(op.issuer.text()),
                    .other = std::string(name_of(op.currency)),
                    .parties = {context.party, op.issuer},
                    .ranges = {},
                    .amount = op.limit,
                    .before = {},
                    .after = {},
                    .document = {}});
}

std::optional<Amount> banded_amount(const SetLimit& op, const View&) { return op.limit; }

}  // namespace allonge::party
