#include "contracts/due_queue.h"

#include "contracts/invariants.h"
#include "ledger/limits.h"

namespace allonge {

namespace {

// An act that touches many records (a certificate of 500 ranges falls due) counts for more than one.
constexpr std::size_t changes_per_act = 16;
// The boundary's receipt holds at most 4,000 events.
constexpr std::size_t events_enough = 3'000;

Bytes due_prefix() {
  Bytes out;
  append_big_endian(out, due_table);
  return out;
}

const DueActRow& row_of(DueKind kind) {
  for (const DueActRow& row : due_acts())
    if (row.kind == kind) return row;
  stop_because("every kind in the queue has an act", __FILE__, __LINE__);
}

}  // namespace

Bytes due_key(Time time, DueKind kind, BytesView key) {
  Bytes out = due_prefix();
  append_big_endian(out, time.ms);
  append_big_endian(out, std::uint16_t(kind));
  append(out, key);
  return out;
}

void enqueue(Draft& draft, Time time, DueKind kind, BytesView key) {
  draft.put(due_key(time, kind, key), encode(DueEntry{time, kind, copy_of(key)}));
}

void cancel(Draft& draft, Time time, DueKind kind, BytesView key) { draft.erase(due_key(time, kind, key)); }

std::optional<DueEntry> due_head(const View& view) {
  const Bytes prefix = due_prefix();
  const auto found = view.next(prefix, prefix);
  if (!found) return std::nullopt;
  auto entry = decode<DueEntry>(found->value);
  ensure(entry.has_value(), "a record of the queue is in canonical bytes");
  return *std::move(entry);
}

bool run_due(const BlockContext& block, Draft& draft, Events& events) {
  std::size_t weight = 0;
  while (const auto entry = due_head(draft)) {
    if (entry->time > block.time) return false;
    if (weight >= limits::boundary_acts || events.size() >= events_enough) return true;
    cancel(draft, entry->time, entry->kind, entry->key);
    const DueActRow& row = row_of(entry->kind);
    Draft act(draft);
    Events happened;
    row.run(entry->key, block, act, happened);
    weight += 1 + act.changes().size() / changes_per_act;
    if (laws_hold(act, &happened)) {
      act.merge_into(draft);
      for (Event& event : happened) events.push_back(std::move(event));
    } else {
      Event dropped;
      dropped.type = "due.dropped";
      dropped.subject = row.name;
      dropped.after = name_of(Reason::invariant_broken);
      events.push_back(std::move(dropped));
    }
  }
  return false;
}

}  // namespace allonge
