#include "node/mempool.h"

#include <gtest/gtest.h>

#include "ledger/digest.h"
#include "tests/support/parties.h"

namespace allonge::node {
namespace {

using test::id_of;

// A transaction as far as the pool looks at it.
TransactionPtr make(std::string_view party, std::uint8_t idem, std::uint64_t valid_until = 1'000'000,
                    std::size_t bytes = 100, std::uint8_t signature = 0) {
  auto out = std::make_shared<Transaction>();
  out->body.party = id_of(party);
  out->body.idem.bytes[0] = idem;
  out->body.valid_until = {valid_until};
  out->bytes.assign(bytes, idem);
  const Bytes name{idem, std::uint8_t(party[0]), std::uint8_t(party.size())};
  out->id = digest("test/id", name);
  const Bytes wire{idem, std::uint8_t(party[0]), std::uint8_t(party.size()), signature};
  out->wire_id = digest("test/wire", wire);
  return out;
}

TEST(Mempool, GivesTheOldestFirst) {
  Mempool pool;
  for (std::uint8_t i = 0; i < 5; ++i) ASSERT_TRUE(pool.add(make("taihe", i), i));
  const auto oldest = pool.oldest([](const Digest&) { return false; }, {3, 1'000'000});
  ASSERT_EQ(oldest.size(), 3u);
  for (std::uint8_t i = 0; i < 3; ++i) EXPECT_EQ(oldest[i]->body.idem.bytes[0], i);
}

TEST(Mempool, StopsAtTheBytesOfABlock) {
  Mempool pool;
  for (std::uint8_t i = 0; i < 5; ++i) ASSERT_TRUE(pool.add(make("taihe", i), i));
  EXPECT_EQ(pool.oldest([](const Digest&) { return false; }, {100, 250}).size(), 2u);
}

// A burst of two thousand transactions became one block that every validator worked on for half a second.
TEST(Mempool, StopsAtTheOperationsOfABlock) {
  const auto with_operations = [](std::uint8_t idem, std::size_t count) {
    auto out = std::make_shared<Transaction>(*make("taihe", idem));
    out->body.operations.resize(count);
    return out;
  };
  Mempool pool;
  for (std::uint8_t i = 0; i < 5; ++i) ASSERT_TRUE(pool.add(with_operations(i, 40), i));
  EXPECT_EQ(pool.ready_operations(), 200u);
  const auto nowhere = [](const Digest&) { return false; };
  EXPECT_EQ(pool.oldest(nowhere, {100, 100'000, 100}).size(), 2u);
  EXPECT_EQ(pool.oldest(nowhere, {100, 100'000, 30}).size(), 1u) << "one that alone is too many goes alone";
  const auto first = pool.oldest(nowhere, {1, 100'000}).front();
  pool.claim(first->wire_id);
  EXPECT_EQ(pool.ready_operations(), 160u);
  pool.release(first->wire_id);
  pool.remove(first->wire_id);
  EXPECT_EQ(pool.ready_operations(), 160u);
}

TEST(Mempool, KnowsATransactionAgainUnderOtherSignatures) {
  Mempool pool;
  ASSERT_TRUE(pool.add(make("taihe", 1), 0));
  EXPECT_EQ(pool.add(make("taihe", 1, 1'000'000, 100, 9), 0).reason(), Reason::already_known);
}

TEST(Mempool, RefusesAnotherTransactionUnderAWaitingIdem) {
  Mempool pool;
  auto first = make("taihe", 1);
  auto second = std::make_shared<Transaction>(*make("taihe", 1));
  second->id.bytes[0] ^= 1;
  ASSERT_TRUE(pool.add(first, 0));
  EXPECT_EQ(pool.add(second, 0).reason(), Reason::idem_conflict);
  EXPECT_EQ(pool.find_idem(id_of("taihe"), first->body.idem), first->id);
}

TEST(Mempool, GivesNoPartyMoreThanItsShare) {
  PoolLimits limits;
  limits.transactions = 32;  // an eighth: 4
  Mempool pool(limits);
  for (std::uint8_t i = 0; i < 4; ++i) ASSERT_TRUE(pool.add(make("taihe", i), 0));
  EXPECT_EQ(pool.add(make("taihe", 4), 0).reason(), Reason::pool_full);
  EXPECT_TRUE(pool.add(make("lanwan", 4), 0));
  pool.remove_committed(*make("taihe", 2));
  EXPECT_TRUE(pool.add(make("taihe", 4), 0));
}

TEST(Mempool, GivesNoPartyMoreThanItsShareOfBytes) {
  PoolLimits limits;
  limits.bytes = 8'000;
  Mempool pool(limits);
  EXPECT_TRUE(pool.add(make("taihe", 1, 1'000'000, 900), 0));
  EXPECT_EQ(pool.add(make("taihe", 2, 1'000'000, 200), 0).reason(), Reason::pool_full);
}

TEST(Mempool, IsFullForEverybodyAtItsLimit) {
  PoolLimits limits;
  limits.transactions = 3;
  limits.party_share = 1;
  Mempool pool(limits);
  for (std::uint8_t i = 0; i < 3; ++i) ASSERT_TRUE(pool.add(make("taihe", i), 0));
  EXPECT_EQ(pool.add(make("lanwan", 9), 0).reason(), Reason::pool_full);
}

TEST(Mempool, TakesOutWhatCannotCommitAnyMore) {
  Mempool pool;
  ASSERT_TRUE(pool.add(make("taihe", 1, 100), 0));
  ASSERT_TRUE(pool.add(make("taihe", 2, 200), 0));
  EXPECT_TRUE(pool.take_expired({100}).empty());  // the last moment itself still counts
  EXPECT_EQ(pool.take_expired({101}).size(), 1u);
  EXPECT_EQ(pool.size(), 1u);
}

TEST(Mempool, CountsAsReadyWhatIsInNoBlock) {
  Mempool pool;
  const auto one = make("taihe", 1), two = make("taihe", 2);
  ASSERT_TRUE(pool.add(one, 0));
  ASSERT_TRUE(pool.add(two, 0));
  pool.claim(one->wire_id);
  pool.claim(one->wire_id);  // by a sibling block too
  EXPECT_EQ(pool.ready(), 1u);
  pool.release(one->wire_id);
  EXPECT_EQ(pool.ready(), 1u);
  pool.release(one->wire_id);
  EXPECT_EQ(pool.ready(), 2u);
  pool.claim(one->wire_id);
  pool.remove_committed(*one);
  EXPECT_EQ(pool.ready(), 1u);
  EXPECT_EQ(pool.size(), 1u);
}

TEST(Mempool, LeavesOutWhatTheBranchHolds) {
  Mempool pool;
  const auto one = make("taihe", 1), two = make("taihe", 2);
  ASSERT_TRUE(pool.add(one, 0));
  ASSERT_TRUE(pool.add(two, 0));
  pool.claim(one->wire_id);
  const auto left = pool.oldest([&](const Digest& id) { return id == one->wire_id; }, {10, 10'000});
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0], two);
  // In a block of another branch it may still be proposed here.
  EXPECT_EQ(pool.oldest([](const Digest&) { return false; }, {10, 10'000}).size(), 2u);
}

TEST(Mempool, ReleasingWhatWasNeverClaimedChangesNothing) {
  Mempool pool;
  const auto one = make("taihe", 1);
  pool.claim(one->wire_id);  // the block came before the transaction
  ASSERT_TRUE(pool.add(one, 0));
  pool.release(one->wire_id);
  EXPECT_EQ(pool.ready(), 1u);
}

}  // namespace
}  // namespace allonge::node
