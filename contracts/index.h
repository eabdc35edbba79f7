// What stands beside the state and only queries read (settled.md 10): lists of records by owner, issuer
// and other sides, which follow from the records and can be rebuilt from them at any time; and the log
// of endorsements, which contracts write and nobody ever changes. Keys of both begin with 0xe0, so that
// they are never taken for records of the tree.
//
// An entry of a list has the key of its record as its value.
#pragma once

#include "ledger/draft.h"

namespace allonge {

inline constexpr std::uint8_t beside_the_state = 0xe0;  // first byte of every table number beside it
inline bool is_beside(BytesView key) { return !key.empty() && key[0] >= beside_the_state; }

// Takes the entries that contracts wrote beside the state out of a block's changes.
Changes take_beside(Changes& changes);

// Under which keys of the lists a record stands; none for records that are in no list.
std::vector<Bytes> index_keys(BytesView key, BytesView value);

// Whether records under this key stand in lists at all.
bool is_listed(BytesView key);

// Which entries of the lists come and go when this record becomes another.
void derive_entries(BytesView key, const std::optional<Bytes>& before, const std::optional<Bytes>& after, Changes& out);

// Which entries of the lists come and go with a block's changes. `before` is the state without them.
void derive_index(const View& before, const Changes& changes, Changes& out);

// The entries under a prefix, in key order, until `visit` returns false. visit(BytesView entry, BytesView
// record_key).
template <class Visit>
void walk_index(const View& index, BytesView prefix, Visit visit) {
  Bytes from = copy_of(prefix);
  while (auto found = index.next(from, prefix)) {
    if (!visit(BytesView(found->key), BytesView(found->value))) return;
    from = std::move(found->key);
    from.push_back(0);
  }
}

}  // namespace allonge
