#include "node/final_state.h"

#include "contracts/due_queue.h"

namespace allonge::node {

namespace {

std::vector<TableFront> fronts_of_due_queues() {
  std::vector<TableFront> out;
  for (const DueQueue queue : due_queues) {
    Bytes prefix;
    append_big_endian(prefix, std::uint16_t(queue));
    out.emplace_back(std::move(prefix));
  }
  return out;
}

}  // namespace

FinalState::FinalState(const Store& store, const StateTree& tree, std::size_t cache_buckets)
    : store_(store, state_letter), tree_(tree), cache_(cache_buckets), fronts_(fronts_of_due_queues()) {}

const std::optional<Bytes>& FinalState::look(BytesView key) const {
  if (const std::optional<Bytes>* known = cache_.find(key)) return *known;
  if (!tree_.may_hold(key)) {
    looked_up_.reset();
  } else if (const auto waiting = waiting_.find(key); waiting != waiting_.end()) {
    looked_up_ = *waiting->second.value;
  } else {
    looked_up_ = store_.get(key);
  }
  cache_.keep(key, looked_up_);
  return looked_up_;
}

std::optional<KeyValue> FinalState::next(BytesView from, BytesView prefix) const {
  for (TableFront& front : fronts_)
    if (equal(front.prefix(), prefix)) return front.next(compare(from, prefix) < 0 ? prefix : from, Walked(*this));
  return walk(from, prefix);
}

std::optional<KeyValue> FinalState::walk(BytesView from, BytesView prefix) const {
  const BytesView start = compare(from, prefix) < 0 ? prefix : from;
  auto waiting = waiting_.lower_bound(start);
  auto beneath = store_.next(start, prefix);
  while (true) {
    if (waiting == waiting_.end() || !starts_with(waiting->first, prefix)) return beneath;
    const auto order = beneath ? compare(waiting->first, beneath->key) : std::strong_ordering::less;
    if (order > 0) return beneath;
    if (const auto& value = *waiting->second.value) return KeyValue{copy_of(waiting->first), *value};
    if (order == 0) {
      Bytes after = std::move(beneath->key);
      after.push_back(0);
      beneath = store_.next(after, prefix);
    }
    ++waiting;
  }
}

void FinalState::take(BytesView key, const std::optional<Bytes>& value, std::uint64_t height) {
  const auto [place, is_new] = waiting_.try_emplace(key, Waiting{&value, height});
  if (!is_new) {  // the older block may be given up before this one: its key goes too
    auto node = waiting_.extract(place);
    node.key() = key;
    node.mapped() = Waiting{&value, height};
    waiting_.insert(std::move(node));
  }
  cache_.keep(key, value);
  for (TableFront& front : fronts_)
    if (starts_with(key, front.prefix())) front.change(key, value);
}

void FinalState::flushed_through(std::uint64_t height) {
  // A later block may have written a record again; then it waits for that one. A flush covers nearly all
  // that waits, so one walk is less than looking for each.
  std::erase_if(waiting_, [height](const auto& one) { return one.second.height <= height; });
  written_.erase(written_.begin(), written_.upper_bound(height));
}

}  // namespace allonge::node
