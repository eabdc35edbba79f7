// A credential at the wallet: signed by a person, judged without a ledger, recorded, and asked for by a gate.
#include "contracts/operations.h"
#include "tests/support/trust.h"
#include "tests/wallet/lying_node.h"
#include "wallet/credential_draft.h"
#include "wallet/files.h"

namespace allonge::wallet {
namespace {

struct CredentialWorld : LyingWorld {
  CredentialWorld() : LyingWorld(test::trusted_genesis()) {
    use_node(true);
    for (const char* person : {"maker1", "checker1"}) give_key("jianghai", person);
  }
  Said as(const std::string& who, std::vector<std::string> words) {
    words.insert(words.begin(), {"--as", who, "--passphrase-file", file("secret")});
    return allonge(words);
  }
  // jianghai's maker says who shunchang is.
  Said sign(std::vector<std::string> more = {}) {
    std::vector<std::string> words{"credential", "sign", "--type", "LegalEntityKyc", "--subject", "shunchang", "--claim", "level=2",
                                   "--claim", "legalName=Shunchang Parts", "--claim", "uscc=" + std::string(test::tax_id_of("shunchang").text()),
                                   "--valid-until", "+365d", "--out", file("kyc.json")};
    words.insert(words.end(), more.begin(), more.end());
    return as("jianghai/maker1", words);
  }
  std::vector<std::string> verify_words() const {
    return {"credential", "verify", file("kyc.json"), "--genesis", file("genesis.json"), "--moment", "2026-03-02T02:00:00Z"};
  }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Credential, IsSignedVerifiedIssuedAndExplained) {
  CredentialWorld world;
  const Said made = world.sign();
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_TRUE(has(made.err, "did:allonge:demo-test:jianghai#key-0")) << made.err;

  world.node.asked.clear();
  const Said verified = world.allonge(world.verify_words());
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
  EXPECT_TRUE(has(verified.out, "8 signature")) << verified.out;
  EXPECT_TRUE(has(verified.out, "needs ledger")) << verified.out;
  EXPECT_TRUE(has(verified.out, "as far as it can be said without the ledger")) << verified.out;
  EXPECT_TRUE(world.node.asked.empty()) << "no node is asked";

  const std::string paper = world.file("AP.json");
  const Said left = world.as("jianghai/maker1", {"vc", "issue", "--document", world.file("kyc.json"), "--out", paper});
  ASSERT_EQ(left.code, 10) << left.err;
  EXPECT_TRUE(has(left.err, "LegalEntityKyc about did:allonge:demo-test:shunchang")) << left.err;
  const Said issued = world.as("jianghai/checker1", {"--yes", "approve", paper});
  ASSERT_EQ(issued.code, 0) << issued.err;
  EXPECT_TRUE(has(issued.out, "vc.issued")) << issued.out;
  EXPECT_TRUE(has(issued.err, "Shunchang Parts")) << "the checker reads the document itself: " << issued.err;

  const Said node = world.allonge({"vc", "verify", world.file("kyc.json")});
  EXPECT_EQ(node.code, 0) << node.out << node.err;
  const Said shown = world.allonge({"party", "show", "shunchang"});
  EXPECT_TRUE(has(shown.out, "LegalEntityKyc")) << shown.out;
  EXPECT_TRUE(has(shown.out, "active")) << shown.out;

  credential::SetGate set;
  for (const credential::Gate& gate : credential::default_gates({world.ledger.now().ms + 1'000}))
    if (gate.operation == "cert.transfer") set.gate = gate;
  ASSERT_TRUE(world.ledger.act("operator", set).ok);
  world.ledger.make_block(2'000);
  const Said explained = world.allonge({"gate", "explain", "cert.transfer", "--actor", "shunchang", "--counterparty", "lanwan"});
  EXPECT_EQ(explained.code, 0) << explained.err;
  EXPECT_TRUE(has(explained.out, "owner_kyc")) << explained.out;
  EXPECT_TRUE(has(explained.out, "CRED_MISSING")) << explained.out;
  EXPECT_TRUE(has(explained.err, "shunchang is not admitted to cert.transfer")) << explained.err;

  // Nobody was named who would sign: a rule that was not looked at has no tick.
  for (const credential::Gate& gate : credential::default_gates({world.ledger.now().ms + 1'000}))
    if (gate.operation == "cert.issue") set.gate = gate;
  ASSERT_TRUE(world.ledger.act("operator", set).ok);
  world.ledger.make_block(2'000);
  const Said unseen = world.allonge({"gate", "explain", "cert.issue", "--actor", "taihe", "--counterparty", "shunchang"});
  EXPECT_TRUE(has(unseen.out, "not looked at: name who would sign with --people")) << unseen.out;
}

TEST(Credential, AnyChangedByteFailsWithoutALedger) {
  CredentialWorld world;
  ASSERT_EQ(world.sign().code, 0);
  const std::string good = *read_file(world.file("kyc.json"), 1 << 16);
  std::string changed = good;
  changed.replace(changed.find("Shunchang Parts"), 1, "T");
  ASSERT_TRUE(write_file(world.file("kyc.json"), changed, Privacy::owner_only).has_value());
  const Said forged = world.allonge(world.verify_words());
  EXPECT_EQ(forged.code, 9) << forged.out << forged.err;
  EXPECT_TRUE(has(forged.out, "PROOF_SIGNATURE")) << forged.out;
  std::vector<std::string> words = world.verify_words();
  words.insert(words.begin(), "--json");
  EXPECT_TRUE(has(world.allonge(words).out, R"("reason":"PROOF_SIGNATURE")"));
}

TEST(Credential, WithoutAGenesisItSaysThatTheKeyIsNotKnown) {
  CredentialWorld world;
  ASSERT_EQ(world.sign().code, 0);
  const Said said = world.allonge({"credential", "verify", world.file("kyc.json"), "--network", "demo-test", "--moment", "2026-03-02T02:00:00Z"});
  EXPECT_EQ(said.code, 0) << said.out;
  EXPECT_TRUE(has(said.out, "the party's key is not known here")) << said.out;
  EXPECT_EQ(world.allonge({"credential", "verify", world.file("kyc.json"), "--network", "elsewhere"}).code, 9) << "another network's party is nobody";
  EXPECT_EQ(world.allonge({"credential", "verify", world.file("nothing.json"), "--network", "demo-test"}).code, 3);
}

TEST(Credential, WhatALedgerWouldNotReadIsNotSigned) {
  CredentialWorld world;
  EXPECT_EQ(world.sign({"--claim", "shoeSize=44"}).code, 6);
  EXPECT_EQ(world.sign({"--claim", "riskBand"}).code, 2);
  EXPECT_EQ(world.as("jianghai/maker1", {"credential", "sign", "--type", "Nonsense", "--subject", "shunchang", "--valid-until", "+1d"}).code, 6);
  EXPECT_FALSE(read_file(world.file("kyc.json"), 1 << 16).has_value()) << "no file was written";
}

TEST(Draft, ClaimsFollowTheSchemaOfTheType) {
  CredentialDraft draft;
  draft.type = "AuthorisedSigner";
  draft.subject = "taihe";
  draft.claims = {"signer=taihe#maker1", "roles=issue,finance", "limit=5000000.00", "dualControlAbove=1000000.00"};
  draft.valid_from = *Time::parse("2026-03-01T00:00:00.000Z");
  draft.valid_until = *Time::parse("2026-12-31T23:59:59.000Z");
  const auto made = document_of(draft, test::id_of("taihe"), "demo-test");
  ASSERT_TRUE(made.has_value()) << made.error().detail;
  const JsonValue& subject = *made->find("credentialSubject");
  EXPECT_EQ(subject.find("signer")->text, "did:allonge:demo-test:taihe#maker1");
  EXPECT_EQ(subject.find("roles")->items.size(), 2u);
  EXPECT_EQ(subject.find("limit")->type, JsonValue::Type::string) << "money is a text, never a number";
  EXPECT_NE(fresh_urn(), fresh_urn());
  EXPECT_EQ(fresh_urn().size(), 45u);
}

}  // namespace
}  // namespace allonge::wallet
