// Gates (credentials.md 8): what an act asks for, in which order, and what is never asked (V4, V5, V7, V8).
#include "contracts/credential/set_gate.h"
#include "tests/contracts/receivable/desk.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;
using receivable::Issue;

namespace {

// V4: the calendar of the year's end, and only transfers ask for KYC.
GenesisConfig at_years_end() {
  GenesisConfig out = trusting_genesis({"cert.transfer"});
  out.calendar_start = out.wall_anchor = moment("2025-12-30T01:00:00Z");
  out.profile.valid_from = day("2025-01-01");
  return out;
}

// So that the next act is executed at exactly this moment.
void just_before(World& world, std::string_view text) { world.go_to({moment(text).ms - 1000}); }

std::string spoken(const GateExplanation& explanation) {
  std::string out;
  for (const RuleAnswer& rule : explanation.rules)
    out += (out.empty() ? "" : ", ") + rule.code + " " + (rule.refused ? std::string(name_of(*rule.refused)) : "ok");
  return out;
}

// A company with its papers and one that has none, under the gate of issuing.
struct Office {
  Desk desk{trusting_genesis()};
  World& world = desk.world;
  Office() {
    equip_issuer(world, "taihe");
    record(world, {.subject = "shunchang"});
    record(world, {.type = "SupplierQualification", .issuer = "taihe", .subject = "shunchang"});
  }
  void one_signature_up_to(std::string_view amount) {
    EXPECT_OK(world.by("taihe").act(party::SetPolicy{{{{"cert.issue", {{yuan(amount), 1, 0}}}}}}));
  }
  Verdict issue(std::string_view face, std::vector<std::string> people) {
    const Issue op = desk.issue_op("taihe", "shunchang", face, "2026-08-28");
    return world.by("taihe").only(std::move(people)).act(op);
  }
};

}  // namespace

TEST(Gate, ValidityCountsToTheSecond) {  // V4
  Desk desk(at_years_end());
  World& world = desk.world;
  const CertificateId first = desk.active("taihe", "shunchang", "1000.00", "2026-06-29");
  record(world, {.subject = "lanwan", .from = "2025-12-01T00:00:00Z", .until = "2026-11-30T00:00:00Z"});
  record(world, {.subject = "lanwan", .from = "2026-06-01T00:00:00Z", .until = "2027-05-31T00:00:00Z"});
  record(world, {.subject = "shunchang"});  // 2026-01-01T00:00:00Z to 2026-12-31T23:59:59Z

  just_before(world, "2025-12-31T23:59:59Z");
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(first, "lanwan", "1.00")), Reason::cred_not_yet);
  EXPECT_OK(desk.offer("shunchang", desk.transfer_op(first, "lanwan", "1.00")));
  world.credit("taihe", "5000.00");
  world.go_to_date("2026-06-29");
  EXPECT_OK(world.by("taihe").act(Pay{first, {}}));
  world.go_to_date("2026-07-01");
  const CertificateId due = desk.active("taihe", "shunchang", "1000.00", "2026-12-31");
  world.go_to_date("2026-12-20");
  const CertificateId second = desk.active("taihe", "shunchang", "1000.00", "2027-05-28");

  just_before(world, "2026-12-31T23:59:59Z");
  EXPECT_OK(desk.offer("shunchang", desk.transfer_op(second, "lanwan", "1.00")));
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(second, "lanwan", "1.00")), Reason::cred_expired);
  EXPECT_OK(world.by("taihe").act(Pay{due, {}}));  // a debt is paid whatever became of credentials
  EXPECT_EQ(desk.balance("shunchang"), yuan("2000.00"));
}

TEST(Gate, ASuspensionStopsTransfersAndNeverAPayment) {  // V5
  Desk desk(trusting_genesis({"cert.transfer"}));
  World& world = desk.world;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00", "2026-08-28");
  record(world, {.subject = "lanwan"});
  const Digest kyc = record(world, {.subject = "shunchang"});
  const TransferId before = desk.moved("shunchang", desk.transfer_op(id, "lanwan", "1.00"));
  EXPECT_OK(world.by("jianghai").act(SuspendCredential{kyc, Cause::unspecified, moment("2026-06-30T00:00:00Z")}));
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "2.00")), Reason::cred_suspended);
  just_before(world, "2026-06-29T23:59:59Z");
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "2.00")), Reason::cred_suspended);
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "2.00"));  // a second later it has ended by itself
  EXPECT_OK(world.by("jianghai").act(RevokeCredential{kyc, Cause::claim_false}));
  EXPECT_REFUSED(world.by("jianghai").act(ResumeCredential{kyc}), Reason::wrong_state);
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "3.00")), Reason::cred_revoked);
  world.credit("taihe", "5000.00");
  world.go_to_date("2026-08-28");
  EXPECT_OK(world.by("taihe").act(Pay{id, {}}));
  EXPECT_EQ(desk.balance("shunchang"), yuan("997.00"));
  EXPECT_EQ(desk.balance("lanwan"), yuan("3.00"));  // what had moved stays moved
  EXPECT_TRUE(before.is_set());
}

TEST(Gate, TheFirstListedRuleGivesTheReason) {  // V7
  GenesisConfig genesis = trusting_genesis({});
  Gate gate{"cert.transfer", 1, moment("2020-01-01T00:00:00Z"), {}};
  const auto rule = [&](std::string code, std::string type, std::optional<GateSubject> issued_by = {}) {
    GateOption option;
    option.type = std::move(type);
    option.issued_by = issued_by;
    gate.rules.push_back({std::move(code), GateSubject::actor, {option}, {}});
  };
  rule("licence", "BusinessLicence");
  rule("kyc", "LegalEntityKyc");
  rule("qualified", "SupplierQualification", GateSubject::issuer);
  genesis.gates = {gate};
  Desk desk(genesis);
  World& world = desk.world;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  record(world, {.subject = "shunchang", .until = "2026-03-10T00:00:00Z"});
  world.go_to(moment("2026-03-11T00:00:00Z"));
  const auto offer = [&] { return desk.offer("shunchang", desk.transfer_op(id, "lanwan", "1.00")); };
  const auto explained = [&] {
    return spoken(explain(world.view(), "cert.transfer", {id_of("shunchang"), id_of("lanwan"), id_of("taihe")},
                          world.now(), yuan("1.00"), {}));
  };
  EXPECT_EQ(explained(), "licence CRED_MISSING, kyc CRED_EXPIRED, qualified CRED_MISSING");
  EXPECT_REFUSED(offer(), Reason::cred_missing);
  record(world, {.type = "BusinessLicence", .issuer = "key:market", .subject = "shunchang"});
  EXPECT_REFUSED(offer(), Reason::cred_expired);
  record(world, {.subject = "shunchang"});
  EXPECT_EQ(explained(), "licence ok, kyc ok, qualified CRED_MISSING");
  EXPECT_REFUSED(offer(), Reason::cred_missing);
  record(world, {.type = "SupplierQualification", .issuer = "taihe", .subject = "shunchang"});
  EXPECT_EQ(explained(), "licence ok, kyc ok, qualified ok");
  EXPECT_OK(offer());
}

TEST(Gate, ASignersLimitAndDualControl) {  // V8
  Office office;
  office.one_signature_up_to("10000000.00");
  EXPECT_OK(office.issue("1000000.00", {"maker1"}));
  EXPECT_REFUSED(office.issue("1000000.01", {"maker1"}), Reason::cred_insufficient);
  EXPECT_OK(office.issue("1000000.01", {"maker1", "maker2"}));
  EXPECT_REFUSED(office.issue("1000000.01", {"maker1", "checker1"}),
                 Reason::cred_insufficient);  // checker1 has no paper
  EXPECT_OK(office.issue("5000000.00", {"maker1", "maker2"}));
  EXPECT_REFUSED(office.issue("5000000.01", {"maker1", "maker2"}), Reason::cred_insufficient);
  EXPECT_REFUSED(office.issue("1.00", {"system"}), Reason::cred_missing);
}

TEST(Gate, TheSigningPolicysBandStandsBesideIt) {  // V8: one signature, two above the band
  Office office;
  office.one_signature_up_to("1000000.00");
  EXPECT_OK(office.issue("1000000.00", {"maker1"}));
  EXPECT_KEPT_OUT(office.issue("1000000.01", {"maker1"}), Reason::approvals_missing);
}

TEST(Gate, ASignerRevokedBetweenTwoIssuesStopsTheSecond) {  // V8
  Office office;
  office.one_signature_up_to("10000000.00");
  EXPECT_OK(office.issue("1.00", {"maker1"}));
  const Credential paper = credentials_of(office.world.view(), "AuthorisedSigner", "taihe#maker1").front();
  EXPECT_OK(office.world.by("taihe").act(RevokeCredential{paper.hash, Cause::affiliation_changed}));
  EXPECT_REFUSED(office.issue("1.00", {"maker1"}), Reason::cred_revoked);
  EXPECT_OK(office.issue("1.00", {"maker2"}));
}

TEST(Gate, ALimitIsNotPassedInSmallPieces) {
  Office office;
  office.one_signature_up_to("10000000.00");
  const Issue half = office.desk.issue_op("taihe", "shunchang", "600000.00", "2026-08-28");
  const Issue other_half = office.desk.issue_op("taihe", "shunchang", "600000.00", "2026-08-28");
  EXPECT_REFUSED(office.world.by("taihe").only({"maker1"}).act(half, other_half), Reason::cred_insufficient);
  EXPECT_OK(office.world.by("taihe").only({"maker1", "maker2"}).act(half, other_half));
}

TEST(Gate, ASignersNewKeyChangesNothing) {
  Office office;
  office.one_signature_up_to("10000000.00");
  const Issue op = office.desk.issue_op("taihe", "shunchang", "1.00", "2026-08-28");
  const SecretKey fresh = key_of("taihe", "maker1", 1);
  EXPECT_OK(office.world.by("taihe").act(party::RotateKey{key_of("taihe", "maker1").public_key(), fresh.public_key()}));
  EXPECT_OK(office.world.by("taihe").with_keys({&fresh}).act(op));
}

TEST(Gate, ACompanysSignersSpeakForNobodyElse) {
  Office office;
  // shunchang vouches for the key of taihe's checker: that opens nothing for taihe.
  const std::string key = Identity::of(key_of("taihe", "checker1").public_key()).text("demo-test");
  record(office.world,
         {.type = "AuthorisedSigner",
          .issuer = "shunchang",
          .subject = "shunchang",
          .claims = "\"signer\":\"" + key + R"(","roles":["issue"],"limit":"5000000.00")"});
  EXPECT_OK(office.issue("1.00", {"maker1", "checker1"}));
  const Credential paper = credentials_of(office.world.view(), "AuthorisedSigner", "taihe#maker1").front();
  EXPECT_OK(office.world.by("taihe").act(RevokeCredential{paper.hash, Cause::affiliation_changed}));
  EXPECT_REFUSED(office.issue("1.00", {"maker1", "checker1"}), Reason::cred_revoked);
}

TEST(Gate, OthersQualificationsCountOnlyFromTheIssuerItself) {
  GenesisConfig genesis = trusting_genesis();
  genesis.authorities.push_back(terms_of("lanwan", "core_enterprise", "operator", {"SupplierQualification"}, 0));
  Desk desk(genesis);
  equip_issuer(desk.world, "taihe");
  record(desk.world, {.type = "SupplierQualification", .issuer = "lanwan", .subject = "shunchang"});
  EXPECT_REFUSED(desk.world.by("taihe").act(desk.issue_op("taihe", "shunchang", "1.00", "2026-08-28")),
                 Reason::cred_missing);
}

TEST(Gate, ALevelThatIsTooLowIsNamed) {
  Desk desk(trusting_genesis());
  equip_issuer(desk.world, "taihe");
  const Digest kyc = credentials_of(desk.world.view(), "LegalEntityKyc", "taihe").front().hash;
  Paper low{.subject = "taihe"};
  low.claims = "\"uscc\":\"" + std::string(tax_id_of("taihe").text()) + "\",\"legalName\":\"Taihe\",\"level\":1";
  record(desk.world, low, kyc);
  const Verdict refused = desk.world.by("taihe").act(desk.issue_op("taihe", "shunchang", "1.00", "2026-08-28"));
  EXPECT_REFUSED(refused, Reason::cred_insufficient);
  EXPECT_EQ(refused.detail, "issuer_kyc: level 2 is needed");
}

TEST(Gate, AcceptingAsksTheOneWhoAccepts) {
  Office office;
  const Issue op = office.desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28");
  const Verdict made = office.world.by("taihe").act(op);
  EXPECT_OK(made);
  const CertificateId id = CertificateId::derive(made.transaction, 0);
  const Digest kyc = credentials_of(office.world.view(), "LegalEntityKyc", "shunchang").front().hash;
  EXPECT_OK(office.world.by("jianghai").act(SuspendCredential{kyc}));
  EXPECT_REFUSED(office.world.by("shunchang").act(receivable::Accept{id}), Reason::cred_suspended);
  EXPECT_OK(office.world.by("jianghai").act(ResumeCredential{kyc}));
  EXPECT_OK(office.world.by("shunchang").act(receivable::Accept{id}));

  const Digest receiver = record(office.world, {.subject = "lanwan"});
  const TransferId offered = office.desk.offered("shunchang", office.desk.transfer_op(id, "lanwan", "1.00"));
  EXPECT_OK(office.world.by("regulator").act(SuspendCredential{receiver}));
  EXPECT_REFUSED(office.world.by("lanwan").act(receivable::AcceptTransfer{offered}), Reason::cred_suspended);
  EXPECT_OK(office.world.by("regulator").act(ResumeCredential{receiver}));
  EXPECT_OK(office.world.by("lanwan").act(receivable::AcceptTransfer{offered}));
}

TEST(Gate, APartyIsAdmittedWithItsLicence) {
  GenesisConfig genesis = trusting_genesis({"party.admit"});
  genesis.authorities.push_back(terms_of("shunchang", "market_regulator", "operator", {"BusinessLicence"}, 0));
  World world(genesis);
  const party::AdmitParty op{application_of("hengxin", {Role::holder})};
  EXPECT_REFUSED(world.by("operator").act(op), Reason::cred_missing);
  record(world, {.type = "BusinessLicence", .issuer = "shunchang", .subject = "hengxin"});
  EXPECT_OK(world.by("operator").act(op));
}

TEST(Gate, WhereTheStateHoldsNoneAnActIsAsOpenAsBefore) {
  Desk desk;
  EXPECT_EQ(explain(desk.world.view(), "cert.issue", {id_of("taihe")}, desk.world.now(), {}, {}).version, 0u);
  desk.active("taihe", "shunchang", "1.00");
}

TEST(Gate, AnUnsignedRequestIsToldWhatElseIsMissing) {
  Office office;
  TransactionBody body;
  body.party = id_of("taihe");
  body.operations = {write_operation(office.desk.issue_op("taihe", "shunchang", "1.00", "2026-08-28"))};
  EXPECT_TRUE(simulate(office.world.view(), office.world.next_block(), body, digest_of("t")).receipt.ok);
  body.operations = {write_operation(office.desk.issue_op("taihe", "lanwan", "1.00", "2026-08-28"))};
  EXPECT_EQ(simulate(office.world.view(), office.world.next_block(), body, digest_of("t")).receipt.reason,
            number_of(Reason::cred_missing));
}

TEST(SetGate, IsTheCouncilsAndCountsFromItsMomentOn) {
  Desk desk;
  World& world = desk.world;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  SetGate op{{"cert.transfer", 1, Time{world.now().ms + 60'000}, default_gates({})[3].rules}};
  EXPECT_EQ(default_gates({})[3].operation, "cert.transfer");
  EXPECT_REFUSED(world.by("taihe").act(op), Reason::role_forbidden);
  EXPECT_KEPT_OUT(world.by("operator").only({"maker1"}).act(op), Reason::approvals_missing);
  EXPECT_OK(world.by("operator").act(op));
  EXPECT_OK(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "1.00")));
  world.go_to(Time{op.gate.applicable_from.ms - 1000});
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "1.00")), Reason::cred_missing);
  EXPECT_REFUSED(world.by("operator").act(op), Reason::profile_order);
  op.gate.version = 2;
  EXPECT_REFUSED(world.by("operator").act(op), Reason::profile_order);  // not later than version 1
  op.gate.applicable_from = world.now();
  EXPECT_REFUSED(world.by("operator").act(op), Reason::profile_order);  // past, once it is executed
  op.gate.applicable_from = Time{world.now().ms + 60'000};
  op.gate.rules.clear();
  EXPECT_OK(world.by("operator").act(op));
  world.go_to(op.gate.applicable_from);
  EXPECT_OK(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "1.00")));
}

// A version set for a far day could never be corrected: whatever came behind it had to start later still.
TEST(SetGate, NoneIsSetForAFarDay) {
  World world(trusting_genesis({}));
  const auto from_day = [&](std::uint64_t days) {
    const Time start{world.now().ms + days * ms_per_day};
    return world.by("operator").act(SetGate{{"cert.transfer", 1, start, default_gates({})[3].rules}});
  };
  EXPECT_REFUSED(from_day(368), Reason::out_of_range);
  EXPECT_OK(from_day(366));
}

TEST(SetGate, FewVersionsMayWaitForTheirTime) {
  World world;
  SetGate op{{"cert.transfer", 0, Time{world.now().ms + 60'000}, default_gates({})[3].rules}};
  const auto one_more = [&] {
    op.gate.version += 1;
    op.gate.applicable_from.ms += ms_per_day;
    const Verdict verdict = world.by("operator").act(op);
    if (!verdict.ok()) op.gate.version -= 1;
    return verdict;
  };
  const Time first{op.gate.applicable_from.ms + ms_per_day};
  for (std::uint32_t i = 0; i < gates_ahead; ++i) EXPECT_OK(one_more());
  const Verdict refused = one_more();
  EXPECT_REFUSED(refused, Reason::out_of_range);
  EXPECT_EQ(refused.detail, "8 versions wait for their time already");
  EXPECT_EQ(gate_at(world.view(), "cert.transfer", world.now()), std::nullopt);
  world.go_to(first);  // one of them counts now, so there is room for one more
  EXPECT_EQ(gate_at(world.view(), "cert.transfer", world.now())->version, 1u);
  EXPECT_OK(one_more());
  EXPECT_REFUSED(one_more(), Reason::out_of_range);
}

TEST(SetGate, RefusesRulesThatCannotBeAskedAndGatesThatMayNotBe) {
  World world;
  const auto refused = [&](auto change, Reason wanted) {
    SetGate op{{"cert.transfer", 1, Time{world.now().ms + 60'000}, default_gates({})[3].rules}};
    change(op.gate);
    EXPECT_REFUSED(world.by("operator").act(op), wanted);
  };
  refused([](Gate& g) { g.operation = "cert.pay"; }, Reason::role_forbidden);  // never between a debt and its payment
  refused([](Gate& g) { g.operation = "cash.credit"; }, Reason::role_forbidden);
  refused([](Gate& g) { g.rules[0].code = "Owner"; }, Reason::bad_text);
  refused([](Gate& g) { g.rules[1].code = g.rules[0].code; }, Reason::bad_text);
  refused([](Gate& g) { g.rules[0].any_of.clear(); }, Reason::missing_field);
  refused([](Gate& g) { g.rules[0].any_of[0].type = "Passport"; }, Reason::vc_schema);
  refused([](Gate& g) { g.rules[0].any_of[0].type = "DelegatedIssuer"; }, Reason::out_of_range);  // the registry says it
  refused([](Gate& g) { g.rules[0].any_of[0].grace_days = 1; }, Reason::out_of_range);
  refused([](Gate& g) { g.rules[0].any_of[0].role = "issue"; }, Reason::out_of_range);
  refused([](Gate& g) { g.rules[0].any_of[0].covers_amount = true; }, Reason::out_of_range);
  refused([](Gate& g) { g.rules[0].any_of[0].issued_by = GateSubject::signer; }, Reason::out_of_range);
}

TEST(SetGate, GraceIsForActsThatMoveNoMoney) {
  GenesisConfig genesis = trusting_genesis({"party.admit"});
  genesis.authorities.push_back(terms_of("shunchang", "market_regulator", "operator", {"BusinessLicence"}, 0));
  genesis.gates[0].rules[0].any_of[0].grace_days = 90;
  World world(genesis);
  record(world,
         {.type = "BusinessLicence", .issuer = "shunchang", .subject = "hengxin", .until = "2026-03-31T00:00:00Z"});
  just_before(world, "2026-06-29T00:00:01Z");  // 90 days after, and a second
  EXPECT_REFUSED(world.by("operator").act(party::AdmitParty{application_of("hengxin", {Role::holder})}),
                 Reason::cred_expired);
  EXPECT_EQ(explain(world.view(), "party.admit", {id_of("operator"), id_of("hengxin")}, moment("2026-06-29T00:00:00Z"),
                    {}, {})
                .verdict(),
            std::nullopt);
  genesis.gates[0].rules[0].any_of[0].grace_days = 91;
  EXPECT_EQ(genesis_state(genesis).reason(), Reason::bad_genesis);
}

}  // namespace allonge::test
