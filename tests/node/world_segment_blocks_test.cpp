// Blocks on a real disk: read by height, cut where a crash tore them, refused where they are damaged.
#include "node/world/segment_blocks.h"
#include "tests/node/world_support.h"

namespace allonge::node {
namespace {

constexpr SegmentBlocks::Options small{64 * 1024, 1024ull * 1024 * 1024};

class SegmentBlocksTest : public testing::Test {
 protected:
  std::unique_ptr<SegmentBlocks> create() { return SegmentBlocks::create(directory_, metrics_, small).value(); }
  Result<std::unique_ptr<SegmentBlocks>> open(SegmentBlocks::Options options = small) {
    return SegmentBlocks::open(directory_, metrics_, options);
  }
  Bytes next_blob() {
    blobs_.push_back(busy_bytes(random_, random_() % 5'000));
    return blobs_.back();
  }
  void append(SegmentBlocks& blocks, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      const Bytes blob = next_blob();
      ASSERT_TRUE(blocks.append(blobs_.size(), blob));
    }
  }
  void expect_all(const SegmentBlocks& blocks) {
    ASSERT_EQ(blocks.last_height(), blobs_.size());
    for (std::uint64_t height = 1; height <= blobs_.size(); ++height)
      EXPECT_EQ(blocks.read(height).value(), blobs_[height - 1]) << height;
  }
  std::vector<std::string> files() const {
    std::vector<std::string> paths;
    const auto names = list_directory(directory_).value();
    for (const std::string& name : names)
      if (name.starts_with("blocks-")) paths.push_back(directory_ + "/" + name);
    return paths;
  }

  TemporaryFolder folder_;
  std::string directory_ = folder_ / "blocks";
  NoMetrics metrics_;
  const std::uint64_t seed_ = std::random_device{}();
  std::mt19937_64 random_{seed_};
  std::vector<Bytes> blobs_;
};

TEST_F(SegmentBlocksTest, GivesBackEveryBlockAfterReopening) {
  {
    const auto blocks = create();
    EXPECT_EQ(blocks->last_height(), 0u);
    EXPECT_EQ(blocks->read(1).reason(), Reason::height_unavailable);
    append(*blocks, 120);
    expect_all(*blocks);
    ASSERT_TRUE(blocks->sync());
  }
  EXPECT_GT(files().size(), 3u);
  const auto again = open();
  ASSERT_TRUE(again) << again.error().detail;
  expect_all(**again);
  append(**again, 30);
  expect_all(**again);
  EXPECT_EQ((*again)->read(0).reason(), Reason::height_unavailable);
  EXPECT_EQ((*again)->read(151).reason(), Reason::height_unavailable);
}

TEST_F(SegmentBlocksTest, ReadsWhileAnotherThreadAppends) {
  const auto blocks = create();
  std::atomic<bool> over{false};
  std::thread reader([&] {
    while (!over) {
      const std::uint64_t last = blocks->last_height();
      if (last > 0) {
        EXPECT_TRUE(blocks->read(1 + last / 2)) << last;
      }
    }
  });
  append(*blocks, 400);
  EXPECT_TRUE(blocks->sync());
  over = true;
  reader.join();
  expect_all(*blocks);
}

TEST_F(SegmentBlocksTest, ACrashTakesOnlyWhatWasNotSynced) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  auto blocks = create();
  for (int round = 0; round < 25; ++round) {
    append(*blocks, 1 + random_() % 4);
    ASSERT_TRUE(blocks->sync());
    const std::uint64_t synced = blobs_.size();
    std::map<std::string, Bytes> before;
    for (const std::string& path : files()) before[path] = file_bytes(path);
    append(*blocks, 1 + random_() % 3);
    const auto last_file = files().back();
    blocks.reset();
    // Of the last file's unsynced part some pages are on the disk; a file begun syncs the one before.
    if (before.contains(last_file)) {
      const Bytes after = file_bytes(last_file);
      Bytes mixed = before[last_file];
      mixed.resize(after.size() - random_() % (after.size() - mixed.size() + 1));
      for (std::size_t at = 0; at < mixed.size(); at += 512)
        if (random_() % 2 == 0)
          std::copy_n(after.begin() + std::ptrdiff_t(at), std::min<std::size_t>(512, mixed.size() - at), mixed.begin() + std::ptrdiff_t(at));
      put_file(last_file, mixed);
    }
    auto again = open();
    ASSERT_TRUE(again) << again.error().detail;
    ASSERT_GE((*again)->last_height(), synced);
    blobs_.resize((*again)->last_height());
    expect_all(**again);
    blocks = *std::move(again);
  }
}

TEST_F(SegmentBlocksTest, NoticesEveryFlippedByte) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  {
    const auto blocks = create();
    append(*blocks, 60);
    ASSERT_TRUE(blocks->sync());
    append(*blocks, 1);
  }
  for (int trial = 0; trial < 100; ++trial) {
    const auto paths = files();
    const std::string path = paths[random_() % paths.size()];
    const Bytes whole = file_bytes(path);
    Bytes flipped = whole;
    flipped[random_() % whole.size()] ^= std::uint8_t(1u << (random_() % 8));
    put_file(path, flipped);
    const auto blocks = open();
    if (!blocks) {
      EXPECT_EQ(blocks.reason(), Reason::damaged_store);
      EXPECT_NE(blocks.error().detail.find(path), std::string::npos) << blocks.error().detail;
    } else {
      // Only the last, unsynced block may be cut off; what is there is right.
      EXPECT_GE((*blocks)->last_height(), 60u);
      for (std::uint64_t height = 1; height <= (*blocks)->last_height(); ++height)
        EXPECT_EQ((*blocks)->read(height).value(), blobs_[height - 1]);
    }
    put_file(path, whole);
  }
}

TEST_F(SegmentBlocksTest, RefusesADamagedOldBlockWhenItIsRead) {
  {
    const auto blocks = create();
    append(*blocks, 60);
    ASSERT_TRUE(blocks->sync());
  }
  const std::string oldest = files().front();
  flip_byte(oldest, 32 + 32 + 1);  // in the first blob
  const auto blocks = open({small.segment_bytes, 0});
  ASSERT_TRUE(blocks) << blocks.error().detail;
  const auto read = (*blocks)->read(1);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().detail, oldest + ": byte 32: the record of block 1 does not check");
  EXPECT_EQ((*blocks)->read(2).value(), blobs_[1]);
}

// The last synced block was taken for a torn tail and cut off, because only a later record told that
// it had been synced.
TEST_F(SegmentBlocksTest, ADamagedLastBlockThatWasSyncedIsNotCutOff) {
  {
    const auto blocks = create();
    append(*blocks, 2);
    ASSERT_TRUE(blocks->sync());
  }
  const std::string path = files().front();
  const Bytes whole = file_bytes(path);
  flip_byte(path, whole.size() - 100);
  const auto blocks = open();
  ASSERT_FALSE(blocks);
  EXPECT_NE(blocks.error().detail.find(path), std::string::npos);
  EXPECT_EQ(file_bytes(path).size(), whole.size());
  put_file(path, BytesView(whole).first(whole.size() / 2));
  EXPECT_EQ(open().reason(), Reason::damaged_store);
  put_file(path, whole);
  EXPECT_TRUE(open());
  flip_byte(directory_ + "/synced", 3);
  EXPECT_EQ(open().reason(), Reason::damaged_store);
}

TEST_F(SegmentBlocksTest, MissesAFileThatIsGone) {
  {
    const auto blocks = create();
    append(*blocks, 60);
    ASSERT_TRUE(blocks->sync());
  }
  const auto paths = files();
  ASSERT_GE(paths.size(), 3u);
  for (const std::string& path : {paths[0], paths[1]}) {
    const Bytes bytes = file_bytes(path);
    std::filesystem::remove(path);
    EXPECT_EQ(open().reason(), Reason::damaged_store) << path;
    put_file(path, bytes);
  }
  EXPECT_EQ(SegmentBlocks::create(directory_, metrics_, small).reason(), Reason::bad_config);
  std::filesystem::remove_all(directory_);
  EXPECT_EQ(open().reason(), Reason::damaged_store);
}

}  // namespace
}  // namespace allonge::node
