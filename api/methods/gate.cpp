#include "api/methods/gate.h"

#include <algorithm>

#include "contracts/operations.h"

namespace allonge::api {

using credential::Gate;

namespace {

Result<void> known(const std::string& operation) {
  for (const Card& card : operation_cards())
    if (operation == card.name) return done();
  if (credential::may_have_gate(operation)) return done();
  return Refusal{Reason::not_found, "no such operation"};
}

// The keys of these people of the actor. NOT_FOUND naming who has none.
Result<credential::GateSigners> keys_of_people(const GateExplain::Params& params, const View& state) {
  if (params.people.empty()) return credential::GateSigners();
  std::vector<PublicKey> out;
  const std::vector<KeyRecord> keys = keys_of(state, params.actor);
  for (const std::string& person : params.people) {
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const KeyRecord& key) { return key.person == person; });
    if (found == keys.end()) return Refusal{Reason::not_found, "one of these people has no key in force"};
    out.push_back(found->key);
  }
  return credential::GateSigners(std::move(out));
}

RuleReply rule_reply(const credential::RuleAnswer& answer, const std::optional<Gate>& gate) {
  RuleReply out;
  out.code = answer.code;
  out.satisfied = !answer.refused;
  out.credential = answer.credential;
  if (answer.refused) out.refusal = explain(Refusal{*answer.refused, answer.detail});
  if (!gate) return out;
  for (const credential::GateRule& rule : gate->rules) {
    if (rule.code != answer.code) continue;
    out.subject = rule.subject;
    for (const credential::GateOption& option : rule.any_of) out.asks.push_back(option.type);
  }
  return out;
}

}  // namespace

Result<GateReply> answer(const GateGet::Params& params, Call& call) {
  CHECK(known(params.operation));
  const View& state = call.state();
  GateReply out;
  out.height = call.snapshot()->header().height;
  out.gate = credential::gate_at(state, params.operation, call.backend.now());
  out.open = !out.gate || out.gate->rules.empty();
  const Digest key = credential::gate_key(params.operation);
  const auto head = credential::gate_head_records.find(state, key);
  if (head && (!out.gate || head->latest > out.gate->version)) out.newest = credential::gate_records.find(state, key, head->latest);
  return out;
}

Result<GateExplainReply> answer(const GateExplain::Params& params, Call& call) {
  CHECK(known(params.action));
  const View& state = call.state();
  if (!party_records.has(state, params.actor)) return Refusal{Reason::not_found, "no such party"};
  TRY(const credential::GateSigners signers, keys_of_people(params, state));
  const Time at = params.moment.value_or(call.backend.now());
  const credential::GateParties parties{params.actor, params.counterparty, params.issuer, params.asset};
  const auto gate = credential::gate_at(state, params.action, at);
  const credential::GateExplanation found = explain(state, params.action, parties, at, params.amount, signers);
  GateExplainReply out;
  out.height = call.snapshot()->header().height;
  out.version = found.version;
  out.open = found.rules.empty();
  for (const credential::RuleAnswer& one : found.rules) {
    out.rules.push_back(rule_reply(one, gate));
    if (one.refused && out.admitted) {
      out.admitted = false;
      out.refusal = out.rules.back().refusal;
    }
  }
  return out;
}

}  // namespace allonge::api
