#include "api/methods/tx_status.h"

#include "ledger/digest.h"

namespace allonge::api {

namespace {


TxState state_of(Phase phase) {
  switch (phase) {
    case Phase::unknown: return TxState::unknown;
    case Phase::checking:
    case Phase::pending: return TxState::pending;
    case Phase::rejected: return TxState::rejected;
    case Phase::committed: return TxState::committed;
    case Phase::expired: return TxState::expired;
  }
  return TxState::unknown;
}

}  // namespace

bool undecided(const TransactionStatus& status) {
  return status.phase == Phase::unknown || status.phase == Phase::checking || status.phase == Phase::pending;
}

TxStatusReply reply_of(const TransactionStatus& status) {
  TxStatusReply out;
  out.status = state_of(status.phase);
  if (!status.id.is_zero()) out.digest = status.id;
  if (status.party.is_set()) {
    out.party = status.party;
    out.idem = status.idem;
  }
  if (status.phase == Phase::rejected) out.refusal = explain(status.refusal);
  if (status.phase == Phase::committed) {
    out.ok = status.ok;
    out.height = status.height;
    out.cursor = Cursor(status.height, status.leaf, 0);
    if (!status.ok) {
      out.refusal = explain_number(status.reason);
      out.operation = status.operation;
    }
    if (status.finality_ms > 0) out.finality_ms = status.finality_ms;
  }
  return out;
}

Result<TransactionStatus> find_status(const TxWanted& wanted, Call& call) {
  TransactionStatus found;
  if (wanted.digest) {
    found = call.backend.status_of(*wanted.digest);
    if (found.phase == Phase::unknown) found.id = *wanted.digest;
  } else if (wanted.idem && (wanted.party || call.caller.party.is_set())) {
    const PartyId party = wanted.party.value_or(call.caller.party);
    found = call.backend.status_of(party, *wanted.idem);
    if (found.phase == Phase::unknown) {
      found.party = party;
      found.idem = *wanted.idem;
    }
  } else {
    return Refusal{Reason::missing_field, "digest, or idem with party"};
  }
  // What one may not see is not known (README decision 15).
  if (found.party.is_set() && !visible(call.caller, {&found.party, 1})) return TransactionStatus{};
  return found;
}

Result<TxStatusReply> answer(const TxStatus::Params& params, Call& call) {
  TRY(const TransactionStatus found, find_status(params, call));
  return reply_of(found);
}

Result<std::optional<TxStatusReply>> answer(const TxWait::Params& params, Call& call) {
  TRY(const TransactionStatus found, find_status(params, call));
  if (undecided(found) && call.put_off(params.timeout_ms.value_or(usual_wait_ms))) return std::optional<TxStatusReply>();
  return std::optional(reply_of(found));
}

Result<TxGetReply> answer(const TxGet::Params& params, Call& call) {
  TRY(const TransactionStatus found, find_status(params, call));
  if (found.phase != Phase::committed) return Refusal{Reason::not_found, "not recorded; tx_status says whether it waits"};
  TRY(FinalBlock block, call.backend.block(found.height));
  if (found.leaf == 0 || found.leaf > block.transactions.size() || found.leaf >= block.receipts.size())
    return Refusal{Reason::damaged_store, "the index names a place that the block does not have"};
  TRY(SignedTransaction parts, decode<SignedTransaction>(block.transactions[found.leaf - 1].bytes));
  TxGetReply out;
  out.digest = transaction_id(parts.body.bytes);
  out.wire_id = digest("allonge/wire/v1", block.transactions[found.leaf - 1].bytes);
  out.height = found.height;
  out.place = found.leaf;
  out.time = block.header.time;
  out.body = std::move(parts.body);
  out.signatures = std::move(parts.signatures);
  out.receipt = std::move(block.receipts[found.leaf]);
  out.bytes = std::move(block.transactions[found.leaf - 1].bytes);
  return out;
}

}  // namespace allonge::api
