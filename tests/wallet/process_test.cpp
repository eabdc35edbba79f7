// Only what was started from here is ever stopped: a number that now belongs to another process is not
// the process that was started.
#include "wallet/process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "tests/support/program.h"
#include "wallet/ports.h"

namespace allonge::wallet {
namespace {

TEST(Process, IsKnownByNumberStartAndExecutable) {
  const allonge::testing::TemporaryFolder folder;
  auto mark = start_process({"/bin/sleep", "60"}, folder.path(), folder.path() + "/log");
  ASSERT_TRUE(mark.has_value()) << mark.error().detail;
  EXPECT_TRUE(is_running(*mark));
  ProcessMark other = *mark;
  other.started += 1;
  EXPECT_FALSE(is_running(other));
  EXPECT_FALSE(signal_process(other, SIGKILL));
  other = *mark;
  other.executable = "/bin/other";
  EXPECT_FALSE(signal_process(other, SIGKILL));
  EXPECT_TRUE(is_running(*mark));
  EXPECT_TRUE(signal_process(*mark, SIGKILL));
  EXPECT_TRUE(wait_until_gone(*mark, 5'000));
  EXPECT_FALSE(signal_process(*mark, SIGKILL));
}

TEST(Process, MarksSurviveTheirFile) {
  const ProcessMark mark{4711, 123456, "/opt/allonge programs/allonged"};
  EXPECT_EQ(ProcessMark::parse(mark.text()), mark);
  for (const char* broken : {"", "abc", "1 2", "1 2 x", "0 5 /bin/x", "12", "-3 4 /x"}) EXPECT_FALSE(ProcessMark::parse(broken).has_value()) << broken;
}

TEST(Process, SaysWhyAProgramDidNotStart) {
  const allonge::testing::TemporaryFolder folder;
  const auto mark = start_process({"/nowhere/program"}, folder.path(), folder.path() + "/log");
  ASSERT_FALSE(mark.has_value());
  EXPECT_NE(mark.error().detail.find("No such file"), std::string::npos);
}

TEST(Ports, ThatAreTakenAreLeftOut) {
  const auto first = find_ports(4);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->size(), 4u);
  for (const NodePorts& ports : *first) EXPECT_TRUE(are_free(ports));
}

// A node that is down now wants its own ports when it comes back.
TEST(Ports, OfOtherNodesAreLeftOutThoughFree) {
  const auto first = find_ports(2);
  ASSERT_TRUE(first.has_value());
  const auto other = find_ports(1, *first);
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(std::count(first->begin(), first->end(), other->front()), 0);
  EXPECT_EQ(busy_one_of(other->front()), 0);
}

}  // namespace
}  // namespace allonge::wallet
