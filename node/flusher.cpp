#include "node/flusher.h"

#include <algorithm>

#include "node/layout.h"

namespace allonge::node {

namespace {

struct Size {
  std::size_t keys = 0;
  std::size_t values = 0;
};

void count(const Changes& changes, Size& size) {
  for (const auto& [key, value] : changes) {
    size.keys += key.size() + 1;
    size.values += value ? value->size() : 0;
  }
}

}  // namespace

std::size_t records_of(const FlushJob& job) { return job.state->size() + job.lists->size() + job.beside->size(); }

void FlushBatch::add(FlushJob job) {
  ensure(jobs_.empty() || job.height == last_height() + 1, "blocks are flushed in order, without gaps");
  Size size;
  for (const Changes* changes : {job.state.get(), job.lists.get(), job.beside.get()}) count(*changes, size);
  records_ += records_of(job);
  key_bytes_ += size.keys;
  bytes_ += size.keys + size.values;
  jobs_.push_back(std::move(job));
}

std::span<const Write> FlushBatch::writes() {
  keys_.clear();
  keys_.reserve(key_bytes_ + applied_key().size());  // the views below point into it
  writes_.clear();
  writes_.reserve(records_ + 1);
  const auto put = [this](BytesView letter, BytesView key, const std::optional<Bytes>& value) {
    const std::size_t start = keys_.size();
    append(keys_, letter);
    append(keys_, key);
    writes_.push_back({BytesView(keys_).subspan(start), &value});
  };
  for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job) {  // the latest first: of equal keys it stays
    for (const auto& [key, value] : *job->state) put({&state_letter, 1}, key, value);
    for (const auto& [key, value] : *job->lists) put({&list_letter, 1}, key, value);
    for (const auto& [key, value] : *job->beside) put({}, key, value);
  }
  if (!jobs_.empty()) put({}, applied_key(), jobs_.back().applied);

  const auto less = [](const Write& a, const Write& b) { return compare(a.key, b.key) < 0; };
  std::stable_sort(writes_.begin(), writes_.end(), less);
  std::size_t kept = 0;
  for (std::size_t first = 0, next = 0; first < writes_.size(); first = next) {
    while (next < writes_.size() && equal(writes_[next].key, writes_[first].key)) ++next;
    const Write& newest = writes_[first];
    const Write& oldest = writes_[next - 1];
    // An entry of a list that comes was not there, so one that came and went leaves nothing to write.
    if (newest.key[0] == list_letter && !newest.value->has_value() && oldest.value->has_value()) continue;
    writes_[kept++] = newest;
  }
  writes_.resize(kept);
  return writes_;
}

}  // namespace allonge::node
