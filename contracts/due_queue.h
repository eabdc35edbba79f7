// What falls due by itself: ordered queues in the state. A record is added when a moment is agreed
// (a window's end, a maturity, the end of an idem's memory) and is taken at the first block boundary
// whose time has reached it. Acts of a queue run in the order of time, then kind, then key, at most so
// many per block; what does not fit waits for the next block, which then has work.
//
// Acts of business have a queue to themselves: anybody can make idems that end just before a default, or
// papers of its own people whose notices fall due then, and no number of them may put it off.
//
// An act of a kind is a row in due_acts.cpp. Keys of one kind all have the same width.
#pragma once

#include "contracts/context.h"
#include "ledger/draft.h"
#include "ledger/receipt.h"
#include "ledger/table.h"

namespace allonge {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand in the state. Of two acts due at one moment the lower
// number comes first.
enum class DueKind : std::uint16_t {
  idem = 1,  // the memory of a long-lived transaction ends; key: party, idem
  // Receivables; key: the id's text. A window that ends at the moment a certificate falls due ends first.
  certificate_window = 16,  // nobody accepted the certificate
  transfer_window = 17,     // nobody accepted the transfer
  certificate_due = 18,     // its ranges are presented
  certificate_overdue = 19,
  certificate_default = 20,
  financing_quotes = 21,      // nobody quotes any more
  financing_reveal = 22,      // nobody reveals any more
  financing_settlement = 23,  // nobody awards or pays any more
  credential_renewal = 32,    // a credential ends soon; key: its hash
};
constexpr std::array<EnumValue, 10> values_of(DueKind) {
  return {{{1, "idem"}, {16, "certificate_window"}, {17, "transfer_window"}, {18, "certificate_due"},
           {19, "certificate_overdue"}, {20, "certificate_default"},
           {21, "financing_quotes"}, {22, "financing_reveal"}, {23, "financing_settlement"},
           {32, "credential_renewal"}}};
}

// The record repeats the key's parts, so that a reader of the state need not cut the key.
struct DueEntry {
  Time time;
  DueKind kind = DueKind::idem;
  Bytes key;
  static constexpr auto fields() {
    return std::tuple{Field{1, "time", &DueEntry::time, "when it falls due"},
                      Field{2, "kind", &DueEntry::kind, "what falls due"},
                      Field{3, "key", &DueEntry::key, "of which record", 80}};
  }
};

// The number of its table. In the order in which they run.
enum class DueQueue : std::uint16_t {
  business = 0x0501,  // limits::boundary_acts
  idems = 0x0505,     // limits::boundary_idems
  notices = 0x0508,   // notices_per_block
};
inline constexpr std::array due_queues{DueQueue::business, DueQueue::idems, DueQueue::notices};
constexpr DueQueue queue_of(DueKind kind) {
  if (kind == DueKind::credential_renewal) return DueQueue::notices;
  return kind == DueKind::idem ? DueQueue::idems : DueQueue::business;
}
// What only tells somebody something can wait.
inline constexpr std::size_t notices_per_block = 100;

Bytes due_key(Time time, DueKind kind, BytesView key);

// Adding what is already there, or cancelling what is not, changes nothing.
void enqueue(Draft& draft, Time time, DueKind kind, BytesView key);
void cancel(Draft& draft, Time time, DueKind kind, BytesView key);
// What falls due next in a queue, if anything waits.
std::optional<DueEntry> due_head(const View& view, DueQueue queue);

// An act at a block boundary. The queue's own record is already removed. It cannot refuse: if nothing
// is to be done any more, it does nothing.
using DueAct = void (*)(BytesView key, const BlockContext& block, Draft& draft, Events& events);
struct DueActRow {
  DueKind kind;
  const char* name;
  DueAct run;
};
std::span<const DueActRow> due_acts();  // due_acts.cpp: one row per kind, ascending

// Runs what is due at `block.time`. True if acts that are due were left for the next block. Each act
// is a draft of its own under the laws (invariants.h): an act that would break one leaves nothing but
// an event "due.dropped" (a defect, never input) and does not come again.
bool run_due(const BlockContext& block, Draft& draft, Events& events);

}  // namespace allonge
