// Runs a block: a pure function of the parent's state, the block's context and its transactions.
// Per transaction, in this fixed order, which is part of the protocol (reliability.md decision 12):
// admission (chain, expiry, party, keys in force, maker and checker, idem), then each operation's
// check and apply, then the laws. Admission failures may not stand in a block; refusals of business
// are recorded as receipts and change nothing.
#pragma once

#include "contracts/context.h"
#include "ledger/draft.h"
#include "ledger/receipt.h"
#include "ledger/replay.h"

namespace allonge {

// Everything a block changes. `receipts[0]` is the boundary's, `receipts[i]` transaction i's.
struct BlockOutcome {
  std::vector<Receipt> receipts;
  std::vector<Bytes> receipt_bytes;  // canonical, of each: as they are hashed, and as a block's limit counts them
  Changes changes;                  // of the state
  Changes beside;                   // what contracts wrote beside it: the endorsement log (index.h)
  std::vector<IdemEntry> idems;     // short-lived ones of this block, for the ring
  std::uint64_t event_count = 0;    // of this block
  bool more_due = false;            // acts fell due that did not fit: the next block has work
  std::vector<std::string> broken_laws;  // why a transaction was INVARIANT_BROKEN: a defect, to be logged loudly
};

// Whether a transaction may stand in a block on this state. Signatures must have been verified
// (verify_signatures); here their keys are mapped to people and compared with the signing policy.
// The reasons of "admission" in the reason table.
Result<void> admissible(const View& state, const ReplayView& replay, const BlockContext& block,
                        const Transaction& transaction);

// Executes a block proposed by somebody. A transaction that is not admissible, or an idem used twice
// in the block, makes the whole block invalid: its reason. TOO_LARGE over the limits of a block: of
// transactions and their bytes; and a transaction behind those that already made
// limits::block_receipt_bytes of receipts or asked the state limits::block_reads times.
// REQUIRES: the block's time is not before the parent's, as the header's check has shown.
Result<BlockOutcome> execute_block(const View& parent, const ReplayView& replay, const BlockContext& block,
                                   std::span<const Transaction* const> transactions);

// For a leader: executes what is admissible of `candidates`, in order, and says which were taken.
// Stops at the limits of a block; candidates behind that are neither taken nor left out.
struct BuiltBlock {
  BlockOutcome outcome;
  std::vector<std::size_t> taken;     // places in `candidates`
  std::vector<std::pair<std::size_t, Refusal>> left_out;  // to be dropped from the pool
};
BuiltBlock build_block(const View& parent, const ReplayView& replay, const BlockContext& block,
                       std::span<const Transaction* const> candidates);

// One transaction alone on a state, as tx_simulate and the pool ask: its receipt and changes. Without
// signatures nobody has signed yet: what a gate asks of the signers is taken as given.
struct Simulation {
  Receipt receipt;
  std::string detail;  // facts of the refusal, for people
  Changes changes;
};
Simulation simulate(const View& state, const BlockContext& block, const TransactionBody& body, const Digest& id,
                    const std::vector<KeySignature>* signatures = nullptr);

// The moment at which something falls due by itself next, if anything is waiting (the due-queue's head).
std::optional<Time> next_due(const View& state);

// The offset that time travel has added to a test network's calendar, in ms (0 elsewhere).
std::uint64_t calendar_offset_ms(const View& state);

}  // namespace allonge
