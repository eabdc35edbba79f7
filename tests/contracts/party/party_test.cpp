#include "contracts/party/party.h"

#include "tests/support/world.h"

namespace allonge::test {
namespace {

TEST(Party, IsAdmittedByTheOperator) {
  World world;
  EXPECT_OK(world.by("operator").act(party::AdmitParty{application_of("hengxin", {Role::certifier}, "恒信认证")}));
  const Party party = *party_records.find(world.view(), id_of("hengxin"));
  EXPECT_EQ(party.full_name, "恒信认证");
  EXPECT_TRUE(party.has(Role::certifier));
  EXPECT_FALSE(party.has(Role::issuer));
  EXPECT_EQ(party.admitted, world.now());
  EXPECT_EQ(party.keys_in_force, 5u);
  EXPECT_EQ(keys_of(world.view(), id_of("hengxin")).size(), 5u);
}

TEST(Party, IsAdmittedByNobodyElse) {
  World world;
  const party::AdmitParty op{application_of("hengxin", {Role::certifier})};
  EXPECT_REFUSED(world.by("taihe").act(op), Reason::role_forbidden);
  EXPECT_REFUSED(world.by("regulator").act(op), Reason::role_forbidden);
  EXPECT_KEPT_OUT(world.by("operator").only({"maker1"}).act(op), Reason::approvals_missing);
}

TEST(Party, NeedsANewNameANewTaxIdAndNewKeys) {
  World world;
  PartyApplication twice = application_of("taihe", {Role::holder});
  EXPECT_REFUSED(world.by("operator").act(party::AdmitParty{twice}), Reason::party_exists);
  PartyApplication same_tax = application_of("taihe-two", {Role::holder});
  same_tax.tax_id = tax_id_of("taihe");
  EXPECT_REFUSED(world.by("operator").act(party::AdmitParty{same_tax}), Reason::party_exists);
  PartyApplication same_key = application_of("taihe-two", {Role::holder});
  same_key.keys[0].key = key_of("taihe", "maker1").public_key();
  EXPECT_REFUSED(world.by("operator").act(party::AdmitParty{same_key}), Reason::key_in_use);
  PartyApplication key_twice = application_of("taihe-two", {Role::holder});
  key_twice.keys[1].key = key_twice.keys[0].key;
  EXPECT_REFUSED(world.by("operator").act(party::AdmitParty{key_twice}), Reason::key_in_use);
}

TEST(Party, IsRefusedWhenItsApplicationIsIncomplete) {
  World world;
  const auto with = [](auto change) {
    PartyApplication out = application_of("hengxin", {Role::certifier});
    change(out);
    return party::AdmitParty{out};
  };
  const auto by = [&] { return world.by("operator"); };
  EXPECT_REFUSED(by().act(with([](auto& a) { a.id = {}; })), Reason::missing_field);
  EXPECT_REFUSED(by().act(with([](auto& a) { a.tax_id = {}; })), Reason::missing_field);
  EXPECT_REFUSED(by().act(with([](auto& a) { a.full_name.clear(); })), Reason::missing_field);
  EXPECT_REFUSED(by().act(with([](auto& a) { a.roles.clear(); })), Reason::bad_text);
  EXPECT_REFUSED(by().act(with([](auto& a) { a.roles = {Role::holder, Role::issuer}; })), Reason::bad_text);
  EXPECT_REFUSED(by().act(with([](auto& a) { a.keys[0].person = "Zhang Wei"; })), Reason::bad_text);
  EXPECT_REFUSED(by().act(with([](auto& a) { a.keys[0].person.clear(); })), Reason::bad_text);
  EXPECT_REFUSED(by().act(with([](auto& a) { a.keys[0].purposes.clear(); })), Reason::bad_text);
  EXPECT_REFUSED(by().act(with([](auto& a) { a.keys[0].key = {}; })), Reason::bad_key);
  EXPECT_REFUSED(by().act(with([](auto& a) { a.keys[1].person = "maker1"; })), Reason::person_exists);
  EXPECT_REFUSED(by().act(with([](auto& a) { a.keys.clear(); })), Reason::bad_policy);
}

// Two parties of one batch: the second sees the first.
TEST(Party, IsAdmittedInBatches) {
  World world;
  EXPECT_OK(world.by("operator").act(party::AdmitParty{application_of("one", {Role::holder})},
                                     party::AdmitParty{application_of("two", {Role::holder})}));
  EXPECT_REFUSED(world.by("operator").act(party::AdmitParty{application_of("three", {Role::holder})},
                                          party::AdmitParty{application_of("three", {Role::holder})}),
                 Reason::party_exists);
  EXPECT_FALSE(party_records.has(world.view(), id_of("three")));
}

TEST(Keys, AreAddedRotatedAndRevokedWithTheirHistory) {
  World world;
  const SecretKey added = key_of("taihe", "newcomer");
  EXPECT_OK(world.by("taihe").act(party::AddKey{{added.public_key(), "newcomer", {Purpose::maker, Purpose::checker}}}));
  const std::uint64_t added_at = world.height();
  const SecretKey rotated = key_of("taihe", "newcomer", 1);
  EXPECT_OK(world.by("taihe").act(party::RotateKey{added.public_key(), rotated.public_key()}));
  const std::uint64_t rotated_at = world.height();
  EXPECT_OK(world.by("taihe").act(party::RevokeKey{rotated.public_key()}));

  const auto history = key_history_of(world.view(), id_of("taihe"));
  ASSERT_EQ(history.size(), 7u);
  EXPECT_EQ(history[5].key, added.public_key());
  EXPECT_EQ(history[5].added_height, added_at);
  EXPECT_EQ(history[5].revoked_height, rotated_at);
  EXPECT_EQ(history[5].replaced_by, rotated.public_key());
  EXPECT_EQ(history[6].key, rotated.public_key());
  EXPECT_EQ(history[6].person, "newcomer");
  EXPECT_EQ(history[6].purposes, history[5].purposes);
  EXPECT_EQ(history[6].added_height, rotated_at);
  EXPECT_EQ(history[6].revoked_height, world.height());
  EXPECT_EQ(keys_of(world.view(), id_of("taihe")).size(), 5u);
}

TEST(Keys, SignNothingAfterTheyEnd) {
  World world;
  const SecretKey maker = key_of("jianghai", "maker1"), checker = key_of("jianghai", "checker1"), fresh = key_of("jianghai", "maker1", 1);
  const cash::Credit op{id_of("taihe"), Currency::cny, yuan("1.00"), "a"};
  EXPECT_OK(world.by("jianghai").act(party::RotateKey{maker.public_key(), fresh.public_key()}));
  EXPECT_KEPT_OUT(world.by("jianghai").with_keys({&maker, &checker}).act(op), Reason::key_not_in_force);
  EXPECT_OK(world.by("jianghai").with_keys({&fresh, &checker}).act(op));
}

// In one block: the key ends in the first transaction and signs the second, so the block is invalid.
TEST(Keys, EndWithinABlock) {
  World world;
  const Transaction end = world.by("jianghai").only({"maker2", "checker2"}).sign(party::RevokeKey{key_of("jianghai", "maker1").public_key()});
  const Transaction late = world.by("jianghai").sign(cash::Credit{id_of("taihe"), Currency::cny, yuan("1.00"), "a"});
  EXPECT_EQ(world.block({end, late}).reason(), Reason::key_not_in_force);
  EXPECT_TRUE(world.block({late, end}));
}

TEST(Keys, AreNeverUsedAgain) {
  World world;
  const PublicKey ended = key_of("taihe", "maker2").public_key();
  EXPECT_OK(world.by("taihe").act(party::RevokeKey{ended}));
  EXPECT_REFUSED(world.by("taihe").act(party::AddKey{{ended, "maker2", {Purpose::maker}}}), Reason::key_in_use);
  EXPECT_REFUSED(world.by("lanwan").act(party::AddKey{{ended, "somebody", {Purpose::maker}}}), Reason::key_in_use);
  EXPECT_REFUSED(world.by("lanwan").act(party::RotateKey{key_of("lanwan", "maker1").public_key(), ended}), Reason::key_in_use);
  EXPECT_REFUSED(world.by("taihe").act(party::RevokeKey{ended}), Reason::wrong_state);
  EXPECT_REFUSED(world.by("taihe").act(party::RotateKey{ended, key_of("taihe", "x").public_key()}), Reason::wrong_state);
}

TEST(Keys, BelongToTheirParty) {
  World world;
  const PublicKey theirs = key_of("taihe", "maker2").public_key();
  EXPECT_REFUSED(world.by("lanwan").act(party::RevokeKey{theirs}), Reason::not_your_part);
  EXPECT_REFUSED(world.by("operator").act(party::RotateKey{theirs, key_of("x", "y").public_key()}), Reason::not_your_part);
  EXPECT_REFUSED(world.by("taihe").act(party::RevokeKey{key_of("taihe", "unknown").public_key()}), Reason::not_found);
}

TEST(Keys, OfAPersonAreOnePerPurpose) {
  World world;
  const PublicKey second = key_of("taihe", "maker1", 1).public_key();
  EXPECT_REFUSED(world.by("taihe").act(party::AddKey{{second, "maker1", {Purpose::maker, Purpose::checker}}}), Reason::person_exists);
  EXPECT_OK(world.by("taihe").act(party::AddKey{{second, "maker1", {Purpose::single}}}));
}

TEST(Keys, CannotAllBeRevoked) {
  World world;
  EXPECT_OK(world.by("taihe").act(party::RevokeKey{key_of("taihe", "maker2").public_key()}));
  EXPECT_REFUSED(world.by("taihe").act(party::RevokeKey{key_of("taihe", "maker1").public_key()}), Reason::last_key);
  EXPECT_OK(world.by("taihe").act(party::RevokeKey{key_of("taihe", "checker2").public_key()}));
  EXPECT_REFUSED(world.by("taihe").act(party::RevokeKey{key_of("taihe", "checker1").public_key()}), Reason::last_key);
  EXPECT_OK(world.by("taihe").act(party::RevokeKey{key_of("taihe", "system").public_key()}));
}

TEST(Keys, AreLimitedInNumber) {
  World world;
  for (std::uint32_t i = 5; i < keys_per_party; ++i) {
    const std::string person = "p" + std::to_string(i);
    EXPECT_OK(world.by("taihe").act(party::AddKey{{key_of("taihe", person).public_key(), person, {Purpose::maker}}}));
  }
  const party::AddKey one_more{{key_of("taihe", "one-more").public_key(), "one-more", {Purpose::maker}}};
  EXPECT_REFUSED(world.by("taihe").act(one_more), Reason::too_many_keys);
  EXPECT_OK(world.by("taihe").act(party::RevokeKey{key_of("taihe", "p5").public_key()}));
  EXPECT_OK(world.by("taihe").act(one_more));
}

// A maker alone could appoint his own checker: keys and policies take two people.
TEST(Keys, AreNotOnePersonsBusiness) {
  World world;
  const party::AddKey own_checker{{key_of("taihe", "friend").public_key(), "friend", {Purpose::checker}}};
  EXPECT_KEPT_OUT(world.by("taihe").only({"maker1"}).act(own_checker), Reason::approvals_missing);
  EXPECT_KEPT_OUT(world.by("taihe").only({"system"}).act(own_checker), Reason::approvals_missing);
}

TEST(Limit, IsSetByTheOperatorForIssuers) {
  World world;
  EXPECT_EQ(limit_of(world.view(), id_of("taihe"), Currency::cny), yuan("100000000.00"));
  EXPECT_OK(world.by("operator").act(party::SetLimit{id_of("taihe"), Currency::cny, yuan("10000000.00")}));
  EXPECT_EQ(limit_of(world.view(), id_of("taihe"), Currency::cny), yuan("10000000.00"));
  EXPECT_EQ(limit_of(world.view(), id_of("taihe"), Currency::usd), Amount{});
  EXPECT_REFUSED(world.by("operator").act(party::SetLimit{id_of("lanwan"), Currency::cny, yuan("1.00")}), Reason::role_forbidden);
  EXPECT_REFUSED(world.by("operator").act(party::SetLimit{id_of("nobody-here"), Currency::cny, yuan("1.00")}), Reason::not_found);
  EXPECT_REFUSED(world.by("taihe").act(party::SetLimit{id_of("taihe"), Currency::cny, yuan("1.00")}), Reason::role_forbidden);
}

TEST(Role, IsReadFromACard) {
  static_assert(roles_named("").has_value() && roles_named("")->empty());
  static_assert(roles_named("operator|regulator")->has(Role::regulator));
  static_assert(!roles_named("operator|emperor"));
  for (const Card& card : operation_cards()) EXPECT_TRUE(roles_named(card.role)) << card.name;
}

}  // namespace
}  // namespace allonge::test
