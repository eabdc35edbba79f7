// The lists beside the tree (by owner, issuer, subject): which entries a block adds and takes away,
// found from the records it changed (contracts say under which keys a record is listed). They can be
// rebuilt from the records at any time and are never part of a root.
#pragma once

#include "ledger/draft.h"

namespace allonge::node {

// `before` is the state without `changes`. Entries go to `out` under 'x' (layout.h).
void derive_lists(const View& before, const Changes& changes, Changes& out);

}  // namespace allonge::node
