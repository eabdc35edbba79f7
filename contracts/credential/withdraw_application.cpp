#include "contracts/credential/withdraw_application.h"

namespace allonge::credential {

Result<WithdrawApplication::Plan> check(const WithdrawApplication& op, const Context& context, const View& view) {
  TRY(const Application before, application_records.get(view, op.application));
  Application after = before;
  TRY(after.state, may(ApplicationAct::withdraw, before, context.party));
  return WithdrawApplication::Plan{before, std::move(after)};
}

void apply(const WithdrawApplication::Plan& plan, const Context& context, Draft& draft, Events& events) {
  application_records.put(draft, plan.after.id, plan.after);
  events.push_back(told("vc.application_withdrawn",
                        plan.before.state == ApplicationState::none ? std::string_view() : word_of(plan.before.state),
                        plan.after, context));
}

std::optional<Amount> banded_amount(const WithdrawApplication&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
