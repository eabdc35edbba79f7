#include "contracts/credential/gate.h"

#include "contracts/credential/gate_memory.h"
#include "contracts/credential/gate_rules.h"
#include "ledger/digest.h"

namespace allonge::credential {

namespace {

// The version in words of an answer: which rule, and why.
std::string in_words(const RuleAnswer& answer) {
  return answer.detail.empty() ? answer.code : answer.code + ": " + answer.detail;
}

}  // namespace

Digest gate_key(std::string_view operation) { return digest("allonge/gate/v1", bytes_of(operation)); }

std::optional<Gate> gate_at(const View& view, std::string_view operation, Time now) {
  const Digest key = gate_key(operation);
  const auto head = gate_head_records.find(view, key);
  for (std::uint32_t version = head ? head->latest : 0; version > 0; --version) {
    auto gate = gate_records.find(view, key, version);
    ensure(gate.has_value(), "a gate's versions have no gaps");
    if (gate->applicable_from <= now) return gate;
  }
  return std::nullopt;
}

void put_gate(Draft& draft, const Gate& gate) {
  const Digest key = gate_key(gate.operation);
  gate_records.put(draft, key, gate.version, gate);
  gate_head_records.put(draft, key, {gate.version});
}

Result<void> gate_allows(const View& view, const Context& context, std::string_view operation,
                         const GateParties& parties, std::optional<Amount> amount) {
  GateMemory fresh;
  GateMemory& memory = context.gates != nullptr ? *context.gates : fresh;
  const std::optional<Gate>& gate = memory.gate(view, operation, context.block.time);
  if (!gate) return done();
  const GateCase act{view, parties, context.block.time,
                     [&] { return context.totals != nullptr ? context.totals->of(operation) : amount; },
                     [&]() -> GateSigners {
                       if (context.signatures == nullptr) return std::nullopt;
                       std::vector<PublicKey> keys;
                       for (const KeySignature& signature : *context.signatures) keys.push_back(signature.key);
                       return keys;
                     }};
  for (std::size_t i = 0; i < gate->rules.size(); ++i) {
    const GateRule& rule = gate->rules[i];
    const auto party = decided_by(rule, parties);
    if (party && memory.is_open(operation, i, *party)) continue;
    if (const RuleAnswer found = answer(act, rule); found.refused) return Refusal{*found.refused, in_words(found)};
    if (party) memory.open(operation, i, *party);
  }
  return done();
}

std::optional<Reason> GateExplanation::verdict() const {
  for (const RuleAnswer& rule : rules)
    if (rule.refused) return rule.refused;
  return std::nullopt;
}

GateExplanation explain(const View& view, std::string_view operation, const GateParties& parties, Time at,
                        std::optional<Amount> amount, const GateSigners& signers) {
  GateExplanation out;
  const auto gate = gate_at(view, operation, at);
  if (!gate) return out;
  out.version = gate->version;
  const GateCase act{view, parties, at, [&] { return amount; }, [&] { return signers; }};
  for (const GateRule& rule : gate->rules) out.rules.push_back(answer(act, rule));
  return out;
}

}  // namespace allonge::credential
