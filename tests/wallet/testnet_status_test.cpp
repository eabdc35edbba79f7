// Whether a test network can make a block is counted by who signs, not by who answers.
#include "wallet/testnet_status.h"

#include <gtest/gtest.h>

namespace allonge::wallet {
namespace {

TestnetStatus of(std::vector<std::string> states) {
  TestnetStatus out;
  const char* names[] = {"taihe", "jianghai", "dongfang", "regulator"};
  out.needed = 3;
  for (std::size_t i = 0; i < states.size(); ++i) {
    out.nodes.push_back({names[i], "http://127.0.0.1:1", 1, 2, states[i] == "down" ? std::nullopt : std::optional<std::uint64_t>(7), states[i]});
    out.up += states[i] != "down" ? 1 : 0;
    out.signing += states[i] == "signing" ? 1 : 0;
  }
  return out;
}

// A validator that waited before it signed again counted for the quorum.
TEST(TestnetStatus, WhoWaitsDoesNotCount) {
  const TestnetStatus status = of({"signing", "signing", "waiting", "down"});
  EXPECT_FALSE(status.has_quorum());
  const auto needed = need_quorum(status);
  ASSERT_FALSE(needed);
  EXPECT_EQ(needed.reason(), Reason::no_quorum);
  EXPECT_EQ(needed.error().detail, "2 of 4 signing, needs 3: dongfang is waiting, regulator is down\nallonge testnet up starts what is down");
  EXPECT_TRUE(need_quorum(of({"signing", "signing", "signing", "down"})));
}

TEST(TestnetStatus, ShowsNoHeightOfANodeThatIsDown) {
  const std::string table = table_of(of({"signing", "down"}), true);
  EXPECT_NE(table.find("\t7\tsigning\n"), std::string::npos) << table;
  EXPECT_NE(table.find("\t-\tdown\n"), std::string::npos) << table;
}

}  // namespace
}  // namespace allonge::wallet
