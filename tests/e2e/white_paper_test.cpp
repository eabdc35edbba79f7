// The white paper's certificate (receivables-scenarios.md S2) on four real processes, through the
// wallet alone: 9,000,000.00 moves through 65 transfers among 25 companies, while each validator is
// killed once, all are stopped once, and one loses its data. Then it is paid, and an auditor checks
// proofs against the genesis file.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "tests/e2e/testnet.h"

namespace allonge::testing {
namespace {

struct Transfer {
  int number = 0;
  std::string from, to, start, end;
  std::uint64_t fen() const { return std::stoull(end) - std::stoull(start) + 1; }
};

std::vector<Transfer> transfers_of(const std::string& text) {
  std::vector<Transfer> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    Transfer one;
    std::string number;
    std::getline(parts, number, ',');
    std::getline(parts, one.from, ',');
    std::getline(parts, one.to, ',');
    std::getline(parts, one.start, ',');
    std::getline(parts, one.end, ',');
    one.number = std::stoi(number);
    out.push_back(one);
  }
  return out;
}

std::string yuan(std::uint64_t fen) {
  std::string cents = std::to_string(fen % 100);
  return std::to_string(fen / 100) + "." + (cents.size() == 1 ? "0" : "") + cents;
}

// Who held a fen, from the first holder on, as cert history tells it.
std::vector<std::string> way_of(const std::string& json) {
  std::vector<std::string> out;
  for (std::size_t at = json.find("\"endorsements\""); (at = json.find("\"to\":", at)) != std::string::npos; ++at)
    out.push_back(member(json, "to", at));
  return out;
}

class WhitePaper : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string vectors = std::string(ALLONGE_SOURCE_DIR) + "/../shared/vectors/receivables/";
    if (!std::filesystem::exists(vectors + "s2-transfers.csv")) GTEST_SKIP() << "missing " << vectors << "s2-transfers.csv";
    const std::string text = slurp(vectors + "s2-transfers.csv");
    ASSERT_EQ(sha256(text), "3edad1e978f0f736c1c02eb52546ea7b2ea03d75b1c68ebe6bf0352486c54ce9");
    transfers = transfers_of(text);
    ASSERT_EQ(transfers.size(), 65u);
    ASSERT_TRUE(net.are_programs_there()) << "build allonge and allonged first";
  }

  // Seller and buyer are both sure of the invoice before a certificate may rest on it.
  void issue() {
    const std::string invoice = net.done({"--as", "core", "invoice", "register", "--seller", "s01", "--buyer", "core", "--code", "244420000000",
                                          "--number", "20260302", "--issue-date", "2026-03-02", "--gross", "9,000,000.00", "--tax", "1,035,398.23", "-q"});
    net.done({"--as", "s01", "invoice", "confirm", invoice});
    certificate = net.done({"--as", "core", "cert", "issue", "--payee", "s01", "--face", "9,000,000.00", "--maturity", "2026-08-28", "--bank",
                            "jianghai", "--invoices", invoice + ":9,000,000.00", "-q"});
    remember(net.rpc({"--as", "s01", "cert", "accept", certificate}));
  }

  void remember(const std::string& reply) { receipts.push_back(member(reply, "digest")); }

  std::vector<std::string> offer_words(const Transfer& one) const {
    return {"cert", "transfer", certificate, "--to", one.to, "--amount", yuan(one.fen()), "--ranges", one.start + "-" + one.end,
            "--contract-hash", sha256("contract " + one.from + " " + one.to)};
  }

  static std::string idem_of(const Transfer& one) { return sha256("S2 " + std::to_string(one.number)).substr(0, 32); }

  // Offer and acceptance, each by maker and checker. Every fifth goes the long way: the maker leaves a
  // file, and the checker types the amount.
  void move(const Transfer& one) {
    SCOPED_TRACE("transfer " + std::to_string(one.number));
    std::string offered;
    if (one.number % 5 == 0) {
      const std::string file = net.file("AP-" + std::to_string(one.number) + ".json");
      std::vector<std::string> words{"--as", one.from + "/maker1", "--out", file};
      for (const std::string& word : offer_words(one)) words.push_back(word);
      const Ran made = net.allonge(words);
      ASSERT_EQ(made.code, 10) << made.out << made.err;
      const Ran wrong = net.allonge({"--as", one.from + "/checker1", "approve", file}, "1\n");
      ASSERT_NE(wrong.code, 0);
      const Ran checked = net.allonge({"--as", one.from + "/checker1", "approve", file, "--json"}, yuan(one.fen()) + "\n");
      ASSERT_EQ(checked.code, 0) << checked.out << checked.err;
      offered = checked.out;
    } else {
      std::vector<std::string> words{"--as", one.from, "--idem", idem_of(one)};
      for (const std::string& word : offer_words(one)) words.push_back(word);
      offered = net.rpc(words);
      if (one.number == 36) {
        // The same bytes again change nothing: the first outcome comes back.
        const std::string again = net.rpc(words);
        EXPECT_EQ(member(again, "digest"), member(offered, "digest"));
        EXPECT_EQ(member(again, "replayed"), "true");
      }
    }
    remember(offered);
    const std::string id = member(offered, "subject");
    ASSERT_EQ(id.rfind("TR-", 0), 0u) << offered;
    remember(net.rpc({"--as", one.to, "cert", "accept-transfer", id}));
  }

  std::string partition() const { return net.done({"cert", "partition", certificate}) + "\n"; }

  Testnet net;
  std::vector<Transfer> transfers;
  std::string certificate;
  std::vector<std::string> receipts;  // transaction ids that were acknowledged
};

TEST_F(WhitePaper, RunsOnFourProcessesThroughCrashes) {
  net.up("2026-03-02");
  if (HasFatalFailure()) return;
  issue();
  ASSERT_FALSE(HasFailure());
  EXPECT_EQ(partition(), "1,900000000,s01\n");

  const auto begin = std::chrono::steady_clock::now();
  std::map<std::size_t, std::size_t> ranges_after{{5, 5}, {15, 10}, {35, 20}, {65, 30}};
  const std::map<int, std::string> killed_before{{8, "taihe"}, {20, "jianghai"}, {32, "dongfang"}, {44, "regulator"}};
  for (const Transfer& one : transfers) {
    // A validator dies; the three others go on; it comes back five transfers later.
    if (const auto victim = killed_before.find(one.number); victim != killed_before.end()) net.done({"testnet", "kill", victim->second});
    if (const auto victim = killed_before.find(one.number - 5); victim != killed_before.end()) net.done({"testnet", "start", victim->second});
    move(one);
    if (HasFatalFailure()) return;
    if (const auto ranges = ranges_after.find(std::size_t(one.number)); ranges != ranges_after.end()) {
      const std::string lines = partition();
      EXPECT_EQ(std::size_t(std::count(lines.begin(), lines.end(), '\n')), ranges->second);
    }
    if (one.number == 36) {
      // The same transfer newly signed, and the wrong attempts of the scenario.
      net.refused(6, "NOT_OWNER", {"--as", "s17", "cert", "transfer", certificate, "--to", "s07", "--amount", "700,000.00", "--ranges", "1-70000000",
                                   "--contract-hash", sha256("again")});
      net.refused(6, "NOT_OWNER", {"--as", "s17", "cert", "transfer", certificate, "--to", "s10", "--amount", "700,000.01", "--ranges", "1-70000001",
                                   "--contract-hash", sha256("too much")});
      net.refused(6, "SELF_TRANSFER", {"--as", "s18", "cert", "transfer", certificate, "--to", "s18", "--amount", "650,000.00", "--ranges",
                                       "120000001-185000000", "--contract-hash", sha256("self")});
      net.refused(6, "ROLE_FORBIDDEN", {"--as", "s18", "cert", "transfer", certificate, "--to", "platform", "--amount", "650,000.00", "--ranges",
                                        "120000001-185000000", "--contract-hash", sha256("platform")});
      net.refused(6, "ISSUER_NOT_HOLDER", {"--as", "s18", "cert", "transfer", certificate, "--to", "core", "--amount", "650,000.00", "--ranges",
                                           "120000001-185000000", "--contract-hash", sha256("core")});
    }
  }
  RecordProperty("transfers_ms", int(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count()));

  // ---- the end state, to the fen
  const std::string wanted = "400a8b41b2f3a238708ab2fe585da7589533c19aedb4d21af078e0d7836f42ed";
  EXPECT_EQ(sha256(partition()), wanted) << partition();
  const std::string tree = net.rpc({"cert", "tree", certificate});
  EXPECT_EQ(member(tree, "turnover"), "36000000.00");
  EXPECT_EQ(member(tree, "velocity_hundredths"), "400");
  EXPECT_EQ(member(tree, "smallest"), "28000.00");
  EXPECT_EQ(member(tree, "largest"), "3000000.00");
  EXPECT_EQ(member(tree, "companies"), "25");
  using Way = std::vector<std::string>;
  EXPECT_EQ(way_of(net.rpc({"cert", "history", certificate, "--unit", "897200001"})), (Way{"s01", "s06", "s16", "s18", "s09"}));
  EXPECT_EQ(way_of(net.rpc({"cert", "history", certificate, "--unit", "693333333"})), (Way{"s01", "s04", "s12", "s18", "s10"}));
  EXPECT_EQ(way_of(net.rpc({"cert", "history", certificate, "--unit", "693333334"})), (Way{"s01", "s04", "s12", "s19", "s08"}));

  // ---- all four stop and start again; one comes back without its data
  EXPECT_TRUE(net.all_level(validators, 60'000));
  net.done({"testnet", "down"});
  net.done({"testnet", "up"});
  for (const std::string& node : validators) EXPECT_EQ(sha256(net.done({"--node", node, "cert", "partition", certificate}) + "\n"), wanted) << node;

  net.done({"testnet", "stop", "dongfang"});
  std::filesystem::remove_all(net.folder() + "/dongfang/data");
  const Ran made = run_program({std::string(ALLONGE_BINARY_DIR) + "/node/allonged", "--config", net.folder() + "/dongfang/node.toml", "--init"}, {},
                               net.folder() + "/dongfang");
  ASSERT_EQ(made.code, 0) << made.out << made.err;
  net.done({"testnet", "start", "dongfang"});
  EXPECT_TRUE(net.all_level(validators, 120'000));
  EXPECT_EQ(sha256(net.done({"--node", "dongfang", "cert", "partition", certificate}) + "\n"), wanted);

  // ---- everything that was acknowledged is there, on every node
  ASSERT_EQ(receipts.size(), 131u);
  for (const std::string& id : receipts) {
    const std::string status = net.rpc({"--node", "dongfang", "tx", "status", "--digest", id});
    EXPECT_EQ(member(status, "status"), "committed") << id;
    EXPECT_EQ(member(status, "ok"), "true") << id;
  }

  // ---- an auditor: 100 random receipts and ranges, and the same with one byte changed
  const unsigned seed = unsigned(std::random_device{}());
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  std::vector<std::string> starts;
  {
    std::istringstream lines(partition());
    for (std::string line; std::getline(lines, line);) starts.push_back(line.substr(0, line.find(',')));
  }
  const std::string genesis = net.folder() + "/genesis.json";
  for (int i = 0; i < 100; ++i) {
    const std::string file = net.file("some.proof");
    const std::string node = validators[random() % validators.size()];
    if (i % 2 == 0)
      net.done({"--node", node, "proof", "tx", receipts[random() % receipts.size()], "--out", file});
    else
      net.done({"--node", node, "proof", "state", "--certificate", certificate, "--start", starts[random() % starts.size()], "--out", file});
    net.done({"verify", file, "--genesis", genesis});
    std::string proof = slurp(file);
    ASSERT_FALSE(proof.empty());
    proof[random() % proof.size()] ^= char(1 + random() % 255);
    std::ofstream(file, std::ios::binary) << proof;
    const Ran forged = net.allonge({"verify", file, "--genesis", genesis});
    EXPECT_EQ(forged.code, 9) << "proof " << i << "\n" << forged.out << forged.err;
    if (HasFailure()) return;
  }

  // ---- maturity: no more transfers; the bank funds it; 30 payments to 10 owners
  net.done({"testnet", "time", "--to", "2026-08-28"});
  EXPECT_EQ(member(net.rpc({"cert", "get", certificate}), "state", net.rpc({"cert", "get", certificate}).find("\"document\"")), "matured");
  net.refused(6, "AFTER_CUTOFF", {"--as", "s09", "cert", "transfer", certificate, "--to", "s08", "--amount", "28,000.00", "--ranges", "897200001-900000000",
                                  "--contract-hash", sha256("late")});
  net.refused(6, "INSUFFICIENT_CASH", {"--as", "core", "cert", "pay", certificate});
  net.done({"--as", "jianghai", "cash", "credit", "--party", "core", "--amount", "9,000,000.00", "--payment-ref", "JH-20260828-1"});
  net.done({"--as", "core", "cert", "pay", certificate});
  const std::string paid = net.rpc({"cert", "get", certificate});
  EXPECT_EQ(member(paid, "state", paid.find("\"document\"")), "settled");
  EXPECT_EQ(member(paid, "outstanding"), "0.00");
  const std::map<std::string, std::string> owed{{"s07", "933333.33"}, {"s08", "1216666.67"}, {"s09", "828000.00"}, {"s10", "1300000.00"},
                                                {"s11", "790000.00"}, {"s12", "1170000.00"}, {"s13", "470000.00"}, {"s14", "970000.00"},
                                                {"s15", "553000.00"}, {"s16", "769000.00"}, {"core", ""}};  // nothing is left
  for (const auto& [party, amount] : owed) EXPECT_EQ(member(net.rpc({"cash", "get", "--party", party}), "balance"), amount) << party;
}

}  // namespace
}  // namespace allonge::testing
