// The wallet on a test network of real processes: exit codes, crashes between signing and outcome,
// people who check each other, and that nothing of the user's is touched.
#include <netinet/in.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/e2e/testnet.h"

namespace allonge::testing {
namespace {

class WalletProgram : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(net.are_programs_there()) << "build allonge and allonged first"; }
  Testnet net;
};

TEST_F(WalletProgram, AnswersWithoutANodeWhatNeedsNone) {
  EXPECT_NE(net.done({"explain", "alg-2002"}).find("该区间当前不可用。"), std::string::npos);
  EXPECT_NE(net.done({"explain", "RANGE_LOCKED"}).find("ALG-2002"), std::string::npos);
  EXPECT_NE(net.done({"completion", "bash"}).find("complete -o default -F _allonge allonge"), std::string::npos);
  EXPECT_NE(net.done({"--help"}).find("testnet"), std::string::npos);
  EXPECT_NE(net.done({"cert", "transfer", "--help"}).find("--contract-hash"), std::string::npos);
}

TEST_F(WalletProgram, TellsUsageFilesAndUnreachableNodesApart) {
  net.refused(2, "BAD_DATE", {"cert", "issue", "--payee", "s01", "--maturity", "2027-02-30", "--bank", "jianghai"});
  net.refused(2, "UNKNOWN_FIELD", {"cert", "explode"});
  net.refused(5, "NOT_FOUND", {"explain", "ALG-9999"});
  net.refused(8, "UNREACHABLE", {"node", "status"});
  net.refused(8, "UNREACHABLE", {"--node", "http://127.0.0.1:1", "node", "status"});
  net.refused(3, "BAD_FILE", {"tx", "show", "nothing.json"});
  std::ofstream(net.file("broken.proof")) << "not a proof";
  std::ofstream(net.file("genesis.json")) << "{}";
  net.refused(3, "BAD_GENESIS", {"verify", "broken.proof", "--genesis", net.file("genesis.json")});
}

TEST_F(WalletProgram, WritesNoColourIntoPipesAndJsonWhereAsked) {
  const Ran ran = net.allonge({"explain", "ALG-9999", "--json"});
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(ran.err.find('\x1b'), std::string::npos);
  EXPECT_EQ(ran.out.rfind("{\"v\":1,\"error\":", 0), 0u) << ran.out;
  const Ran painted = net.allonge({"explain", "ALG-9999", "--color", "always"});
  EXPECT_NE(painted.err.find('\x1b'), std::string::npos);
}

TEST_F(WalletProgram, KeepsKeysSealedAndNeverOverwritesOne) {
  const std::string secret = net.file("secret");
  std::ofstream(secret) << "a long passphrase\n";
  net.refused(3, "BAD_KEY_FILE", {"key", "new", "--org", "lanwan", "--person", "zhangwei", "--passphrase-file", secret});
  std::filesystem::permissions(secret, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  net.done({"key", "new", "--org", "lanwan", "--person", "zhangwei", "--passphrase-file", secret});
  const std::string path = net.file("config/allonge/keys/lanwan.zhangwei.key");
  EXPECT_EQ(std::filesystem::status(path).permissions() & std::filesystem::perms::others_all, std::filesystem::perms::none);
  net.refused(3, "never overwritten", {"key", "new", "--org", "lanwan", "--person", "zhangwei", "--passphrase-file", secret});
  EXPECT_NE(net.done({"key", "list"}).find("zhangwei"), std::string::npos);
}

class WalletOnTestnet : public WalletProgram {
 protected:
  void SetUp() override {
    WalletProgram::SetUp();
    if (!HasFatalFailure()) net.up("2027-03-02");
  }
  std::string credit(const std::string& reference, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"--as", "jianghai", "cash", "credit", "--party", "taihe", "--amount", "1,000.00", "--payment-ref", reference, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return net.done(words);
  }
  std::string balance() { return member(net.rpc({"cash", "get", "--party", "taihe"}), "balance"); }
};

TEST_F(WalletOnTestnet, GivesARepeatedIdemItsFirstOutcome) {
  const std::string idem = "00112233445566778899aabbccddeeff";
  const std::string first = credit("R-1", {"--idem", idem});
  const std::string second = credit("R-1", {"--idem", idem});
  EXPECT_EQ(member(first, "digest"), member(second, "digest"));
  EXPECT_EQ(member(second, "replayed"), "true");
  EXPECT_EQ(balance(), "1000.00");
  net.refused(6, "IDEM_CONFLICT", {"--as", "jianghai", "cash", "credit", "--party", "taihe", "--amount", "2,000.00", "--payment-ref", "R-2", "--idem", idem});
  net.refused(6, "REF_REUSED", {"--as", "jianghai", "cash", "credit", "--party", "taihe", "--amount", "1,000.00", "--payment-ref", "R-1"});
}

// The wallet dies at some moment around sending; the same command again has the one effect.
TEST_F(WalletOnTestnet, HasOneEffectHoweverOftenItCrashes) {
  for (int i = 0; i < 12; ++i) {
    const std::string reference = "CRASH-" + std::to_string(i);
    const std::string program = std::string(ALLONGE_BINARY_DIR) + "/wallet/allonge";
    const Ran killed = run_program({"/usr/bin/timeout", "-s", "KILL", "0.0" + std::to_string(20 + i * 6), program, "--dir", net.folder(), "--as", "jianghai", "cash",
                                    "credit", "--party", "taihe", "--amount", "1.00", "--payment-ref", reference},
                                   {{"HOME", net.file("")}}, net.file(""));
    const Ran again = net.allonge({"--as", "jianghai", "cash", "credit", "--party", "taihe", "--amount", "1.00", "--payment-ref", reference});
    // Either the first attempt had not happened, or the same bytes were sent again; where the first
    // attempt had its outcome written down before it died, the one-use reference stops a second one.
    EXPECT_TRUE(again.code == 0 || again.err.find("REF_REUSED") != std::string::npos) << again.err;
    EXPECT_EQ(balance(), std::to_string(i + 1) + ".00") << "attempt " << i << " ended " << killed.code;
  }
}

TEST_F(WalletOnTestnet, SaysThatTheOutcomeIsUnknownWithoutAQuorumAndFindsItLater) {
  net.done({"testnet", "kill", "dongfang"});
  net.allonge({"testnet", "kill", "regulator"});
  const Ran unknown = net.allonge({"--as", "jianghai", "cash", "credit", "--party", "taihe", "--amount", "5.00", "--payment-ref", "Q-1", "--timeout-ms", "1500"});
  EXPECT_EQ(unknown.code, 7) << unknown.err;
  EXPECT_EQ(net.allonge({"testnet", "status"}).code, 8);
  net.done({"testnet", "up"});
  const std::string resumed = net.done({"tx", "resume", "--timeout-ms", "30000"});
  EXPECT_NE(resumed.find("done"), std::string::npos) << resumed;
  EXPECT_EQ(balance(), "5.00");
}

// It hung for half a minute, and said that somebody had refused.
TEST_F(WalletOnTestnet, MovesNoTimeWithoutAQuorumAndSaysWhatIsMissing) {
  net.done({"testnet", "kill", "dongfang"});
  net.allonge({"testnet", "kill", "regulator"});
  const auto start = std::chrono::steady_clock::now();
  const Ran ran = net.allonge({"testnet", "time", "+1d", "--timeout-ms", "1000"});
  EXPECT_EQ(ran.code, 8) << ran.err;
  EXPECT_NE(ran.err.find("NO_QUORUM"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("dongfang is down, regulator is down"), std::string::npos) << ran.err;
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  const Ran status = net.allonge({"testnet", "status", "--plain"});
  EXPECT_NE(status.out.find("\t-\tdown\n"), std::string::npos) << "no height of a node that is down: " << status.out;
}

// Another program on its port kept a validator down until the whole network was stopped.
TEST_F(WalletOnTestnet, AValidatorWhosePortWasTakenMovesAlone) {
  net.done({"testnet", "kill", "regulator"});  // the last place: all others would dial it
  const std::string text = slurp(net.folder() + "/testnet.json");
  const std::uint16_t port = std::uint16_t(std::stoul(member(text, "rpc_port", text.find("regulator"))));
  const int taken = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int yes = 1;
  setsockopt(taken, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  ASSERT_EQ(bind(taken, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(taken, 1), 0);
  const std::string others = slurp(net.folder() + "/taihe/node.pid");
  const Ran started = net.allonge({"testnet", "start", "regulator"});
  EXPECT_EQ(started.code, 0) << started.err;
  EXPECT_NE(started.err.find("whose port " + std::to_string(port) + " another program uses"), std::string::npos) << started.err;
  credit("MOVED-1");
  EXPECT_TRUE(net.all_level(validators, 30'000)) << "it finds the others, who would look for it where it was";
  EXPECT_EQ(slurp(net.folder() + "/taihe/node.pid"), others);
  close(taken);
  net.done({"testnet", "down"});
  net.done({"testnet", "up"});
  EXPECT_TRUE(net.all_level(validators, 30'000)) << "later starts know its new address";
}

TEST_F(WalletOnTestnet, LetsNoMakerActAlone) {
  const std::string file = net.file("AP.json");
  const Ran made = net.allonge({"--as", "jianghai/maker1", "cash", "credit", "--party", "taihe", "--amount", "7.00", "--payment-ref", "M-1", "--out", file});
  ASSERT_EQ(made.code, 10) << made.err;
  EXPECT_EQ(balance(), "");
  // The maker cannot be the checker, another party cannot sign, and a wrong amount stops it.
  EXPECT_EQ(net.allonge({"--as", "jianghai/maker1", "--yes", "approve", file}).code, 6);
  EXPECT_EQ(net.allonge({"--as", "taihe/checker1", "--yes", "approve", file}).code, 4);
  EXPECT_EQ(net.allonge({"--as", "jianghai/checker1", "approve", file}, "8.00\n").code, 2);
  EXPECT_EQ(balance(), "");
  const Ran checked = net.allonge({"--as", "jianghai/checker1", "approve", file}, "7\n");
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_NE(checked.err.find("柒元整"), std::string::npos) << checked.err;
  EXPECT_EQ(balance(), "7.00");
  // Sending it once more is harmless.
  EXPECT_EQ(net.allonge({"tx", "submit", file}).code, 0);
  EXPECT_EQ(balance(), "7.00");
}

TEST_F(WalletOnTestnet, EnrolsAPersonWhoseKeyIsSealed) {
  const std::string secret = net.file("secret");
  std::ofstream(secret) << "a long passphrase\n";
  std::filesystem::permissions(secret, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const std::string key = net.done({"key", "new", "--org", "lanwan", "--person", "zhangwei", "--passphrase-file", secret, "-q"});
  const std::vector<std::string> act{"invoice",      "register", "--seller",     "lanwan",     "--buyer", "shunchang", "--code", "244420000000", "--number",
                                     "1",            "--issue-date", "2027-03-01", "--gross",    "100.00",  "--tax",     "11.50"};
  const auto by = [&](std::vector<std::string> words) {
    words.insert(words.end(), act.begin(), act.end());
    return words;
  };
  net.refused(4, "KEY_NOT_IN_FORCE", by({"--as", "lanwan/zhangwei", "--passphrase-file", secret}));
  net.done({"--as", "lanwan", "party", "add-key", "--key", key + ":zhangwei:maker"});
  std::ofstream(secret) << "another passphrase\n";
  net.refused(3, "does not open it", by({"--as", "lanwan/zhangwei", "--passphrase-file", secret}));
  std::ofstream(secret) << "a long passphrase\n";
  net.done(by({"--as", "lanwan/zhangwei", "--passphrase-file", secret}));
  EXPECT_NE(net.done({"party", "show", "lanwan"}).find("zhangwei"), std::string::npos);
}

TEST_F(WalletOnTestnet, RemembersWhoActs) {
  net.done({"use", "jianghai/maker1"});
  EXPECT_EQ(net.allonge({"cash", "credit", "--party", "taihe", "--amount", "3.00", "--payment-ref", "U-1", "--out", net.file("AP.json")}).code, 10);
  net.done({"use", "both", "--as", "jianghai"});
  net.done({"cash", "credit", "--party", "taihe", "--amount", "3.00", "--payment-ref", "U-2"});
  EXPECT_NE(net.done({"use"}).find("→"), std::string::npos);
  EXPECT_EQ(balance(), "3.00");
}

TEST_F(WalletOnTestnet, ComesUpTwiceAndStopsOnlyItsOwn) {
  const std::string before = slurp(net.folder() + "/taihe/node.pid");
  net.done({"testnet", "up"});
  EXPECT_EQ(slurp(net.folder() + "/taihe/node.pid"), before);
  // A pid file that points to somebody else's process.
  std::ofstream(net.folder() + "/taihe/node.pid") << getpid() << " 1 /usr/bin/other\n";
  net.done({"testnet", "down"});
  EXPECT_EQ(kill(getpid(), 0), 0);
  // The node it belonged to is stopped through its own mark.
  std::ofstream(net.folder() + "/taihe/node.pid") << before;
  net.done({"testnet", "down"});
  EXPECT_NE(net.allonge({"testnet", "status"}).code, 0);
}

TEST_F(WalletOnTestnet, RefusesDemoKeysOnAnotherChain) {
  const std::string keyring = net.folder() + "/keyring.json";
  std::string text = slurp(keyring);
  const std::size_t at = text.find("\"chain\":\"") + 9;
  text[at] = text[at] == '0' ? '1' : '0';
  std::ofstream(keyring) << text;
  net.refused(3, "BAD_KEY_FILE", {"--as", "jianghai", "cash", "credit", "--party", "taihe", "--amount", "1.00", "--payment-ref", "X-1"});
}

// As of a wallet that was killed between the node's answer and its own note of it.
void forget_outcome_of_moves(const std::string& journal) {
  sqlite3* file = nullptr;
  ASSERT_EQ(sqlite3_open(journal.c_str(), &file), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(file, "UPDATE sent SET outcome = '' WHERE title = 'testnet time'", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(sqlite3_changes(file), 1);
  sqlite3_close(file);
}

// A day had passed with the move, and with it the last moment of the move itself: it counted as over, and the
// day was skipped twice.
TEST_F(WalletOnTestnet, ADayIsNotSkippedTwiceByAWalletThatDied) {
  net.done({"testnet", "time", "+1d"});
  forget_outcome_of_moves(net.folder() + "/journal.db");
  const Ran again = net.allonge({"testnet", "time", "+1d"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_NE(again.err.find("had happened already"), std::string::npos) << again.err;
  EXPECT_EQ(member(net.rpc({"node", "status"}), "business_date"), "2027-03-03");
  net.done({"testnet", "time", "+1d"});
  EXPECT_EQ(member(net.rpc({"node", "status"}), "business_date"), "2027-03-04") << "once it is known, the next is another";
}

TEST_F(WalletOnTestnet, MovesTimeForwardOnly) {
  EXPECT_EQ(member(net.rpc({"node", "status"}), "business_date"), "2027-03-02");
  net.done({"testnet", "time", "+1d"});
  EXPECT_EQ(member(net.rpc({"node", "status"}), "business_date"), "2027-03-03");
  net.done({"testnet", "time", "--to", "2027-05-31"});
  EXPECT_EQ(member(net.rpc({"node", "status"}), "business_date"), "2027-05-31");
  net.refused(6, "TIME_BACKWARDS", {"testnet", "time", "--to", "2027-05-01"});
  net.refused(6, "ROLE_FORBIDDEN", {"--as", "taihe", "testnet", "time", "+1d"});
}

}  // namespace
}  // namespace allonge::testing
