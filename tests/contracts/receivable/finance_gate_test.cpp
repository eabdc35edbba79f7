// Who is let in to financing (credentials.md 8; V4 and V5 with their own operation): new acts ask for
// credentials, and nothing that carries out what was agreed does.
#include "contracts/credential/resume_credential.h"
#include "contracts/credential/suspend_credential.h"
#include "tests/contracts/receivable/finance_desk.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

struct GuardedFinancing : testing::Test {
  FinanceDesk desk{trusting_genesis({"finance.award", "finance.quote", "finance.request"})};
  World& world = desk.world;
  CertificateId certificate = desk.active("taihe", "shunchang", "1000000.00");
  std::vector<RangeRef> all{{Fen{1}, Fen{100'000'000}}};

  FinanceRequest request() const { return desk.purchase_op(certificate, all); }
  // The papers of a supplier that may ask, with the people who sign for it.
  Digest equip_supplier() {
    record(world, {.type = "AuthorisedSigner", .issuer = "shunchang", .subject = "shunchang"});
    return record(world, {.subject = "shunchang"});
  }
  void license_funders() {
    for (const char* funder : {"dongfang", "jianghai"}) record(world, {.type = "BankLicence", .issuer = "regulator", .subject = funder});
  }
};

}  // namespace

TEST_F(GuardedFinancing, IsForSuppliersAndFundersWithTheirPapers) {
  EXPECT_REFUSED(world.by("shunchang").act(request()), Reason::cred_missing);
  equip_supplier();
  const FinancingId id = desk.requested("shunchang", request());
  const QuotePaper paper = desk.paper(36'500);
  EXPECT_REFUSED(desk.seal("dongfang", id, paper), Reason::cred_missing);
  license_funders();
  EXPECT_OK(desk.seal("dongfang", id, paper));
}

TEST_F(GuardedFinancing, StopsForASuspendedSupplierButSettlesWhatWasAgreed) {
  license_funders();
  const Digest kyc = equip_supplier();
  FinanceRequest half = request();
  half.ranges = {{Fen{1}, Fen{50'000'000}}};
  const FinancingId agreed = desk.awarded("shunchang", half, "dongfang", desk.paper(36'500));
  desk.registered(agreed);
  world.credit("dongfang", "1000000.00");

  EXPECT_OK(world.by("jianghai").act(SuspendCredential{kyc, Cause::claim_false, {}}));
  half.ranges = {{Fen{50'000'001}, Fen{100'000'000}}};
  half.deadlines = desk.hours();
  EXPECT_REFUSED(world.by("shunchang").act(half), Reason::cred_suspended);
  EXPECT_OK(desk.settle(agreed));
  EXPECT_EQ(desk.state(agreed), FinanceState::settled);

  EXPECT_OK(world.by("jianghai").act(ResumeCredential{kyc}));
  EXPECT_OK(world.by("shunchang").act(half));
}

TEST_F(GuardedFinancing, CountsASuppliersPapersToTheSecond) {  // V4
  license_funders();
  equip_supplier();  // 2026-01-01T00:00:00Z to 2026-12-31T23:59:59Z
  world.go_to_date("2026-08-28");
  world.credit("taihe", "1000000.00");
  EXPECT_OK(world.by("taihe").act(Pay{certificate, {}}));
  world.go_to_date("2026-12-21");
  certificate = desk.active("taihe", "shunchang", "1000000.00", "2027-05-28");
  world.go_to({moment("2026-12-31T23:59:59Z").ms - 1000});
  FinanceRequest half = request();
  half.ranges = {{Fen{1}, Fen{50'000'000}}};
  EXPECT_OK(world.by("shunchang").act(half));
  half.ranges = {{Fen{50'000'001}, Fen{100'000'000}}};
  EXPECT_REFUSED(world.by("shunchang").act(half), Reason::cred_expired);
}

// What went wrong: where the award asks for the financier's licence, a financier that quoted best and then
// lost it could not be chosen, and stood in the way of every other quote until the request lapsed.
TEST_F(GuardedFinancing, ChoosesAmongThoseThatMayStillBeChosen) {
  std::vector<Digest> licences;
  for (const char* funder : {"dongfang", "jianghai"})
    licences.push_back(record(world, {.type = "BankLicence", .issuer = "regulator", .subject = funder}));
  equip_supplier();
  const FinancingId id = desk.requested("shunchang", request());
  const QuotePaper best = desk.paper(30'000), next = desk.paper(40'000);
  EXPECT_OK(desk.seal("dongfang", id, best));
  EXPECT_OK(desk.seal("jianghai", id, next));
  desk.quotes_close(id);
  EXPECT_OK(desk.reveal("dongfang", id, best));
  EXPECT_OK(desk.reveal("jianghai", id, next));
  desk.reveals_close(id);
  EXPECT_REFUSED(world.by("shunchang").act(FinanceAward{id, id_of("jianghai")}), Reason::not_best_quote);
  EXPECT_OK(world.by("regulator").act(SuspendCredential{licences[0], Cause::claim_false, {}}));
  EXPECT_REFUSED(world.by("shunchang").act(FinanceAward{id, id_of("dongfang")}), Reason::cred_suspended);
  EXPECT_OK(world.by("shunchang").act(FinanceAward{id, id_of("jianghai")}));
  EXPECT_EQ(desk.financing(id).award->financier, id_of("jianghai"));
  desk.expect_sound();
}

}  // namespace allonge::test
