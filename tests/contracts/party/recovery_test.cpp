// A party whose keys are lost comes back by two of three recovery keys; one alone cannot (V12).
#include "contracts/party/recovery.h"
#include "tests/support/world.h"

namespace allonge::test {
namespace {

SecretKey rescuer(int number, std::string_view party = "taihe") {
  return key_of(party, "rescuer" + std::to_string(number));
}

RecoveryRule two_of_three(std::string_view party = "taihe") {
  RecoveryRule rule;
  for (const int i : {1, 2, 3}) rule.keys.push_back(rescuer(i, party).public_key());
  std::sort(rule.keys.begin(), rule.keys.end());
  return rule;
}

template <class Op>
Op approved_by(const World& world, Op op, std::vector<int> rescuers) {
  const Party party = *party_records.find(world.view(), id_of("taihe"));
  const Digest text = text_to_approve(op, world.chain(), party);
  for (const int i : rescuers) op.approvals.push_back({rescuer(i).public_key(), rescuer(i).sign(text)});
  std::sort(op.approvals.begin(), op.approvals.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return op;
}

party::Recover new_keys() {
  party::Recover op;
  op.party = id_of("taihe");
  op.keys = {{key_of("taihe", "maker1", 7).public_key(), "maker1", {Purpose::maker}},
             {key_of("taihe", "checker1", 7).public_key(), "checker1", {Purpose::checker}}};
  return op;
}

struct Safe {
  World world;
  Safe() { EXPECT_OK(world.by("taihe").act(party::SetRecovery{two_of_three(), {}})); }
};

TEST(Recovery, TwoOfThreeRestoreControl) {
  Safe safe;
  EXPECT_OK(safe.world.by("operator").act(approved_by(safe.world, new_keys(), {1, 3})));
  EXPECT_EQ(keys_of(safe.world.view(), id_of("taihe")).size(), 2u);
  const party::SetPolicy op{};
  EXPECT_KEPT_OUT(safe.world.by("taihe").act(op), Reason::key_not_in_force);
  const SecretKey maker = key_of("taihe", "maker1", 7), checker = key_of("taihe", "checker1", 7);
  EXPECT_OK(safe.world.by("taihe").with_keys({&maker, &checker}).act(op));
}

TEST(Recovery, OneKeyAloneCannot) {
  Safe safe;
  EXPECT_REFUSED(safe.world.by("operator").act(approved_by(safe.world, new_keys(), {2})), Reason::approvals_missing);
  EXPECT_REFUSED(safe.world.by("operator").act(new_keys()), Reason::approvals_missing);
  party::Recover twice = approved_by(safe.world, new_keys(), {2});
  twice.approvals.push_back(twice.approvals.front());
  EXPECT_REFUSED(safe.world.by("operator").act(twice), Reason::signatures_unordered);
}

TEST(Recovery, CountsOnlyItsOwnKeysOverExactlyTheseKeys) {
  Safe safe;
  party::Recover other = approved_by(safe.world, new_keys(), {1, 2});
  other.keys[0].key = key_of("thief", "maker1").public_key();
  EXPECT_REFUSED(safe.world.by("operator").act(other), Reason::bad_signature);
  EXPECT_REFUSED(safe.world.by("operator").act(approved_by(safe.world, new_keys(), {1, 4})), Reason::key_not_in_force);
  EXPECT_REFUSED(safe.world.by("operator").act(party::Recover{id_of("lanwan"), {}, {}}), Reason::wrong_state);
  EXPECT_REFUSED(safe.world.by("operator").act(party::Recover{id_of("nobody-here"), {}, {}}), Reason::not_found);
}

TEST(Recovery, GivesKeysThatAreNewAndEnough) {
  Safe safe;
  party::Recover old_key = new_keys();
  old_key.keys[0].key = key_of("taihe", "maker2").public_key();
  EXPECT_REFUSED(safe.world.by("operator").act(approved_by(safe.world, old_key, {1, 2})), Reason::key_in_use);
  party::Recover lonely = new_keys();
  lonely.keys.pop_back();
  EXPECT_REFUSED(safe.world.by("operator").act(approved_by(safe.world, lonely, {1, 2})), Reason::bad_policy);
  party::Recover same = new_keys();
  same.keys[1].key = same.keys[0].key;
  EXPECT_REFUSED(safe.world.by("operator").act(approved_by(safe.world, same, {1, 2})), Reason::key_in_use);
}

TEST(Recovery, ApprovalsCountOnce) {
  Safe safe;
  const party::Recover op = approved_by(safe.world, new_keys(), {1, 2});
  EXPECT_OK(safe.world.by("operator").act(op));
  EXPECT_REFUSED(safe.world.by("operator").act(op), Reason::bad_signature);
}

TEST(Recovery, IsSetAnewOnlyWithTheOldRulesPeople) {
  Safe safe;
  party::SetRecovery op;
  op.rule = two_of_three("shunchang");
  EXPECT_REFUSED(safe.world.by("taihe").act(op), Reason::approvals_missing);
  EXPECT_REFUSED(safe.world.by("taihe").act(party::SetRecovery{}), Reason::approvals_missing);
  EXPECT_OK(safe.world.by("taihe").act(approved_by(safe.world, op, {1, 2})));
  EXPECT_EQ(party_records.find(safe.world.view(), id_of("taihe"))->recovery, two_of_three("shunchang"));
  EXPECT_KEPT_OUT(safe.world.by("lanwan").only({"maker1"}).act(party::SetRecovery{two_of_three(), {}}),
                  Reason::approvals_missing);
}

TEST(Recovery, IsRefusedWhenItsRuleMakesNoSense) {
  World world;
  const auto with = [](auto change) {
    party::SetRecovery op{two_of_three(), {}};
    change(*op.rule);
    return op;
  };
  EXPECT_REFUSED(world.by("taihe").act(with([](auto& r) { r.needed = 1; })), Reason::bad_policy);
  EXPECT_REFUSED(world.by("taihe").act(with([](auto& r) { r.needed = 4; })), Reason::bad_policy);
  EXPECT_REFUSED(world.by("taihe").act(with([](auto& r) { std::swap(r.keys[0], r.keys[1]); })), Reason::bad_policy);
  EXPECT_REFUSED(world.by("taihe").act(with([](auto& r) { r.keys[1] = r.keys[0]; })), Reason::bad_policy);
  EXPECT_REFUSED(world.by("taihe").act(with([](auto& r) { r.keys[0] = {}; })), Reason::bad_key);
}

TEST(Recovery, MayBeNamedAtAdmission) {
  World world;
  PartyApplication application = application_of("hengxin", {Role::certifier});
  application.recovery = two_of_three("hengxin");
  EXPECT_OK(world.by("operator").act(party::AdmitParty{application}));
  EXPECT_EQ(party_records.find(world.view(), id_of("hengxin"))->recovery->needed, 2u);
  application = application_of("hengxin-two", {Role::certifier});
  application.recovery = two_of_three("hengxin");
  application.recovery->needed = 1;
  EXPECT_REFUSED(world.by("operator").act(party::AdmitParty{application}), Reason::bad_policy);
}

}  // namespace
}  // namespace allonge::test
