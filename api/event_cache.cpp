#include "api/event_cache.h"

#include "api/backend.h"

namespace allonge::api {

Result<std::shared_ptr<const BlockEvents>> EventCache::at(const Backend& backend, std::uint64_t height) {
  if (const auto known = blocks_.find(height); known != blocks_.end()) return known->second;
  TRY(const FinalBlock block, backend.block(height));
  auto read = std::make_shared<BlockEvents>();
  read->time = block.header.time;
  read->receipts.reserve(block.receipts.size());
  for (const RawMessage& raw : block.receipts) {
    auto receipt = decode<Receipt>(raw.bytes);
    if (!receipt) return Refusal{Reason::damaged_store, "a receipt of block " + std::to_string(height)};
    read->events += receipt->events.size();
    read->receipts.push_back(*std::move(receipt));
  }
  // Only the newest are worth keeping: a reader of old blocks must not push them out.
  const bool newest = blocks_.empty() || height > blocks_.begin()->first || blocks_.size() < most_blocks;
  if (newest) {
    events_ += read->events;
    blocks_.emplace(height, read);
    while (blocks_.size() > 1 && (blocks_.size() > most_blocks || events_ > most_events)) {
      events_ -= blocks_.begin()->second->events;
      blocks_.erase(blocks_.begin());
    }
  }
  return std::shared_ptr<const BlockEvents>(read);
}

}  // namespace allonge::api
