#include "api/methods/tx_submit.h"

namespace allonge::api {

namespace {

// How long an answer that does not wait for the ledger waits for the check of signatures, so that a
// wrong signature is an error and not a surprise later.
constexpr std::uint64_t check_wait_ms = 200;

Result<HandedIn> read_submission(const TxSubmit::Params& params) {
  HandedIn out;
  Bytes body;
  if (params.signatures.empty()) {
    TRY(SignedTransaction parts, decode<SignedTransaction>(params.tx));
    body = std::move(parts.body.bytes);
    out.bytes = params.tx;
  } else {
    std::vector<KeySignature> signatures;
    for (const SubmittedSignature& one : params.signatures) signatures.push_back({one.key, one.sig});
    out.bytes = assemble(params.tx, std::move(signatures));
    body = params.tx;
  }
  TRY(const TransactionBody read, decode<TransactionBody>(body));
  out.id = transaction_id(body);
  out.party = read.party;
  out.idem = read.idem;
  return out;
}

// Whether this request has already handed it in, when it is asked a second time. A time before the
// request began belongs to an earlier one.
bool by_this_request(const TransactionStatus& status, const Call& call) {
  return status.submitted_steady_ms != 0 && status.submitted_steady_ms >= call.started_ms;
}

}  // namespace

Result<std::optional<TxStatusReply>> answer(const TxSubmit::Params& params, Call& call) {
  if (!params.handed_in) {
    TRY(params.handed_in, read_submission(params));
  }
  HandedIn& handed = *params.handed_in;
  TransactionStatus status = call.backend.status_of(handed.id);
  const bool not_taken = status.phase == Phase::unknown || (status.phase == Phase::rejected && !by_this_request(status, call));
  if (not_taken && !handed.bytes.empty()) {
    // Whoever used this idem for other bytes is told so, as long as the index remembers (settled.md 3).
    const TransactionStatus first = call.backend.status_of(handed.party, handed.idem);
    if (first.phase == Phase::committed && first.id != handed.id)
      return Refusal{Reason::idem_conflict, "it committed as " + first.id.hex() + " at height " + std::to_string(first.height)};
    TRY(const Digest taken, call.backend.submit(std::exchange(handed.bytes, {})));
    status = call.backend.status_of(taken);
  }
  if (status.phase == Phase::rejected) return status.refusal;
  if (status.phase == Phase::expired) return Refusal{Reason::tx_expired, "it was not recorded in time"};

  const bool committed = params.wait.value_or(WaitFor::none) == WaitFor::committed;
  if (committed && undecided(status) && call.put_off(params.timeout_ms.value_or(usual_wait_ms)))
    return std::optional<TxStatusReply>();
  if (!committed && status.phase == Phase::checking && call.put_off(check_wait_ms)) return std::optional<TxStatusReply>();

  TxStatusReply out = reply_of(status);
  out.digest = handed.id;
  out.party = handed.party;
  out.idem = handed.idem;
  if (out.status == TxState::unknown) out.status = TxState::pending;  // taken in, not looked at yet
  out.replayed = !by_this_request(status, call);
  return std::optional(std::move(out));
}

}  // namespace allonge::api
