// The plain alternative that the state tree is measured against: a persistent binary trie over key
// hashes, one node per bit, shared by reference counts. Same leaves, same batches, one hash per node
// on the way.
#pragma once

#include <memory>

#include "ledger/state_path.h"

namespace allonge::bench {

struct TrieChange {
  StateAddress address;
  bool keep;
  Digest leaf;
};

class BinaryTrie {
 public:
  // `changes` in ascending order of their addresses.
  BinaryTrie with(std::span<const TrieChange> changes) const {
    BinaryTrie out;
    out.top_ = apply(top_, changes, 0);
    return out;
  }
  Digest root() const { return top_ != nullptr ? top_->digest : Digest{}; }
  // Siblings on the way to an address.
  std::vector<Digest> prove(const StateAddress& address) const {
    std::vector<Digest> out;
    const Node* node = top_.get();
    for (std::size_t depth = 0; node != nullptr && node->address == nullptr; ++depth) {
      const bool right = bit(address, depth);
      out.push_back(node->children[!right] != nullptr ? node->children[!right]->digest : Digest{});
      node = node->children[right].get();
    }
    return out;
  }

 private:
  struct Node;
  using Link = std::shared_ptr<const Node>;
  struct Node {
    Digest digest;                             // of a leaf: its own
    std::unique_ptr<const StateAddress> address;  // of a leaf
    std::array<Link, 2> children;
  };

  static bool bit(const StateAddress& address, std::size_t depth) {
    return (address.bytes[depth / 8] >> (7 - depth % 8) & 1) != 0;
  }
  static Link leaf(const StateAddress& address, const Digest& digest) {
    auto node = std::make_shared<Node>();
    node->digest = digest;
    node->address = std::make_unique<const StateAddress>(address);
    return node;
  }
  static Link branch(Link left, Link right) {
    if (left == nullptr && right == nullptr) return nullptr;
    if (left == nullptr && right->address != nullptr) return right;
    if (right == nullptr && left->address != nullptr) return left;
    auto node = std::make_shared<Node>();
    node->digest = digest("allonge/bench-branch", {left != nullptr ? left->digest : Digest{}, right != nullptr ? right->digest : Digest{}});
    node->children = {std::move(left), std::move(right)};
    return node;
  }

  static Link apply(const Link& old, std::span<const TrieChange> changes, std::size_t depth) {
    if (changes.empty()) return old;
    const bool lone = old == nullptr || old->address != nullptr;
    if (lone && changes.size() == 1) {
      const TrieChange& change = changes.front();
      if (old == nullptr || *old->address == change.address)
        return change.keep ? leaf(change.address, change.leaf) : nullptr;
    }
    Link left, right;
    if (!lone) {
      left = old->children[0];
      right = old->children[1];
    } else if (old != nullptr) {
      (bit(*old->address, depth) ? right : left) = old;
    }
    std::size_t middle = 0;
    while (middle < changes.size() && !bit(changes[middle].address, depth)) ++middle;
    return branch(apply(left, changes.first(middle), depth + 1), apply(right, changes.subspan(middle), depth + 1));
  }

  Link top_;
};

}  // namespace allonge::bench
