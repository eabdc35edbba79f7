// Inputs and effects: the whole interface of the consensus core. A Replica (replica.h) is a value
// that is fed one Input at a time and answers with the Effects to perform. The node's driver, the
// scenario tests and the simulator are three drivers of the same class.
//
// The contract of step:
//
//  1. One input at a time, from one thread; no callback, no lock, no global.
//  2. Same construction + same inputs = same effects, byte for byte.
//  3. Effects are performed in list order. Performing one may be slow or asynchronous (disk, executor,
//     network); its answer comes back as a later input, and the replica never waits for it: other
//     inputs may come in between.
//  4. `Sign` is the only way to a signature. The key keeper compares the statements with the vote
//     guard (safety.h), appends statements and records to the log in ONE append with ONE fdatasync,
//     signs, and answers `Signed`. Nothing signed leaves before: the vote is sent by the step that
//     takes `Signed`. If the append fails the process ends; there is no input for that.
//  5. Time enters only as `now_ms` on inputs: milliseconds of a steady clock that never goes back.
//     There is one timer. Setting it again replaces it; a late, early or repeated `TimerFired` is
//     harmless. Wall-clock time (is a header's time acceptable?) is judged by the executor.
//  6. Payloads are opaque: `BuildPayload` and `JudgePayload` go out, `PayloadReady` and
//     `PayloadJudged` come back. Consensus never sees a certificate of receivables, contracts never
//     see a vote.
//  7. Nothing is random. The replica verifies signatures and makes none.
//  8. Answers that are late, doubled, or about blocks no longer wanted are harmless. Effects may
//     repeat a wish (FetchBlock, JudgePayload, NeedBlocks): performing it twice is harmless too.
//  9. `Commit` is in order of heights, without gaps, each height once per start. After a restart the
//     replica commits again from `Recovered::last_final` on.
// 10. After `Report{Divergence}` the replica answers nothing any more: an operator must look.
#pragma once

#include "consensus/records.h"

namespace allonge::consensus {

// ---- inputs

// The first input, exactly once. `lost_log` is the operator's word that this validator voted before
// and its log is gone: it votes again only where it cannot have voted (consensus.md 7.5).
struct Start {
  Recovered recovered;
  bool lost_log = false;
  std::uint64_t now_ms = 0;
};

// A message from the member at place `peer` (never ourselves), over its own authenticated link, read
// by read_message().
struct Received {
  std::uint32_t peer = 0;
  Message message;
  std::uint64_t now_ms = 0;
};

// All links are down at start. Up again after down: the replica sends where it stands.
struct LinkChanged {
  std::uint32_t peer = 0;
  bool up = false;
  std::uint64_t now_ms = 0;
};

struct TimerFired {
  std::uint64_t now_ms = 0;
};

// Answer to BuildPayload: the frame with time, counts and roots filled in; built on the parent's
// state and executed. Its transactions are at hand for the key keeper.
struct PayloadReady {
  Header header;
  Payload payload;
  std::uint64_t now_ms = 0;
};

// Answer to BuildPayload: there is nothing to propose after all (and `must` was not set), or it
// failed. Nothing: the replica asks again on the next WorkChanged{true}. Failed: it gives the view up.
struct PayloadMissing {
  std::uint64_t view = 0;
  bool failed = false;
  std::uint64_t now_ms = 0;
};

// Answer to JudgePayload.
enum class Verdict : std::uint8_t {
  valid,    // executed on its parent, every field of the header is right, transactions at hand
  invalid,  // can never be valid
  too_old,  // only with check_time: its time lies too far back; nothing else is wrong so far
  not_yet,  // its time lies ahead, or transactions are still missing: the replica asks again
};
struct PayloadJudged {
  Digest block;
  Verdict verdict = Verdict::not_yet;
  std::uint64_t now_ms = 0;
};

// Answer to FetchBlock, whenever it comes. Not trusted: the replica compares the header's hash.
struct BlockArrived {
  Header header;
  std::vector<Digest> wire_ids;
  std::uint64_t now_ms = 0;
};

// Answer to Sign, with all its statements, after the append is durable. Answers come in the order of
// the wishes.
struct SignedVote {
  Statement statement;
  Signature signature;
};
struct Signed {
  std::vector<SignedVote> votes;
  std::uint64_t now_ms = 0;
};

// Does this node want a block: transactions that are not final yet, something due, the heartbeat,
// height 0 (settled.md 19)? Transactions count also while they stand in an unfinalized block, because
// that block may never become final; a leader that finds all of them in its parent's chain answers
// PayloadMissing. The unfinalized tail is the replica's own business. `true` may repeat: it tells a
// leader that found nothing to look again.
struct WorkChanged {
  bool has_work = false;
  std::uint64_t now_ms = 0;
};

// The node fetched, verified and applied final blocks up to this one (answer to NeedBlocks, maybe in
// several steps). The certificate is a finalize certificate of exactly this header.
struct ChainExtended {
  Header header;
  Certificate certificate;
  std::uint64_t now_ms = 0;
};

using Input = std::variant<Start, Received, LinkChanged, TimerFired, PayloadReady, PayloadMissing, PayloadJudged,
                           BlockArrived, Signed, WorkChanged, ChainExtended>;

// ---- effects

// One append, one fdatasync, then signatures. Statements that the log already holds are signed again
// without being written again; if nothing is new there is no append at all.
// `records`: certificates as they are; BlockToKeep becomes a BlockRecord with all transactions (the
// executor has them: the block was judged valid or built here); at most one in each Sign, so that the
// largest append is a block and little more.
// `highest_view` is the highest view named by statements and records. A log segment may be dropped
// only when that of all its appends is at or below the view of a final block that is durable and
// applied durably: dropped by height, a NULLIFY of a later view could be forgotten.
struct Sign {
  std::vector<Statement> statements;
  std::vector<Record> records;
  std::uint64_t highest_view = 0;
};

struct Send {
  std::uint32_t peer = 0;
  Message message;
};
struct Broadcast {  // to every other member
  Message message;
};

// Fire at this moment of the steady clock, or at once if it has passed. Replaces the timer before.
struct SetTimer {
  std::uint64_t at_ms = 0;
};

// Build a block on `frame.parent` (the root, a final block, or one judged valid). The frame has
// version, chain, epoch, epoch_id, view, height, parent, parent_view, proposer and committee filled
// in. The executor may wait for a full batch and must answer by `deadline_ms` (steady), with a block
// or with PayloadMissing. `must`: also an empty block is wanted. `empty_only`: no transactions (the
// unfinalized tail is too long). A later BuildPayload or a higher view makes it void.
struct BuildPayload {
  Header frame;
  bool must = false;
  bool empty_only = false;
  std::uint64_t deadline_ms = 0;
};

// Execute this block on its parent, which is final or was judged valid here. The replica has checked
// what needs no state: frame fields, height, parent, time later than the parent's, transaction_root
// and count against the wire ids. The executor checks transactions (inline ones that are not listed
// are ignored), body_bytes, the other roots, event count and, if `check_time`, that the
// header's time is at most 500 ms ahead (not_yet) and at most 10 `delta_ms` + 1 s old (too_old).
// Without `check_time` (certified, or voted for before a restart) time is no reason.
// Missing transactions are fetched from `holders`, in this order.
struct JudgePayload {
  Digest block;
  Header header;
  Payload payload;
  bool check_time = true;
  std::uint64_t delta_ms = 0;
  std::vector<std::uint32_t> holders;
};

// Get header and wire ids (and best the transactions) of a certified block that never arrived.
struct FetchBlock {
  Digest block;
  std::vector<std::uint32_t> holders;
};

// These blocks are final, oldest first, each the parent of the next; `certificate` is a finalize
// certificate of the last one. Apply them and drop overlays of other blocks with views up to the
// last one's. `body_in_log[i]`: the own log holds block i's body durably, so clients may be told as
// soon as it is applied; otherwise the block store must be synced first.
struct Commit {
  std::vector<Digest> blocks;
  std::vector<bool> body_in_log;
  Header last;
  Certificate certificate;
};

// A finalize certificate proves blocks that are too far ahead to fetch one by one. Get everything
// from `from_height` on, verify the links backwards from a certificate, apply, say ChainExtended.
struct NeedBlocks {
  std::uint64_t from_height = 0;
  Header target;
  Certificate certificate;  // of `target`
  std::vector<std::uint32_t> holders;
};

// For the log, the counters and, for evidence, the ledger. PeerFault is provable to us (authenticated
// link): drop the link and back off.
struct PeerFault {
  std::uint32_t peer = 0;
  std::string what;
};
struct LeaderFault {  // an invalid block signed by its leader
  Header header;
  std::string what;
};
struct ViewSkipped {  // we gave a view up, and why
  std::uint64_t view = 0;
  std::uint32_t leader = 0;
  std::string why;
};
struct Divergence {  // a certified block is invalid here: our execution differs from a quorum's
  Digest block;
  Header header;
};
struct Report {
  std::variant<Evidence, PeerFault, LeaderFault, ViewSkipped, Divergence> what;
};

using Effect = std::variant<Sign, Send, Broadcast, SetTimer, BuildPayload, JudgePayload, FetchBlock, Commit,
                            NeedBlocks, Report>;
using Effects = std::vector<Effect>;

}  // namespace allonge::consensus
