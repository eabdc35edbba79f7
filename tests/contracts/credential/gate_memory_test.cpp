// What gates remember within a block (gate_memory.h): never an answer that asking again would not give.
#include "contracts/credential/gate_memory.h"
#include "tests/contracts/receivable/desk.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;
using receivable::Issue;

namespace {

// Whoever is paid by taihe's certificates needs a qualification, and taihe itself grants it.
GenesisConfig qualified_only() {
  GenesisConfig out = trusting_genesis({});
  GateOption option;
  option.type = "SupplierQualification";
  out.gates = {{"cert.issue", 1, moment("2020-01-01T00:00:00Z"), {{"qualified", GateSubject::counterparty, {option}, {}}}}};
  return out;
}

struct Core {
  Desk desk{qualified_only()};
  World& world = desk.world;
  Digest paper = record(world, {.type = "SupplierQualification", .issuer = "taihe", .subject = "shunchang"});
  Issue issue() { return desk.issue_op("taihe", "shunchang", "1000.00", "2026-08-28"); }
  Actor taihe() { return world.by("taihe"); }
  SuspendCredential suspension() const { return {paper, Cause::unspecified, {}}; }
};

// Keeps the keys that were asked for.
class Listener final : public View {
 public:
  explicit Listener(const View& below) : below_(below) {}
  std::optional<Bytes> get(BytesView key) const override {
    asked.push_back(copy_of(key));
    return below_.get(key);
  }
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override {
    asked.push_back(copy_of(prefix));
    return below_.next(from, prefix);
  }
  mutable std::vector<Bytes> asked;

 private:
  const View& below_;
};

}  // namespace

TEST(GateMemory, ASuspensionBetweenTwoIssuesOfOneTransactionCounts) {
  Core core;
  const Issue first = core.issue(), second = core.issue();
  const Verdict verdict = core.taihe().act(first, core.suspension(), second);
  EXPECT_REFUSED(verdict, Reason::cred_suspended);
  EXPECT_EQ(verdict.receipt.operation, 2u);
  EXPECT_OK(core.taihe().act(first, second));  // nothing of it was done
}

TEST(GateMemory, ASuspensionBetweenTwoTransactionsOfOneBlockCounts) {
  Core core;
  const Issue first = core.issue(), second = core.issue();
  const auto outcome = core.world.block({core.taihe().sign(first), core.taihe().sign(core.suspension()), core.taihe().sign(second)});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  ASSERT_EQ(outcome->receipts.size(), 4u);
  EXPECT_TRUE(outcome->receipts[1].ok);
  EXPECT_TRUE(outcome->receipts[2].ok);
  EXPECT_EQ(outcome->receipts[3].reason, number_of(Reason::cred_suspended));
}

TEST(GateMemory, WhatARefusedTransactionSawIsForgottenWithIt) {
  Core core;
  EXPECT_OK(core.taihe().act(core.suspension()));
  const Issue first = core.issue(), second = core.issue(), again = first;
  // The qualification is resumed, opens the gate once, and the transaction fails by its last operation.
  const auto outcome = core.world.block({core.taihe().sign(ResumeCredential{core.paper}, first, again), core.taihe().sign(second)});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  ASSERT_EQ(outcome->receipts.size(), 3u);
  EXPECT_FALSE(outcome->receipts[1].ok);
  EXPECT_EQ(outcome->receipts[1].operation, 2u);
  EXPECT_EQ(outcome->receipts[2].reason, number_of(Reason::cred_suspended));
}

TEST(GateMemory, TheSecondQuestionAsksNothingOfTheState) {
  Desk desk(trusting_genesis());
  equip_issuer(desk.world, "taihe");
  record(desk.world, {.subject = "shunchang"});
  const Listener listener(desk.world.view());
  const GateParties parties{id_of("taihe"), id_of("shunchang"), id_of("taihe")};
  GateMemory memory;
  Context context{desk.world.next_block(), id_of("taihe"), digest_of("t"), 0, nullptr, nullptr, &memory};
  EXPECT_TRUE(gate_allows(listener, context, "cert.transfer", parties, std::nullopt));
  const std::size_t first = listener.asked.size();
  EXPECT_GT(first, 5u);
  EXPECT_TRUE(gate_allows(listener, context, "cert.transfer", parties, std::nullopt));
  EXPECT_EQ(listener.asked.size(), first);
  const GateParties with_another{id_of("taihe"), id_of("lanwan"), id_of("taihe")};
  EXPECT_EQ(gate_allows(listener, context, "cert.transfer", with_another, std::nullopt).reason(), Reason::cred_missing);
}

TEST(GateMemory, ForgetsWheneverAnythingAGateAsksIsWritten) {
  Desk desk(trusting_genesis());
  equip_issuer(desk.world, "taihe");
  record(desk.world, {.subject = "shunchang"});
  record(desk.world, {.type = "SupplierQualification", .issuer = "taihe", .subject = "shunchang"});
  const GateParties parties{id_of("taihe"), id_of("shunchang"), id_of("taihe")};
  std::size_t asked = 0;
  for (const std::string_view operation : {"cert.issue", "cert.accept", "cert.transfer"}) {
    const Listener listener(desk.world.view());
    std::vector<KeySignature> signatures{{key_of("taihe", "maker1").public_key(), {}}};
    Context context{desk.world.next_block(), id_of("taihe"), digest_of("t"), 0, &signatures, nullptr, nullptr};
    EXPECT_TRUE(gate_allows(listener, context, operation, parties, yuan("1.00"))) << operation;
    for (const Bytes& key : listener.asked) {
      ++asked;
      GateMemory memory;
      memory.gate(desk.world.view(), operation, desk.world.now());
      memory.open(operation, 0, parties.actor);
      Changes changes;
      changes.emplace(key, std::nullopt);
      memory.forget_if_changed(changes);
      EXPECT_FALSE(memory.is_open(operation, 0, parties.actor)) << operation << " asks " << hex(key);
    }
  }
  EXPECT_GT(asked, 20u);
}

TEST(GateMemory, KeepsWhatAmountsAndSignersDoNotDecide) {
  const GateParties parties{id_of("taihe"), id_of("shunchang"), id_of("taihe")};
  GateOption option;
  option.type = "LegalEntityKyc";
  const GateRule rule{"kyc", GateSubject::counterparty, {option}, {}};
  EXPECT_EQ(decided_by(rule, parties), id_of("shunchang"));
  const auto without = [&](auto change) {
    GateRule other = rule;
    change(other);
    return decided_by(other, parties);
  };
  EXPECT_FALSE(without([](GateRule& r) { r.subject = GateSubject::signer; }));
  EXPECT_FALSE(without([](GateRule& r) { r.subject = GateSubject::asset; }));
  EXPECT_FALSE(without([](GateRule& r) { r.above = yuan("1.00"); }));
  EXPECT_FALSE(without([](GateRule& r) { r.any_of[0].covers_amount = true; }));
  EXPECT_FALSE(without([](GateRule& r) { r.any_of[0].issued_by = GateSubject::actor; }));
}

}  // namespace allonge::test
