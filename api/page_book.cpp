#include "api/page_book.h"

#include <algorithm>

#include "api/backend.h"
#include "ledger/digest.h"

namespace allonge::api {

namespace {

constexpr std::size_t height_bytes = 8, seal_bytes = 16;

Digest seal(const Idem& secret, const Digest& list, BytesView after) {
  return digest("allonge/page-token/v1", {secret, list, after});
}

}  // namespace

void PageBook::drop_expired(std::uint64_t now_ms) {
  std::erase_if(pins_, [&](const Pin& pin) { return pin.until_ms <= now_ms; });
}

std::string PageBook::token(const std::shared_ptr<const Snapshot>& snapshot, const Digest& list, BytesView after,
                            std::uint64_t now_ms, const Idem& secret) {
  drop_expired(now_ms);
  const std::uint64_t height = snapshot->header().height;
  auto pin = std::find_if(pins_.begin(), pins_.end(), [&](const Pin& one) { return one.height == height; });
  if (pin == pins_.end()) {
    if (pins_.size() == most_pins) pins_.erase(pins_.begin());
    pins_.push_back({height, secret, snapshot, now_ms + kept_ms});
  } else {
    pin->until_ms = now_ms + kept_ms;
    std::rotate(pin, std::next(pin), pins_.end());
  }
  pin = std::prev(pins_.end());
  Bytes out;
  append_big_endian(out, height);
  append(out, after);
  append(out, BytesView(seal(pin->secret, list, after).bytes).first(seal_bytes));
  return base64url(out);
}

Result<PageBook::Page> PageBook::open(std::string_view token, const Digest& list, std::uint64_t now_ms) {
  drop_expired(now_ms);
  const auto bytes = parse_base64url(token);
  if (!bytes || bytes->size() < height_bytes + seal_bytes) return Refusal{Reason::page_token_invalid, "not a page token"};
  const BytesView all(*bytes);
  const auto height = read_big_endian<std::uint64_t>(all.first(height_bytes));
  const BytesView after = all.subspan(height_bytes, all.size() - height_bytes - seal_bytes);
  for (const Pin& pin : pins_) {
    if (pin.height != height) continue;
    if (!equal(all.last(seal_bytes), BytesView(seal(pin.secret, list, after).bytes).first(seal_bytes)))
      return Refusal{Reason::page_token_invalid, "the other parameters must stay as they were for the first page"};
    return Page{pin.snapshot, copy_of(after)};
  }
  return Refusal{Reason::page_token_invalid, "its snapshot is no longer kept"};
}

void PageBook::keep_for(std::uint64_t started_ms, const std::shared_ptr<const Snapshot>& snapshot) {
  constexpr std::size_t most_waiting = 16;
  if (kept_for(started_ms)) return;
  if (waiting_.size() == most_waiting) waiting_.erase(waiting_.begin());
  waiting_.push_back({started_ms, snapshot});
}

std::shared_ptr<const Snapshot> PageBook::kept_for(std::uint64_t started_ms) const {
  for (const Waiting& one : waiting_)
    if (one.started_ms == started_ms) return one.snapshot;
  return nullptr;
}

}  // namespace allonge::api
