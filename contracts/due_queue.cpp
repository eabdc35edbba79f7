#include "contracts/due_queue.h"

#include <algorithm>

#include "contracts/invariants.h"
#include "ledger/limits.h"

namespace allonge {

namespace {

// An act that touches or reads many records (a certificate of 500 ranges falls due, or into default
// with 499 of them paid) counts for more than one.
constexpr std::size_t changes_per_act = 16;
constexpr std::size_t reads_per_act = 64;
// The boundary's receipt holds at most 4,000 events.
constexpr std::size_t events_enough = 3'000;

Bytes prefix_of(DueQueue queue) {
  Bytes out;
  append_big_endian(out, std::uint16_t(queue));
  return out;
}

constexpr std::size_t acts_per_block(DueQueue queue) {
  switch (queue) {
    case DueQueue::business: return limits::boundary_acts;
    case DueQueue::idems: return limits::boundary_idems;
    case DueQueue::notices: return notices_per_block;
  }
  return 0;
}

std::optional<DueEntry> entry_from(const View& view, BytesView from, BytesView prefix) {
  const auto found = view.next(from, prefix);
  if (!found) return std::nullopt;
  auto entry = decode<DueEntry>(found->value);
  ensure(entry.has_value(), "a record of the queue is in canonical bytes");
  return *std::move(entry);
}

// The first place in the queue that `changes` fill, if they fill one.
std::optional<Bytes> first_added(const Changes& changes, BytesView prefix) {
  for (auto at = changes.lower_bound(prefix); at != changes.end() && starts_with(at->first, prefix); ++at)
    if (at->second) return at->first;
  return std::nullopt;
}

const DueActRow& row_of(DueKind kind) {
  for (const DueActRow& row : due_acts())
    if (row.kind == kind) return row;
  stop_because("every kind in the queue has an act", __FILE__, __LINE__);
}

bool run_queue(DueQueue queue, const BlockContext& block, Draft& draft, Events& events) {
  const Bytes prefix = prefix_of(queue);
  // Each look begins behind what was taken: from the queue's beginning it would step over all that
  // this block removed, which is quadratic.
  Bytes from = prefix;
  std::size_t weight = 0;
  while (const auto entry = entry_from(draft, from, prefix)) {
    if (entry->time > block.time) return false;
    if (weight >= acts_per_block(queue) || events.size() >= events_enough) return true;
    from = due_key(entry->time, entry->kind, entry->key);
    draft.erase(from);
    from.push_back(0);
    const DueActRow& row = row_of(entry->kind);
    Draft act(draft);
    Events happened;
    row.run(entry->key, block, act, happened);
    weight += 1 + std::max(act.changes().size() / changes_per_act, std::size_t(act.reads()) / reads_per_act);
    if (laws_hold(act, &happened)) {
      // What it agreed on may be due already, and stand before what is next.
      if (auto added = first_added(act.changes(), prefix); added && *added < from) from = *std::move(added);
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

}  // namespace

Bytes due_key(Time time, DueKind kind, BytesView key) {
  Bytes out = prefix_of(queue_of(kind));
  append_big_endian(out, time.ms);
  append_big_endian(out, std::uint16_t(kind));
  append(out, key);
  return out;
}

void enqueue(Draft& draft, Time time, DueKind kind, BytesView key) {
  draft.put(due_key(time, kind, key), encode(DueEntry{time, kind, copy_of(key)}));
}

void cancel(Draft& draft, Time time, DueKind kind, BytesView key) { draft.erase(due_key(time, kind, key)); }

std::optional<DueEntry> due_head(const View& view, DueQueue queue) {
  const Bytes prefix = prefix_of(queue);
  return entry_from(view, prefix, prefix);
}

bool run_due(const BlockContext& block, Draft& draft, Events& events) {
  bool left = false;
  for (const DueQueue queue : due_queues) left = run_queue(queue, block, draft, events) || left;
  return left;
}

}  // namespace allonge
