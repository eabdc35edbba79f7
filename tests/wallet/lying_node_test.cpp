// What the wallet makes of a node that lies: it signs for the network it knows, for the record that was
// typed, once, and shows the node's words without obeying them.
#include "tests/wallet/lying_node.h"

#include "api/json.h"
#include "tests/api/story.h"
#include "wallet/process.h"
#include "wallet/show.h"
#include "wallet/verify.h"

namespace allonge::wallet {
namespace {

// The text with every `from` in it changed.
std::string changed(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
  return text;
}

std::size_t count_of(const std::vector<std::string>& all, const std::string& one) {
  return std::size_t(std::count(all.begin(), all.end(), one));
}

// lanwan's maker puts an invoice on the ledger: an act of one person.
std::vector<std::string> bill(const LyingWorld& world, const std::string& number = "24442000000012345678", const std::string& gross = "100.00") {
  const Date yesterday{business_date(world.ledger.now(), business_zone_minutes).days - 1};
  return {"--as", "lanwan/maker1", "--passphrase-file", world.file("secret"), "invoice", "register", "--seller", "lanwan", "--buyer", "taihe",
          "--number", number, "--issue-date", yesterday.text(), "--gross", gross, "--tax", "11.50"};
}

std::uint64_t invoices_in(LyingWorld& world) {
  std::uint64_t out = 0;
  const auto reply = api::dispatch(R"({"jsonrpc":"2.0","id":1,"method":"invoice_list","params":{"party":"lanwan"}})", api::Caller{}, world.ledger, 0, true);
  for (std::size_t at = 0; (at = reply.text->find("\"gross\"", at)) != std::string::npos; ++at) ++out;
  return out;
}

// An escape in an event's type repainted the payee.
TEST(Screen, ANodesEventsCannotMoveTheCursor) {
  LyingWorld world(production_genesis());
  world.use_node(true);
  world.give_key("lanwan", "maker1");
  world.node.lies["tx_simulate"] = [](const std::string& honest) {
    return changed(changed(honest, "invoice.registered", "\\u001b[9A\\u001b[2Kx"), "\"after\":\"", "\"after\":\"\\u001b[1A");
  };
  std::vector<std::string> words = bill(world);
  words.insert(words.end(), {"--out", world.file("AP.json")});
  ASSERT_EQ(world.allonge(words).code, 10);
  const Said said = world.allonge({"--as", "lanwan/maker1", "--passphrase-file", world.file("secret"), "--yes", "approve", world.file("AP.json")});
  EXPECT_GE(count_of(world.node.asked, "tx_simulate"), 1u);
  EXPECT_NE(said.err.find("\\x1b[9A"), std::string::npos) << said.err;
  EXPECT_EQ(said.err.find('\x1b'), std::string::npos) << said.err;
  EXPECT_EQ(said.out.find('\x1b'), std::string::npos) << said.out;
}

// The node chose another certificate.
TEST(Wallet, AnIdBeginningIsTheAskers) {
  test::Story story;
  LyingWorld world;
  world.use_node(true);
  world.give_key("shunchang", "maker1");
  const std::string mine = "RC-0000-0000-0001", other = story.certificate.text();
  world.node.lies["cert_get"] = [&](const std::string&) {
    std::string honest = story.ask(R"({"jsonrpc":"2.0","id":1,"method":"cert_get","params":{"id":")" + other + "\"}}");
    return honest;
  };
  const Said said = world.allonge({"--as", "shunchang/maker1", "--passphrase-file", world.file("secret"), "cert", "accept", mine});
  EXPECT_EQ(said.code, 5) << said.err;
  EXPECT_NE(said.err.find("does not begin with"), std::string::npos) << said.err;
  EXPECT_EQ(count_of(world.node.asked, "tx_submit"), 0u);
}

// The node proved that another record is absent, and the wallet said: valid, absent.
TEST(Proof, TheRecordIsTheOneAskedFor) {
  LyingWorld world;
  test::Story story;
  world.use_node(true);
  world.ledger.act("jianghai", cash::Credit{test::id_of("taihe"), Currency::cny, test::yuan("1.00"), "JH-1"});
  world.node.lies["proof_state"] = [&](const std::string&) {
    return api::dispatch(R"({"jsonrpc":"2.0","id":1,"method":"proof_state","params":{"party":"nobody-here"}})", api::Caller{}, world.ledger, 0, true)
        .text.value();
  };
  const Said lied = world.allonge({"proof", "state", "--party", "taihe", "--out", world.file("taihe.proof")});
  EXPECT_EQ(lied.code, 9) << lied.err;
  EXPECT_NE(lied.err.find("another record"), std::string::npos) << lied.err;

  world.node.lies.clear();
  EXPECT_EQ(world.allonge({"proof", "state", "--party", "taihe", "--bank", "jianghai", "--out", world.file("cash.proof")}).code, 0);
  const Said verified = world.allonge({"verify", world.file("cash.proof"), "--genesis", world.file("genesis.json")});
  EXPECT_EQ(verified.code, 0) << verified.err;
  EXPECT_NE(verified.out.find("account jianghai taihe CNY, key 0301"), std::string::npos) << verified.out;
}

}  // namespace
}  // namespace allonge::wallet
