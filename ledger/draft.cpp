#include "ledger/draft.h"

namespace allonge {

std::optional<KeyValue> next_over(const Changes& changes, const View& below, BytesView from, BytesView prefix) {
  auto changed = changes.lower_bound(from);
  auto beneath = below.next(from, prefix);
  while (true) {
    const bool has_change = changed != changes.end() && starts_with(changed->first, prefix);
    if (!has_change) return beneath;
    const auto order = beneath ? compare(changed->first, beneath->key) : std::strong_ordering::less;
    if (order > 0) return beneath;
    if (changed->second) return KeyValue{changed->first, *changed->second};
    if (order == 0) {  // the record beneath was removed: look behind it
      Bytes after = beneath->key;
      after.push_back(0);
      beneath = below.next(after, prefix);
    }
    ++changed;
  }
}

std::optional<Bytes> Draft::get(BytesView key) const {
  ++reads_;
  const auto found = changes_.find(key);
  return found != changes_.end() ? found->second : below_.get(key);
}

std::optional<KeyValue> Draft::next(BytesView from, BytesView prefix) const {
  ++reads_;
  // A `from` before the prefix would skip changes that start with it.
  const BytesView start = compare(from, prefix) < 0 ? prefix : from;
  return next_over(changes_, below_, start, prefix);
}

void Draft::put(Bytes key, Bytes value) { changes_.insert_or_assign(std::move(key), std::move(value)); }

void Draft::erase(BytesView key) { changes_.insert_or_assign(copy_of(key), std::nullopt); }

void Draft::merge_into(Draft& lower) {
  lower.changes_.merge(changes_);  // what stays behind stands in both
  for (auto& [key, value] : changes_) lower.changes_.find(key)->second = std::move(value);
  changes_.clear();
}

}  // namespace allonge
