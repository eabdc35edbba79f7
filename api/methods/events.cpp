#include "api/methods/events.h"

#include <algorithm>

namespace allonge::api {

namespace {

// A waiting reader is asked again at every block; it gets its progress before that becomes much.
constexpr std::size_t most_blocks_waited = 64;

// Everything of a block up to its end lies before this cursor, everything of later blocks behind.
Cursor end_of(std::uint64_t height, const BlockEvents& block) { return {height, block.receipts.size(), 0}; }

struct Scan {
  EventsReply reply;
  std::size_t blocks = 0;
};

Result<Scan> scan(const Cursor& after, const EventFilter& filter, std::optional<std::uint32_t> wanted, Call& call) {
  const std::uint32_t limit = wanted.value_or(limits::page);
  Scan out;
  EventsReply& reply = out.reply;
  const std::uint64_t head = call.snapshot()->header().height;
  reply.scanned_to = after;
  reply.head = Cursor(head, 0, 0);
  if (head > 0) {
    TRY(const auto last, call.backend.events().at(call.backend, head));
    reply.head = end_of(head, *last);
  }
  // A slip of whoever wrote it down, or the end of a node that is further: silence would hide the first.
  if (after > reply.head)
    return Refusal{Reason::out_of_range, "after lies beyond the end of the log here, " + reply.head.text() +
                                             "; where the cursor came from another node, this one lags behind it"};
  for (std::uint64_t height = std::max<std::uint64_t>(after.height, 1); height <= head; ++height) {
    // What the body may look at is used up: the reader goes on at scanned_to.
    if (call.shared.blocks_to_scan == 0 || call.shared.events_to_scan == 0) return out;
    --call.shared.blocks_to_scan;
    ++out.blocks;
    const auto block = call.backend.events().at(call.backend, height);
    if (!block) {
      if (block.reason() == Reason::height_unavailable)
        return Refusal{Reason::cursor_pruned, "block " + std::to_string(height) + " is no longer kept"};
      return block.error();
    }
    const std::vector<Receipt>& receipts = (*block)->receipts;
    for (std::size_t leaf = 0; leaf < receipts.size(); ++leaf)
      for (std::size_t place = 0; place < receipts[leaf].events.size(); ++place) {
        const Cursor cursor(height, leaf, place);
        if (cursor <= after) continue;
        call.shared.events_to_scan -= call.shared.events_to_scan > 0 ? 1 : 0;
        const Event& event = receipts[leaf].events[place];
        if (!matches(filter, event) || !visible(call.caller, event.parties)) continue;
        if (reply.events.size() == limit) {
          reply.more = true;
          reply.scanned_to = reply.events.back().cursor;
          return out;
        }
        EventReply shown{cursor, (*block)->time, std::nullopt, event};
        if (leaf > 0) shown.transaction = receipts[leaf].transaction;
        reply.events.push_back(std::move(shown));
      }
    reply.scanned_to = std::max(after, end_of(height, **block));
  }
  return out;
}

// `more` also when the answer ended early.
EventsReply finished(Scan scanned) {
  scanned.reply.more = scanned.reply.more || scanned.reply.scanned_to < scanned.reply.head;
  return std::move(scanned.reply);
}

bool type_matches(std::string_view pattern, std::string_view type) {
  if (!pattern.empty() && pattern.back() == '*') {
    pattern.remove_suffix(1);
    return type.substr(0, pattern.size()) == pattern;
  }
  return pattern == type;
}

}  // namespace

bool matches(const EventFilter& filter, const Event& event) {
  const auto fits = [](const auto& wanted, auto test) { return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), test); };
  return fits(filter.types, [&](const std::string& type) { return type_matches(type, event.type); }) &&
         fits(filter.parties, [&](const PartyId& party) {
           return std::find(event.parties.begin(), event.parties.end(), party) != event.parties.end();
         }) &&
         fits(filter.subjects, [&](const std::string& id) { return id == event.subject || id == event.other; });
}

Result<EventsReply> answer(const EventList::Params& params, Call& call) {
  TRY(Scan scanned, scan(params.after.value_or(Cursor()), params.filter.value_or(EventFilter()), params.limit, call));
  return finished(std::move(scanned));
}

Result<std::optional<EventsReply>> answer(const EventWait::Params& params, Call& call) {
  Cursor after = params.after.value_or(Cursor());
  if (!params.after) {
    // "From now on" would move each time this is asked again: the reader gets the end of the log at
    // once and waits behind it.
    const std::uint64_t head = call.snapshot()->header().height;
    if (head > 0) {
      TRY(const auto last, call.backend.events().at(call.backend, head));
      after = end_of(head, *last);
    }
  }
  TRY(Scan scanned, scan(after, params.filter.value_or(EventFilter()), params.limit, call));
  const bool far = scanned.blocks >= most_blocks_waited;
  EventsReply reply = finished(std::move(scanned));
  const bool nothing = reply.events.empty() && !reply.more && !far;
  if (params.after && nothing && call.put_off(params.timeout_ms.value_or(longest_wait_ms))) return std::optional<EventsReply>();
  return std::optional(std::move(reply));
}

}  // namespace allonge::api
