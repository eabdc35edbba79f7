#include "ledger/state_path.h"

#include <bit>

namespace allonge {

Digest state_key_hash(BytesView key) { return digest("allonge/state-key/v1", key); }

StateAddress state_address(const Digest& key_hash) {
  StateAddress out;
  std::memcpy(out.bytes.data(), key_hash.bytes.data(), StateAddress::size);
  return out;
}

Digest state_leaf(const Digest& key_hash, BytesView value) {
  return digest("allonge/state-leaf/v1", {key_hash, value});
}

Digest bucket_digest(std::span<const StateLeaf> leaves) {
  static_assert(sizeof(StateLeaf) == StateAddress::size + Digest::size, "leaves are hashed as they lie");
  return digest("allonge/state-bucket/v1",
                BytesView(reinterpret_cast<const std::uint8_t*>(leaves.data()), leaves.size_bytes()));
}

Digest branch_digest(std::uint16_t present, std::span<const Digest> children) {
  static_assert(sizeof(Digest) == Digest::size, "children are hashed as they lie");
  const std::array<std::uint8_t, 2> bits{std::uint8_t(present >> 8), std::uint8_t(present)};
  return digest("allonge/state-branch/v1",
                {bits, BytesView(reinterpret_cast<const std::uint8_t*>(children.data()), children.size_bytes())});
}

Digest empty_state_root() { return bucket_digest({}); }

namespace {

Refusal bad_path(const char* what) { return Refusal{Reason::proof_invalid, what}; }

// The bucket as it stands when the key's own leaf, if any, is put in its place.
Result<Digest> root_of_bucket(const StatePath& path, const StateAddress& address,
                              const std::optional<StateLeaf>& own) {
  std::vector<StateLeaf> leaves = path.neighbours;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (leaves[i].address == address) return bad_path("the key itself is listed as its neighbour");
    if (i > 0 && leaves[i - 1].address >= leaves[i].address) return bad_path("neighbours do not ascend");
  }
  if (own) {
    std::size_t place = 0;
    while (place < leaves.size() && leaves[place].address < address) ++place;
    leaves.insert(leaves.begin() + std::ptrdiff_t(place), *own);
  }
  if (leaves.size() > bucket_limit) return bad_path("a bucket holds at most 32 records");
  if (leaves.empty() && !path.steps.empty()) return bad_path("only the empty state ends in an empty bucket");
  return bucket_digest(leaves);
}

}  // namespace

Result<Digest> root_of(const StatePath& path, BytesView key, std::optional<BytesView> value) {
  const Digest key_hash = state_key_hash(key);
  const StateAddress address = state_address(key_hash);
  if (path.key_hash != key_hash) return bad_path("the path is for another key");
  if (path.steps.size() > state_depth) return bad_path("the path is longer than an address");

  // The last branch may have no child for the key: then there is no bucket, and no record.
  std::optional<Digest> below;
  const auto leads_on = [&](std::size_t depth) {
    return (path.steps[depth].present >> half_byte(address, depth) & 1) != 0;
  };
  if (path.steps.empty() || leads_on(path.steps.size() - 1)) {
    std::optional<StateLeaf> own;
    if (value) own = StateLeaf{address, state_leaf(key_hash, *value)};
    TRY(below, root_of_bucket(path, address, own));
  } else {
    if (value) return bad_path("the path ends where no record can be");
    if (!path.neighbours.empty()) return bad_path("neighbours where there is no bucket");
  }

  for (std::size_t depth = path.steps.size(); depth-- > 0;) {
    const StateStep& step = path.steps[depth];
    std::vector<Digest> children = step.others;
    if (below) {
      if (!leads_on(depth)) return bad_path("the path goes on where there is no child");
      const unsigned before = step.present & ((1u << half_byte(address, depth)) - 1);
      const std::size_t place = std::size_t(std::popcount(before));
      if (place > children.size()) return bad_path("a branch has other children than it says");
      children.insert(children.begin() + std::ptrdiff_t(place), *below);
    }
    if (children.size() != std::size_t(std::popcount(step.present)))
      return bad_path("a branch has other children than it says");
    below = branch_digest(step.present, children);
  }
  return *below;
}

}  // namespace allonge
