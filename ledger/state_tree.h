// One hash for the whole state, kept incrementally, with proofs of inclusion and of absence.
// A StateTree is a value: copying shares its nodes, an update makes a new tree and leaves the old one
// as it was (blocks not yet final each have their own). It holds digests only; records are elsewhere.
// Same records, same root, whatever the order they came in.
#pragma once

#include <memory>

#include "ledger/codec.h"
#include "ledger/draft.h"

namespace allonge {

// Shows what stands under one exact key in the state with a given root: a record, or nothing.
struct StatePath;  // described; its layout is in state_path.h

class StateTree {
 public:
  StateTree();  // the empty state
  // From every record of a view, in one pass: at open, which is also the integrity check.
  static StateTree of(const View& records);

  Digest root() const;
  std::uint64_t size() const;  // records
  std::size_t memory_bytes() const;  // estimate, for metrics

  // The tree after these changes: values set, records removed (removing what is not there is fine).
  StateTree with(const Changes& changes) const;

  StatePath prove(BytesView key) const;

  struct Node;

 private:
  std::shared_ptr<const Node> top_;
};

}  // namespace allonge
