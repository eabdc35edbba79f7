// Following the ledger with the wallet: whoever stops and comes back misses nothing and hears nothing twice.
#include "tests/wallet/lying_node.h"
#include "wallet/files.h"

namespace allonge::wallet {
namespace {

struct EventWorld : LyingWorld {
  EventWorld() { use_node(true); }
  void credit(const char* reference) {
    ASSERT_TRUE(ledger.act("jianghai", cash::Credit{test::id_of("taihe"), Currency::cny, test::yuan("1.00"), reference}).ok);
  }
  Said watch(const char* count, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"event", "watch", "--types", "cash.*", "--cursor-file", file("cursor"), "--count", count};
    words.insert(words.end(), more.begin(), more.end());
    return allonge(words);
  }
};

std::size_t lines(const std::string& text) { return std::size_t(std::count(text.begin(), text.end(), '\n')); }

TEST(Watch, GoesOnWhereTheLastRunEnded) {
  EventWorld world;
  for (const char* reference : {"JH-1", "JH-2", "JH-3"}) world.credit(reference);
  const Said first = world.watch("1", {"--after", "0.0.0"});
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(lines(first.out), 1u) << first.out;
  EXPECT_NE(first.out.find("cash.credited"), std::string::npos) << first.out;
  const Said rest = world.watch("2", {"--after", "0.0.0", "--json"});
  ASSERT_EQ(rest.code, 0) << rest.err;
  EXPECT_EQ(lines(rest.out), 2u) << "the file counts, not what is typed: " << rest.out;
  EXPECT_EQ(rest.out.find("JH-1"), std::string::npos) << rest.out;
  EXPECT_LT(rest.out.find("JH-2"), rest.out.find("JH-3")) << rest.out;
}

TEST(Watch, ANodeThatDoesNotAnswerIsAskedAgainFromTheSamePlace) {
  EventWorld world;
  world.credit("JH-1");
  int asked = 0;
  world.node.lies["event_wait"] = [&](const std::string& honest) { return asked++ == 0 ? LyingNode::refusal("SYNCING") : honest; };
  const Said said = world.watch("1", {"--after", "0.0.0"});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(lines(said.out), 1u) << said.out;
  EXPECT_NE(said.err.find("trying again behind 0.0.0"), std::string::npos) << said.err;
}

TEST(Watch, ACursorThatIsNoneIsRefused) {
  EventWorld world;
  world.credit("JH-1");
  EXPECT_EQ(world.watch("0").code, 2);
  EXPECT_EQ(world.watch("1", {"--after", "yesterday"}).code, 2);
  const Said beyond = world.watch("1", {"--after", "999.0.0"});
  EXPECT_EQ(beyond.code, 2) << beyond.err;
  EXPECT_NE(beyond.err.find("beyond the end of the log"), std::string::npos) << beyond.err;
}

}  // namespace
}  // namespace allonge::wallet
