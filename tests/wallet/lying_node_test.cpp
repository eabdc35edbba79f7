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
