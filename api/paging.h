// What every list method does the same way: the size of a page, where it begins, and the token of
// the next one. A list method's Params have the members `limit` and `next`.
//
//   TRY(Page page, open_page<PartyList>(params, call));
//   walk(page.snapshot->index(), prefix, page, [&](BytesView key, BytesView value) { ...; return true; });
//   reply.next = close_page(page, call);
#pragma once

#include "api/method.h"
#include "ledger/digest.h"

namespace allonge::api {

struct Page {
  std::shared_ptr<const Snapshot> snapshot;
  Digest list;             // names method and parameters
  Bytes after;             // where the page before ended; empty on the first
  Bytes begin;             // where the first page begins, if not at the list's beginning
  std::uint32_t limit = limits::page;
  std::uint32_t taken = 0;
  std::uint32_t looked_at = 0;
  Bytes last;              // key looked at last
  bool more = false;       // there is something behind `last`
};

// A list whose filter lets little through ends its page early, so that no call walks for ever.
inline constexpr std::uint32_t most_looked_at = 20'000;

// Whether the reader refuses a `limit` that is too large: what the schema says and nobody else asks.
template <class Params>
constexpr bool limits_its_pages() {
  for (const FieldInfo& field : shape_of<Params>.fields)
    if (field.name == "limit") return field.limit == limits::largest_page;
  return false;
}

// PAGE_TOKEN_INVALID.
Result<Page> open_page(Digest list, std::optional<std::uint32_t> limit, const std::optional<std::string>& next, Call& call);

template <class M>
Result<Page> open_page(const typename M::Params& params, Call& call) {
  static_assert(limits_its_pages<typename M::Params>(), "a list has Field{.., \"limit\", .., limit_note, limits::largest_page}");
  typename M::Params same = params;
  same.limit.reset();
  same.next.reset();
  return open_page(digest("allonge/list/v1", {bytes_of(M::card.name), Bytes{0}, encode(same)}), params.limit, params.next, call);
}

// Visits the records under `prefix` behind page.after, in key order. visit(key, value) returns whether
// the record belongs into the page. Stops when the page is full.
template <class Visit>
void walk(const View& view, const Bytes& prefix, Page& page, Visit visit) {
  Bytes from = !page.after.empty() ? page.after : !page.begin.empty() ? page.begin : prefix;
  if (!page.after.empty()) from.push_back(0);
  while (auto found = view.next(from, prefix)) {
    if (page.taken == page.limit || page.looked_at == most_looked_at) {
      page.more = true;
      return;
    }
    ++page.looked_at;
    if (visit(BytesView(found->key), BytesView(found->value))) ++page.taken;
    page.last = found->key;
    from = std::move(found->key);
    from.push_back(0);
  }
}

// The token of the next page, if there is one.
std::optional<std::string> close_page(const Page& page, Call& call);

// The two members of a list's parameters, and of its reply.
inline constexpr std::uint32_t longest_token = 400;
inline constexpr const char* limit_note = "items of a page, 50 unless given, at most 500";
inline constexpr const char* next_note = "token of the next page, from the page before; other parameters stay the same";
inline constexpr const char* more_note = "token of the next page; absent on the last";
inline constexpr const char* height_note = "height at which the list was read";

}  // namespace allonge::api
