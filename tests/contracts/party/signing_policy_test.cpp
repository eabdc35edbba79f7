#include "contracts/party/signing_policy.h"

#include "tests/support/world.h"

namespace allonge::test {
namespace {

const Amount everything = *Amount::of_fen(Amount::max_fen);

// Small credits by one person, large ones by two checkers; what is above stays at the default.
SigningPolicy banded() {
  return {{{"cash.credit", {{yuan("100.00"), 1, 0}, {yuan("1000.00"), 1, 1}, {yuan("100000.00"), 1, 2}}}}};
}

TEST(SigningPolicy, ChoosesTheBand) {
  const SigningPolicy policy = banded();
  EXPECT_EQ(needed(policy, "cash.credit", yuan("0.01")), (PeopleNeeded{1, 0}));
  EXPECT_EQ(needed(policy, "cash.credit", yuan("100.00")), (PeopleNeeded{1, 0}));
  EXPECT_EQ(needed(policy, "cash.credit", yuan("100.01")), (PeopleNeeded{1, 1}));
  EXPECT_EQ(needed(policy, "cash.credit", yuan("1000.01")), (PeopleNeeded{1, 2}));
  EXPECT_EQ(needed(policy, "cash.credit", yuan("100000.01")), (PeopleNeeded{1, 1}));  // above: the default
}

TEST(SigningPolicy, DefaultsToTwoPeopleForTheActsOfR2) {
  const SigningPolicy none;
  for (const char* name : {"cert.issue", "cert.transfer", "cert.pay", "cash.credit", "cash.debit", "party.add_key"})
    EXPECT_EQ(needed(none, name, yuan("0.01")), (PeopleNeeded{1, 1})) << name;
  for (const char* name : {"invoice.register", "cert.split", "testnet.advance_time"})
    EXPECT_EQ(needed(none, name, std::nullopt), (PeopleNeeded{1, 0})) << name;
}

TEST(SigningPolicy, TakesTheLongestRuleThatFits) {
  const SigningPolicy policy{{{"*", {{everything, 1, 0}}}, {"cash.*", {{everything, 1, 1}}}, {"cash.debit", {{everything, 2, 2}}}}};
  EXPECT_EQ(needed(policy, "party.set_policy", std::nullopt), (PeopleNeeded{1, 0}));
  EXPECT_EQ(needed(policy, "cash.credit", yuan("1.00")), (PeopleNeeded{1, 1}));
  EXPECT_EQ(needed(policy, "cash.debit", yuan("1.00")), (PeopleNeeded{2, 2}));
  EXPECT_EQ(needed(policy, "cashier.pay", yuan("1.00")), (PeopleNeeded{1, 0}));  // not of the family
}

TEST(SigningPolicy, CountsNoAmountAsTheLargest) {
  EXPECT_EQ(needed(banded(), "cash.credit", std::nullopt), (PeopleNeeded{1, 1}));
}

TEST(SigningPolicy, LetsEachPersonStandInOnePlace) {
  EXPECT_TRUE(enough({.only_maker = 1, .only_checker = 1}, {1, 1}));
  EXPECT_TRUE(enough({.only_maker = 1, .either = 1}, {1, 1}));
  EXPECT_TRUE(enough({.either = 2}, {1, 1}));
  EXPECT_FALSE(enough({.either = 1}, {1, 1}));
  EXPECT_FALSE(enough({.only_maker = 2}, {1, 1}));
  EXPECT_FALSE(enough({.only_checker = 1}, {1, 0}));
  EXPECT_TRUE(enough({.single = 1}, {1, 0}));
  EXPECT_FALSE(enough({.only_checker = 1, .single = 1}, {1, 1}));
  EXPECT_FALSE(enough({.single = 2}, {2, 0}));
  EXPECT_TRUE(enough({.only_maker = 1, .only_checker = 1, .either = 1}, {1, 2}));
}

TEST(SigningPolicy, RefusesWhatCannotBe) {
  const PeopleCount people{.only_maker = 2, .only_checker = 2, .either = 0, .single = 1};
  EXPECT_TRUE(acceptable(SigningPolicy{}, people));
  EXPECT_TRUE(acceptable(banded(), people));
  const auto refused = [&](std::vector<PolicyRule> rules) {
    const auto answer = acceptable(SigningPolicy{std::move(rules)}, people);
    return !answer && answer.error().reason == Reason::bad_policy;
  };
  EXPECT_TRUE(refused({{"cash.credit", {{everything, 1, 3}}}}));                      // more than there are
  EXPECT_TRUE(refused({{"cash.credit", {{everything, 0, 1}}}}));                      // no maker
  EXPECT_TRUE(refused({{"cash.credit", {}}}));                                        // no band
  EXPECT_TRUE(refused({{"cash.credit", {{yuan("2.00"), 1, 0}, {yuan("2.00"), 1, 1}}}}));  // not ascending
  EXPECT_TRUE(refused({{"cash.debit", {{everything, 1, 0}}}, {"cash.credit", {{everything, 1, 0}}}}));
  EXPECT_TRUE(refused({{"cash.credit", {{everything, 1, 0}}}, {"cash.credit", {{everything, 1, 1}}}}));
  EXPECT_TRUE(refused({{"cash.print", {{everything, 1, 0}}}}));                       // no such operation
  EXPECT_TRUE(refused({{"", {{everything, 1, 0}}}}));
  EXPECT_TRUE(refused({{".*", {{everything, 1, 0}}}}));
  EXPECT_TRUE(refused({{"cash.credit", {{everything, 0xffffffff, 0xffffffff}}}}));
}

// One person alone: possible only where the policy says so for everything.
TEST(SigningPolicy, AsksThatDefaultsCanBeMetToo) {
  const PeopleCount alone{.only_maker = 1};
  EXPECT_FALSE(acceptable(SigningPolicy{}, alone));
  EXPECT_FALSE(acceptable(SigningPolicy{{{"*", {{yuan("1000.00"), 1, 0}}}}}, alone));
  EXPECT_TRUE(acceptable(SigningPolicy{{{"*", {{everything, 1, 0}}}}}, alone));
}

TEST(SigningPolicy, DecidesWhoMustSign) {
  World world;
  EXPECT_OK(world.by("jianghai").act(party::SetPolicy{banded()}));
  const auto credit = [](const char* amount, const char* ref) { return cash::Credit{id_of("taihe"), Currency::cny, yuan(amount), ref}; };
  EXPECT_OK(world.by("jianghai").only({"maker1"}).act(credit("100.00", "a")));
  EXPECT_OK(world.by("jianghai").only({"system"}).act(credit("100.00", "b")));
  EXPECT_KEPT_OUT(world.by("jianghai").only({"checker1"}).act(credit("100.00", "c")), Reason::approvals_missing);
  EXPECT_KEPT_OUT(world.by("jianghai").only({"maker1"}).act(credit("100.01", "c")), Reason::approvals_missing);
  EXPECT_OK(world.by("jianghai").act(credit("100.01", "c")));
  EXPECT_KEPT_OUT(world.by("jianghai").act(credit("1000.01", "d")), Reason::approvals_missing);
  EXPECT_OK(world.by("jianghai").only({"maker1", "checker1", "checker2"}).act(credit("1000.01", "d")));
}

// Cutting a large credit into small ones in one transaction must not save the checker.
TEST(SigningPolicy, AddsUpTheAmountsOfATransaction) {
  World world;
  EXPECT_OK(world.by("jianghai").act(party::SetPolicy{banded()}));
  const auto credit = [](const char* amount, const char* ref) { return cash::Credit{id_of("taihe"), Currency::cny, yuan(amount), ref}; };
  EXPECT_KEPT_OUT(world.by("jianghai").only({"maker1"}).act(credit("60.00", "a"), credit("60.00", "b")), Reason::approvals_missing);
  EXPECT_OK(world.by("jianghai").only({"maker1"}).act(credit("60.00", "a"), credit("40.00", "b")));
}

TEST(SigningPolicy, ABandIsForItsCurrency) {
  // A band for 100.00 yuan let one person sign for 100.00 dollars, too, and sums added them up.
  World world;
  EXPECT_OK(world.by("jianghai").act(party::SetPolicy{banded()}));
  const cash::Credit dollars{id_of("taihe"), Currency::usd, yuan("1.00"), "a"};
  const cash::Credit renminbi{id_of("taihe"), Currency::cny, yuan("1.00"), "b"};
  EXPECT_KEPT_OUT(world.by("jianghai").only({"maker1"}).act(dollars), Reason::approvals_missing);
  EXPECT_KEPT_OUT(world.by("jianghai").only({"maker1"}).act(dollars, renminbi), Reason::approvals_missing);
  EXPECT_OK(world.by("jianghai").only({"maker1"}).act(renminbi));
  EXPECT_OK(world.by("jianghai").act(dollars));  // the default
}

// The strictest of a transaction's operations decides.
TEST(SigningPolicy, AsksForWhatEveryOperationNeeds) {
  World world;
  EXPECT_OK(world.by("jianghai").act(party::SetPolicy{banded()}));
  const cash::Credit small{id_of("taihe"), Currency::cny, yuan("1.00"), "a"};
  const cash::Debit out{id_of("taihe"), Currency::cny, yuan("1.00"), "b"};
  EXPECT_KEPT_OUT(world.by("jianghai").only({"maker1"}).act(small, out), Reason::approvals_missing);
  EXPECT_OK(world.by("jianghai").act(small, out));
}

TEST(SigningPolicy, CannotBeChangedByOnePerson) {
  World world;
  EXPECT_KEPT_OUT(world.by("taihe").only({"maker1"}).act(party::SetPolicy{{{{"*", {{everything, 1, 0}}}}}}), Reason::approvals_missing);
  EXPECT_REFUSED(world.by("taihe").act(party::SetPolicy{{{{"cash.credit", {{everything, 1, 9}}}}}}), Reason::bad_policy);
  EXPECT_OK(world.by("taihe").act(party::SetPolicy{{{{"*", {{everything, 1, 0}}}}}}));
  EXPECT_EQ(party_records.find(world.view(), id_of("taihe"))->policy.rules.size(), 1u);
}

}  // namespace
}  // namespace allonge::test
