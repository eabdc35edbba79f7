#include "contracts/due_queue.h"

#include <gtest/gtest.h>

#include "contracts/execute.h"
#include "contracts/idem_memory.h"
#include "ledger/memory_store.h"

namespace allonge {
namespace {

TEST(DueQueue, GivesTheEarliestThenTheKindThenTheKey) {
  const MemoryStore nothing;
  Draft draft(nothing);
  const Bytes a{1}, b{2};
  EXPECT_EQ(due_head(draft), std::nullopt);
  enqueue(draft, {300}, DueKind::idem, a);
  enqueue(draft, {20}, DueKind::idem, b);
  enqueue(draft, {20}, DueKind::idem, a);
  EXPECT_EQ(due_head(draft)->time, Time{20});
  EXPECT_EQ(due_head(draft)->key, a);
  cancel(draft, {20}, DueKind::idem, a);
  EXPECT_EQ(due_head(draft)->key, b);
  cancel(draft, {20}, DueKind::idem, b);
  EXPECT_EQ(next_due(draft), Time{300});
}

TEST(DueQueue, CancellingWhatIsNotThereIsFine) {
  const MemoryStore nothing;
  Draft draft(nothing);
  cancel(draft, {20}, DueKind::idem, Bytes{1});
  EXPECT_EQ(due_head(draft), std::nullopt);
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

TEST(DueQueue, EveryKindHasItsAct) {
  const auto kinds = values_of(DueKind{});
  ASSERT_EQ(due_acts().size(), kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) EXPECT_EQ(due_acts()[i].name, kinds[i].name);
}

}  // namespace
}  // namespace allonge
