// Merkle trees against the recursive definition of RFC 6962, word for word.
#include "ledger/merkle.h"

#include <gtest/gtest.h>

#include "ledger/digest.h"

namespace allonge {
namespace {

Digest leaf(std::uint64_t number) {
  Bytes bytes;
  append_big_endian(bytes, number);
  return merkle_leaf(bytes);
}

Digest pair(const Digest& left, const Digest& right) {
  const std::uint8_t tag = 1;
  return plain_sha256({BytesView(&tag, 1), left, right});
}

std::size_t largest_power_below(std::size_t n) {
  std::size_t power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

Digest slow_root(std::span<const Digest> leaves) {
  if (leaves.empty()) return plain_sha256(BytesView());
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = largest_power_below(leaves.size());
  return pair(slow_root(leaves.first(k)), slow_root(leaves.subspan(k)));
}

std::vector<Digest> slow_path(std::span<const Digest> leaves, std::size_t place) {
  if (leaves.size() <= 1) return {};
  const std::size_t k = largest_power_below(leaves.size());
  std::vector<Digest> path;
  if (place < k) {
    path = slow_path(leaves.first(k), place);
    path.push_back(slow_root(leaves.subspan(k)));
  } else {
    path = slow_path(leaves.subspan(k), place - k);
    path.push_back(slow_root(leaves.first(k)));
  }
  return path;
}

std::vector<Digest> leaves_up_to(std::size_t count) {
  std::vector<Digest> out;
  for (std::uint64_t i = 0; i < count; ++i) out.push_back(leaf(i));
  return out;
}

TEST(Merkle, AgreesWithRfc6962AtEverySize) {
  EXPECT_EQ(merkle_root({}).hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(merkle_leaf({}).hex(), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  const auto all = leaves_up_to(130);
  for (std::size_t size = 0; size <= all.size(); ++size) {
    const auto leaves = std::span(all).first(size);
    ASSERT_EQ(merkle_root(leaves), slow_root(leaves)) << size;
    for (std::size_t place = 0; place < size; ++place) {
      const auto path = merkle_path(leaves, place);
      ASSERT_EQ(path, slow_path(leaves, place)) << place << " of " << size;
      ASSERT_EQ(*root_of_path(leaves[place], place, size, path), slow_root(leaves));
    }
  }
}

TEST(Merkle, RefusesPathsOfAnotherLength) {
  const auto leaves = leaves_up_to(6);
  auto path = merkle_path(leaves, 4);
  EXPECT_EQ(path.size(), 2u);
  EXPECT_EQ(root_of_path(leaves[4], 6, 6, path).reason(), Reason::proof_invalid);
  EXPECT_EQ(root_of_path(leaves[4], 0, 0, {}).reason(), Reason::proof_invalid);
  path.push_back(leaf(9));
  EXPECT_EQ(root_of_path(leaves[4], 4, 6, path).reason(), Reason::proof_invalid);
  path.resize(1);
  EXPECT_EQ(root_of_path(leaves[4], 4, 6, path).reason(), Reason::proof_invalid);
}

TEST(Merkle, GivesAnotherRootForAnotherPlaceLeafOrSibling) {
  const auto leaves = leaves_up_to(21);
  const Digest root = merkle_root(leaves);
  for (std::size_t place = 0; place < leaves.size(); ++place) {
    const auto path = merkle_path(leaves, place);
    for (std::size_t other = 0; other < leaves.size(); ++other) {
      if (other == place) continue;
      const auto moved = root_of_path(leaves[place], other, leaves.size(), path);
      EXPECT_TRUE(!moved || *moved != root);
      EXPECT_NE(*root_of_path(leaves[other], place, leaves.size(), path), root);
    }
    for (std::size_t i = 0; i < path.size(); ++i) {
      auto bad = path;
      bad[i].bytes[i] ^= 1;
      EXPECT_NE(*root_of_path(leaves[place], place, leaves.size(), bad), root);
    }
  }
}

TEST(MerkleLog, HasTheRootOfItsLeavesAfterEveryAppend) {
  MerkleLog log;
  std::vector<Digest> leaves;
  EXPECT_EQ(log.root(), merkle_root({}));
  for (std::uint64_t i = 0; i < 300; ++i) {
    Bytes bytes;
    append_big_endian(bytes, i);
    log.append(bytes);
    leaves.push_back(merkle_leaf(bytes));
    ASSERT_EQ(log.size, leaves.size());
    ASSERT_EQ(log.root(), merkle_root(leaves)) << i;
    const auto copy = decode<MerkleLog>(encode(log));
    ASSERT_TRUE(copy);
    ASSERT_EQ(copy->root(), log.root());
  }
}

}  // namespace
}  // namespace allonge
