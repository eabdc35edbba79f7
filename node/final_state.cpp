#include "node/final_state.h"

namespace allonge::node {

FinalState::FinalState(const Store& store, std::size_t cache_buckets)
    : store_(store, state_letter), cache_(cache_buckets) {}

std::optional<Bytes> FinalState::get(BytesView key) const {
  if (const std::optional<Bytes>* known = cache_.find(key)) return *known;
  const auto waiting = waiting_.find(key);
  std::optional<Bytes> value = waiting != waiting_.end() ? waiting->second.value : store_.get(key);
  cache_.keep(key, value);
  return value;
}

std::optional<KeyValue> FinalState::next(BytesView from, BytesView prefix) const {
  const BytesView start = compare(from, prefix) < 0 ? prefix : from;
  auto waiting = waiting_.lower_bound(start);
  auto beneath = store_.next(start, prefix);
  while (true) {
    if (waiting == waiting_.end() || !starts_with(waiting->first, prefix)) return beneath;
    const auto order = beneath ? compare(waiting->first, beneath->key) : std::strong_ordering::less;
    if (order > 0) return beneath;
    if (waiting->second.value) return KeyValue{waiting->first, *waiting->second.value};
    if (order == 0) {
      Bytes after = std::move(beneath->key);
      after.push_back(0);
      beneath = store_.next(after, prefix);
    }
    ++waiting;
  }
}

void FinalState::apply(const Changes& changes, std::uint64_t height) {
  std::vector<Bytes>& keys = written_[height];
  keys.reserve(changes.size());
  for (const auto& [key, value] : changes) {
    waiting_.insert_or_assign(key, Waiting{value, height});
    cache_.keep(key, value);
    keys.push_back(key);
  }
}

void FinalState::flushed_through(std::uint64_t height) {
  while (!written_.empty() && written_.begin()->first <= height) {
    for (const Bytes& key : written_.begin()->second) {
      const auto found = waiting_.find(key);
      // A later block may have written it again; then it waits for that one.
      if (found != waiting_.end() && found->second.height <= height) waiting_.erase(found);
    }
    written_.erase(written_.begin());
  }
}

}  // namespace allonge::node
