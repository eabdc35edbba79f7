// What goes wrong in the life of a financing and of a credential, as the program of a bank hears it: each fault by
// a name of its own, with what to do, and nothing has changed.
#include "contracts/receivable/finance_register.h"
#include "ledger/base58.h"
#include "tests/api/story.h"

namespace allonge::test {
namespace {

using receivable::QuoteTerms;

struct Fault {
  const char* party;
  const char* op;
  std::string args;
  const char* reason;
};

// "done", or the reason's name; every refusal says what to try next.
std::string simulated(Story& story, const Fault& fault) {
  const JsonValue answer = story.call("tx_simulate", R"({"party":")" + std::string(fault.party) + R"(","ops":[{"op":")" + fault.op + R"(","args":)" +
                                                         fault.args + "}]}");
  if (const JsonValue* const error = answer.find("error")) {
    EXPECT_NE(text_at(*error->find("data"), "hint"), "(no hint)") << fault.args;
    return text_at(*error->find("data"), "reason");
  }
  const JsonValue& result = *answer.find("result");
  if (text_at(result, "ok") == "true") return "done";
  EXPECT_NE(text_at(*result.find("refusal"), "hint"), "") << fault.args;
  return text_at(*result.find("refusal"), "reason");
}

void expect_refused(Story& story, const std::vector<Fault>& faults) {
  const Digest before = story.ledger.snapshot()->header().state_root;
  for (const Fault& fault : faults)
    EXPECT_EQ(simulated(story, fault), fault.reason) << fault.party << " " << fault.op << " " << fault.args.substr(0, 400);
  EXPECT_EQ(story.ledger.snapshot()->header().state_root, before);
}

struct Deal : Story {
  QuoteTerms terms;
  Bytes salt = Bytes(16, 7);

  Deal() {
    terms.rate_ppm = 36'000;
    terms.valid_until = {ledger.now().ms + ms_per_day};
  }
  receivable::Financing record() const { return *receivable::financing_records.find(ledger.snapshot()->state(), financing); }
  // Arguments that begin with the financing.
  std::string of_it(const std::string& more = {}) const { return R"({"financing":")" + financing.text() + "\"" + more + "}"; }
  std::string opened(const QuoteTerms& shown, const Bytes& with) const {
    return of_it(R"(,"terms":)" + api::to_json(shown) + R"(,"salt":")" + base64url(with) + "\"");
  }
  std::string seal(const char* financier, std::uint32_t rate_ppm) {
    terms.rate_ppm = rate_ppm;
    return receivable::seal_of({financing, id_of(financier), terms, salt}).hex();
  }
  void quote(const char* financier, std::uint32_t rate_ppm) {
    ASSERT_TRUE(ledger.act(financier, receivable::FinanceQuote{financing, *Digest::parse_hex(seal(financier, rate_ppm))}).ok);
  }
  void reveal(const char* financier, std::uint32_t rate_ppm) {
    terms.rate_ppm = rate_ppm;
    ASSERT_TRUE(ledger.act(financier, receivable::FinanceReveal{financing, terms, salt}).ok);
  }
};

std::string request(const Story& story, const std::string& more, std::uint64_t quote_by_ms, std::uint64_t reveal_by_ms) {
  const auto text = [](std::uint64_t ms) { return "\"" + Time{ms}.text() + "\""; };
  return R"({"certificate":")" + story.certificate.text() + R"(","kind":"purchase","deadlines":{"quote_by":)" + text(quote_by_ms) +
         R"(,"reveal_by":)" + text(reveal_by_ms) + R"(,"settle_by":)" + text(reveal_by_ms + 3'600'000) + "}," + more + "}";
}

TEST(Refusals, ARequestForMoneyThatCannotBeMade) {
  Deal deal;
  const std::uint64_t now = deal.ledger.now().ms, hour = 3'600'000;
  const auto asked = [&](const std::string& more) { return request(deal, more, now + hour, now + 2 * hour); };
  const std::string two = R"(,"invited":["dongfang","jianghai"])";
  expect_refused(deal, {
      {"shunchang", "finance.request", asked(R"("amount":"0.00")" + two), "BAD_AMOUNT"},
      {"shunchang", "finance.request", asked(R"("amount":"999999999999999.00")" + two), "BAD_AMOUNT"},
      {"shunchang", "finance.request", asked(R"("amount":"1.001")" + two), "BAD_AMOUNT"},
      {"shunchang", "finance.request", asked(R"("amount":"-1.00")" + two), "BAD_AMOUNT"},
      {"shunchang", "finance.request", asked(R"("amount":1)" + two), "BAD_TEXT"},
      {"shunchang", "finance.request", asked(R"("amount":"500000.01")" + two), "NOT_ENOUGH_FREE"},
      {"lanwan", "finance.request", asked(R"("amount":"1.00")" + two), "NOT_ENOUGH_FREE"},
      {"lanwan", "finance.request", asked(R"("ranges":[{"start":"60000001","end":"60000100"}])" + two), "NOT_OWNER"},
      {"lanwan", "finance.request", asked(R"("ranges":[{"start":"1","end":"100"}])" + two), "RANGE_LOCKED"},
      {"shunchang", "finance.request", asked(R"("ranges":[{"start":"100","end":"1"}])" + two), "BAD_RANGE"},
      {"shunchang", "finance.request", asked(R"("amount":"100.00","invited":["dongfang"])"), "WAIVER_MISSING"},
      {"shunchang", "finance.request", asked(R"("amount":"100.00","invited":["jianghai","dongfang"])"), "OUT_OF_RANGE"},
      {"shunchang", "finance.request", asked(R"("amount":"100.00","invited":["dongfang","lanwan"])"), "ROLE_FORBIDDEN"},
      {"shunchang", "finance.request", asked(R"("amount":"100.00","invited":["dongfang","nobody"])"), "NOT_FOUND"},
      {"shunchang", "finance.request", request(deal, R"("amount":"100.00")" + two, now - 1, now + hour), "OUT_OF_RANGE"},
      {"shunchang", "finance.request", request(deal, R"("amount":"100.00")" + two, now + 2 * hour, now + hour), "OUT_OF_RANGE"},
      {"shunchang", "finance.request", request(deal, R"("amount":"100.00")" + two, now + hour, now + 400 * ms_per_day), "AFTER_CUTOFF"},
      {"shunchang", "finance.request", asked(R"("amount":"100.00","amount":"1.00")"), "BAD_JSON"},
      {"shunchang", "finance.request", asked(R"("amount":"100.00","interest":"1.00")"), "UNKNOWN_FIELD"},
      {"nobody", "finance.request", asked(R"("amount":"100.00")" + two), "UNKNOWN_PARTY"},
  });
}

TEST(Refusals, AQuoteThatComesLateChangedOrFromTheWrongHands) {
  Deal deal;
  const std::string seal = R"(,"seal":")" + deal.seal("dongfang", 36'000) + "\"";
  expect_refused(deal, {
      {"shunchang", "finance.quote", deal.of_it(seal), "ROLE_FORBIDDEN"},
      {"taihe", "finance.quote", deal.of_it(seal), "ROLE_FORBIDDEN"},
      {"dongfang", "finance.quote", deal.of_it(R"(,"seal":"abc")"), "BAD_TEXT"},
      {"dongfang", "finance.quote", deal.of_it(), "MISSING_FIELD"},
      {"dongfang", "finance.quote", R"({"financing":"FN-0000-0000-0001-2")" + seal + "}", "NOT_FOUND"},
      {"dongfang", "finance.quote", R"({"financing":"FN-0000-0000-0001-3")" + seal + "}", "BAD_TEXT"},
      {"dongfang", "finance.reveal", deal.opened(deal.terms, deal.salt), "QUOTE_EARLY"},
      {"lanwan", "finance.award", deal.of_it(R"(,"financier":"dongfang")"), "QUOTE_EARLY"},
      {"dongfang", "finance.cancel", deal.of_it(), "NOT_YOUR_PART"},
  });
  deal.quote("dongfang", 42'000);
  deal.quote("jianghai", 36'000);
  deal.ledger.go_to(deal.record().deadlines.quote_by);
  QuoteTerms cheaper = deal.terms;
  cheaper.rate_ppm = 1'000;
  expect_refused(deal, {
      {"dongfang", "finance.quote", deal.of_it(seal), "QUOTE_LATE"},
      {"dongfang", "finance.reveal", deal.opened(cheaper, deal.salt), "QUOTE_MISMATCH"},
      {"jianghai", "finance.reveal", deal.opened(deal.terms, Bytes(16, 8)), "QUOTE_MISMATCH"},
      {"jianghai", "finance.reveal", deal.opened(deal.terms, Bytes(3, 7)), "QUOTE_MISMATCH"},
      {"jianghai", "finance.reveal", deal.opened(deal.terms, Bytes(33, 7)), "TOO_LARGE"},
      {"lanwan", "finance.reveal", deal.opened(deal.terms, deal.salt), "ROLE_FORBIDDEN"},
  });
  deal.reveal("jianghai", 36'000);
  deal.terms.rate_ppm = 36'000;
  expect_refused(deal, {{"jianghai", "finance.reveal", deal.opened(deal.terms, deal.salt), "WRONG_STATE"}});
  deal.ledger.go_to(deal.record().deadlines.reveal_by);
  deal.terms.rate_ppm = 42'000;
  expect_refused(deal, {
      {"dongfang", "finance.reveal", deal.opened(deal.terms, deal.salt), "QUOTE_LATE"},
      {"lanwan", "finance.award", deal.of_it(R"(,"financier":"dongfang")"), "NOT_FOUND"},
      {"jianghai", "finance.award", deal.of_it(R"(,"financier":"jianghai")"), "NOT_YOUR_PART"},
      {"jianghai", "finance.settle", deal.of_it(R"(,"amount":"297360.00")"), "WRONG_STATE"},
  });
}

TEST(Refusals, MoneyThatIsShortWrongOrPaidTwice) {
  Deal deal;
  deal.quote("jianghai", 36'000);
  deal.ledger.go_to(deal.record().deadlines.quote_by);
  deal.reveal("jianghai", 36'000);
  deal.ledger.go_to(deal.record().deadlines.reveal_by);
  ASSERT_TRUE(deal.ledger.act("lanwan", receivable::FinanceAward{deal.financing, id_of("jianghai")}).ok);
  const std::string whole = deal.of_it(R"(,"amount":"297360.00")");
  expect_refused(deal, {
      {"lanwan", "finance.cancel", deal.of_it(), "WRONG_STATE"},
      {"jianghai", "finance.settle", whole, "REGISTRATION_REQUIRED"},
      {"dongfang", "finance.register", deal.of_it(R"(,"registration_no":"ZD-1")"), "NOT_YOUR_PART"},
      {"jianghai", "finance.register", deal.of_it(R"(,"registration_no":")" + std::string(65, 'Z') + "\""), "TOO_LARGE"},
  });
  ASSERT_TRUE(deal.ledger.act("jianghai", receivable::FinanceRegister{deal.financing, "ZD-1"}).ok);
  expect_refused(deal, {
      {"jianghai", "finance.settle", whole, "INSUFFICIENT_CASH"},
      {"dongfang", "finance.settle", whole, "NOT_YOUR_PART"},
      {"jianghai", "finance.attest", deal.of_it(R"(,"amount":"297360.00","currency":"CNY","payee_account":"","value_date":"2026-03-02","payment_ref":"JH-1")"), "PAYEE_NOT_ALLOWED"},
      {"jianghai", "cash.credit", R"({"party":"jianghai","currency":"CNY","amount":"300000.00","payment_ref":"JH-1"})", "REF_REUSED"},
  });
  ASSERT_TRUE(deal.ledger.act("jianghai", cash::Credit{id_of("jianghai"), Currency::cny, yuan("300000.00"), "JH-2"}).ok);
  expect_refused(deal, {
      {"jianghai", "finance.settle", deal.of_it(R"(,"amount":"297360.01")"), "BAD_AMOUNT"},
      {"jianghai", "finance.settle", deal.of_it(R"(,"amount":"0.00")"), "BAD_AMOUNT"},
      {"jianghai", "finance.enforce", deal.of_it(), "WRONG_STATE"},
      {"lanwan", "finance.repay", deal.of_it(R"(,"amount":"1.00")"), "WRONG_STATE"},
  });
  ASSERT_TRUE(deal.ledger.act("jianghai", receivable::FinanceSettle{deal.financing, yuan("297360.00")}).ok);
  expect_refused(deal, {{"jianghai", "finance.settle", whole, "WRONG_STATE"}});
}

// ---- credentials

std::string presented(const std::string& document) { return R"({"document":")" + base64url(bytes_of(document)) + "\"}"; }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  EXPECT_NE(text.find(from), std::string::npos) << from;
  return text.replace(text.find(from), from.size(), to);
}

// Signed over the two hashes in the wrong order, as an early draft of the suite had it.
std::string with_hashes_swapped(const std::string& good) {
  const JsonValue document = *parse_json(good);
  const JsonValue& proof = *document.find("proof");
  const auto data = credential::signed_data(*credential::document_hash(document), *credential::options_hash(proof));
  return replaced(good, proof.find("proofValue")->text, multibase(key_of("jianghai", "maker1").sign(data)));
}

TEST(Refusals, ACredentialThatIsForgedForeignOrPastItsTime) {
  Story story;
  Vouched about_lanwan;
  about_lanwan.subject = "lanwan";
  about_lanwan.id = "urn:uuid:00000000-0000-4000-8000-000000000001";
  const Time now = story.ledger.now();
  const std::string good = signed_document(about_lanwan, now);
  const auto changed = [&](auto change) {
    Vouched one = about_lanwan;
    change(one);
    return presented(signed_document(one, now));
  };
  const std::string key = "did:allonge:demo-test:jianghai#key-0";
  const std::string one_key = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", other_key = "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG";
  const std::string v2 = R"("@context":["https://www.w3.org/ns/credentials/v2","urn:allonge:context:v1"])";
  const std::size_t of_proof = good.find(v2, good.find("\"proof\""));
  ASSERT_NE(of_proof, std::string::npos);
  std::string injected = good;
  injected.replace(of_proof, v2.size(), R"("@context":["https://evil.example/v1"])");
  expect_refused(story, {
      {"jianghai", "vc.issue", presented("{\"a\":1,\"a\":2}"), "VC_JSON"},
      {"jianghai", "vc.issue", presented("\xff\xfe"), "VC_JSON"},
      {"jianghai", "vc.issue", presented(std::string(40, '[') + std::string(40, ']')), "VC_JSON"},
      {"jianghai", "vc.issue", presented("{}"), "VC_SHAPE"},
      {"jianghai", "vc.issue", presented(std::string(70'000, ' ')), "TOO_LARGE"},
      {"jianghai", "vc.issue", R"({"document":"***"})", "BAD_TEXT"},
      {"jianghai", "vc.issue", "{}", "MISSING_FIELD"},
      {"jianghai", "vc.issue", presented(replaced(good, "\"level\":2", "\"level\":9")), "VC_SCHEMA"},
      {"jianghai", "vc.issue", presented(replaced(good, "urn:allonge:context:v1", "https://evil.example/v1")), "VC_CONTEXT"},
      {"jianghai", "vc.issue", presented(injected), "PROOF_CONTEXT"},
      {"jianghai", "vc.issue", presented(replaced(good, "eddsa-jcs-2022", "eddsa-rdfc-2022")), "PROOF_SUITE"},
      {"jianghai", "vc.issue", presented(replaced(good, "assertionMethod", "authentication")), "PROOF_PURPOSE"},
      {"jianghai", "vc.issue", presented(replaced(good, key, one_key + "#" + other_key)), "PROOF_KEY"},
      {"jianghai", "vc.issue", presented(replaced(good, key, "did:allonge:demo-test:jianghai#key-77")), "PROOF_KEY"},
      {"jianghai", "vc.issue", presented(replaced(good, key, "did:allonge:demo-test:taihe#key-0")), "PROOF_CONTROLLER"},
      {"jianghai", "vc.issue", presented(replaced(good, "Some Company", "Same Company")), "PROOF_SIGNATURE"},
      {"jianghai", "vc.issue", presented(with_hashes_swapped(good)), "PROOF_SIGNATURE"},
      {"jianghai", "vc.issue", changed([](Vouched& one) { one.until = "2026-02-01T00:00:00Z"; }), "CRED_EXPIRED"},
      {"lanwan", "vc.issue", changed([](Vouched& one) { one.issuer = "lanwan", one.subject = "shunchang"; }), "ISSUER_NOT_AUTHORISED"},
      {"taihe", "vc.issue", presented(good), "HOLDER_MISMATCH"},
      {"jianghai", "vc.issue", presented(signed_document({}, now)), "CRED_KNOWN"},
  });
}

TEST(Refusals, StandingAndRightsAreNobodyElsesToChange) {
  Story story;
  const std::string kyc = R"({"credential":")" + story.kyc.hex() + R"(","cause":"unspecified"})";
  const std::string unknown = R"({"credential":")" + digest_of("nothing").hex() + R"(","cause":"unspecified"})";
  expect_refused(story, {
      {"shunchang", "vc.revoke", kyc, "NOT_YOUR_PART"},
      {"taihe", "vc.suspend", kyc, "NOT_YOUR_PART"},
      {"jianghai", "vc.revoke", unknown, "NOT_FOUND"},
      {"jianghai", "vc.resume", R"({"credential":")" + story.kyc.hex() + "\"}", "WRONG_STATE"},
      {"jianghai", "vc.revoke", R"({"credential":")" + story.kyc.hex() + R"(","cause":"bad mood"})", "BAD_TEXT"},
      {"shunchang", "trust.suspend", R"({"authority":{"party":"jianghai"},"cause":"unspecified"})", "NOT_YOUR_PART"},
      {"operator", "trust.suspend", R"({"authority":{"party":"lanwan"},"cause":"unspecified"})", "NOT_FOUND"},
      {"shunchang", "gate.set", R"({"gate":{"operation":"cert.issue","version":1,"applicable_from":"2027-01-01T00:00:00.000Z","rules":[]}})", "ROLE_FORBIDDEN"},
  });
  ASSERT_TRUE(story.ledger.act("jianghai", credential::RevokeCredential{story.kyc, credential::Cause::claim_false}).ok);
  expect_refused(story, {{"jianghai", "vc.suspend", kyc, "WRONG_STATE"}, {"jianghai", "vc.revoke", kyc, "WRONG_STATE"}});
}

// An issuer that may not issue any more, and one whose turn has not come.
TEST(Refusals, ASuspendedIssuerIssuesNothing) {
  Story story;
  Vouched what;
  what.subject = "lanwan";
  what.id = "urn:uuid:00000000-0000-4000-8000-000000000001";
  const std::string document = signed_document(what, story.ledger.now());
  credential::SuspendAuthority suspend;
  suspend.authority = credential::Identity::of(id_of("jianghai"));
  suspend.cause = credential::Cause::unspecified;
  ASSERT_TRUE(story.ledger.act("operator", suspend).ok);
  expect_refused(story, {{"jianghai", "vc.issue", presented(document), "ISSUER_NOT_AUTHORISED"}});
}

}  // namespace
}  // namespace allonge::test
