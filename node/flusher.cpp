#include "node/flusher.h"

#include "node/layout.h"

namespace allonge::node {

void FlushBatch::add(const FlushJob& job) {
  ensure(blocks_ == 0 || job.height == last_height_ + 1, "blocks are flushed in order, without gaps");
  for (const auto& [key, value] : *job.state) {
    bytes_ += key.size() + (value ? value->size() : 0);
    changes_.insert_or_assign(lettered(state_letter, key), value);
  }
  for (const auto& [key, value] : *job.beside) {
    bytes_ += key.size() + (value ? value->size() : 0);
    changes_.insert_or_assign(key, value);
  }
  changes_.insert_or_assign(applied_key(), job.applied);
  last_height_ = job.height;
  closed_ = job.closes;
  ++blocks_;
}

}  // namespace allonge::node
