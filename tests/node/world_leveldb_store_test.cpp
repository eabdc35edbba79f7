// The state in LevelDB: written together, read with checks, never a wrong answer after damage.
#include <sys/resource.h>

#include <csignal>

#include "node/world/leveldb_check.h"
#include "node/world/leveldb_store.h"
#include "tests/node/world_support.h"

namespace allonge::node {
namespace {

Bytes key_of(std::uint32_t number) {
  Bytes key = copy_of(bytes_of("k"));
  append_big_endian(key, number);
  return key;
}

class LevelDbStoreTest : public testing::Test {
 protected:
  std::unique_ptr<LevelDbStore> create() { return LevelDbStore::create(path_, metrics_).value(); }
  Result<std::unique_ptr<LevelDbStore>> open() {
    return LevelDbStore::open(path_, metrics_, [this](const Refusal& refusal) { throw std::runtime_error(refusal.detail); });
  }
  // Records 0 to 2999, of which the first half lies in tables and the rest in the log.
  void fill() {
    const auto store = create();
    for (std::uint32_t number = 0; number < 3'000; ++number) {
      Changes changes;
      changes[key_of(number)] = value_of(number);
      ASSERT_TRUE(store->write(changes, number % 500 == 0));
    }
  }
  static Bytes value_of(std::uint32_t number) {
    std::mt19937_64 random(number);
    return busy_bytes(random, 100 + number % 50);
  }
  static bool is_whole(const Store& store) {
    for (std::uint32_t number = 0; number < 3'000; ++number)
      if (store.get(key_of(number)) != value_of(number)) return false;
    return true;
  }
  std::vector<std::string> files(std::string_view ending) const {
    std::vector<std::string> paths;
    const auto names = list_directory(path_).value();
    for (const std::string& name : names)
      if (name.ends_with(ending) || name.starts_with(ending)) paths.push_back(path_ + "/" + name);
    return paths;
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "state";
  NoMetrics metrics_;
};

TEST_F(LevelDbStoreTest, WritesTogetherAndWalksInOrder) {
  const auto store = create();
  Changes changes;
  for (const std::uint32_t number : {5u, 1u, 9u}) changes[key_of(number)] = value_of(number);
  changes[copy_of(bytes_of("other"))] = copy_of(bytes_of("x"));
  ASSERT_TRUE(store->write(changes, true));
  EXPECT_EQ(store->get(key_of(1)), value_of(1));
  EXPECT_EQ(store->get(key_of(2)), std::nullopt);
  EXPECT_EQ(store->next(key_of(2), bytes_of("k"))->key, key_of(5));
  EXPECT_EQ(store->next({}, bytes_of("k"))->key, key_of(1));
  EXPECT_FALSE(store->next(key_of(10), bytes_of("k")));
  EXPECT_EQ(store->next(key_of(10), {})->key, copy_of(bytes_of("other")));

  const auto then = store->snapshot();
  Changes later;
  later[key_of(5)] = std::nullopt;
  later[key_of(7)] = value_of(7);
  ASSERT_TRUE(store->write(later, false));
  EXPECT_FALSE(store->get(key_of(5)));
  EXPECT_EQ(then->get(key_of(5)), value_of(5));
  EXPECT_EQ(then->next(key_of(6), bytes_of("k"))->key, key_of(9));
  std::vector<Bytes> keys;
  ASSERT_TRUE(store->walk([&](BytesView key, BytesView) {
    keys.push_back(copy_of(key));
    return true;
  }));
  EXPECT_EQ(keys, (std::vector<Bytes>{key_of(1), key_of(7), key_of(9), copy_of(bytes_of("other"))}));
}

TEST_F(LevelDbStoreTest, ASnapshotOutlivesItsStore) {
  auto store = create();
  Changes changes;
  changes[key_of(1)] = value_of(1);
  ASSERT_TRUE(store->write(changes, false));
  const auto view = store->snapshot();
  store.reset();
  EXPECT_EQ(view->get(key_of(1)), value_of(1));
}

TEST_F(LevelDbStoreTest, IsMadeByCreateOnly) {
  EXPECT_EQ(open().reason(), Reason::damaged_store);
  EXPECT_FALSE(exists(path_ + "/CURRENT"));
  create().reset();
  EXPECT_EQ(LevelDbStore::create(path_, metrics_).reason(), Reason::bad_config);
  EXPECT_TRUE(open());
}

// With the defaults of LevelDB every flipped byte of its log lost records in silence.
TEST_F(LevelDbStoreTest, AFlippedByteIsRefusedOrHarmless) {
  fill();
  ASSERT_TRUE(open());  // moves the log into a table and begins a new one
  {
    const auto store = open();
    for (std::uint32_t number = 2'500; number < 3'000; ++number) {
      Changes changes;
      changes[key_of(number)] = value_of(number);
      ASSERT_TRUE((*store)->write(changes, false));
    }
  }
  ASSERT_FALSE(files(".ldb").empty());
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const std::string backup = folder_ / "backup";
  std::filesystem::copy(path_, backup);
  std::size_t refused = 0;
  for (int trial = 0; trial < 80; ++trial) {
    std::filesystem::remove_all(path_);
    std::filesystem::copy(backup, path_);
    static constexpr std::string_view kinds[] = {".ldb", ".log", "MANIFEST-", "CURRENT"};
    const auto paths = files(kinds[trial % 4]);
    ASSERT_FALSE(paths.empty()) << kinds[trial % 4];
    const std::string path = paths[random() % paths.size()];
    const std::size_t size = std::filesystem::file_size(path);
    if (size == 0) continue;
    flip_byte(path, random() % size);
    const auto store = open();
    if (store) {
      // A byte of a filter, or of a torn-looking tail that was never synced: what is there is right.
      EXPECT_TRUE(is_whole(**store) || path.ends_with(".log")) << path;
      continue;
    }
    ++refused;
    EXPECT_TRUE(store.reason() == Reason::damaged_store) << store.error().detail;
    EXPECT_NE(store.error().detail.find(path_), std::string::npos) << store.error().detail;
  }
  EXPECT_GT(refused, 40u);
}

TEST_F(LevelDbStoreTest, NamesTheDamagedFile) {
  fill();
  ASSERT_TRUE(open());
  const auto tables = files(".ldb");
  ASSERT_FALSE(tables.empty());
  EXPECT_EQ(find_leveldb_damage(path_), "");
  flip_byte(tables[0], 1'000);
  const auto store = open();
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().detail.find(tables[0]), 0u) << store.error().detail;
}

TEST_F(LevelDbStoreTest, MissesAFileThatIsGone) {
  fill();
  ASSERT_TRUE(open());
  const std::string backup = folder_ / "backup";
  std::filesystem::copy(path_, backup);
  for (const std::string_view kind : {".ldb", "MANIFEST-", "CURRENT"}) {
    for (const std::string& path : files(kind)) std::filesystem::remove(path);
    const auto store = open();
    ASSERT_FALSE(store) << kind;
    EXPECT_EQ(store.reason(), Reason::damaged_store) << store.error().detail;
    std::filesystem::remove_all(path_);
    std::filesystem::copy(backup, path_);
  }
}

TEST_F(LevelDbStoreTest, WritesNothingMoreAfterTheDiskFailed) {
  std::signal(SIGXFSZ, SIG_IGN);
  const auto store = create();
  Changes changes;
  changes[key_of(1)] = Bytes(100'000, 1);
  ASSERT_TRUE(store->write(changes, true));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit tight{150'000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  changes.begin()->second = Bytes(100'000, 2);
  const auto failed = store->write(changes, true);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.reason(), Reason::disk_trouble);
  EXPECT_EQ(store->write(changes, true).reason(), Reason::disk_trouble);
  EXPECT_EQ(store->get(key_of(1)), Bytes(100'000, 1));
}

}  // namespace
}  // namespace allonge::node
