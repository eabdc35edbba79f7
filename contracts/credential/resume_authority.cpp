#include "contracts/credential/resume_authority.h"

namespace allonge::credential {

Result<ResumeAuthority::Plan> check(const ResumeAuthority& op, const Context& context, const View& view) {
  TRY(AuthorityChange change, change_of(AuthorityAct::resume, op.authority, context, view));
  // Its parent may have been given less meanwhile.
  if (const std::optional<Identity>& parent = change.after.terms.parent) {
    TRY(const Authority above, current_authority(view, *parent));
    CHECK(within(change.after.terms, &above.terms));
  }
  return ResumeAuthority::Plan{std::move(change)};
}

void apply(const ResumeAuthority::Plan& plan, const Context& context, Draft& draft, Events& events) {
  put(draft, plan.change);
  events.push_back(told(plan.change, "trust.resumed", context));
}

std::optional<Amount> banded_amount(const ResumeAuthority&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
