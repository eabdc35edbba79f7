#include "contracts/genesis_state.h"

#include <gtest/gtest.h>

#include "ledger/memory_store.h"
#include "tests/support/parties.h"

namespace allonge::test {
namespace {

TEST(Genesis, MakesTheFirstState) {
  const GenesisConfig config = demo_genesis();
  const auto changes = genesis_state(config);
  ASSERT_TRUE(changes) << changes.error().detail;
  MemoryStore state;
  ASSERT_TRUE(state.write(*changes, false));
  EXPECT_EQ(party_records.find(state, id_of("taihe"))->full_name, "泰和制造");
  EXPECT_EQ(keys_of(state, id_of("jianghai")).size(), 5u);
  EXPECT_EQ(limit_of(state, id_of("taihe"), Currency::cny), yuan("100000000.00"));
  EXPECT_EQ(profile_at(state, day("2026-03-02"))->version, 1u);
  EXPECT_EQ(network_record.find(state)->name, "demo-test");
  EXPECT_EQ(committee_of(config).size(), 4u);
}

TEST(Genesis, NamesTheChain) {
  const GenesisConfig config = demo_genesis();
  EXPECT_EQ(chain_of(config), chain_of(demo_genesis()));
  GenesisConfig production = config;
  production.kind = NetworkKind::production;
  EXPECT_NE(chain_of(config), chain_of(production));
  const auto again = decode<GenesisConfig>(encode(config));
  ASSERT_TRUE(again);
  EXPECT_EQ(chain_of(*again), chain_of(config));
}

TEST(Genesis, IsRefusedWithWhatIsWrong) {
  const auto wrong = [](auto change) -> std::string {
    GenesisConfig config = demo_genesis();
    change(config);
    const auto state = genesis_state(config);
    if (state) return "accepted";
    EXPECT_EQ(state.error().reason, Reason::bad_genesis);
    return state.error().detail;
  };
  EXPECT_EQ(wrong([](auto&) {}), "accepted");
  EXPECT_EQ(wrong([](auto& c) { c.version = 2; }), "version is 1");
  EXPECT_EQ(wrong([](auto& c) { c.suite = 2; }), "suite 1 is the only one");
  EXPECT_EQ(wrong([](auto& c) { c.network = "Demo Test"; }), "the network's name is 3 to 32 of a-z 0-9 -, first a letter");
  EXPECT_EQ(wrong([](auto& c) { c.kind = NetworkKind::production; }), "a production calendar is the wall clock's");
  EXPECT_EQ(wrong([](auto& c) { c.validators.clear(); }), "1 to 100 validators");
  EXPECT_EQ(wrong([](auto& c) { c.validators[1].party = c.validators[0].party; }), "validators have different names");
  EXPECT_EQ(wrong([](auto& c) { c.validators[0].link_key = c.validators[0].consensus_key; }), "a key of validator taihe is used twice");
  EXPECT_EQ(wrong([](auto& c) { c.validators[0].link_key = {}; }), "a key of validator taihe is not acceptable");
  EXPECT_EQ(wrong([](auto& c) { c.parties[2].keys[0].key = c.validators[0].consensus_key; }), "a key of taihe is used twice");
  EXPECT_EQ(wrong([](auto& c) { c.parties.erase(c.parties.begin()); }), "no party is operator");
  EXPECT_EQ(wrong([](auto& c) { c.parties[1].roles = {Role::holder}; }), "no party is settlement bank");
  EXPECT_EQ(wrong([](auto& c) { c.parties[3].id = c.parties[2].id; }), "party taihe: PARTY_EXISTS ");
  EXPECT_EQ(wrong([](auto& c) { c.profile.max_ranges = 0; }), "profile: max_ranges");
  EXPECT_EQ(wrong([](auto& c) { c.limits[0].issuer = id_of("lanwan"); }), "a limit is for an issuer, lanwan is none");
}

}  // namespace
}  // namespace allonge::test
