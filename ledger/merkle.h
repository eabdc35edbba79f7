// Merkle trees as RFC 6962 (leaf tag 0x00, node tag 0x01, no duplicated last leaf), over SHA-256.
// A path does not bind the tree's size, so verifiers compare the size with the header's count
// (settled.md 7).
#pragma once

#include "ledger/codec.h"

namespace allonge {

Digest merkle_leaf(BytesView leaf);
// Root over leaf hashes in order; of no leaves: SHA-256 of nothing.
Digest merkle_root(std::span<const Digest> leaf_hashes);

// Siblings from the leaf upwards (RFC 6962 section 2.1.1). `place` < leaf_hashes.size().
std::vector<Digest> merkle_path(std::span<const Digest> leaf_hashes, std::uint64_t place);
// The root that `leaf_hash` at `place` of a tree of `size` leaves has under this path. PROOF_INVALID
// unless the path has exactly the length that place and size ask for.
Result<Digest> root_of_path(const Digest& leaf_hash, std::uint64_t place, std::uint64_t size,
                            std::span<const Digest> path);

// An append-only log of digests that remembers only what its next root needs: the roots of its
// complete subtrees, largest first (at most 64).
struct MerkleLog {
  std::uint64_t size = 0;
  std::vector<Digest> peaks;
  static constexpr auto fields() {
    return std::tuple{Field{1, "size", &MerkleLog::size, "leaves so far"},
                      Field{2, "peaks", &MerkleLog::peaks, "roots of complete subtrees, largest first", 64}};
  }
  void append(BytesView leaf);
  Digest root() const;
};

}  // namespace allonge
