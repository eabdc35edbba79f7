// event_list, event_wait: the one event log of the chain. Cursors are the same on every node, so a
// reader may go on at another; hidden events do not shift them, and `scanned_to` moves on even where
// nothing matches (interfaces.md 3.4).
#pragma once

#include "api/cursor.h"
#include "api/method.h"

namespace allonge::api {

struct EventReply {
  Cursor cursor;
  Time time;
  std::optional<Digest> transaction;
  Event event;
  static constexpr auto fields() {
    using T = EventReply;
    return std::tuple{Field{1, "cursor", &T::cursor, "place on the chain: height.leaf.place"},
                      Field{2, "time", &T::time, "block time"},
                      Field{3, "transaction", &T::transaction, "that caused it; absent for what happened by itself"},
                      Field{4, "event", &T::event, "what changed"}};
  }
};

struct EventFilter {
  std::vector<std::string> types;
  std::vector<PartyId> parties;
  std::vector<std::string> subjects;
  static constexpr auto fields() {
    using T = EventFilter;
    return std::tuple{Field{1, "types", &T::types, "exact, or with * at the end: cert.*", 50},
                      Field{2, "parties", &T::parties, "events that concern any of them", 50},
                      Field{3, "subjects", &T::subjects, "ids of records, as subject or other", 80}};
  }
};
bool matches(const EventFilter& filter, const Event& event);

struct EventsReply {
  std::vector<EventReply> events;
  Cursor scanned_to;
  Cursor head;
  bool more = false;
  static constexpr auto fields() {
    using T = EventsReply;
    return std::tuple{Field{1, "events", &T::events, "in the order of the chain", limits::largest_page},
                      Field{2, "scanned_to", &T::scanned_to, "give it as `after` to go on"},
                      Field{3, "head", &T::head, "end of the log now"},
                      Field{4, "more", &T::more, "whether the log goes on behind scanned_to"}};
  }
};

inline constexpr const char* after_note = "cursor to begin behind; 0.0.0 unless given: before everything";
inline constexpr const char* filter_note = "all of its members must match; an empty list matches everything";
inline constexpr const char* events_limit_note = "events of an answer, 50 unless given, at most 500";

struct EventList {
  static constexpr MethodCard card{"event_list", "Events behind a cursor.", Scope::read_party, 5};
  struct Params {
    std::optional<Cursor> after;
    std::optional<EventFilter> filter;
    std::optional<std::uint32_t> limit;
    static constexpr auto fields() {
      return std::tuple{Field{1, "after", &Params::after, after_note}, Field{2, "filter", &Params::filter, filter_note},
                        Field{3, "limit", &Params::limit, events_limit_note, limits::largest_page}};
    }
  };
  using Reply = EventsReply;
  static constexpr std::array reasons{Reason::cursor_pruned, Reason::out_of_range};
  static constexpr Example example{
      R"({"after":"0.0.0","filter":{"types":["cash.*"],"parties":["taihe"]},"limit":2})",
      R"({"events":[{"cursor":"12371.4.0","time":"2027-03-02T02:14:07.112Z","transaction":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f","event":{"type":"cash.credited","subject":"jianghai/taihe/CNY","other":"JH-20270302-1","parties":["jianghai","taihe"],"ranges":[],"amount":"1000000.00","before":"","after":""}}],"scanned_to":"12371.5.0","head":"12371.5.0","more":false})"};
};
Result<EventsReply> answer(const EventList::Params& params, Call& call);

struct EventWait {
  static constexpr MethodCard card{"event_wait", "Wait for events behind a cursor; no events is an answer, not an error.",
                                   Scope::read_party, 5};
  struct Params {
    std::optional<Cursor> after;
    std::optional<EventFilter> filter;
    std::optional<std::uint32_t> limit;
    std::optional<std::uint64_t> timeout_ms;
    static constexpr auto fields() {
      return std::tuple{Field{1, "after", &Params::after, "cursor to begin behind; without it the end of the log is answered at once"},
                        Field{2, "filter", &Params::filter, filter_note},
                        Field{3, "limit", &Params::limit, events_limit_note, limits::largest_page},
                        Field{4, "timeout_ms", &Params::timeout_ms, "30000 unless given, which is the most", longest_wait_ms}};
    }
  };
  using Reply = EventsReply;
  static constexpr std::array reasons{Reason::cursor_pruned, Reason::out_of_range};
  static constexpr Example example{
      R"({"after":"0.0.0","filter":{"types":["cash.*"]},"timeout_ms":1000})",
      R"({"events":[],"scanned_to":"12402.1.0","head":"12402.1.0","more":false})"};
};
Result<std::optional<EventsReply>> answer(const EventWait::Params& params, Call& call);

}  // namespace allonge::api
