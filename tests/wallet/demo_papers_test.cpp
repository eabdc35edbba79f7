// The papers of a test network: recorded on a ledger in memory as `testnet up` records them on four nodes.
#include "wallet/demo_papers.h"

#include <set>

#include "contracts/credential/gate.h"
#include "tests/support/world.h"
#include "wallet/keyring.h"

namespace allonge::wallet {
namespace {

using credential::GateParties;
using test::id_of;
using test::Verdict;
using test::World;

GenesisConfig genesis() {
  return demo_genesis({"taihe", "jianghai", "dongfang", "regulator"}, std::vector<std::string>(4, "127.0.0.1:1"),
                      test::day("2027-03-02"), Time{1'700'000'000'000});
}

class DemoPapers : public testing::Test {
 protected:
  World world{genesis()};

  Verdict by_demo_people(const PartyId& party, const std::vector<Operation>& operations) {
    const SecretKey maker = *SecretKey::from_seed(demo_seed(party, "maker1"));
    const SecretKey checker = *SecretKey::from_seed(demo_seed(party, "checker1"));
    std::vector<RawMessage> raw;
    for (const Operation& one : operations) raw.push_back(write_operation(one));
    return world.by(party.text()).with_keys({&maker, &checker}).submit(std::move(raw));
  }
  std::vector<Admitted> known() const {
    std::vector<Admitted> out;
    party_records.walk(world.view(), [&](BytesView, const Party& party) {
      out.push_back({party.id, party.admitted});
      return true;
    });
    return out;
  }
  void admit_all() {
    const PaperBatch licences = demo_licences("demo", known());
    EXPECT_OK(by_demo_people(licences.issuer, licences.operations));
    std::vector<std::string> names;
    for (const Admitted& one : known()) names.emplace_back(one.id.text());
    EXPECT_OK(by_demo_people(id_of("operator"), admission_batch(names)));
  }
  // Licences last: made again they are the same, and the ledger knows them.
  void record_all() {
    for (const PaperBatch& batch : demo_credentials("demo", known(), world.now())) {
      const Verdict made = by_demo_people(batch.issuer, batch.operations);
      const bool is_known = batch.issuer == id_of("regulator") && made.reason == Reason::cred_known;
      EXPECT_TRUE(made.ok() || is_known) << batch.issuer.text() << " " << made;
    }
  }
  // What an act would be told now; nothing when its gate opens. Maker and checker of the actor sign.
  std::optional<Reason> told(std::string_view operation, const char* actor, std::optional<const char*> with = {}) {
    GateParties parties{id_of(actor)};
    if (with) parties.counterparty = id_of(*with);
    std::vector<PublicKey> signers;
    for (const char* person : {"maker1", "checker1"})
      signers.push_back(SecretKey::from_seed(demo_seed(parties.actor, person))->public_key());
    return credential::explain(world.view(), operation, parties, world.now(), test::yuan("9000000.00"), signers).verdict();
  }
  void expect_everybody_in_business() {
    for (const char* supplier : {"shunchang", "lanwan", "yuanhang", "s01", "s25"}) {
      SCOPED_TRACE(supplier);
      EXPECT_EQ(told("cert.issue", "taihe", supplier), std::nullopt);
      EXPECT_EQ(told("cert.issue", "core", supplier), std::nullopt);
      EXPECT_EQ(told("cert.accept", supplier), std::nullopt);
      EXPECT_EQ(told("cert.transfer", supplier, "s09"), std::nullopt);
      EXPECT_EQ(told("finance.request", supplier), std::nullopt);
    }
    for (const char* financier : {"jianghai", "dongfang"}) EXPECT_EQ(told("finance.quote", financier), std::nullopt);
  }
};

}  // namespace

TEST_F(DemoPapers, LetNobodyInWithoutALicence) {
  EXPECT_REFUSED(by_demo_people(id_of("operator"), admission_batch({"operator", "jianghai", "market"})), Reason::cred_missing);
  admit_all();
  EXPECT_EQ(known().size(), demo_parties().size());
  EXPECT_EQ(told("cert.issue", "taihe", "shunchang"), Reason::cred_missing);
}

// An admission in the middle of a second: the proofs of the next second and the validity of this one.
TEST_F(DemoPapers, OpenEveryGateOfTheDemoAtOnce) {
  world.go_to(Time{world.now().ms + 300});
  admit_all();
  record_all();
  expect_everybody_in_business();
  EXPECT_EQ(told("finance.quote", "hengxin"), Reason::cred_missing);
  EXPECT_EQ(told("cert.issue", "taihe", "dongfang"), Reason::cred_missing);
}

TEST_F(DemoPapers, AreKnownToTheLedgerWhenTheyAreMadeAgain) {
  admit_all();
  record_all();
  for (const PaperBatch& batch : demo_credentials("demo", known(), world.now()))
    EXPECT_REFUSED(by_demo_people(batch.issuer, batch.operations), Reason::cred_known);
}

TEST_F(DemoPapers, AreRenewedWhileHalfAYearIsLeft) {
  admit_all();
  record_all();
  for (const char* later : {"2027-09-15", "2028-03-15", "2028-09-15"}) {
    world.go_to_date(later);
    expect_everybody_in_business();
    record_all();
  }
}

TEST_F(DemoPapers, LetNobodyVouchForItselfButForItsOwnPeople) {
  admit_all();
  for (const PaperBatch& batch : demo_credentials("demo", known(), world.now()))
    for (const Operation& one : batch.operations) {
      const auto& document = std::get<credential::IssueCredential>(one).document;
      const auto read = credential::read_document(text_of(document), "demo");
      ASSERT_TRUE(read.has_value());
      EXPECT_EQ(read->issuer == read->subject, read->type == "AuthorisedSigner") << text_of(document);
    }
}

TEST(Paper, IsRefusedBeforeAnybodySignsWhenItFitsNoSchema) {
  const SecretKey key = *SecretKey::from_seed(demo_seed(id_of("taihe"), "maker1"));
  const auto made = [&](const char* claims) {
    const auto document =
        signed_document({"SupplierQualification", id_of("taihe"), id_of("lanwan"), claims, Time{1'800'000'000'000}}, "demo", key);
    return document ? std::string("made") : std::string(name_of(document.reason()));
  };
  EXPECT_EQ(made(R"("categoryCodes":["C39"],"grade":"A")"), "made");
  EXPECT_EQ(made(R"("categoryCodes":["C39"])"), "VC_SCHEMA");
  EXPECT_EQ(made(R"("categoryCodes":["C39"],"grade":"A","auditScore":97)"), "VC_SCHEMA");  // a secret stays hidden
  EXPECT_EQ(made(R"("categoryCodes":["C39"],"grade":"A"},"issuer":{)"), "VC_JSON");       // no way to write another member
}

}  // namespace allonge::wallet
