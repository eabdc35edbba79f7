#include "ledger/state_nodes.h"

#include <algorithm>
#include <new>

namespace allonge::state_nodes {

namespace {

// What the allocator adds to a block: 8 bytes, rounded up to 16.
std::size_t block_bytes(std::size_t size) { return (size + 8 + 15) / 16 * 16; }

std::size_t bytes_of_node(const Node& node) {
  if (!node.is_bucket) return block_bytes(sizeof(Branch));
  return block_bytes(sizeof(Bucket) + node.count * Bucket::stride(node.skip));
}

void free_node(Node* node) { ::operator delete(static_cast<void*>(node)); }

Branch& branch_of(Node* node) { return *static_cast<Branch*>(node); }
const Bucket& bucket_of(const Node* node) { return *static_cast<const Bucket*>(node); }

// Calls `visit` for each node of a subtree that was born after `shared`, children before parents.
// At most 48 calls deep: addresses are no longer.
template <class Visit>
void visit_own(Node* node, std::uint64_t shared, Visit visit) {
  if (node == nullptr || node->birth <= shared) return;
  if (!node->is_bucket)
    for (Node* child : branch_of(node).children) visit_own(child, shared, visit);
  visit(node);
}

// Makes the nodes of one new version. Each node on the way to a change is copied and hashed once.
class Maker {
 public:
  explicit Maker(Version& version) : version_(version) {}

  // A subtree of leaves whose addresses share their first `depth` half-bytes.
  Subtree build(std::span<const StateLeaf> leaves, std::size_t depth) {
    if (leaves.empty()) return {};
    if (leaves.size() <= bucket_limit) return make_bucket(leaves, depth);
    Branch& branch = make_branch();
    for (std::size_t child = 0; child < 16; ++child) {
      std::size_t end = 0;
      while (end < leaves.size() && half_byte(leaves[end].address, depth) == child) ++end;
      put_child(branch, child, build(leaves.first(end), depth + 1));
      leaves = leaves.subspan(end);
    }
    return finish(branch);
  }

  Subtree apply(const Subtree& old, std::span<const LeafChange> changes, std::size_t depth) {
    if (old.node == nullptr || old.node->is_bucket) return apply_to_bucket(old, changes, depth);
    return apply_to_branch(old, changes, depth);
  }

 private:
  Subtree apply_to_bucket(const Subtree& old, std::span<const LeafChange> changes, std::size_t depth) {
    before_.clear();
    if (old.node != nullptr) read_bucket(bucket_of(old.node), changes.front().address, before_);
    after_.clear();
    bool changed = false;
    std::size_t i = 0;
    for (const LeafChange& change : changes) {
      while (i < before_.size() && before_[i].address < change.address) after_.push_back(before_[i++]);
      const bool found = i < before_.size() && before_[i].address == change.address;
      if (change.keep) after_.push_back({change.address, change.leaf});
      changed = changed || found != change.keep || (found && before_[i].leaf != change.leaf);
      if (found) ++i;
    }
    if (!changed) return old;
    after_.insert(after_.end(), before_.begin() + std::ptrdiff_t(i), before_.end());
    if (old.node != nullptr) retire(old.node);
    return build(after_, depth);
  }

  Subtree apply_to_branch(const Subtree& old, std::span<const LeafChange> changes, std::size_t depth) {
    const StateAddress way = changes.front().address;
    Branch* made = nullptr;
    while (!changes.empty()) {
      const std::size_t child = half_byte(changes.front().address, depth);
      std::size_t end = 1;
      while (end < changes.size() && half_byte(changes[end].address, depth) == child) ++end;
      const Branch& from = made != nullptr ? *made : branch_of(old.node);
      const Subtree before{from.children[child], from.digests[child]};
      const Subtree after = apply(before, changes.first(end), depth + 1);
      changes = changes.subspan(end);
      if (after.node == before.node) continue;
      if (made == nullptr) {
        made = &copy_branch(branch_of(old.node));
        retire(old.node);
      }
      made->count -= before.node != nullptr ? before.node->count : 0;
      put_child(*made, child, after);
    }
    if (made == nullptr) return old;
    return made->count > bucket_limit ? finish(*made) : gather(*made, way, depth);
  }

  // A branch that lost so many records that they are a bucket again. `way` leads to the branch.
  Subtree gather(Branch& branch, StateAddress way, std::size_t depth) {
    after_.clear();
    for (std::size_t child = 0; child < 16; ++child) {
      Node* node = branch.children[child];
      if (node == nullptr) continue;
      ensure(node->is_bucket, "a branch with no more records than a bucket has only buckets below it");
      std::uint8_t& byte = way.bytes[depth / 2];
      byte = std::uint8_t(depth % 2 == 0 ? child << 4 : (byte & 0xF0) | child);
      read_bucket(bucket_of(node), way, after_);
      retire(node);
    }
    retire(&branch);
    return build(after_, depth);
  }

  Subtree make_bucket(std::span<const StateLeaf> leaves, std::size_t depth) {
    const auto skip = std::uint8_t(depth / 2);
    const std::size_t rest = StateAddress::size - skip;
    const std::size_t size = sizeof(Bucket) + leaves.size() * Bucket::stride(skip);
    auto* bucket = static_cast<Bucket*>(::operator new(size));
    bucket->birth = version_.number;
    bucket->count = std::uint32_t(leaves.size());
    bucket->is_bucket = true;
    bucket->skip = skip;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      std::memcpy(bucket->record(i), leaves[i].address.bytes.data() + skip, rest);
      std::memcpy(bucket->record(i) + rest, leaves[i].leaf.bytes.data(), Digest::size);
    }
    version_.bytes += block_bytes(size);
    return {bucket, bucket_digest(leaves)};
  }

  Branch& make_branch() {
    auto* branch = new (::operator new(sizeof(Branch))) Branch{};
    branch->birth = version_.number;
    version_.bytes += block_bytes(sizeof(Branch));
    return *branch;
  }

  Branch& copy_branch(const Branch& old) {
    auto* branch = new (::operator new(sizeof(Branch))) Branch(old);
    branch->birth = version_.number;
    version_.bytes += block_bytes(sizeof(Branch));
    return *branch;
  }

  static void put_child(Branch& branch, std::size_t child, const Subtree& subtree) {
    branch.children[child] = subtree.node;
    branch.digests[child] = subtree.digest;
    branch.count += subtree.node != nullptr ? subtree.node->count : 0;
  }

  static Subtree finish(Branch& branch) {
    std::array<Digest, 16> digests;
    std::uint16_t present = 0;
    std::size_t count = 0;
    for (std::size_t child = 0; child < 16; ++child) {
      if (branch.children[child] == nullptr) continue;
      present = std::uint16_t(present | 1u << child);
      digests[count++] = branch.digests[child];
    }
    return {&branch, branch_digest(present, std::span(digests).first(count))};
  }

  // The new version has no use for this node: freed at once if it is its own.
  void retire(Node* node) {
    version_.bytes -= bytes_of_node(*node);
    if (node->birth == version_.number) {
      free_node(node);
    } else {
      version_.replaced.push_back(node);
    }
  }

  Version& version_;
  std::vector<StateLeaf> before_;  // re-used from bucket to bucket
  std::vector<StateLeaf> after_;
};

// Rule 4: `version` is not held and exactly one grew from it.
void hand_over(Version* version) {
  Version& child = *version->grown.front();
  const std::uint64_t shared = version->parent != nullptr ? version->parent->number : 0;
  for (Node* node : child.replaced) {
    if (node->birth > shared) {
      free_node(node);
    } else {
      version->replaced.push_back(node);
    }
  }
  child.replaced = std::move(version->replaced);
  child.parent = version->parent;
  if (version->parent != nullptr)
    std::replace(version->parent->grown.begin(), version->parent->grown.end(), version, &child);
  delete version;
}

// Rule 3: `version` is not held and nothing grew from it.
void take_down(Version* version) {
  const std::uint64_t shared = version->parent != nullptr ? version->parent->number : 0;
  visit_own(version->top.node, shared, free_node);
  if (version->parent != nullptr) std::erase(version->parent->grown, version);
  delete version;
}

}  // namespace

void read_bucket(const Bucket& bucket, const StateAddress& way, std::vector<StateLeaf>& out) {
  const std::size_t rest = StateAddress::size - bucket.skip;
  for (std::size_t i = 0; i < bucket.count; ++i) {
    StateLeaf& leaf = out.emplace_back();
    std::memcpy(leaf.address.bytes.data(), way.bytes.data(), bucket.skip);
    std::memcpy(leaf.address.bytes.data() + bucket.skip, bucket.record(i), rest);
    std::memcpy(leaf.leaf.bytes.data(), bucket.record(i) + rest, Digest::size);
  }
}

Version* plant(std::span<const StateLeaf> leaves) {
  auto* version = new Version;
  version->top = Maker(*version).build(leaves, 0);
  return version;
}

Version* grow(Version& from, std::span<const LeafChange> changes) {
  auto* version = new Version;
  version->number = from.number + 1;
  version->parent = &from;
  version->top = from.top;
  version->bytes = from.bytes;
  from.grown.push_back(version);
  if (!changes.empty()) version->top = Maker(*version).apply(from.top, changes, 0);
  return version;
}

void release(Version* version) {
  version->held = false;
  while (version != nullptr && !version->held && version->grown.size() < 2) {
    Version* const parent = version->parent;
    if (version->grown.empty()) {
      take_down(version);
    } else {
      hand_over(version);
    }
    version = parent;
  }
}

}  // namespace allonge::state_nodes
