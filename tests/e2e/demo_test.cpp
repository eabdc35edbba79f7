// testnet/demo as a person runs it, on four processes: the story of a receivable and that of a new supplier,
// from its licence to money before the day, a suspended KYC and payment. The script checks every figure.
#include "tests/e2e/testnet.h"

namespace allonge::testing {
namespace {

class Demo : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(net.are_programs_there()) << "build allonge and allonged first"; }
  Ran tell() const { return net.script("testnet/demo"); }
  Testnet net;
};

TEST_F(Demo, TellsItsStoryTwiceOnOneNetwork) {
  net.up("2027-03-02");
  if (HasFatalFailure()) return;
  for (const char* telling : {"first", "second"}) {
    SCOPED_TRACE(telling);
    const Ran told = tell();
    ASSERT_EQ(told.code, 0) << told.out << told.err;
    EXPECT_NE(told.err.find("the story is told"), std::string::npos) << told.err;
  }
}

TEST_F(Demo, BringsItsPartiesTheirCredentialsOnce) {
  const Ran first = net.allonge({"testnet", "up", "--date", "2027-03-02"});
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_NE(first.err.find("credentials recorded:"), std::string::npos) << first.err;
  const std::string papers = net.rpc({"event", "list", "--filter", R"({"types":["vc.issued"]})", "--limit", "500"});
  const Ran second = net.allonge({"testnet", "up"});
  ASSERT_EQ(second.code, 0) << second.err;
  EXPECT_NE(second.err.find("their credentials are recorded"), std::string::npos) << second.err;
  const std::string again = net.rpc({"event", "list", "--filter", R"({"types":["vc.issued"]})", "--limit", "500"});
  const auto events = [](const std::string& reply) { return reply.substr(0, reply.find("\"scanned_to\"")); };
  EXPECT_EQ(events(again), events(papers));
  EXPECT_NE(events(papers).find("SupplierQualification"), std::string::npos) << papers;
}

}  // namespace
}  // namespace allonge::testing
