#include "contracts/credential/grant_authority.h"

#include "contracts/party/party.h"

namespace allonge::credential {

Result<GrantAuthority::Plan> check(const GrantAuthority& op, const Context& context, const View& view) {
  CHECK(acceptable(op.terms));
  Authority before;
  if (auto known = current_authority(view, op.terms.identity)) before = *std::move(known);
  // An authority stays its first parent's: nobody takes over a child of somebody else.
  if (before.version > 0 && before.terms.parent != op.terms.parent) return Reason::not_your_part;
  // No right waits for whoever takes a name.
  if (before.version == 0 && op.terms.identity.party) CHECK(active_party(view, *op.terms.identity.party));
  TRY(AuthorityChange change, change_of(AuthorityAct::grant, before, op.terms.parent, context, view));
  if (op.terms.parent) {
    TRY(const Authority parent, current_authority(view, *op.terms.parent));
    CHECK(within(op.terms, &parent.terms));
  } else {
    CHECK(within(op.terms, nullptr));
  }
  change.after.terms = op.terms;
  return GrantAuthority::Plan{std::move(change)};
}

void apply(const GrantAuthority::Plan& plan, const Context& context, Draft& draft, Events& events) {
  put(draft, plan.change);
  events.push_back(told(plan.change, "trust.granted", context));
}

std::optional<Amount> banded_amount(const GrantAuthority&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
