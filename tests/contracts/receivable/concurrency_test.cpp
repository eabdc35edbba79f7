// Scenario S16 a: a hundred transfers of a hundred ranges in one block, in any order.
#include <algorithm>

#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

namespace {

// The state after the block, as bytes.
Bytes state_after(const Desk& desk, std::vector<const Transaction*> block) {
  const auto outcome = execute_block(desk.world.view(), desk.world.ring(), desk.world.next_block(), block);
  EXPECT_TRUE(outcome.has_value());
  for (std::size_t i = 1; outcome && i < outcome->receipts.size(); ++i) EXPECT_TRUE(outcome->receipts[i].ok);
  Bytes out;
  if (outcome)
    for (const auto& [key, value] : outcome->changes) {
      append(out, key);
      if (value) append(out, *value);
    }
  return out;
}

}  // namespace

TEST(Concurrency, OrderOfIndependentTransfersDoesNotMatter) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  std::vector<Transaction> offers;
  for (std::uint64_t i = 0; i < 100; ++i)
    offers.push_back(desk.world.by("shunchang").sign(
        desk.transfer_op(id, "lanwan", std::vector<RangeRef>{{Fen{i * 1000 + 1}, Fen{(i + 1) * 1000}}})));
  std::vector<const Transaction*> order;
  for (const Transaction& offer : offers) order.push_back(&offer);
  const Bytes forwards = state_after(desk, order);
  std::reverse(order.begin(), order.end());
  EXPECT_EQ(state_after(desk, order), forwards);
  std::uint64_t seed = 20260302;
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  for (int round = 0; round < 5; ++round) {
    for (std::size_t i = order.size() - 1; i > 0; --i) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      std::swap(order[i], order[std::size_t(seed >> 33) % (i + 1)]);
    }
    EXPECT_EQ(state_after(desk, order), forwards);
  }
  ASSERT_TRUE(desk.world.block(offers).has_value());
  EXPECT_EQ(desk.certificate(id).range_count, 100u);

  std::vector<Transaction> accepts;
  for (const Transaction& offer : offers)
    accepts.push_back(desk.world.by("lanwan").sign(AcceptTransfer{TransferId::derive(offer.id, 0)}));
  order.clear();
  for (const Transaction& accept : accepts) order.push_back(&accept);
  const Bytes accepted = state_after(desk, order);
  std::reverse(order.begin(), order.end());
  EXPECT_EQ(state_after(desk, order), accepted);
  ASSERT_TRUE(desk.world.block(accepts).has_value());
  EXPECT_EQ(desk.certificate(id).turnover, yuan("1000.00"));
  desk.expect_sound();
}

}  // namespace allonge::test
