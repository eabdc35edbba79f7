// How the state is hashed, and the proof that one exact key holds a record, or none.
//
//   key hash   digest("allonge/state-key/v1", key)
//   address    the first 24 bytes of the key hash; its 48 half-bytes lead from the top down
//   leaf       digest("allonge/state-leaf/v1", key hash, value)
//   bucket     digest("allonge/state-bucket/v1", (address, leaf) of each record, ascending)
//   branch     digest("allonge/state-branch/v1", u16 which of 16 children there are, their digests)
//
// Up to 32 records under one beginning are a bucket, more are a branch, so the same records have the
// same root whatever the order they came in. The address only places a record: its leaf binds the
// whole key at full strength.
#pragma once

#include "ledger/codec.h"
#include "ledger/digest.h"

namespace allonge {

using StateAddress = FixedBytes<24, struct StateAddressTag>;
inline constexpr std::size_t bucket_limit = 32;
inline constexpr std::size_t state_depth = 2 * StateAddress::size;

// One record as the tree sees it.
struct StateLeaf {
  StateAddress address;
  Digest leaf;
  static constexpr auto fields() {
    return std::tuple{Field{1, "address", &StateLeaf::address, "first 24 bytes of the key hash"},
                      Field{2, "leaf", &StateLeaf::leaf, "digest of key hash and value"}};
  }
  bool operator==(const StateLeaf&) const = default;
};

Digest state_key_hash(BytesView key);
StateAddress state_address(const Digest& key_hash);
Digest state_leaf(const Digest& key_hash, BytesView value);
Digest bucket_digest(std::span<const StateLeaf> leaves);
// `present`: bit i is set if there is a child i; `children`: their digests in order.
Digest branch_digest(std::uint16_t present, std::span<const Digest> children);
// The root of a state without records.
Digest empty_state_root();

// The half-byte that chooses a branch's child at a depth.
inline std::size_t half_byte(const StateAddress& address, std::size_t depth) {
  const std::uint8_t byte = address.bytes[depth / 2];
  return depth % 2 == 0 ? byte >> 4 : byte & 15;
}

// A branch on the way down: which children it has, and all of them but the one on the way.
struct StateStep {
  std::uint16_t present = 0;
  std::vector<Digest> others;
  static constexpr auto fields() {
    return std::tuple{Field{1, "present", &StateStep::present, "bit i: there is a child i"},
                      Field{2, "others", &StateStep::others, "children beside the way, in order", 16}};
  }
};

// From the top to the key's place. It ends in a bucket, or at a branch without a child for the key.
// It names the key it is for: the absence of one key would else serve for the absence of others.
struct StatePath {
  Digest key_hash;
  std::vector<StateStep> steps;
  std::vector<StateLeaf> neighbours;  // the bucket's other records, ascending
  static constexpr auto fields() {
    return std::tuple{
        Field{1, "key_hash", &StatePath::key_hash, "hash of the key it is for"},
        Field{2, "steps", &StatePath::steps, "branches from the top down", state_depth},
        Field{3, "neighbours", &StatePath::neighbours, "other records of the bucket", bucket_limit}};
  }
};

// The root of the state in which `key` holds exactly `value`, or holds nothing. There is one path per
// state and key: PROOF_INVALID for one that no prover would have written.
Result<Digest> root_of(const StatePath& path, BytesView key, std::optional<BytesView> value);

}  // namespace allonge
