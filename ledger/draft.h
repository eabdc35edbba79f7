// Changes laid over a view, kept or dropped as one. Drafts nest: a block's draft lies over the state,
// a transaction's over the block's; a refused transaction's draft is simply forgotten.
#pragma once

#include <map>

#include "ledger/view.h"

namespace allonge {

// Key -> new value, or nothing where the record is removed. In key order.
using Changes = std::map<Bytes, std::optional<Bytes>, BytesLess>;

// Answers from `changes` laid over `below` (both must outlive the answer).
std::optional<KeyValue> next_over(const Changes& changes, const View& below, BytesView from, BytesView prefix);

class Draft final : public View {
 public:
  explicit Draft(const View& below) : below_(below) {}
  // Over another draft it nests as over any view. Without this line it would be a copy.
  explicit Draft(const Draft& below) : View(), below_(below) {}

  std::optional<Bytes> get(BytesView key) const override;
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override;

  void put(Bytes key, Bytes value);
  void erase(BytesView key);

  // How often it was asked, whoever answered. What a transaction may ask has a limit.
  std::uint64_t reads() const { return reads_; }

  const View& below() const { return below_; }
  const Changes& changes() const { return changes_; }
  Changes take() { return std::move(changes_); }
  // Moves this draft's changes into the one it was made over; it has none afterwards.
  void merge_into(Draft& lower);

 private:
  const View& below_;
  Changes changes_;
  mutable std::uint64_t reads_ = 0;
};

}  // namespace allonge
