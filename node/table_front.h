// The first records of a table that is asked for its first record all day: the due queue. The store
// answers that by walking over everything that was removed from the table's beginning and is not
// compacted away yet, and the queue is where things are removed. Here its beginning stands in memory, as
// far as it is known without gaps, and is filled again from the store when it runs out.
//
// Always holds: every record of the table whose key is below `end_` (all of them when there is no end)
// is in `records_`, as the last change left it.
#pragma once

#include <map>
#include <optional>

#include "ledger/view.h"

namespace allonge::node {

class TableFront {
 public:
  // At most three times as many are kept as one filling reads.
  explicit TableFront(Bytes prefix, std::size_t filling = 1'024) : prefix_(std::move(prefix)), filling_(filling) {}

  BytesView prefix() const { return prefix_; }

  // A record under the prefix has become this, or is gone.
  void change(BytesView key, const std::optional<Bytes>& value) {
    if (!is_filled_ || (end_ && compare(key, *end_) >= 0)) return;
    if (!value) {
      const auto found = records_.find(key);
      if (found != records_.end()) records_.erase(found);
      return;
    }
    records_.insert_or_assign(copy_of(key), *value);
    if (records_.size() <= 2 * filling_) return;
    const auto cut = std::next(records_.begin(), std::ptrdiff_t(filling_));
    end_ = cut->first;
    records_.erase(cut, records_.end());
  }

  // The first record at or behind `from`, which lies under the prefix. `table` is asked only for what is
  // not known here.
  std::optional<KeyValue> next(BytesView from, const View& table) {
    if (auto known = look(from)) return *std::move(known);
    fill(from, table);
    if (auto known = look(from)) return *std::move(known);
    return table.next(from, prefix_);
  }

 private:
  // Nothing: not known here. Else the record, or that there is none.
  std::optional<std::optional<KeyValue>> look(BytesView from) const {
    if (!is_filled_) return std::nullopt;
    const auto found = records_.lower_bound(from);
    if (found != records_.end()) return KeyValue{found->first, found->second};
    if (!end_) return std::optional<KeyValue>();
    return std::nullopt;
  }

  // Goes on where it ends, if it is asked there, or begins anew.
  void fill(BytesView from, const View& table) {
    const bool goes_on = is_filled_ && compare(from, *end_) <= 0;
    if (goes_on ? records_.size() > 2 * filling_ : !equal(from, prefix_)) return;  // too far behind the beginning
    Bytes at = goes_on ? *end_ : prefix_;
    if (!goes_on) records_.clear();
    end_.reset();
    is_filled_ = true;
    for (std::size_t i = 0; i < filling_; ++i) {
      auto found = table.next(at, prefix_);
      if (!found) return;
      at = found->key;
      at.push_back(0);
      records_.insert_or_assign(std::move(found->key), std::move(found->value));
    }
    end_ = std::move(at);
  }

  Bytes prefix_;
  std::size_t filling_;
  bool is_filled_ = false;
  std::optional<Bytes> end_;  // from here on nothing is known
  std::map<Bytes, Bytes, BytesLess> records_;
};

}  // namespace allonge::node
