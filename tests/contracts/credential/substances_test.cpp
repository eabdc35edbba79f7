// V9: what may be shipped of a restricted product. The gate of trace.capture asks the papers of the thing
// itself, with a table of limits; the operation asks gate_allows as this test does.
#include "contracts/credential/revoke_credential.h"
#include "contracts/credential/set_gate.h"
#include "contracts/credential/types.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

// shunchang makes castings; lanwan is the laboratory.
struct Yard {
  World world;
  Yard() : world(genesis()) {}

  static GenesisConfig genesis() {
    GenesisConfig out = trusting_genesis({"trace.capture"});
    out.authorities.push_back(terms_of("lanwan", "laboratory", "operator", {"HazardousSubstance", "ProductConformity"}, 0));
    return out;
  }

  // All ten substances, those that are not named at 0 ppm; a value of "-" leaves one out.
  static std::string declared(const std::map<std::string, std::string>& differing) {
    std::string out;
    for (const std::string_view name : restricted_substances()) {
      const auto found = differing.find(std::string(name));
      const std::string ppm = found == differing.end() ? "0" : found->second;
      if (ppm != "-") out += (out.empty() ? "\"" : ",\"") + std::string(name) + "\":" + ppm;
    }
    return "{" + out + "}";
  }
  static Paper report(const std::string& product, const std::string& substances) {
    Paper out{.type = "HazardousSubstance", .issuer = "lanwan", .subject = "shunchang"};
    out.claims = R"("productId":")" + product + R"(","standard":"2011/65/EU","substances":)" + substances +
                 R"(,"method":"IEC 62321","reportHash":")" + std::string(64, 'a') + "\"";
    return out;
  }
  Digest certify(const std::string& product, const std::map<std::string, std::string>& differing) {
    return record(world, report(product, declared(differing)));
  }

  // What the act of shipping is told: "ships", or the reason and its words. Its explanation says the same.
  std::string ship(const std::optional<std::string>& product, Time at) {
    const GateParties parties{id_of("shunchang"), std::nullopt, std::nullopt, product};
    BlockContext block = world.next_block();
    block.time = at;
    const Context context{block, id_of("shunchang"), digest_of("shipment"), 0, nullptr, nullptr};
    const auto told = gate_allows(world.view(), context, "trace.capture", parties, {});
    const auto explained = explain(world.view(), "trace.capture", parties, at, {}, {});
    EXPECT_EQ(explained.verdict(), told ? std::nullopt : std::optional(told.reason()));
    return told ? "ships" : std::string(name_of(told.reason())) + " " + told.error().detail;
  }
  std::string ship(const std::optional<std::string>& product) { return ship(product, world.next_block().time); }
};

}  // namespace

TEST(Substances, AtItsLimitsAProductShips) {  // V9: Cd 100, Pb 1,000
  Yard yard;
  const Digest paper = yard.certify("P-1", {{"Cd", "100"}, {"Pb", "1000"}});
  EXPECT_EQ(yard.ship("P-1"), "ships");
  const auto explained = explain(yard.world.view(), "trace.capture",
                                 {id_of("shunchang"), std::nullopt, std::nullopt, "P-1"}, yard.world.now(), {}, {});
  ASSERT_EQ(explained.rules.size(), 1u);
  EXPECT_EQ(explained.rules[0].credential, paper);
}

TEST(Substances, TheOneThatIsTooMuchIsNamed) {  // V9: Cd 101
  Yard yard;
  yard.certify("P-1", {{"Cd", "101"}, {"Pb", "1000"}});
  EXPECT_EQ(yard.ship("P-1"), "CRED_INSUFFICIENT substances: Cd is 101 ppm, at most 100 may be");
  yard.certify("P-2", {{"Pb", "1001"}});
  EXPECT_EQ(yard.ship("P-2"), "CRED_INSUFFICIENT substances: Pb is 1001 ppm, at most 1000 may be");
}

TEST(Substances, WhatWasNotMeasuredIsNotZero) {  // V9: Pb missing
  Yard yard;
  yard.certify("P-1", {{"Cd", "100"}, {"Pb", "-"}});
  EXPECT_EQ(yard.ship("P-1"), "CRED_INSUFFICIENT substances: Pb is not declared");
}

TEST(Substances, AnotherProductsPaperDoesNotCount) {  // V9
  Yard yard;
  yard.certify("P-2", {{"Cd", "100"}, {"Pb", "1000"}});
  EXPECT_EQ(yard.ship("P-1"), "CRED_MISSING substances: no HazardousSubstance");
  EXPECT_EQ(yard.ship("shunchang"), "CRED_MISSING substances: no HazardousSubstance") << "a thing is not who makes it";
  EXPECT_EQ(yard.ship(std::nullopt), "CRED_MISSING substances: no asset is named");
  EXPECT_EQ(yard.ship("P-2"), "ships");
}

TEST(Substances, ARevisedLimitCountsFromItsMoment) {  // V9: Cd 75 from T on
  Yard yard;
  yard.certify("P-1", {{"Cd", "100"}, {"Pb", "1000"}});
  yard.certify("P-2", {{"Cd", "75"}});
  const auto now = gate_at(yard.world.view(), "trace.capture", yard.world.now());
  ASSERT_TRUE(now.has_value());
  SetGate op{*now};
  op.gate.version = 2;
  op.gate.applicable_from = moment("2026-07-01T00:00:00Z");
  for (SubstancePpm& limit : op.gate.rules[0].any_of[0].substance_limits)
    if (limit.substance == "Cd") limit.ppm = 75;
  EXPECT_OK(yard.world.by("operator").act(op));
  EXPECT_EQ(yard.ship("P-1", Time{op.gate.applicable_from.ms - 1}), "ships");
  EXPECT_EQ(yard.ship("P-1", op.gate.applicable_from), "CRED_INSUFFICIENT substances: Cd is 100 ppm, at most 75 may be");
  EXPECT_EQ(yard.ship("P-2", op.gate.applicable_from), "ships");
}

TEST(Substances, OnlyAPaperInForceByALaboratoryOpens) {
  Yard yard;
  Paper self = Yard::report("P-1", Yard::declared({}));
  self.issuer = "shunchang";
  EXPECT_EQ(verdict_of(yard.world, self), "ISSUER_NOT_AUTHORISED");
  const Digest paper = yard.certify("P-1", {});
  EXPECT_EQ(yard.ship("P-1", moment("2026-12-31T23:59:59Z")), "ships");
  EXPECT_EQ(yard.ship("P-1", moment("2027-01-01T00:00:00Z")),
            "CRED_EXPIRED substances: until 2026-12-31T23:59:59.000Z");
  EXPECT_OK(yard.world.by("lanwan").act(RevokeCredential{paper, Cause::claim_false}));
  EXPECT_EQ(yard.ship("P-1"), "CRED_REVOKED substances: claim_false");
}

TEST(Substances, StandInTheRecordInOneOrder) {
  Yard yard;
  const Digest paper = record(yard.world, Yard::report("P-1", R"({"Pb":7,"Cr6+":0,"Cd":3})"));
  const auto recorded = credential_records.find(yard.world.view(), paper);
  ASSERT_TRUE(recorded.has_value());
  EXPECT_EQ(recorded->facts.substances, (std::vector<SubstancePpm>{{"Cd", 3}, {"Cr6+", 0}, {"Pb", 7}}));
  EXPECT_EQ(recorded->holder, "product:P-1");
}

TEST(SetGate, RefusesLimitsAndThingsThatCannotBeAsked) {
  Yard yard;
  const auto refused = [&](auto change, Reason wanted) {
    SetGate op{{"trace.capture", 2, Time{yard.world.now().ms + 60'000}, default_gates({}).back().rules}};
    change(op.gate, op.gate.rules[0].any_of[0].substance_limits);
    EXPECT_REFUSED(yard.world.by("operator").act(op), wanted);
  };
  ASSERT_EQ(default_gates({}).back().operation, "trace.capture");
  refused([](Gate&, auto& limits) { limits[0].substance = "Au"; }, Reason::bad_text);
  refused([](Gate&, auto& limits) { std::swap(limits[0], limits[1]); }, Reason::bad_text);
  refused([](Gate&, auto& limits) { limits[1] = limits[0]; }, Reason::bad_text);
  refused([](Gate&, auto& limits) { limits[0].ppm = 1'000'001; }, Reason::out_of_range);
  refused([](Gate& gate, auto&) { gate.rules[0].subject = GateSubject::actor; }, Reason::out_of_range);
  refused([](Gate& gate, auto&) { gate.rules[0].any_of[0].issued_by = GateSubject::asset; }, Reason::out_of_range);
  refused([](Gate& gate, auto&) { gate.rules[0].any_of[0].type = "LegalEntityKyc"; }, Reason::out_of_range);
  refused(
      [](Gate& gate, auto&) {
        gate.rules[0].subject = GateSubject::actor;
        gate.rules[0].any_of[0].type = "LegalEntityKyc";
      },
      Reason::out_of_range);
  refused([](Gate& gate, auto&) { gate.operation = "cert.transfer", gate.version = 1; }, Reason::out_of_range);
}

}  // namespace allonge::test
