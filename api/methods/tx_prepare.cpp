#include "api/methods/tx_prepare.h"

#include "api/records.h"
#include "contracts/admission.h"
#include "contracts/execute.h"

namespace allonge::api {

namespace {

constexpr std::uint64_t usual_validity_ms = 10 * 60'000;
// Signatures come on top of the body; with all of them the transaction must still fit.
constexpr std::size_t room_for_signatures = limits::signatures * 104 + 16;

BlockContext next_block(Call& call) {
  const Header& head = call.snapshot()->header();
  BlockContext out;
  out.chain = call.backend.chain();
  out.height = head.height + 1;
  out.time = std::max(call.backend.now(), head.time);
  out.test_network = call.backend.genesis().kind == NetworkKind::test;
  return out;
}

Result<TransactionBody> body_of(std::span<const Operation> ops, const PartyId& party, Call& call) {
  if (ops.empty() || ops.size() > limits::operations) return Reason::no_operations;
  TransactionBody body;
  body.chain = call.backend.chain();
  body.party = party;
  for (const Operation& op : ops) body.operations.push_back(write_operation(op));
  return body;
}

std::string in_words(const Refusal& refusal) {
  std::string out = "ALG-" + std::to_string(number_of(refusal.reason)) + " " + std::string(name_of(refusal.reason)) + ": " +
                    std::string(row_of(refusal.reason).en);
  if (!refusal.detail.empty()) out += " (" + refusal.detail + ")";
  return out.substr(0, 500);
}

}  // namespace

Result<TxPrepareReply> answer(const TxPrepare::Params& params, Call& call) {
  TRY(TransactionBody body, body_of(params.ops, params.party, call));
  const Time now = call.backend.now();
  body.idem = params.idem ? *params.idem : call.backend.fresh_idem();
  body.valid_until = params.valid_until.value_or(Time{now.ms + usual_validity_ms});
  TxPrepareReply out;
  out.tx = encode(body);
  if (out.tx.size() + room_for_signatures > limits::transaction_bytes)
    return Refusal{Reason::too_large, "the transaction would be larger than 256 KiB"};
  out.digest = transaction_id(out.tx);
  out.valid_until = body.valid_until;
  out.idem = body.idem;
  TRY(const TransactionBody as_signed, decode<TransactionBody>(out.tx));
  TRY(out.summary, summary_of(as_signed));

  const auto warn = [&](const Refusal& refusal) { out.warnings.push_back(in_words(refusal)); };
  if (body.valid_until < now) warn({Reason::tx_expired, "valid_until has passed"});
  if (body.valid_until.ms > now.ms + limits::longest_validity_ms) warn({Reason::valid_until_too_far, {}});
  const auto party = active_party(call.state(), params.party);
  if (!party) {
    warn(party.error());
    return out;
  }
  const PeopleNeeded people = people_needed(call.state(), party->policy, params.ops);
  out.makers = people.makers;
  out.checkers = people.checkers;
  out.approvals_required = people.makers + people.checkers;
  const Simulation would = simulate(call.state(), next_block(call), as_signed, out.digest);
  if (!would.receipt.ok) {
    const auto reason = find_reason(std::to_string(would.receipt.reason));
    const std::string which = params.ops.size() > 1 ? "operation " + std::to_string(would.receipt.operation + 1) + "; " : "";
    if (reason) warn({*reason, which + would.detail});
  }
  return out;
}

Result<TxSimulateReply> answer(const TxSimulate::Params& params, Call& call) {
  TransactionBody body;
  Bytes bytes;
  if (params.tx) {
    if (!params.ops.empty()) return Refusal{Reason::missing_field, "give tx or ops, not both"};
    TRY(body, decode<TransactionBody>(*params.tx));
    bytes = *params.tx;
  } else {
    if (!params.party) return Refusal{Reason::missing_field, "party: on whose behalf"};
    TRY(body, body_of(params.ops, *params.party, call));
    body.valid_until = Time{call.backend.now().ms + usual_validity_ms};
    bytes = encode(body);
  }
  TxSimulateReply out;
  TRY(out.summary, summary_of(body));
  const Simulation would = simulate(call.state(), next_block(call), body, transaction_id(bytes));
  out.ok = would.receipt.ok;
  if (!out.ok) {
    RefusalReply refusal = explain_number(would.receipt.reason);
    if (const auto reason = find_reason(std::to_string(would.receipt.reason))) refusal = explain({*reason, would.detail});
    out.refusal = std::move(refusal);
    out.operation = would.receipt.operation;
    return out;
  }
  out.events = would.receipt.events;
  for (const auto& [key, after] : would.changes) {
    const RecordType* type = record_type_of(key);
    if (type == nullptr) continue;
    RecordChange change{std::string(type->name), key, std::nullopt, std::nullopt};
    if (const auto before = call.state().get(key)) change.before = RawMessage{tagged_record(key, *before)};
    if (after) change.after = RawMessage{tagged_record(key, *after)};
    out.diff.push_back(std::move(change));
  }
  return out;
}

}  // namespace allonge::api
