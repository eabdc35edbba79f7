#include "contracts/credential/set_gate.h"

#include "contracts/profile.h"

namespace allonge::credential {

Result<SetGate::Plan> check(const SetGate& op, const Context& context, const View& view) {
  CHECK(acceptable(op.gate));
  const Digest key = gate_key(op.gate.operation);
  const auto head = gate_head_records.find(view, key);
  const std::uint32_t latest = head ? head->latest : 0;
  if (op.gate.version != latest + 1)
    return Refusal{Reason::profile_order, "the next version is " + std::to_string(latest + 1)};
  if (latest > 0) {
    TRY(const Gate before, gate_records.get(view, key, latest));
    if (op.gate.applicable_from <= before.applicable_from)
      return Refusal{Reason::profile_order, "the version before counts from " + before.applicable_from.text()};
  }
  if (op.gate.applicable_from < context.block.time) return Refusal{Reason::profile_order, "it would start in the past"};
  // Versions ascend in time, so one of the far future could never be corrected.
  if (op.gate.applicable_from.ms > context.block.time.ms + furthest_days * ms_per_day)
    return Refusal{Reason::out_of_range, "it would start more than " + std::to_string(furthest_days) + " days ahead"};
  if (latest >= gates_ahead) {  // versions ascend in time: when this one waits, all behind it do
    TRY(const Gate first_waiting, gate_records.get(view, key, latest + 1 - gates_ahead));
    if (first_waiting.applicable_from > context.block.time)
      return Refusal{Reason::out_of_range, std::to_string(gates_ahead) + " versions wait for their time already"};
  }
  return SetGate::Plan{op};
}

void apply(const SetGate::Plan& plan, const Context& context, Draft& draft, Events& events) {
  const Gate& gate = plan.op.gate;
  put_gate(draft, gate);
  events.push_back({.type = "gate.set",
                    .subject = gate.operation + "/" + std::to_string(gate.version),
                    .other = gate.applicable_from.text(),
                    .parties = {context.party},
                    .ranges = {},
                    .amount = {},
                    .before = {},
                    .after = {},
                    .document = {}});
}

std::optional<Amount> banded_amount(const SetGate&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
