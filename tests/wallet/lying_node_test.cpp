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

// From now on the node says that it is on another chain.
void claims_to_be(LyingWorld& world, const Digest& chain) {
  world.node.lies["node_status"] = [&world, chain](const std::string& honest) {
    return changed(honest, world.ledger.chain().hex(), chain.hex());
  };
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

// A "test" node named production's chain: the screen said TEST, and the signature was good in production.
TEST(Act, AnotherChainThanTheContextsGenesisIsNotSigned) {
  LyingWorld world;
  GenesisConfig other = test::demo_genesis();
  other.network = "production";
  world.use_node(true);
  world.give_key("lanwan", "maker1");
  claims_to_be(world, chain_of(other));
  const Said said = world.allonge(bill(world));
  EXPECT_EQ(said.code, 3) << said.err;
  EXPECT_NE(said.err.find("WRONG_CHAIN"), std::string::npos) << said.err;
  EXPECT_NE(said.err.find("allonge use NAME --node URL --genesis FILE"), std::string::npos) << said.err;
  EXPECT_EQ(count_of(world.node.asked, "tx_prepare"), 0u);
}

// Another network listened where ours had been, and its certificates were shown as ours, with exit code 0.
TEST(Session, ReadsOfAnotherNetworkAreRefused) {
  LyingWorld world;
  GenesisConfig other = test::demo_genesis();
  other.network = "elsewhere";
  world.use_node(true);
  EXPECT_EQ(world.allonge({"cert", "list"}).code, 0);
  claims_to_be(world, chain_of(other));
  world.node.asked.clear();
  const Said said = world.allonge({"cert", "list"});
  EXPECT_EQ(said.code, 3) << said.err;
  EXPECT_NE(said.err.find("WRONG_CHAIN"), std::string::npos) << said.err;
  EXPECT_EQ(count_of(world.node.asked, "cert_list"), 0u);
}

TEST(Act, TheChainOfAContextWithoutGenesisIsKeptFromItsFirstUse) {
  LyingWorld world(production_genesis());
  world.use_node(false);
  world.give_key("lanwan", "maker1");
  const Said first = world.allonge(bill(world));
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_NE(first.err.find("First use of this context"), std::string::npos) << first.err;
  EXPECT_NE(first.err.find(world.ledger.chain().hex()), std::string::npos) << first.err;
  const Said second = world.allonge(bill(world, "24442000000012345679", "200.00"));
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(second.err.find("First use"), std::string::npos) << second.err;

  claims_to_be(world, chain_of(test::demo_genesis()));
  const Said changed_chain = world.allonge(bill(world, "24442000000012345680", "300.00"));
  EXPECT_EQ(changed_chain.code, 3) << changed_chain.err;
  EXPECT_NE(changed_chain.err.find("--forget-chain"), std::string::npos) << changed_chain.err;
  // After a word of the user it is a first use again; here the node's other answers give it away.
  EXPECT_EQ(world.allonge({"use", "here", "--forget-chain"}).code, 0);
  EXPECT_NE(world.allonge(bill(world, "24442000000012345680", "300.00")).code, 0);
  EXPECT_EQ(invoices_in(world), 2u);
}

// Without a context there is nowhere to keep a chain, and a typing error of the URL would go unnoticed.
TEST(Act, ANodeThatNothingVouchesForIsNotSignedFor) {
  LyingWorld world(production_genesis());
  world.give_key("lanwan", "maker1");
  std::vector<std::string> words = bill(world);
  words.insert(words.end(), {"--node", world.node.url()});
  const Said said = world.allonge(words);
  EXPECT_EQ(said.code, 3) << said.err;
  EXPECT_NE(said.err.find("allonge use NAME --node " + world.node.url()), std::string::npos) << said.err;
}

// The node called a production network TEST.
TEST(Act, OnlyAGenesisFileMakesATestNetwork) {
  LyingWorld world(production_genesis());
  world.use_node(true);
  world.give_key("lanwan", "maker1");
  world.node.lies["node_status"] = [&](const std::string& honest) { return changed(honest, "\"production\"", "\"test\""); };
  std::vector<std::string> words = bill(world);
  words.push_back("--dry-run");
  const Said said = world.allonge(words);
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(said.err.find("TEST"), std::string::npos) << said.err;
  EXPECT_EQ(said.out.find("do not read"), std::string::npos) << said.out;
}

// The node moved its clock: what was signed could be handed in for a year, and an act seemed to be over.
TEST(Act, ANodesClockIsNotSignedBy) {
  for (const std::uint64_t hours : {1u, 24u * 365u}) {
    LyingWorld world(production_genesis());
    world.use_node(true);
    world.give_key("lanwan", "maker1");
    world.node.lies["node_status"] = [&](const std::string& honest) {
      const Time later{world.ledger.now().ms + hours * 3'600'000};
      return std::string(honest).replace(honest.find("\"time\":\"") + 8, 24, later.text());
    };
    const Said said = world.allonge(bill(world));
    EXPECT_EQ(said.code, 6) << said.err;
    EXPECT_NE(said.err.find("this machine's clock says"), std::string::npos) << said.err;
    EXPECT_EQ(count_of(world.node.asked, "tx_submit"), 0u);
  }
}

TEST(Act, APreparedFileOfAnotherChainIsNotSigned) {
  LyingWorld world, elsewhere(production_genesis());
  elsewhere.use_node(true);
  elsewhere.give_key("lanwan", "maker1");
  std::vector<std::string> words = bill(elsewhere);
  words.insert(words.end(), {"--out", elsewhere.file("AP.json")});
  ASSERT_EQ(elsewhere.allonge(words).code, 10);
  const Said said = elsewhere.allonge({"--node", world.node.url(), "use", "other"});
  ASSERT_EQ(said.code, 0) << said.err;
  const Said refused = elsewhere.allonge({"--as", "lanwan/maker1", "--yes", "--passphrase-file", elsewhere.file("secret"), "approve", elsewhere.file("AP.json")});
  EXPECT_EQ(refused.code, 3) << refused.err;
  EXPECT_NE(refused.err.find("it was made for chain"), std::string::npos) << refused.err;
}

// The node denied what it had handed in; the act typed again was signed anew, and both were recorded.
TEST(Act, ADeniedActTypedAgainIsTheSameTransaction) {
  for (const char* reason : {"BAD_SIGNATURE", "KEY_NOT_IN_FORCE", "TX_EXPIRED", "IDEM_CONFLICT"}) {
    LyingWorld world(production_genesis());
    world.use_node(true);
    world.give_key("lanwan", "maker1");
    world.node.lies["tx_submit"] = [&](const std::string&) { return LyingNode::refusal(reason); };
    EXPECT_NE(world.allonge(bill(world)).code, 0);
    world.node.lies.clear();
    const Said again = world.allonge(bill(world));
    EXPECT_EQ(again.code, 0) << reason << "\n" << again.err;
    EXPECT_NE(again.err.find("may still be recorded"), std::string::npos) << again.err;
    std::vector<std::string> idems;
    for (std::size_t i = 0; i < world.node.asked.size(); ++i)
      if (world.node.asked[i] == "tx_submit") idems.push_back(test::text_at(*parse_json(world.node.bodies[i])->find("params"), "tx"));
    ASSERT_GE(idems.size(), 2u);
    for (const std::string& one : idems) EXPECT_EQ(one, idems.front()) << reason;
    EXPECT_EQ(invoices_in(world), 1u) << reason;
  }
}

// A refusal that stands on the ledger is proven, and the same act is a new one once the cause is gone.
TEST(Act, AProvenRefusalFreesTheAct) {
  LyingWorld world(production_genesis());
  world.use_node(true);
  world.give_key("shunchang", "maker1");
  const std::vector<std::string> confirm_nothing = [&] {
    std::vector<std::string> words = bill(world);
    words[1] = "shunchang/maker1";  // who is not the seller
    return words;
  }();
  const Said first = world.allonge(confirm_nothing);
  EXPECT_EQ(first.code, 6) << first.err;
  const Said second = world.allonge(confirm_nothing);
  EXPECT_EQ(second.code, 6) << second.err;
  EXPECT_EQ(second.err.find("may still be recorded"), std::string::npos) << second.err;
  EXPECT_GE(count_of(world.node.asked, "proof_tx"), 1u);

  // Said and not proven, it frees nothing.
  world.node.lies["proof_tx"] = [](const std::string&) { return LyingNode::refusal("NOT_FOUND"); };
  const Said third = world.allonge(confirm_nothing);
  EXPECT_NE(third.err.find("may still be recorded"), std::string::npos) << third.err;
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
