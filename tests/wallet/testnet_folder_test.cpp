#include "wallet/testnet_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace allonge::wallet {
namespace {

namespace fs = std::filesystem;

struct TestnetFolderTest : testing::Test {
  fs::path root = fs::temp_directory_path() / ("allonge-folder-" + std::to_string(::getpid()));
  void SetUp() override {
    for (const char* file : {"testnet.json", "genesis.json", "keyring.json", "journal.db", "journal.db-wal", "taihe/node.toml",
                             "taihe/data/LOCK", "dongfang/keys/link.key"})
      make(file);
  }
  void TearDown() override { fs::remove_all(root); }
  void make(const std::string& name) const {
    fs::create_directories((root / name).parent_path());
    std::ofstream(root / name) << "x";
  }
};

// A thesis lay in the folder somebody had named; wiping the network removed it too.
TEST_F(TestnetFolderTest, WipesOnlyWhatIsTheNetworks) {
  make("thesis.txt");
  make("photos/one.jpg");
  const TestnetFolder folder(root);
  EXPECT_EQ(folder.others(), (std::vector<std::string>{"photos", "thesis.txt"}));
  ASSERT_TRUE(folder.wipe());
  EXPECT_TRUE(fs::exists(root / "thesis.txt"));
  EXPECT_TRUE(fs::exists(root / "photos/one.jpg"));
  EXPECT_FALSE(fs::exists(root / "taihe"));
  EXPECT_FALSE(folder.exists());
}

TEST_F(TestnetFolderTest, RemovesItsFolderWhenNothingElseIsInIt) {
  const TestnetFolder folder(root);
  EXPECT_TRUE(folder.others().empty());
  ASSERT_TRUE(folder.wipe());
  EXPECT_FALSE(fs::exists(root));
}

}  // namespace
}  // namespace allonge::wallet
