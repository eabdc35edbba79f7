// The laws, run as a block runs them, over changes that no operation makes.
#include "contracts/invariants.h"

#include "contracts/cash/conservation.h"
#include "tests/support/world.h"

namespace allonge::test {
namespace {

std::string verdict(const Draft& draft) {
  const auto held = laws_hold(draft);
  return held ? "hold" : held.error().detail;
}

TEST(Laws, AreSilentWhereNothingChanged) {
  World world;
  EXPECT_EQ(verdict(Draft(world.view())), "hold");
}

TEST(Laws, NoticeMoneyFromNothing) {
  World world;
  Draft draft(world.view());
  const Account rich{id_of("jianghai"), id_of("taihe"), Currency::cny, yuan("1.00")};
  account_records.put(draft, rich.bank, rich.party, rich.currency, rich);
  EXPECT_EQ(laws_hold(draft).error().reason, Reason::invariant_broken);
  EXPECT_EQ(verdict(draft), "I-5: accounts at jianghai differ from what it issued");
  issued_money_records.put(draft, rich.bank, rich.currency, {rich.bank, rich.currency, yuan("1.00")});
  EXPECT_EQ(cash::money_adds_up(draft), std::nullopt);
  use_payment_ref(draft, rich.bank, "attested", digest_of("a transaction"));  // I-6 asks for it
  EXPECT_EQ(verdict(draft), "hold");
}

TEST(Laws, NoticeMoneyOfOneCurrencyPaidForByAnother) {
  World world;
  Draft draft(world.view());
  const PartyId bank = id_of("jianghai"), party = id_of("taihe");
  account_records.put(draft, bank, party, Currency::usd, {bank, party, Currency::usd, yuan("1.00")});
  issued_money_records.put(draft, bank, Currency::cny, {bank, Currency::cny, yuan("1.00")});
  EXPECT_NE(verdict(draft), "hold");
}

TEST(Laws, NoticeARevokedKeyComingBack) {
  World world;
  const PublicKey key = key_of("taihe", "maker2").public_key();
  EXPECT_OK(world.by("taihe").act(party::RevokeKey{key}));
  Draft draft(world.view());
  KeyRecord record = *key_records.find(draft, key);
  record.revoked.reset();
  key_records.put(draft, key, record);
  EXPECT_EQ(verdict(draft), "P-1: a revoked key came back or moved its end");
}

TEST(Laws, NoticeAKeyChangingHands) {
  World world;
  Draft draft(world.view());
  const PublicKey key = key_of("taihe", "maker2").public_key();
  KeyRecord record = *key_records.find(draft, key);
  record.party = id_of("lanwan");
  key_records.put(draft, key, record);
  EXPECT_EQ(verdict(draft), "P-1: a key changed hands");
  key_records.erase(draft, key);
  EXPECT_EQ(verdict(draft), "P-1: a key's record was removed");
}

TEST(Laws, NoticeACountOfKeysThatIsWrong) {
  World world;
  Draft draft(world.view());
  Party party = *party_records.find(draft, id_of("taihe"));
  ++party.keys_in_force;
  party_records.put(draft, party.id, party);
  EXPECT_EQ(verdict(draft), "P-1: the count of keys of taihe is wrong");
}

TEST(Laws, AgreeWithTheFullAudit) {
  World world;
  world.credit("taihe", "12.00");
  world.credit("lanwan", "7.00");
  EXPECT_EQ(cash::money_adds_up(world.view()), std::nullopt);
  Draft draft(world.view());
  account_records.erase(draft, id_of("jianghai"), id_of("lanwan"), Currency::cny);
  EXPECT_NE(cash::money_adds_up(draft), std::nullopt);
  EXPECT_NE(verdict(draft), "hold");
}

}  // namespace
}  // namespace allonge::test
