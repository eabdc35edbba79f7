#include "node/flusher.h"

#include <algorithm>

#include "node/layout.h"

namespace allonge::node {

namespace {

std::size_t bytes_in(const Changes& changes) {
  std::size_t out = 0;
  for (const auto& [key, value] : changes) out += key.size() + (value ? value->size() : 0);
  return out;
}

}  // namespace

void FlushBatch::add(FlushJob job) {
  ensure(jobs_.empty() || job.height == last_height() + 1, "blocks are flushed in order, without gaps");
  bytes_ += bytes_in(*job.state) + bytes_in(*job.lists) + bytes_in(*job.beside);
  jobs_.push_back(std::move(job));
}

std::span<const Write> FlushBatch::writes() {
  std::size_t records = 1, key_bytes = applied_key().size();
  for (const FlushJob& job : jobs_)
    for (const Changes* changes : {job.state.get(), job.lists.get(), job.beside.get()}) {
      records += changes->size();
      for (const auto& [key, value] : *changes) key_bytes += key.size() + 1;
    }
  keys_.clear();
  keys_.reserve(key_bytes);  // the views below point into it
  writes_.clear();
  writes_.reserve(records);
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
  const auto same = [](const Write& a, const Write& b) { return equal(a.key, b.key); };
  std::stable_sort(writes_.begin(), writes_.end(), less);
  writes_.erase(std::unique(writes_.begin(), writes_.end(), same), writes_.end());
  return writes_;
}

}  // namespace allonge::node
