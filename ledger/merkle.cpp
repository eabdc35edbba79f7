#include "ledger/merkle.h"

#include <bit>

#include "ledger/digest.h"

namespace allonge {

namespace {

Digest node(const Digest& left, const Digest& right) {
  // One buffer, one call: this runs once per transaction and receipt of every block.
  std::array<std::uint8_t, 1 + 2 * Digest::size> bytes;
  bytes[0] = 0x01;
  std::memcpy(bytes.data() + 1, left.bytes.data(), Digest::size);
  std::memcpy(bytes.data() + 1 + Digest::size, right.bytes.data(), Digest::size);
  return plain_sha256(bytes);
}

// The tree of RFC 6962 is what pairing neighbours makes, level by level, when the last node of an
// odd level moves up unpaired.
void pair_up(std::vector<Digest>& level) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < level.size(); i += 2)
    level[out++] = i + 1 < level.size() ? node(level[i], level[i + 1]) : level[i];
  level.resize(out);
}

// Joins subtrees, largest first, from the right.
Digest join(std::span<const Digest> peaks) {
  if (peaks.empty()) return plain_sha256(BytesView());
  Digest root = peaks.back();
  for (std::size_t i = peaks.size() - 1; i > 0; --i) root = node(peaks[i - 1], root);
  return root;
}

// One more leaf: as many complete pairs end with it as the count before ends in one-bits.
void push(std::vector<Digest>& peaks, std::uint64_t size_before, Digest leaf_hash) {
  for (std::uint64_t rest = size_before; (rest & 1) != 0; rest >>= 1) {
    leaf_hash = node(peaks.back(), leaf_hash);
    peaks.pop_back();
  }
  peaks.push_back(leaf_hash);
}

}  // namespace

Digest merkle_leaf(BytesView leaf) {
  constexpr std::uint8_t tag = 0x00;
  return plain_sha256({BytesView(&tag, 1), leaf});
}

Digest merkle_root(std::span<const Digest> leaf_hashes) {
  std::vector<Digest> peaks;
  for (std::uint64_t i = 0; i < leaf_hashes.size(); ++i) push(peaks, i, leaf_hashes[i]);
  return join(peaks);
}

std::vector<Digest> merkle_path(std::span<const Digest> leaf_hashes, std::uint64_t place) {
  ensure(place < leaf_hashes.size(), "a path begins at one of the leaves");
  std::vector<Digest> path;
  std::vector<Digest> level(leaf_hashes.begin(), leaf_hashes.end());
  while (level.size() > 1) {
    const std::uint64_t sibling = place ^ 1;
    if (sibling < level.size()) path.push_back(level[sibling]);
    pair_up(level);
    place >>= 1;
  }
  return path;
}

Result<Digest> root_of_path(const Digest& leaf_hash, std::uint64_t place, std::uint64_t size,
                            std::span<const Digest> path) {
  if (place >= size) return Refusal{Reason::proof_invalid, "the place lies outside the tree"};
  Digest hash = leaf_hash;
  std::size_t used = 0;
  // `last` is the place of the last node of the level; a node that is last and even has no sibling.
  for (std::uint64_t at = place, last = size - 1; last > 0; at >>= 1, last >>= 1) {
    if (at == last && (at & 1) == 0) continue;
    if (used == path.size()) return Refusal{Reason::proof_invalid, "the path is too short"};
    hash = (at & 1) != 0 ? node(path[used], hash) : node(hash, path[used]);
    ++used;
  }
  if (used != path.size()) return Refusal{Reason::proof_invalid, "the path is too long"};
  return hash;
}

void MerkleLog::append(BytesView leaf) {
  ensure(peaks.size() == std::size_t(std::popcount(size)), "a log has one peak per one-bit of its size");
  push(peaks, size, merkle_leaf(leaf));
  ++size;
}

Digest MerkleLog::root() const { return join(peaks); }

}  // namespace allonge
