#include "contracts/credential/prove_control.h"

#include "contracts/party/party.h"
#include "ledger/keys.h"

namespace allonge::credential {

namespace {

bool is_key_of(const View& view, const Identity& subject, const PublicKey& key) {
  if (subject.key) return *subject.key == key;
  const auto record = key_records.find(view, key);
  return record && record->party == *subject.party && record->in_force();
}

}  // namespace

Result<ProveControl::Plan> check(const ProveControl& op, const Context& context, const View& view) {
  TRY(const Application before, application_records.get(view, op.application));
  Application after = before;
  TRY(after.state, may(ApplicationAct::prove, before, context.party));
  if (!is_key_of(view, before.subject, op.key)) return Refusal{Reason::holder_mismatch, "not a key of the subject"};
  if (!verify(op.key, challenge_of(before), op.signature)) return Reason::proof_signature;
  after.proven = op.key;
  return ProveControl::Plan{before, std::move(after)};
}

void apply(const ProveControl::Plan& plan, const Context& context, Draft& draft, Events& events) {
  application_records.put(draft, plan.after.id, plan.after);
  events.push_back(told("vc.proven",
                        plan.before.state == ApplicationState::none ? std::string_view() : word_of(plan.before.state),
                        plan.after, context));
}

std::optional<Amount> banded_amount(const ProveControl&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
