#include "contracts/due_queue.h"

#include <gtest/gtest.h>

#include "contracts/execute.h"
#include "contracts/idem_memory.h"
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {
namespace {

TEST(DueQueue, GivesTheEarliestThenTheKindThenTheKey) {
  const MemoryStore nothing;
  Draft draft(nothing);
  const Bytes a{1}, b{2};
  EXPECT_EQ(due_head(draft, DueQueue::idems), std::nullopt);
  enqueue(draft, {300}, DueKind::idem, a);
  enqueue(draft, {20}, DueKind::idem, b);
  enqueue(draft, {20}, DueKind::idem, a);
  EXPECT_EQ(due_head(draft, DueQueue::idems)->time, Time{20});
  EXPECT_EQ(due_head(draft, DueQueue::idems)->key, a);
  cancel(draft, {20}, DueKind::idem, a);
  EXPECT_EQ(due_head(draft, DueQueue::idems)->key, b);
  cancel(draft, {20}, DueKind::idem, b);
  EXPECT_EQ(next_due(draft), Time{300});
}

TEST(DueQueue, CancellingWhatIsNotThereIsFine) {
  const MemoryStore nothing;
  Draft draft(nothing);
  cancel(draft, {20}, DueKind::idem, Bytes{1});
  EXPECT_EQ(due_head(draft, DueQueue::idems), std::nullopt);
}

TEST(DueQueue, RunsWhatIsDueAndNothingElse) {
  const MemoryStore nothing;
  Draft draft(nothing);
  const PartyId party = *PartyId::parse("taihe");
  const auto entry = [&](std::uint8_t n, std::uint64_t until) {
    Idem idem;
    idem.bytes[0] = n;
    return IdemEntry{party, idem, {until}, {}};
  };
  remember_idem(draft, entry(1, 1'000));
  remember_idem(draft, entry(2, 2'000));
  BlockContext block;
  block.time = {1'000};
  Events events;
  EXPECT_FALSE(run_due(block, draft, events));
  EXPECT_TRUE(idem_records.has(draft, party, entry(1, 0).idem));  // its last moment still counts
  block.time = {1'001};
  EXPECT_FALSE(run_due(block, draft, events));
  EXPECT_FALSE(idem_records.has(draft, party, entry(1, 0).idem));
  EXPECT_TRUE(idem_records.has(draft, party, entry(2, 0).idem));
  EXPECT_TRUE(events.empty());
}

// Counts how often the records below are asked for a next one.
struct Counting final : View {
  explicit Counting(const View& below) : below_(below) {}
  std::optional<Bytes> get(BytesView key) const override { return below_.get(key); }
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override {
    ++looks;
    return below_.next(from, prefix);
  }
  mutable std::size_t looks = 0;

 private:
  const View& below_;
};

TEST(DueQueue, AThousandActsLookAboutAThousandTimes) {
  // Each act looked from the queue's beginning, over all that the acts before it had removed: 500,000 looks a block.
  MemoryStore store;
  Draft draft(store);
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    Idem idem;
    idem.bytes[0] = std::uint8_t(i), idem.bytes[1] = std::uint8_t(i >> 8);
    remember_idem(draft, {*PartyId::parse("taihe"), idem, {1'000 + i}, {}});
    const std::string transfer = TransferId::derive({}, i).text();  // ended long ago
    enqueue(draft, {1'000 + i % 7}, DueKind::transfer_window, bytes_of(transfer));
  }
  ASSERT_TRUE(store.write(draft.take(), false).has_value());
  const Counting counting(store);
  Draft block_draft(counting);
  BlockContext block;
  block.time = {5'000};
  Events events;
  run_due(block, block_draft, events);
  EXPECT_LT(counting.looks, 5'000u);
  EXPECT_EQ(next_due(block_draft), std::nullopt);
}

TEST(DueQueue, IdemsDoNotDelayADefault) {
  // An issuer hid its default behind its own idems: a million of them that ended just before it.
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const Time due = default_time(desk.certificate(id), erc_cn_defaults());
  desk.world.go_to({due.ms - 60'000});
  Draft draft(desk.world.view());
  for (std::uint32_t i = 0; i < 2 * limits::boundary_idems; ++i) {
    Idem idem;
    idem.bytes[0] = std::uint8_t(i), idem.bytes[1] = std::uint8_t(i >> 8);
    remember_idem(draft, {id_of("taihe"), idem, {due.ms - 10}, {}});
  }
  ASSERT_TRUE(desk.world.state().write(draft.take(), false).has_value());
  BlockContext block = desk.world.next_block();
  block.time = due;
  const auto outcome = execute_block(desk.world.view(), desk.world.ring(), block, {});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_TRUE(outcome->more_due);  // half of the idems
  ASSERT_TRUE(desk.world.state().write(outcome->changes, false).has_value());
  EXPECT_EQ(desk.certificate(id).state, CertificateState::defaulted);
  EXPECT_EQ(idem_total.find(desk.world.view())->count, limits::boundary_idems);
}

TEST(DueQueue, EveryKindHasItsAct) {
  const auto kinds = values_of(DueKind{});
  ASSERT_EQ(due_acts().size(), kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) EXPECT_EQ(due_acts()[i].name, kinds[i].name);
}

}  // namespace
}  // namespace allonge::test
