#include "ledger/state_tree.h"

#include <algorithm>

#include "ledger/state_nodes.h"

namespace allonge {

using namespace state_nodes;

// All copies of a tree share one hold on its version.
struct StateTree::Hold {
  explicit Hold(Version* one) : version(one) {}
  ~Hold() { release(version); }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;
  Version* const version;
};

StateTree::StateTree() : hold_(std::make_shared<Hold>(plant({}))) {}

StateTree StateTree::of(const View& records) {
  std::vector<StateLeaf> leaves;
  Bytes from;
  while (auto found = records.next(from, {})) {
    const Digest key_hash = state_key_hash(found->key);
    leaves.push_back({state_address(key_hash), state_leaf(key_hash, found->value)});
    from = std::move(found->key);
    from.push_back(0);
  }
  std::sort(leaves.begin(), leaves.end(),
            [](const StateLeaf& a, const StateLeaf& b) { return a.address < b.address; });
  return StateTree(std::make_shared<Hold>(plant(leaves)));
}

Digest StateTree::root() const {
  const Subtree& top = hold_->version->top;
  return top.node != nullptr ? top.digest : empty_state_root();
}

std::uint64_t StateTree::size() const {
  const Node* top = hold_->version->top.node;
  return top != nullptr ? top->count : 0;
}

std::size_t StateTree::memory_bytes() const { return hold_->version->bytes; }

StateTree StateTree::with(const Changes& changes) const {
  std::vector<LeafChange> leaves;
  leaves.reserve(changes.size());
  for (const auto& [key, value] : changes) {
    const Digest key_hash = state_key_hash(key);
    leaves.push_back({state_address(key_hash), value.has_value(), value ? state_leaf(key_hash, *value) : Digest{}});
  }
  std::sort(leaves.begin(), leaves.end(),
            [](const LeafChange& a, const LeafChange& b) { return a.address < b.address; });
  return StateTree(std::make_shared<Hold>(grow(*hold_->version, leaves)));
}

bool StateTree::may_hold(BytesView key) const {
  const StateAddress address = state_address(state_key_hash(key));
  const Node* node = hold_->version->top.node;
  for (std::size_t depth = 0; node != nullptr && !node->is_bucket; ++depth)
    node = static_cast<const Branch*>(node)->children[half_byte(address, depth)];
  if (node == nullptr) return false;
  const Bucket& bucket = *static_cast<const Bucket*>(node);
  const std::size_t rest = StateAddress::size - bucket.skip;
  for (std::size_t i = 0; i < bucket.count; ++i)
    if (std::memcmp(bucket.record(i), address.bytes.data() + bucket.skip, rest) == 0) return true;
  return false;
}

StatePath StateTree::prove(BytesView key) const {
  StatePath path;
  path.key_hash = state_key_hash(key);
  const StateAddress address = state_address(path.key_hash);
  const Node* node = hold_->version->top.node;
  while (node != nullptr && !node->is_bucket) {
    const Branch& branch = *static_cast<const Branch*>(node);
    const std::size_t own = half_byte(address, path.steps.size());
    StateStep& step = path.steps.emplace_back();
    for (std::size_t child = 0; child < 16; ++child) {
      if (branch.children[child] == nullptr) continue;
      step.present = std::uint16_t(step.present | 1u << child);
      if (child != own) step.others.push_back(branch.digests[child]);
    }
    node = branch.children[own];
  }
  if (node != nullptr) {
    read_bucket(*static_cast<const Bucket*>(node), address, path.neighbours);
    std::erase_if(path.neighbours, [&](const StateLeaf& leaf) { return leaf.address == address; });
  }
  return path;
}

}  // namespace allonge
