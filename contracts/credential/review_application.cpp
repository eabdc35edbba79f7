#include "contracts/credential/review_application.h"

#include <algorithm>

#include "contracts/party/party.h"

namespace allonge::credential {

namespace {

constexpr ApplicationAct act_of(ReviewDecision decision) {
  switch (decision) {
    case ReviewDecision::take: return ApplicationAct::take;
    case ReviewDecision::give_back: return ApplicationAct::give_back;
    case ReviewDecision::approve: return ApplicationAct::approve;
    case ReviewDecision::reject: break;
  }
  return ApplicationAct::reject;
}

std::vector<std::string> people_who_signed(const Context& context, const View& view) {
  std::vector<std::string> out;
  if (context.signatures == nullptr) return out;
  for (const KeySignature& signature : *context.signatures)
    if (const auto key = key_records.find(view, signature.key)) out.push_back(key->person);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Result<ReviewApplication::Plan> check(const ReviewApplication& op, const Context& context, const View& view) {
  TRY(const Application before, application_records.get(view, op.application));
  Application after = before;
  TRY(after.state, may(act_of(op.decision), before, context.party));
  const bool against = op.decision == ReviewDecision::give_back || op.decision == ReviewDecision::reject;
  if (against && !op.reason) return Reason::reason_needed;
  if (op.decision == ReviewDecision::approve && !before.proven)
    return Refusal{Reason::proof_challenge, "the subject has not yet shown control of its key"};
  if (before.decisions.size() >= application_decisions)
    return Refusal{Reason::out_of_range, "an application is decided at most 32 times"};
  after.decisions.push_back({after.state, op.reason, context.block.time, people_who_signed(context, view)});
  return ReviewApplication::Plan{before, std::move(after)};
}

void apply(const ReviewApplication::Plan& plan, const Context& context, Draft& draft, Events& events) {
  application_records.put(draft, plan.after.id, plan.after);
  events.push_back(told("vc.reviewed",
                        plan.before.state == ApplicationState::none ? std::string_view() : word_of(plan.before.state),
                        plan.after, context));
}

std::optional<Amount> banded_amount(const ReviewApplication&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
