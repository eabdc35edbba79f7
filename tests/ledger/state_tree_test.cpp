// The state tree against a slow tree that is hashed anew, straight from the rules in state_path.h.
#include "ledger/state_tree.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "ledger/memory_store.h"

namespace allonge {
namespace {

using Records = std::map<Bytes, Bytes>;

Bytes text(const std::string& words) { return copy_of(bytes_of(words)); }

Digest slow_hash(std::vector<StateLeaf> leaves, std::size_t depth) {
  if (leaves.size() <= 32) {
    std::sort(leaves.begin(), leaves.end(), [](auto& a, auto& b) { return a.address < b.address; });
    Bytes all;
    for (const StateLeaf& leaf : leaves) {
      append(all, leaf.address);
      append(all, leaf.leaf);
    }
    return digest("allonge/state-bucket/v1", all);
  }
  std::map<std::size_t, std::vector<StateLeaf>> children;
  for (const StateLeaf& leaf : leaves) {
    const std::string nibbles = leaf.address.hex();
    children[std::stoul(nibbles.substr(depth, 1), nullptr, 16)].push_back(leaf);
  }
  Bytes all(2);
  for (const auto& [child, below] : children) {
    all[child < 8 ? 1 : 0] = std::uint8_t(all[child < 8 ? 1 : 0] | 1 << child % 8);
    append(all, slow_hash(below, depth + 1));
  }
  return digest("allonge/state-branch/v1", all);
}

Digest slow_root(const Records& records) {
  std::vector<StateLeaf> leaves;
  for (const auto& [key, value] : records) {
    const Digest hash = digest("allonge/state-key/v1", key);
    StateLeaf leaf;
    std::copy_n(hash.bytes.begin(), 24, leaf.address.bytes.begin());
    leaf.leaf = digest("allonge/state-leaf/v1", {hash, value});
    leaves.push_back(leaf);
  }
  return slow_hash(leaves, 0);
}

Changes changes_of(const Records& records) {
  Changes out;
  for (const auto& [key, value] : records) out[key] = value;
  return out;
}

Bytes numbered_key(std::uint64_t number) {
  Bytes key = text("record");
  append_big_endian(key, number);
  return key;
}

StateTree tree_of(std::uint64_t count) {
  Changes changes;
  for (std::uint64_t i = 0; i < count; ++i) changes[numbered_key(i)] = text("value " + std::to_string(i));
  return StateTree().with(changes);
}

bool proves(const StateTree& tree, BytesView key, std::optional<BytesView> value, const StatePath& path) {
  const auto root = root_of(path, key, value);
  return root && *root == tree.root();
}

TEST(StateTree, StartsEmpty) {
  const StateTree tree;
  EXPECT_EQ(tree.size(), 0u);
  EXPECT_EQ(tree.root(), slow_root({}));
  EXPECT_EQ(tree.memory_bytes(), 0u);
  EXPECT_TRUE(proves(tree, text("anything"), std::nullopt, tree.prove(text("anything"))));
}

TEST(StateTree, AgreesWithTheSlowTreeAtEverySizeAroundABucket) {
  for (std::uint64_t count : {1, 2, 31, 32, 33, 34, 64, 500, 513, 2000}) {
    Records records;
    for (std::uint64_t i = 0; i < count; ++i) records[numbered_key(i)] = text("value " + std::to_string(i));
    EXPECT_EQ(tree_of(count).root(), slow_root(records)) << count << " records";
    EXPECT_EQ(tree_of(count).size(), count);
  }
}

TEST(StateTree, DoesNotCareInWhichOrderRecordsCame) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 dice(seed);
  Records records;
  std::vector<Bytes> keys;
  for (std::uint64_t i = 0; i < 700; ++i) {
    keys.push_back(numbered_key(i));
    records[keys.back()] = text("value " + std::to_string(i));
  }
  const Digest expected = slow_root(records);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(keys.begin(), keys.end(), dice);
    StateTree tree;
    for (std::size_t i = 0; i < keys.size();) {
      Changes changes;
      for (std::size_t n = dice() % 90 + 1; n > 0 && i < keys.size(); --n, ++i) changes[keys[i]] = records[keys[i]];
      tree = tree.with(changes);
    }
    EXPECT_EQ(tree.root(), expected);
  }
  MemoryStore store;
  ASSERT_TRUE(store.write(changes_of(records), true));
  EXPECT_EQ(StateTree::of(store).root(), expected);
}

TEST(StateTree, IsTheSameAfterComingAndGoing) {
  const StateTree before = tree_of(40);
  Changes more, less;
  for (std::uint64_t i = 40; i < 5000; ++i) {
    more[numbered_key(i)] = text("passing");
    less[numbered_key(i)] = std::nullopt;
  }
  const StateTree after = before.with(more).with(less);
  EXPECT_EQ(after.root(), before.root());
  EXPECT_EQ(after.size(), 40u);
  EXPECT_EQ(after.memory_bytes(), before.memory_bytes());
}

TEST(StateTree, SharesEverythingWhenNothingChanges) {
  const StateTree tree = tree_of(1000);
  const StateTree same = tree.with({{numbered_key(5), text("value 5")}, {text("never there"), std::nullopt}});
  EXPECT_EQ(same.root(), tree.root());
  EXPECT_EQ(same.memory_bytes(), tree.memory_bytes());
}

// Random walk: blocks grow from any tree that is held, trees are given up in any order; every held
// tree keeps its root. Under the address sanitizer this is also the test of who frees which node.
TEST(StateTree, KeepsEveryHeldTreeWhileOthersComeAndGo) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 dice(seed);
  struct Held {
    StateTree tree;
    Records records;
    Digest root;
  };
  std::vector<Held> held{{StateTree(), {}, StateTree().root()}};
  for (int step = 0; step < 600; ++step) {
    const Held& from = held[dice() % held.size()];
    Held next{from.tree, from.records, {}};
    Changes changes;
    const std::size_t count = dice() % 4 == 0 ? dice() % 300 : dice() % 10;
    for (std::size_t i = 0; i < count; ++i) {
      const Bytes key = numbered_key(dice() % 900);
      if (dice() % (step % 100 < 50 ? 4 : 2) == 0) {
        changes[key] = std::nullopt;
        next.records.erase(key);
      } else {
        const Bytes value = text("value " + std::to_string(dice() % 3));
        changes[key] = value;
        next.records[key] = value;
      }
    }
    next.tree = next.tree.with(changes);
    next.root = slow_root(next.records);
    ASSERT_EQ(next.tree.root(), next.root) << "step " << step;
    ASSERT_EQ(next.tree.size(), next.records.size());
    held.push_back(std::move(next));
    while (held.size() > 8 || (held.size() > 1 && dice() % 4 == 0))
      held.erase(held.begin() + std::ptrdiff_t(dice() % held.size()));
    if (step % 20 != 0) continue;
    for (const Held& one : held) {
      MemoryStore store;
      ASSERT_TRUE(store.write(changes_of(one.records), false));
      const StateTree anew = StateTree::of(store);
      ASSERT_EQ(one.tree.root(), one.root);
      ASSERT_EQ(anew.root(), one.root);
      ASSERT_EQ(anew.memory_bytes(), one.tree.memory_bytes()) << "only reachable nodes are counted";
      const Bytes key = numbered_key(dice() % 900);
      const auto found = one.records.find(key);
      std::optional<BytesView> value;
      if (found != one.records.end()) value = found->second;
      ASSERT_TRUE(proves(one.tree, key, value, one.tree.prove(key)));
    }
  }
}

TEST(StateTree, ProvesEveryRecordAndEveryAbsence) {
  for (std::uint64_t count : {0, 1, 20, 32, 33, 300, 3000}) {
    const StateTree tree = tree_of(count);
    for (std::uint64_t i = 0; i < count; i += count > 500 ? 37 : 1) {
      const Bytes key = numbered_key(i), value = text("value " + std::to_string(i));
      const StatePath path = tree.prove(key);
      EXPECT_TRUE(proves(tree, key, value, path));
      EXPECT_TRUE(tree.may_hold(key));
      EXPECT_FALSE(proves(tree, key, std::nullopt, path)) << "a record that is there is not absent";
      EXPECT_FALSE(proves(tree, key, text("value"), path));
      EXPECT_FALSE(proves(tree, numbered_key(i + 1), value, path));
    }
    for (std::uint64_t i = count; i < count + 200; ++i) {
      const StatePath path = tree.prove(numbered_key(i));
      EXPECT_TRUE(proves(tree, numbered_key(i), std::nullopt, path));
      EXPECT_FALSE(tree.may_hold(numbered_key(i)));
      EXPECT_FALSE(proves(tree, numbered_key(i), text("value"), path));
    }
  }
}

// A branch without a child for the key needs a tree whose branches are not full.
TEST(StateTree, ProvesAbsenceWhereABranchHasNoChild) {
  Records records;
  for (std::uint64_t i = 0; records.size() < 40; ++i) {
    const Bytes key = numbered_key(i);
    if (half_byte(state_address(state_key_hash(key)), 0) < 3) records[key] = text("low");
  }
  const StateTree tree = StateTree().with(changes_of(records));
  EXPECT_EQ(tree.root(), slow_root(records));
  for (std::uint64_t i = 100'000; i < 100'100; ++i) {
    const StatePath path = tree.prove(numbered_key(i));
    EXPECT_TRUE(proves(tree, numbered_key(i), std::nullopt, path));
    EXPECT_FALSE(proves(tree, numbered_key(i), text("low"), path));
  }
}

TEST(StatePath, FailsWithAnyChangedByte) {
  for (std::uint64_t count : {1, 30, 400}) {
    const StateTree tree = tree_of(count);
    for (const std::uint64_t asked : {std::uint64_t{0}, count + 7}) {
      const Bytes key = numbered_key(asked), own = text("value " + std::to_string(asked));
      std::optional<BytesView> value;
      if (asked < count) value = own;
      const Bytes good = encode(tree.prove(key));
      ASSERT_TRUE(proves(tree, key, value, *decode<StatePath>(good)));
      for (std::size_t at = 0; at < good.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
          Bytes bad = good;
          bad[at] = std::uint8_t(bad[at] ^ 1 << bit);
          const auto path = decode<StatePath>(bad);
          EXPECT_FALSE(path && proves(tree, key, value, *path)) << "byte " << at << " bit " << bit;
        }
      }
    }
  }
}

TEST(StatePath, RefusesFormsThatNoProverWrites) {
  const StateTree tree = tree_of(400);
  const Bytes key = numbered_key(3), value = text("value 3");
  const StatePath good = tree.prove(key);
  const auto refused = [&](StatePath path) { return !root_of(path, key, value).has_value(); };

  StatePath path = good;
  std::swap(path.neighbours[0], path.neighbours[1]);
  EXPECT_TRUE(refused(path)) << "neighbours do not ascend";
  path = good;
  path.neighbours.push_back({state_address(state_key_hash(key)), {}});
  EXPECT_TRUE(refused(path)) << "the key among its neighbours";
  path = good;
  path.steps[0].others.pop_back();
  EXPECT_TRUE(refused(path)) << "a child is missing";
  path = good;
  path.steps[0].others.emplace_back();
  EXPECT_TRUE(refused(path)) << "a child too many";
  path = good;
  path.steps[0].present = std::uint16_t(
      path.steps[0].present & ~(1u << half_byte(state_address(state_key_hash(key)), 0)));
  EXPECT_TRUE(refused(path)) << "goes on where there is no child";
  path = good;
  path.steps.assign(49, StateStep{});
  EXPECT_TRUE(refused(path)) << "longer than an address";
  path = good;
  path.steps.clear();
  path.neighbours.assign(33, StateLeaf{});
  for (std::size_t i = 0; i < 33; ++i) path.neighbours[i].address.bytes[0] = std::uint8_t(i);
  EXPECT_TRUE(refused(path)) << "a bucket over its limit";
}

// The root of a fixed state: if this changes, every proof ever given out fails.
TEST(StateTree, KeepsItsRootForEver) {
  EXPECT_EQ(StateTree().root().hex(), "51b059ceb32434e6a24ba78601efbf567f335d11d99aa437a2f4f7bfd67ce626");
  EXPECT_EQ(tree_of(1000).root().hex(), "dd40b564b930db663a6abee2d0be5f9ae29f62082950a0d8d6132ef7c0d74426");
}

}  // namespace
}  // namespace allonge
