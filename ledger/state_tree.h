// One hash for the whole state, kept incrementally, with proofs of inclusion and of absence.
// A StateTree is a value: copying shares its nodes, an update makes a new tree and leaves the old one
// as it was (blocks not yet final each have their own). It holds digests only; records are elsewhere.
// Same records, same root, whatever the order they came in; how they are hashed: state_path.h.
//
// Copying and giving up a tree is cheap: giving up costs at most what making it did. Trees that grew
// from one another belong to one strand; a tree that is held may be read anywhere.
#pragma once

#include <memory>

#include "ledger/draft.h"
#include "ledger/state_path.h"

namespace allonge {

class StateTree {
 public:
  StateTree();  // the empty state
  // From every record of a view, in one pass: at open, which is also the integrity check.
  static StateTree of(const View& records);

  Digest root() const;
  std::uint64_t size() const;        // records
  std::size_t memory_bytes() const;  // of the nodes reachable from this tree, shared or not

  // The tree after these changes: values set, records removed (removing what is not there is fine).
  StateTree with(const Changes& changes) const;

  // False: nothing stands under this key. Cheaper than asking a store on disk.
  bool may_hold(BytesView key) const;

  // Shows what stands under one exact key in the state with this root: a record, or nothing.
  StatePath prove(BytesView key) const;

 private:
  struct Hold;
  explicit StateTree(std::shared_ptr<Hold> hold) : hold_(std::move(hold)) {}
  std::shared_ptr<Hold> hold_;
};

}  // namespace allonge
