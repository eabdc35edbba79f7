// The wallet writes files next to other people's.
#include "wallet/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/program.h"

namespace allonge::wallet {
namespace {

// In a shared folder somebody had put a link under the name of the file beside: what it pointed to was
// overwritten.
TEST(Files, AWriteFollowsNoLinkThatWaitsForIt) {
  const allonge::testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/AP-1.json", precious = folder.path() + "/precious";
  ASSERT_TRUE(write_file(precious, "mine", Privacy::everybody).has_value());
  std::filesystem::create_symlink(precious, path + ".new." + std::to_string(getpid()));
  ASSERT_TRUE(write_file(path, "new", Privacy::owner_only).has_value());
  EXPECT_EQ(*read_file(precious, 100), "mine");
  EXPECT_EQ(*read_file(path, 100), "new");
  EXPECT_FALSE(std::filesystem::is_symlink(path));
}

TEST(Files, AWriteLeavesTheFileAloneAndWithItsMode) {
  const allonge::testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/key";
  ASSERT_TRUE(write_file(path, "a", Privacy::owner_only).has_value());
  ASSERT_TRUE(write_file(path, "b", Privacy::owner_only).has_value());
  EXPECT_TRUE(only_owner_reads(path).has_value());
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++files;
  EXPECT_EQ(files, 1u);
  ASSERT_TRUE(write_file(path, "c", Privacy::everybody).has_value());
  EXPECT_EQ(only_owner_reads(path).reason(), Reason::bad_key_file);
}

}  // namespace
}  // namespace allonge::wallet
