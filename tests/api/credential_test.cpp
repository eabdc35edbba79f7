// What the API says of credentials, of who may issue them, and of who lacks which: for support desks and
// programs that check before they act.
#include "api/methods/gate.h"
#include "api/methods/vc_verify.h"
#include "contracts/credential/apply_credential.h"
#include "contracts/credential/review_application.h"

#include "tests/api/story.h"

namespace allonge::test {
namespace {

std::string base64(const std::string& text) { return base64url(bytes_of(text)); }
std::string hash_of(const Digest& hash) { return R"({"hash":")" + hash.hex() + "\"}"; }

// Outcomes of the steps, one letter each: passed, failed, not asked, ledger needed, not reached.
std::string outcomes(const JsonValue& reply) {
  std::string out;
  for (const JsonValue& step : reply.find("steps")->items) {
    const std::string word = text_at(step, "outcome");
    out += word == "passed" ? 'p' : word == "failed" ? 'F' : word == "not_asked" ? '-' : word == "needs_ledger" ? 'L' : '.';
  }
  return out;
}
std::string failure(const JsonValue& reply) {
  for (const JsonValue& step : reply.find("steps")->items)
    if (text_at(step, "outcome") == "failed") return text_at(step, "number") + " " + text_at(step, "reason");
  return "none";
}

JsonValue verified(Story& story, const std::string& document, const std::string& more = {}) {
  return story.result("vc_verify", R"({"document":")" + base64(document) + "\"" + more + "}");
}

TEST(Credentials, AreShownWithWhatTheyAreWorthNow) {
  Story story;
  const JsonValue one = story.result("vc_get", hash_of(story.kyc));
  EXPECT_EQ(text_at(one, "state"), "active");
  EXPECT_EQ(text_at(one, "counts"), "true");
  EXPECT_EQ(text_at(*one.find("credential")->find("facts"), "level"), "2");
  ASSERT_TRUE(story.ledger.act("jianghai", credential::SuspendCredential{story.kyc, credential::Cause::unspecified, std::nullopt}).ok);
  const JsonValue suspended = story.result("vc_get", hash_of(story.kyc));
  EXPECT_EQ(text_at(suspended, "state"), "suspended");
  EXPECT_EQ(text_at(suspended, "counts"), "false");
  EXPECT_EQ(text_at(*suspended.find("refusal"), "reason"), "CRED_SUSPENDED");
  EXPECT_EQ(text_at(story.error("vc_get", hash_of(digest_of("nothing"))), "code"), "1103");
}

TEST(Credentials, AreListedBySubjectIssuerTypeAndState) {
  Story story;
  const auto count = [&](const std::string& params) { return story.result("vc_list", params).find("credentials")->items.size(); };
  for (const std::string params : {R"({"subject":{"party":"shunchang"}})", R"({"issuer":{"party":"jianghai"}})", R"({"type":"LegalEntityKyc"})",
                                   R"({"state":"active"})", R"({"subject":{"party":"shunchang"},"issuer":{"party":"jianghai"},"state":"active"})", "{}"})
    EXPECT_EQ(count(params), 1u) << params;
  for (const std::string params : {R"({"subject":{"party":"lanwan"}})", R"({"issuer":{"party":"shunchang"}})", R"({"type":"BankLicence"})",
                                   R"({"state":"expired"})", R"({"subject":{"party":"shunchang"},"type":"BankLicence"})"})
    EXPECT_EQ(count(params), 0u) << params;
  EXPECT_EQ(text_at(story.error("vc_list", R"({"subject":{}})"), "code"), "-32602");
  const JsonValue party = story.result("party_get", R"({"id":"shunchang"})");
  ASSERT_EQ(party.find("credentials")->items.size(), 1u);
  EXPECT_EQ(text_at(party.find("credentials")->items[0], "valid_until"), "2026-12-31T23:59:59.000Z");
  EXPECT_EQ(text_at(party.find("credentials")->items[0], "state"), "active");
  EXPECT_TRUE(story.result("party_get", R"({"id":"taihe"})").find("credentials")->items.empty());
}

// What went wrong: after vc.apply no clerk of the authority could find the application, but by its events.
TEST(Credentials, AnApplicationIsFoundByWhoAsksAndWhoDecides) {
  Story story;
  const auto found = [&](const std::string& params) { return story.result("vc_listApplications", params).find("applications")->items; };
  const Digest claims = digest_of("the claims");
  ASSERT_TRUE(story.ledger.act("shunchang", credential::ApplyForCredential{{}, id_of("jianghai"), "LegalEntityKyc", {}, claims, {}}).ok);
  ASSERT_EQ(found(R"({"authority":"jianghai","state":"submitted"})").size(), 1u);
  EXPECT_EQ(found("{}").size(), 1u);
  for (const std::string params : {R"({"authority":"taihe"})", R"({"applicant":"jianghai"})", R"({"authority":"jianghai","state":"approved"})",
                                   R"({"applicant":"shunchang","authority":"taihe"})"})
    EXPECT_TRUE(found(params).empty()) << params;
  const JsonValue row = found(R"({"applicant":"shunchang"})").front();
  const ApplicationId id = *ApplicationId::parse(text_at(row, "id"));

  const JsonValue one = story.result("vc_getApplication", R"({"id":")" + id.text().substr(0, 10) + "\"}");  // a beginning
  credential::Application asked;
  asked.id = id;
  asked.authority = id_of("jianghai");
  asked.height = std::strtoull(text_at(*one.find("application"), "height").c_str(), nullptr, 10);
  EXPECT_EQ(text_at(one, "challenge"), credential::challenge_of(asked).hex());
  EXPECT_EQ(text_at(story.error("vc_getApplication", R"({"id":"AP-0000-0000-0001-2"})"), "code"), "1103");

  // It comes back and goes to somebody else, for something else: the first authority has it no more.
  for (const auto decision : {credential::ReviewDecision::take, credential::ReviewDecision::give_back})
    ASSERT_TRUE(story.ledger.act("jianghai", credential::ReviewApplication{id, decision, credential::ReviewReason::not_eligible}).ok);
  ASSERT_TRUE(story.ledger.act("shunchang", credential::ApplyForCredential{id, id_of("taihe"), "SupplierQualification", {}, claims, {}}).ok);
  EXPECT_TRUE(found(R"({"authority":"jianghai"})").empty());
  ASSERT_EQ(found(R"({"authority":"taihe"})").size(), 1u);
  EXPECT_EQ(found(R"({"authority":"taihe"})").front().find("decisions")->items.size(), 2u);

  const api::Caller lanwan{false, id_of("lanwan")};
  for (const std::string call : {R"("vc_getApplication","params":{"id":")" + id.text() + "\"}", std::string(R"("vc_listApplications","params":{})")}) {
    const auto answer = api::dispatch(R"({"jsonrpc":"2.0","id":1,"method":)" + call + "}", lanwan, story.ledger, story.ledger.steady_ms(), true).text;
    EXPECT_EQ(answer->find("shunchang"), std::string::npos) << *answer;
  }
}

TEST(Credentials, TheirFactsAreForThoseTheyConcern) {
  Story story;
  const auto level = [&](const char* party) {
    api::Caller caller;
    caller.sees_everything = false;
    caller.party = id_of(party);
    const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"vc_get","params":)" + hash_of(story.kyc) + "}";
    const auto answer = parse_json(*api::dispatch(body, caller, story.ledger, story.ledger.steady_ms(), true).text);
    return text_at(*answer->find("result")->find("credential")->find("facts"), "level");
  };
  EXPECT_EQ(level("shunchang"), "2");
  EXPECT_EQ(level("jianghai"), "2");
  EXPECT_EQ(level("lanwan"), "0") << "that it is there and stands is enough for others";
}

TEST(Credentials, StandInTheirIssuersListsAsBits) {
  Story story;
  const auto list = [&](const std::string& purpose) {
    return story.result("vc_getStatusList", R"({"issuer":{"party":"jianghai"},"purpose":")" + purpose + "\"}");
  };
  const JsonValue clean = list("revocation");
  EXPECT_EQ(text_at(clean, "name"), "jianghai-revocation-1");
  EXPECT_EQ(text_at(clean, "set"), "0");
  EXPECT_EQ(parse_base64url(text_at(clean, "bits"))->size(), 16'384u);
  ASSERT_TRUE(story.ledger.act("jianghai", credential::SuspendCredential{story.kyc, credential::Cause::unspecified, std::nullopt}).ok);
  EXPECT_EQ(text_at(list("suspension"), "set"), "1");
  EXPECT_EQ(text_at(list("revocation"), "set"), "0");
  ASSERT_TRUE(story.ledger.act("jianghai", credential::RevokeCredential{story.kyc, credential::Cause::claim_false}).ok);
  EXPECT_EQ(text_at(list("suspension"), "set"), "0");
  const JsonValue place = *story.result("vc_get", hash_of(story.kyc)).find("credential")->find("revocation");
  const auto index = std::stoul(text_at(place, "index"));
  const Bytes bits = *parse_base64url(text_at(list("revocation"), "bits"));
  EXPECT_EQ(bits[index / 8], 0x80 >> index % 8) << "this bit, and no other of its byte";

  const std::pair<const char*, const char*> refused[] = {
      {R"({"issuer":{"party":"lanwan"},"purpose":"revocation"})", "NOT_FOUND"},
      {R"({"issuer":{"party":"jianghai"},"purpose":"revocation","list":2})", "NOT_FOUND"},
      {R"({"issuer":{"party":"jianghai"},"purpose":"revocation","list":0})", "OUT_OF_RANGE"},
      {R"({"issuer":{"party":"jianghai"},"purpose":"message"})", "BAD_TEXT"},
      {R"({"issuer":{},"purpose":"revocation"})", "MISSING_FIELD"},
      {R"({"purpose":"revocation"})", "MISSING_FIELD"}};
  for (const auto& [params, reason] : refused)
    EXPECT_EQ(text_at(*story.error("vc_getStatusList", params).find("data"), "reason"), reason) << params;
}

TEST(Credentials, ADocumentIsJudgedInEveryStep) {
  Story story;
  const std::string good = signed_document({}, story.ledger.now());
  const JsonValue holds = verified(story, good);
  EXPECT_EQ(outcomes(holds), "ppppppppppp-");
  EXPECT_EQ(text_at(holds, "valid"), "true");
  EXPECT_EQ(text_at(holds, "recorded"), "true");
  EXPECT_EQ(outcomes(verified(story, good, R"(,"presenter":{"party":"shunchang"})")), "pppppppppppp");
  EXPECT_EQ(failure(verified(story, good, R"(,"presenter":{"party":"lanwan"})")), "12 HOLDER_MISMATCH");
  EXPECT_EQ(failure(verified(story, good, R"(,"challenge":"x")")), "7 PROOF_CHALLENGE");

  std::string changed = good;
  changed.replace(changed.find("Some Company"), 4, "Same");
  const JsonValue forged = verified(story, changed);
  EXPECT_EQ(failure(forged), "8 PROOF_SIGNATURE");
  EXPECT_EQ(outcomes(forged).substr(0, 9), "pppppppFp") << "the steps behind it that can be judged are";
  EXPECT_EQ(text_at(forged, "valid"), "false");

  EXPECT_EQ(failure(verified(story, R"({"a":1,"a":2})")), "1 VC_JSON");
  EXPECT_EQ(outcomes(verified(story, "{}")), "pF..........");
  Vouched old;
  old.until = "2026-02-01T00:00:00Z";
  EXPECT_EQ(failure(verified(story, signed_document(old, story.ledger.now()))), "9 CRED_EXPIRED");
  Vouched stranger;
  stranger.issuer = "lanwan";
  EXPECT_EQ(failure(verified(story, signed_document(stranger, story.ledger.now()))), "10 ISSUER_NOT_AUTHORISED");
  Vouched other;
  other.id = "urn:uuid:00000000-0000-4000-8000-000000000001";
  const JsonValue unrecorded = verified(story, signed_document(other, story.ledger.now()));
  EXPECT_EQ(outcomes(unrecorded), "pppppppppp--");
  EXPECT_EQ(text_at(unrecorded, "recorded"), "false");
  ASSERT_TRUE(story.ledger.act("jianghai", credential::RevokeCredential{story.kyc, credential::Cause::claim_false}).ok);
  EXPECT_EQ(failure(verified(story, good)), "11 CRED_REVOKED");
}

TEST(Trust, IsAnsweredWithTheChainOrWhereItEnds) {
  Story story;
  const auto asked = [&](const std::string& params) { return story.result("trust_query", params); };
  const JsonValue bank = asked(R"({"entity":{"party":"jianghai"},"type":"LegalEntityKyc","action":"issue"})");
  EXPECT_EQ(text_at(bank, "authorised"), "true");
  ASSERT_EQ(bank.find("chain")->items.size(), 2u);
  EXPECT_EQ(text_at(bank.find("chain")->items[1], "party"), "operator");
  const JsonValue supplier = asked(R"({"entity":{"party":"shunchang"},"type":"LegalEntityKyc","action":"issue"})");
  EXPECT_EQ(text_at(supplier, "authorised"), "false");
  EXPECT_NE(text_at(supplier, "why"), "");
  EXPECT_EQ(text_at(asked(R"({"entity":{"party":"jianghai"},"type":"LegalEntityKyc","action":"delegate"})"), "authorised"), "true");
  EXPECT_EQ(text_at(asked(R"({"entity":{"party":"taihe"},"type":"SupplierQualification","action":"delegate"})"), "authorised"), "false");
  EXPECT_EQ(text_at(asked(R"({"entity":{"party":"jianghai"},"type":"LegalEntityKyc","action":"issue","life_days":733})"), "authorised"), "false");
  EXPECT_EQ(text_at(story.error("trust_list", R"({"parent":{}})"), "code"), "-32602") << "nobody is no parent";
  EXPECT_EQ(story.result("trust_list", "{}").find("authorities")->items.size(), 3u);
  EXPECT_EQ(story.result("trust_list", R"({"type":"SupplierQualification","authority_class":"core_enterprise"})").find("authorities")->items.size(), 1u);
  EXPECT_EQ(story.result("trust_list", R"({"parent":{"party":"operator"},"status":"withdrawn"})").find("authorities")->items.size(), 0u);
}

TEST(Gates, AreExplainedRuleByRule) {
  Story story;
  EXPECT_EQ(text_at(story.result("gate_get", R"({"operation":"cert.transfer"})"), "open"), "true");
  EXPECT_EQ(text_at(story.error("gate_get", R"({"operation":"cert.nothing"})"), "code"), "1103");
  credential::SetGate set;
  for (const credential::Gate& gate : credential::default_gates({story.ledger.now().ms + 1'000}))
    if (gate.operation == "cert.transfer") set.gate = gate;
  ASSERT_TRUE(story.ledger.act("operator", set).ok);
  EXPECT_EQ(text_at(story.result("gate_get", R"({"operation":"cert.transfer"})"), "open"), "true") << "not yet";
  EXPECT_NE(story.result("gate_get", R"({"operation":"cert.transfer"})").find("newest"), nullptr);
  story.ledger.make_block(2'000);
  const JsonValue gate = story.result("gate_get", R"({"operation":"cert.transfer"})");
  EXPECT_EQ(text_at(gate, "open"), "false");
  EXPECT_EQ(gate.find("gate")->find("rules")->items.size(), 2u);

  const JsonValue half = story.result("gate_explain", R"({"action":"cert.transfer","actor":"shunchang","counterparty":"lanwan"})");
  EXPECT_EQ(text_at(half, "admitted"), "false");
  EXPECT_EQ(text_at(*half.find("refusal"), "reason"), "CRED_MISSING");
  EXPECT_EQ(text_at(half.find("rules")->items.at(0), "satisfied"), "true");
  EXPECT_EQ(text_at(half.find("rules")->items.at(0), "credential"), story.kyc.hex());
  EXPECT_EQ(text_at(half.find("rules")->items.at(1), "satisfied"), "false");
  EXPECT_EQ(text_at(half.find("rules")->items.at(1), "subject"), "counterparty");

  Vouched lanwan;
  lanwan.subject = "lanwan";
  lanwan.id = "urn:uuid:00000000-0000-4000-8000-000000000001";
  const std::string document = signed_document(lanwan, story.ledger.now());
  ASSERT_TRUE(story.ledger.act("jianghai", credential::IssueCredential{copy_of(bytes_of(document))}).ok);
  EXPECT_EQ(text_at(story.result("gate_explain", R"({"action":"cert.transfer","actor":"shunchang","counterparty":"lanwan"})"), "admitted"), "true");
}

TEST(Gates, AskThePapersOfAThing) {
  Story story;
  credential::SetGate set;
  for (const credential::Gate& gate : credential::default_gates({story.ledger.now().ms + 1'000}))
    if (gate.operation == "trace.capture") set.gate = gate;
  ASSERT_TRUE(story.ledger.act("operator", set).ok);
  story.ledger.make_block(2'000);
  const auto why = [&](const char* params) {
    return text_at(*story.result("gate_explain", params).find("refusal"), "detail");
  };
  EXPECT_EQ(why(R"({"action":"trace.capture","actor":"shunchang","asset":"P-1"})"), "no HazardousSubstance");
  EXPECT_EQ(why(R"({"action":"trace.capture","actor":"shunchang"})"), "no asset is named");
}

TEST(Did, NamesEveryKeyThePartyEverHad) {
  Story story;
  ASSERT_TRUE(story.ledger.act("taihe", party::RevokeKey{key_of("taihe", "maker2").public_key()}).ok);
  const JsonValue reply = story.result("party_getDid", R"({"id":"taihe"})");
  EXPECT_EQ(text_at(reply, "did"), "did:allonge:demo-test:taihe");
  const JsonValue& document = *reply.find("document");
  const auto& methods = document.find("verificationMethod")->items;
  ASSERT_EQ(methods.size(), 5u);
  EXPECT_EQ(document.find("assertionMethod")->items.size(), 4u) << "only keys in force prove anything new";
  std::size_t ended = 0;
  for (const JsonValue& one : methods) ended += one.find("revoked") != nullptr;
  EXPECT_EQ(ended, 1u);
  EXPECT_EQ(text_at(methods.at(0), "id"), "did:allonge:demo-test:taihe#key-0");
}

TEST(Credentials, TheirEventsReachSubscribers) {
  Story story;
  ASSERT_TRUE(story.ledger.act("jianghai", credential::SuspendCredential{story.kyc, credential::Cause::unspecified, std::nullopt}).ok);
  credential::AuthorityTerms terms = authority_terms("dongfang", "bank", false, {"LegalEntityKyc"}, 0);
  ASSERT_TRUE(story.ledger.act("operator", credential::GrantAuthority{terms}).ok);
  const auto types = [&](const std::string& filter) {
    std::vector<std::string> out;
    const JsonValue reply = story.result("event_list", R"({"limit":500,"filter":)" + filter + "}");
    for (const JsonValue& one : reply.find("events")->items)
      out.push_back(text_at(*one.find("event"), "type"));
    return out;
  };
  EXPECT_EQ(types(R"({"types":["vc.*"]})"), (std::vector<std::string>{"vc.issued", "vc.suspended"}));
  EXPECT_EQ(types(R"({"types":["vc.*"],"parties":["shunchang"]})").size(), 2u) << "its subject hears of it";
  EXPECT_EQ(types(R"({"types":["vc.*"],"parties":["lanwan"]})").size(), 0u);
  EXPECT_EQ(types(R"({"types":["trust.*"],"parties":["dongfang"]})").size(), 1u);
  EXPECT_EQ(types(R"({"subjects":[")" + story.kyc.hex() + "\"]}").size(), 2u);
}

}  // namespace
}  // namespace allonge::test
