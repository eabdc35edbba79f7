#include "contracts/execute.h"

#include "contracts/admission.h"
#include "contracts/credential/gate_memory.h"
#include "contracts/due_queue.h"
#include "contracts/idem_memory.h"
#include "contracts/index.h"
#include "contracts/invariants.h"

namespace allonge {

namespace {

constexpr std::size_t receipt_events = 4'000;  // the receipt's own limit

// Asked only where a gate looks at amounts, then once for each name.
class TotalsOfTransaction final : public Totals {
 public:
  TotalsOfTransaction(std::span<const Operation> operations, const View& before)
      : operations_(operations), before_(before) {}
  std::optional<Amount> of(std::string_view operation) const override {
    for (const auto& [name, sum] : asked_)
      if (name == operation) return sum;
    return asked_.emplace_back(operation, sum_in_bands(before_, operations_, operation)).second;
  }

 private:
  std::span<const Operation> operations_;
  const View& before_;
  mutable std::vector<std::pair<std::string, std::optional<Amount>>> asked_;
};

// Performs the operations in order, each on what those before it left, then asks the laws. All or
// nothing: after a refusal `draft` is to be forgotten.
Result<void> perform_all(std::span<const Operation> operations, Context& context, RoleSet roles, Draft& draft,
                         Events& events) {
  for (const Operation& op : operations) {
    const Result<void> performed = perform(op, context, roles, draft, events);
    context.gates->forget_if_changed(draft.changes());
    CHECK(performed);
    if (draft.reads() > limits::transaction_reads) return Refusal{Reason::too_large, "it asks too much of the state"};
    if (events.size() > receipt_events) return Refusal{Reason::too_large, "more events than a receipt holds"};
    ++context.place;
  }
  context.place = 0;  // the laws judge the transaction, not one operation
  return laws_hold(draft, &events, &context);
}

// A transaction that was run: done, and then its changes are laid into the draft below, or refused.
struct Ran {
  Receipt receipt;
  std::string detail;       // of the refusal
  std::uint64_t reads = 0;  // questions to the state, also those of a refused one
};
Ran run(std::span<const Operation> operations, const BlockContext& block, const PartyId& party, const Digest& id,
        RoleSet roles, const std::vector<KeySignature>* signatures, credential::GateMemory& gates, Draft& below) {
  Ran ran;
  Receipt& receipt = ran.receipt;
  receipt.transaction = id;
  const TotalsOfTransaction totals(operations, below);
  Context context{block, party, id, 0, signatures, &totals, &gates};
  Draft draft(below);
  const Result<void> verdict = perform_all(operations, context, roles, draft, receipt.events);
  ran.reads = draft.reads();
  receipt.ok = verdict.has_value();
  if (receipt.ok) {
    draft.merge_into(below);
    return ran;
  }
  receipt.reason = number_of(verdict.error().reason);
  receipt.operation = context.place;
  receipt.events.clear();
  ran.detail = verdict.error().detail;
  return ran;
}

// A block while it is executed: one draft over the parent's state, one overlay over its ring.
class Execution {
 public:
  Execution(const View& parent, const ReplayView& replay, const BlockContext& block)
      : block_(block), draft_(parent), replay_(replay, block.time) {
    Receipt boundary;
    boundary.ok = true;
    outcome_.more_due = run_due(block_, draft_, boundary.events);
    keep(std::move(boundary));
  }

  // Whether the block has done so much that no further transaction may stand in it. What a transaction
  // costs is known only afterwards, so it is asked before each, and the last one may go over.
  bool is_full() const { return receipt_bytes_ >= limits::block_receipt_bytes || reads_ >= limits::block_reads; }

  // The reason when it may not stand in the block; then nothing has changed.
  Result<void> take(const Transaction& transaction) {
    TRY(const Admitted admitted, admit_transaction(draft_, replay_, block_, transaction));
    const TransactionBody& body = transaction.body;
    Ran ran = run(admitted.operations, block_, body.party, transaction.id, admitted.roles,
                  &transaction.signatures, gates_, draft_);
    reads_ += ran.reads;
    if (ran.receipt.reason == number_of(Reason::invariant_broken))
      outcome_.broken_laws.push_back(transaction.id.hex() + " " + ran.detail);
    // A refusal of business is committed too, so its idem is used as well.
    const IdemEntry entry{body.party, body.idem, body.valid_until, transaction.id};
    if (admitted.short_lived) {
      replay_.add(entry);
      outcome_.idems.push_back(entry);
    } else {
      remember_idem(draft_, entry);
    }
    keep(std::move(ran.receipt));
    return done();
  }

  BlockOutcome finish() {
    outcome_.changes = draft_.take();
    outcome_.beside = take_beside(outcome_.changes);
    return std::move(outcome_);
  }

 private:
  void keep(Receipt receipt) {
    outcome_.event_count += receipt.events.size();
    outcome_.receipt_bytes.push_back(encode(receipt));
    receipt_bytes_ += outcome_.receipt_bytes.back().size();
    outcome_.receipts.push_back(std::move(receipt));
  }

  const BlockContext& block_;
  Draft draft_;
  ReplayOverlay replay_;
  credential::GateMemory gates_;
  BlockOutcome outcome_;
  std::size_t receipt_bytes_ = 0;
  std::uint64_t reads_ = 0;
};

}  // namespace

Result<void> admissible(const View& state, const ReplayView& replay, const BlockContext& block,
                        const Transaction& transaction) {
  CHECK(admit_transaction(state, ReplayOverlay(replay, block.time), block, transaction));
  return done();
}

Result<BlockOutcome> execute_block(const View& parent, const ReplayView& replay, const BlockContext& block,
                                   std::span<const Transaction* const> transactions) {
  if (transactions.size() > limits::block_transactions) return Reason::too_large;
  std::size_t bytes = 0;
  for (const Transaction* transaction : transactions) bytes += transaction->bytes.size();
  if (bytes > limits::block_bytes) return Reason::too_large;
  Execution execution(parent, replay, block);
  for (const Transaction* transaction : transactions) {
    if (execution.is_full()) return Reason::too_large;
    CHECK(execution.take(*transaction));
  }
  return execution.finish();
}

BuiltBlock build_block(const View& parent, const ReplayView& replay, const BlockContext& block,
                       std::span<const Transaction* const> candidates) {
  BuiltBlock built;
  Execution execution(parent, replay, block);
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::size_t size = candidates[i]->bytes.size();
    if (built.taken.size() == limits::block_transactions || bytes + size > limits::block_bytes) break;
    if (execution.is_full()) break;
    if (const Result<void> taken = execution.take(*candidates[i]); taken) {
      built.taken.push_back(i);
      bytes += size;
    } else {
      built.left_out.emplace_back(i, taken.error());
    }
  }
  built.outcome = execution.finish();
  return built;
}

Simulation simulate(const View& state, const BlockContext& block, const TransactionBody& body, const Digest& id,
                    const std::vector<KeySignature>* signatures) {
  Simulation out;
  out.receipt.transaction = id;
  const auto refuse = [&out](const Refusal& refusal) {
    out.receipt.reason = number_of(refusal.reason);
    out.detail = refusal.detail;
    return std::move(out);
  };
  const Result<std::vector<Operation>> operations = read_operations(body);
  if (!operations) return refuse(operations.error());
  const Result<Party> party = active_party(state, body.party);
  if (!party) return refuse(party.error());
  Draft draft(state);
  credential::GateMemory gates;
  Ran ran = run(*operations, block, body.party, id, party->role_set(), signatures, gates, draft);
  out.receipt = std::move(ran.receipt);
  out.detail = std::move(ran.detail);
  out.changes = draft.take();
  take_beside(out.changes);
  return out;
}

std::optional<Time> next_due(const View& state) {
  std::optional<Time> next;
  for (const DueQueue queue : due_queues)
    if (const auto head = due_head(state, queue); head && (!next || head->time < *next)) next = head->time;
  return next;
}

}  // namespace allonge
