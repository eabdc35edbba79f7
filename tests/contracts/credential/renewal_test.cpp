// Notice before a credential ends (credentials.md 7): 60, 30 and 7 days before, to the day, and only of
// what nobody has renewed or revoked.
#include "contracts/credential/renewal.h"
#include "contracts/credential/revoke_credential.h"
#include "contracts/credential/suspend_credential.h"
#include "contracts/due_queue.h"
#include "contracts/execute.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

// Reads the ledger's events, each once.
struct Notices {
  World& world;
  std::size_t seen = 0;
  // The notices given up to this moment since the last question: "60 days", or nothing.
  std::string at(std::string_view text) {
    world.go_to(moment(text));
    std::string out;
    for (; seen < world.events().size(); ++seen)
      if (world.events()[seen].type == "vc.renewal_due") out += (out.empty() ? "" : ", ") + world.events()[seen].after;
    return out;
  }
};

std::size_t waiting(const View& view) {
  std::size_t out = 0;
  const Bytes prefix{0x05, 0x08};
  for (auto found = view.next(prefix, prefix); found; ++out) {
    Bytes from = found->key;
    from.push_back(0);
    found = view.next(from, prefix);
  }
  return out;
}

}  // namespace

TEST(Renewal, NoticeComesSixtyThirtyAndSevenDaysBeforeTheEnd) {
  World world(trusting_genesis());
  const Digest paper = record(world, {.subject = "shunchang", .until = "2026-12-31T23:59:59Z"});
  Notices notices{world};
  EXPECT_EQ(waiting(world.view()), 1u);
  EXPECT_EQ(notices.at("2026-11-01T23:59:58Z"), "");
  EXPECT_EQ(notices.at("2026-11-01T23:59:59Z"), "60 days");
  const Event& event = world.events().back();
  EXPECT_EQ(event.subject, paper.hex());
  EXPECT_EQ(event.other, "LegalEntityKyc");
  EXPECT_EQ(event.parties, (std::vector<PartyId>{id_of("jianghai"), id_of("shunchang")}));
  EXPECT_EQ(waiting(world.view()), 1u) << "one entry at a time";
  EXPECT_EQ(notices.at("2026-12-01T23:59:58Z"), "");
  EXPECT_EQ(notices.at("2026-12-01T23:59:59Z"), "30 days");
  EXPECT_EQ(notices.at("2026-12-24T23:59:58Z"), "");
  EXPECT_EQ(notices.at("2026-12-24T23:59:59Z"), "7 days");
  EXPECT_EQ(waiting(world.view()), 0u);
  EXPECT_EQ(notices.at("2027-01-02T00:00:00Z"), "");
}

TEST(Renewal, APaperThatEndsSoonIsToldOnlyWhatStillLiesAhead) {
  World world(trusting_genesis());
  record(world, {.subject = "shunchang", .until = "2026-03-31T00:00:00Z"});
  ASSERT_LT(moment("2026-03-01T00:00:00Z").ms, world.now().ms) << "thirty days before its end have passed";
  Notices notices{world};
  EXPECT_EQ(notices.at("2026-03-23T23:59:59Z"), "");
  EXPECT_EQ(notices.at("2026-03-24T00:00:00Z"), "7 days");
  record(world, {.subject = "lanwan", .until = "2026-03-30T00:00:00Z"});
  EXPECT_EQ(waiting(world.view()), 0u) << "it ends in less than a week";
}

TEST(Renewal, WhereBlocksStoodStillTheNearestNoticeAloneIsGiven) {
  World world(trusting_genesis());
  record(world, {.subject = "shunchang", .until = "2026-12-31T23:59:59Z"});
  record(world, {.subject = "lanwan", .until = "2026-12-01T00:00:00Z"});
  Notices notices{world};
  EXPECT_EQ(notices.at("2026-12-10T00:00:00Z"), "30 days") << "and none of what is over";
  EXPECT_EQ(notices.at("2026-12-24T23:59:59Z"), "7 days");
}

TEST(Renewal, WhatIsRevokedOrSupersededIsToldNothing) {
  World world(trusting_genesis());
  const Digest gone = record(world, {.subject = "shunchang", .until = "2026-12-31T23:59:59Z"});
  const Digest replaced = record(world, {.subject = "lanwan", .until = "2026-12-31T23:59:59Z"});
  EXPECT_OK(world.by("jianghai").act(RevokeCredential{gone, Cause::cessation}));
  record(world, {.subject = "lanwan", .until = "2026-12-30T00:00:00Z"}, replaced);
  EXPECT_EQ(waiting(world.view()), 1u) << "of the new paper";
  Notices notices{world};
  EXPECT_EQ(notices.at("2026-11-01T00:00:00Z"), "60 days");
  EXPECT_EQ(notices.at("2026-11-02T00:00:00Z"), "");
}

TEST(Renewal, WhatLastsLongerFromTheSameIssuerSilencesTheRest) {
  World world(trusting_genesis());
  record(world, {.subject = "shunchang", .until = "2026-12-31T23:59:59Z"});
  Notices notices{world};
  EXPECT_EQ(notices.at("2026-11-02T00:00:00Z"), "60 days");
  // The next year's paper begins when this one ends, so it supersedes nothing.
  const Digest next =
      record(world, {.subject = "shunchang", .from = "2027-01-01T00:00:00Z", .until = "2027-12-31T23:59:59Z"});
  EXPECT_EQ(notices.at("2026-12-02T00:00:00Z"), "");
  EXPECT_OK(world.by("jianghai").act(RevokeCredential{next, Cause::claim_false}));
  EXPECT_EQ(notices.at("2026-12-25T00:00:00Z"), "7 days") << "what should have taken its place is gone";
}

TEST(Renewal, ASuspendedPaperStillEnds) {
  World world(trusting_genesis());
  const Digest paper = record(world, {.subject = "shunchang", .until = "2026-12-31T23:59:59Z"});
  EXPECT_OK(world.by("jianghai").act(SuspendCredential{paper}));
  Notices notices{world};
  EXPECT_EQ(notices.at("2026-11-02T00:00:00Z"), "60 days");
}

TEST(Renewal, NoticesHaveABudgetOfTheirOwn) {
  World world(trusting_genesis());
  record(world, {.subject = "shunchang", .until = "2026-12-31T23:59:59Z"});
  const auto paper = credentials_of(world.view(), "LegalEntityKyc", "shunchang").front();
  Draft draft(world.view());
  for (std::uint32_t i = 0; i < notices_per_block; ++i) {  // each of another holder
    Credential other = paper;
    other.hash = digest_of("paper " + std::to_string(i));
    other.holder = "shunchang#" + std::to_string(i);
    credential_records.put(draft, other.hash, other);
    await_end(draft, other, world.now());
  }
  const Time due = notice_time(paper, 60);
  enqueue(draft, due, DueKind::transfer_window, bytes_of(TransferId::derive({}, 0).text()));
  ASSERT_TRUE(world.state().write(draft.take(), false).has_value());
  ASSERT_EQ(waiting(world.view()), notices_per_block + 1);
  BlockContext block = world.next_block();
  block.time = due;
  Draft run(world.view());
  Events events;
  EXPECT_TRUE(run_due(block, run, events)) << "the last notice waits for the next block";
  EXPECT_EQ(events.size(), notices_per_block);
  EXPECT_EQ(due_head(run, DueQueue::business), std::nullopt) << "business did not wait";
  EXPECT_FALSE(run_due(block, run, events));
  EXPECT_EQ(events.size(), notices_per_block + 1);
}

}  // namespace allonge::test
