// The nodes of the state tree in memory, and who frees them.
//
// A node never changes once its version is complete. An update makes one new version: it copies the
// nodes on the way to what changes and shares all others with the version it grew from. Nodes carry
// no reference counts (touching the counts of 16 neighbours for each copied branch costs more than
// hashing it); instead, each version lists the nodes of its parent that it replaced, as ZFS does with
// its dead lists:
//
//   1. `birth` is the number of the version that made a node; numbers ascend from parent to child.
//   2. A node reachable from a version is shared with that version's parent exactly if it was born
//      there or earlier.
//   3. A version that nobody holds and from which nothing grew takes with it what it made.
//   4. A version that nobody holds and from which one other grew hands over: what the child replaced
//      and no earlier version can reach is freed, the rest goes on the child's list.
//   5. A version from which two or more grew stays until one is left.
//
// Releasing a version costs as much as making it did. Versions that grew from one another belong to
// one strand; reading a version that is held is safe anywhere.
#pragma once

#include "ledger/draft.h"
#include "ledger/state_path.h"

namespace allonge::state_nodes {

struct Node {
  std::uint64_t birth;
  std::uint32_t count;  // records at or below it
  bool is_bucket;
  std::uint8_t skip;    // bucket: leading bytes that all its addresses share, not stored
};

// A bucket's records follow it in one block: for each, the rest of its address, then its leaf.
struct Bucket : Node {
  static std::size_t stride(std::uint8_t skip) { return StateAddress::size - skip + Digest::size; }
  const std::uint8_t* record(std::size_t i) const {
    return reinterpret_cast<const std::uint8_t*>(this + 1) + i * stride(skip);
  }
  std::uint8_t* record(std::size_t i) { return reinterpret_cast<std::uint8_t*>(this + 1) + i * stride(skip); }
};

// Digests stand with the branch, not with the child: hashing a branch reads one block of memory.
struct Branch : Node {
  std::array<Digest, 16> digests;
  std::array<Node*, 16> children;
};

// A node and its digest; no node is a state, or a part of one, without records.
struct Subtree {
  Node* node = nullptr;
  Digest digest;
};

struct Version {
  std::uint64_t number = 1;
  Version* parent = nullptr;
  std::vector<Version*> grown;   // versions made from this one
  std::vector<Node*> replaced;   // nodes of `parent` that this version has no use for
  bool held = true;
  Subtree top;
  std::size_t bytes = 0;         // of all nodes reachable from it
};

// What becomes of one record: a new leaf, or nothing.
struct LeafChange {
  StateAddress address;
  bool keep;
  Digest leaf;
};

// A version of its own from leaves in ascending order of their addresses, each once.
Version* plant(std::span<const StateLeaf> leaves);
// The version after changes in ascending order of their addresses, each once.
Version* grow(Version& from, std::span<const LeafChange> changes);
// Nobody holds this version any more. May be called once.
void release(Version* version);

// Appends a bucket's records. `way`: any address that leads to the bucket.
void read_bucket(const Bucket& bucket, const StateAddress& way, std::vector<StateLeaf>& out);

}  // namespace allonge::state_nodes
