#include "node/flusher.h"

#include <algorithm>

#include "ledger/table.h"
#include "node/layout.h"

namespace allonge::node {

std::size_t records_of(const FlushJob& job) { return job.state->size() + job.lists->size() + job.beside->size(); }

void FlushBatch::add(FlushJob job) {
  ensure(jobs_.empty() || job.height == last_height() + 1, "blocks are flushed in order, without gaps");
  records_ += records_of(job);
  jobs_.push_back(std::move(job));
}

std::span<const Write> FlushBatch::writes() {
  keys_.clear();
  keys_.reserve(records_ * key_room);
  writes_.clear();
  writes_.reserve(records_ + 1);
  std::vector<std::size_t> ends;  // of the keys
  ends.reserve(records_ + 1);
  const auto put = [&](BytesView letter, BytesView key, const std::optional<Bytes>& value) {
    append(keys_, letter);
    append(keys_, key);
    ends.push_back(keys_.size());
    writes_.push_back({{}, &value});
  };
  for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job) {  // the latest first: of equal keys it stays
    for (const auto& [key, value] : *job->state) put({&state_letter, 1}, key, value);
    for (const auto& [key, value] : *job->lists) put({&list_letter, 1}, key, value);
    for (const auto& [key, value] : *job->beside) put({}, key, value);
  }
  if (!jobs_.empty()) put({}, applied_key(), jobs_.back().applied);

  for (std::size_t i = 0, start = 0; i < ends.size(); start = ends[i++])  // now that keys_ moves no more
    writes_[i].key = BytesView(keys_).subspan(start, ends[i] - start);

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
