// Whole nodes in one thread: they commit real transactions, stop, start and lose what they kept, and
// agree on every root.
#include "contracts/cash/credit.h"
#include "contracts/testnet/advance_time.h"
#include "tests/node/node_cluster.h"

namespace allonge::test {
namespace {

cash::Credit credit(std::string_view party, std::string_view amount, std::string_view reference) {
  cash::Credit out;
  out.party = id_of(party);
  out.amount = yuan(amount);
  out.payment_ref = std::string(reference);
  return out;
}

TEST(NodeCluster, MakesItsFirstBlockWithoutBeingAsked) {
  Cluster cluster;
  cluster.start_all();
  EXPECT_TRUE(cluster.run_to(1));
  cluster.expect_agreement();
}

TEST(NodeCluster, CommitsATransactionOnEveryNode) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  const Digest id = cluster.submit(2, cluster.sign("jianghai", credit("taihe", "100.00", "r1")));
  ASSERT_TRUE(cluster.run_until_final(id));
  for (const auto& machine : cluster.machines) {
    const auto status = machine->backend->status_of(id);
    EXPECT_TRUE(status.ok) << status.reason;
    EXPECT_EQ(status.height, 2u);
  }
  cluster.expect_agreement();
}

TEST(NodeCluster, VerifiesEachTransactionOncePerNode) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  Digest last;
  for (int i = 0; i < 40; ++i)
    last = cluster.submit(std::uint32_t(i % 4), cluster.sign("jianghai", credit("taihe", "1.00", "r" + std::to_string(i))));
  ASSERT_TRUE(cluster.run_until_final(last));
  cluster.run(1'000);
  for (const auto& machine : cluster.machines) EXPECT_EQ(machine->checked_transactions, 40u);
  cluster.expect_agreement();
}

TEST(NodeCluster, AnswersTheSameBytesAgainWithTheFirstOutcome) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  const Bytes bytes = cluster.sign("jianghai", credit("taihe", "100.00", "r1"));
  const Digest id = cluster.submit(0, bytes);
  ASSERT_TRUE(cluster.run_until_final(id));
  EXPECT_EQ(cluster.submit(0, bytes), id);
  EXPECT_EQ(cluster.submit(3, bytes), id);
  cluster.run(1'000);
  EXPECT_EQ(cluster.machines[3]->backend->status_of(id).phase, api::Phase::committed);
  EXPECT_EQ(cluster.height(0), 2u);
}

// The node only warned when its disk was nearly full, and took in transactions until it had to end.
TEST(NodeCluster, ALowDiskTakesInNothingNewAndTheChainGoesOn) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  node::NodeBackend& machine = *cluster.machines[0]->backend;
  node::NodeBackend low(*cluster.machines[0]->node, cluster.machines[0]->blocks, cluster.machines[0]->outcomes, *cluster.machines[0],
                        [] { return Idem{}; }, [] { return true; });
  const Bytes first = cluster.sign("jianghai", credit("taihe", "100.00", "r1"));
  EXPECT_EQ(low.submit(first).reason(), Reason::disk_trouble);
  const auto id = machine.submit(first);
  ASSERT_TRUE(id);
  EXPECT_EQ(low.submit(first).value(), *id) << "what is on its way already";
  ASSERT_TRUE(cluster.run_until_final(*id));
}

TEST(NodeCluster, TellsTheSubmitterWhyATransactionIsNotAdmitted) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  const Digest id = cluster.submit(0, cluster.sign("jianghai", credit("taihe", "100.00", "r1"), {"maker1"}));
  cluster.run(1'000);
  const auto status = cluster.machines[0]->backend->status_of(id);
  EXPECT_EQ(status.phase, api::Phase::rejected);
  EXPECT_EQ(status.refusal.reason, Reason::approvals_missing);
  EXPECT_EQ(cluster.height(0), 1u);
}

TEST(NodeCluster, MakesNoBlocksWhileIdleButTheHeartbeat) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  cluster.run(50'000);
  EXPECT_EQ(cluster.height(0), 1u);
  cluster.run(30'000);
  EXPECT_EQ(cluster.height(0), 2u);
}

TEST(NodeCluster, GoesOnWithOneValidatorDown) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  cluster.stop(1);
  for (int i = 0; i < 10; ++i) {
    const Digest id = cluster.submit(0, cluster.sign("jianghai", credit("taihe", "1.00", "d" + std::to_string(i))));
    ASSERT_TRUE(cluster.run_until_final(id)) << i;
  }
  cluster.start(1);
  EXPECT_TRUE(cluster.run_to(cluster.height(0)));
  cluster.expect_agreement();
}

TEST(NodeCluster, GoesOnAfterAllWereStopped) {
  Cluster cluster;
  cluster.machines[2]->flushes = false;  // its store stays at genesis: everything is executed again
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  Digest id;
  for (int i = 0; i < 20; ++i) {
    id = cluster.submit(0, cluster.sign("jianghai", credit("taihe", "1.00", "a" + std::to_string(i))));
    ASSERT_TRUE(cluster.run_until_final(id));
  }
  const std::uint64_t before = cluster.lowest();
  for (std::uint32_t i = 0; i < 4; ++i) cluster.stop(i);
  cluster.start_all();
  EXPECT_GE(cluster.lowest(), before);
  for (const auto& machine : cluster.machines)
    EXPECT_EQ(machine->backend->status_of(id).phase, api::Phase::committed);
  id = cluster.submit(1, cluster.sign("jianghai", credit("taihe", "1.00", "after")));
  ASSERT_TRUE(cluster.run_until_final(id));
  cluster.expect_agreement();
}

TEST(NodeCluster, AWipedValidatorCatchesUpAndVotesAgain) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  for (int i = 0; i < 60; ++i) {
    const Digest id = cluster.submit(0, cluster.sign("jianghai", credit("taihe", "1.00", "w" + std::to_string(i))));
    ASSERT_TRUE(cluster.run_until_final(id));
  }
  cluster.wipe(3);
  cluster.start(3);
  ASSERT_TRUE(cluster.run_to(cluster.height(0)));
  EXPECT_EQ(cluster.machines[3]->events.events["lost_log"], 1);
  cluster.expect_agreement();

  // In the open view and the next it may have voted before it lost its log (consensus.md 7.5); two
  // heartbeats bring it past them. Then its vote counts again: with one down, three are needed.
  cluster.run(150'000);
  cluster.stop(0);
  const Digest id = cluster.submit(1, cluster.sign("jianghai", credit("taihe", "1.00", "again")));
  EXPECT_TRUE(cluster.run_until_final(id, 120'000));
  cluster.expect_agreement();
}

// A validator that abstained was shown as one that signs, and counted for the quorum.
TEST(NodeCluster, AValidatorThatAbstainsSaysSoAndIsNotCounted) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  cluster.run(2'000);
  const auto status = [&](std::uint32_t place) { return cluster.machines[place]->backend->status(); };
  EXPECT_TRUE(status(3).voting);
  EXPECT_EQ(status(0).quorum_have, 4u);

  cluster.wipe(3);
  cluster.start(3);
  ASSERT_TRUE(cluster.run_to(cluster.height(0)));
  cluster.run(2'000);
  ASSERT_TRUE(cluster.machines[3]->node->replica().abstains());
  EXPECT_FALSE(status(3).voting);
  EXPECT_FALSE(status(3).syncing) << "it has caught up, and waits all the same";
  EXPECT_EQ(status(3).quorum_have, 3u) << "the others sign";
  EXPECT_EQ(status(0).quorum_have, 3u);
  EXPECT_TRUE(status(0).peers[2].up);
  EXPECT_FALSE(status(0).peers[2].voting);
  EXPECT_TRUE(cluster.machines[3]->node->board().read()->ready) << "it serves its clients";

  // With one more down there is no quorum, though three are up.
  cluster.stop(2);
  cluster.run(1'000);
  EXPECT_EQ(status(0).quorum_have, 2u);
  EXPECT_FALSE(cluster.machines[0]->node->board().read()->ready);
  cluster.start(2);

  // Two heartbeats bring it past the views in which it may have voted.
  cluster.run(150'000);
  EXPECT_TRUE(status(3).voting);
  EXPECT_EQ(status(0).quorum_have, 4u);
}

TEST(NodeCluster, AListenerIsNotCounted) {
  Cluster cluster;
  for (const auto& machine : cluster.machines) machine->log.kept.clear();
  for (std::uint32_t place = 0; place < 3; ++place) cluster.start(place);
  cluster.run(5'000);
  EXPECT_FALSE(cluster.machines[0]->backend->status().voting);
  EXPECT_EQ(cluster.machines[0]->backend->status().quorum_have, 0u);
}

// One liar's height made the others believe that they had fallen behind.
TEST(NodeCluster, OneLiarsHeightMakesNobodyCatchUp) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  cluster.run(2'000);
  const consensus::Status lie{0, 50'000, 40'000, 49'000, plain_sha256(bytes_of("lie")), false, false};
  cluster.machines[0]->node->on_message(1, encode(consensus::Message(lie)));
  cluster.run(300);
  EXPECT_FALSE(cluster.machines[0]->backend->status().syncing);
  EXPECT_TRUE(cluster.machines[0]->backend->status().voting);
}

// A move of the calendar that was only proposed had every earlier transaction refused as expired, for good.
TEST(NodeCluster, AMoveOfTheCalendarExpiresNothingBeforeItIsFinal) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  cluster.run(1'000);
  const node::Node& any = *cluster.machines[0]->node;
  const std::uint32_t leader = any.replica().leader();
  const Bytes before = cluster.sign("jianghai", credit("taihe", "1.00", "before"));
  const Time far{cluster.machines[leader]->backend->now().ms + 30 * 86'400'000ull};
  const Bytes move = cluster.sign("operator", testnet::AdvanceTime{far});
  // The leader is alone: its block with the move waits.
  cluster.lose = [&](std::uint32_t, std::uint32_t, node::Lane, BytesView) { return true; };
  const Digest move_id = cluster.submit(leader, move);
  cluster.run(1'000);
  const node::Executor& executor = cluster.machines[leader]->node->executor();
  const auto tip = executor.tip();
  ASSERT_FALSE(tip.empty());
  ASSERT_GE(executor.next_time(tip, cluster.machines[leader]->wall_ms()), far);
  const Digest id = cluster.submit(leader, before);
  cluster.run(1'000);
  EXPECT_EQ(cluster.machines[leader]->backend->status_of(id).phase, api::Phase::pending);

  // Final, it decides: one of the two came first, and the other is judged by that.
  cluster.lose = {};
  ASSERT_TRUE(cluster.run(60'000, [&] {
    const auto move_phase = cluster.machines[leader]->backend->status_of(move_id).phase;
    const auto phase = cluster.machines[leader]->backend->status_of(id).phase;
    return move_phase == api::Phase::committed && (phase == api::Phase::committed || phase == api::Phase::expired);
  }));
  cluster.expect_agreement();
}

TEST(NodeCluster, FetchesBodiesThatGossipDidNotBring) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  cluster.lose = [](std::uint32_t, std::uint32_t to, node::Lane lane, BytesView) {
    return lane == node::Lane::gossip && to == 2;
  };
  std::vector<Digest> ids;
  for (int i = 0; i < 120; ++i)  // together more than a proposal carries inline
    ids.push_back(cluster.submit(0, cluster.sign("jianghai", credit("taihe", "1.00", "g" + std::to_string(i)))));
  for (const Digest& id : ids) ASSERT_TRUE(cluster.run_until_final(id));
  cluster.expect_agreement();
}

FinalBlock stored(const Cluster& cluster, std::uint64_t height) {
  return *decode<FinalBlock>(cluster.machines[0]->blocks.blobs[height - 1]);
}

// A range of final blocks raised the key keeper's floor and told the replica of work before it told it
// of the blocks: a timer that was due made it wish for a NULLIFY below the floor, and the node died (70).
TEST(Driver, ARangeThatEndsOurViewIsToldBeforeWork) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  std::optional<std::uint32_t> asked;
  cluster.lose = [&](std::uint32_t from, std::uint32_t to, node::Lane, BytesView message) {
    if (from == 3)
      if (const auto said = node::read_node_message(message); said && std::holds_alternative<node::RangeRequest>(*said))
        asked = to;
    return from == 3 || to == 3;
  };
  Machine& lagging = *cluster.machines[3];
  const auto commit = [&](const std::string& name) {
    const Digest id = cluster.submit(0, cluster.sign("jianghai", credit("taihe", "1.00", name)));
    return cluster.run(30'000, [&] { return cluster.machines[0]->backend->status_of(id).phase == api::Phase::committed; });
  };
  cluster.run(15'000);  // the others give up waiting for it
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(commit("n" + std::to_string(i)));

  // It hears of a final block that is too far away, and has work of its own.
  cluster.submit(3, cluster.sign("jianghai", credit("taihe", "1.00", "own")));
  const consensus::LeaderOrder order(cluster.genesis.epoch_id, 4);
  std::uint64_t height = 11;
  while (order.leader(stored(cluster, height).header.view + 1) == 3) ++height;
  const FinalBlock far = stored(cluster, height);
  lagging.node->on_message(0, encode(consensus::Message(consensus::CertificateNotice{*far.certificate})));
  node::BlockAnswer header{far.header, {}};
  for (const RawMessage& raw : far.transactions) header.wire_ids.push_back(read_transaction(raw.bytes)->wire_id);
  cluster.run(1);
  lagging.node->on_message(0, encode(node::NodeMessage(header)));
  cluster.run(1);
  ASSERT_TRUE(asked);
  EXPECT_EQ(lagging.node->replica().view(), far.header.view + 1);

  // Everything up to beyond that view comes while its timers are due and have not fired yet.
  node::RangeAnswer range;
  for (std::uint64_t at = 2; at <= cluster.height(0); ++at) {
    const Bytes& blob = cluster.machines[0]->blocks.blobs[at - 1];
    range.parts.push_back({at, blob.size(), 0, blob});
  }
  cluster.loop.now_ms += 5'000;
  lagging.node->on_message(*asked, encode(node::NodeMessage(range)));
  EXPECT_EQ(cluster.height(3), cluster.height(0));
  cluster.lose = {};
  ASSERT_TRUE(commit("after"));
  ASSERT_TRUE(cluster.run_to(cluster.height(0)));
  cluster.expect_agreement();
}

TEST(NodeCluster, BeginsWithThreeOfFour) {
  Cluster cluster;
  for (std::uint32_t place = 0; place < 3; ++place) cluster.start(place);
  EXPECT_TRUE(cluster.run_to(1));
  cluster.start(3);
  EXPECT_TRUE(cluster.run_to(1));
  cluster.expect_agreement();
}

// Three of a new network made the first block a moment before the fourth was linked, and it had to abstain
// for two blocks: with one more down the chain stood still.
TEST(NodeCluster, WaitsAMomentForTheLastOneToBegin) {
  Cluster cluster;
  for (std::uint32_t place = 0; place < 3; ++place) cluster.start(place);
  cluster.run(1'000);
  EXPECT_EQ(cluster.lowest(), 0u);
  cluster.start(3);
  ASSERT_TRUE(cluster.run_to(1));
  cluster.run(1'000);
  for (const auto& machine : cluster.machines) EXPECT_TRUE(machine->backend->status().voting) << machine->place;
}

TEST(NodeCluster, BeginsWithoutTheOperatorsWordWhenEverybodyIsThere) {
  Cluster cluster;
  for (const auto& machine : cluster.machines) machine->log.kept.clear();
  for (std::uint32_t place = 0; place < 3; ++place) cluster.start(place);
  cluster.run(10'000);
  EXPECT_EQ(cluster.lowest(), 0u);
  cluster.start(3);
  EXPECT_TRUE(cluster.run_to(1));
}

// One liar and one honest validator that had missed everything were the quorum that let a wiped one vote
// again in views in which it had voted before.
TEST(Node, AWipedNodeIsNotFooledByALiarAndALaggard) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  cluster.wipe(3);
  for (std::uint32_t place = 0; place < 3; ++place) cluster.cut.insert({3, place}), cluster.cut.insert({place, 3});
  cluster.start(3);
  node::Node& wiped = *cluster.machines[3]->node;
  const auto greets = [&](std::uint32_t peer, node::Greeting greeting) {
    wiped.on_message(peer, encode(node::NodeMessage(greeting)));
  };
  greets(0, {0, 0});
  greets(1, {0, 1});
  EXPECT_FALSE(wiped.takes_part());
  greets(2, {1, 2});
  EXPECT_TRUE(wiped.takes_part());
  EXPECT_EQ(cluster.machines[3]->events.events["lost_log"], 1);
}

// Bad certificates were logged and checked for ever.
TEST(NodeCluster, ALiarOfCertificatesLosesItsLink) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  Certificate bad = *stored(cluster, 1).certificate;
  bad.view += 1;  // signed for another view
  Machine& node = *cluster.machines[0];
  for (int i = 0; i < 10; ++i)
    node.node->on_message(1, encode(consensus::Message(consensus::CertificateNotice{bad})));
  EXPECT_EQ(node.dropped[1], 1);  // what was under way already is not looked at
  cluster.run(10'000);            // the link came back
  const Digest id = cluster.submit(1, cluster.sign("jianghai", credit("taihe", "1.00", "after")));
  ASSERT_TRUE(cluster.run_until_final(id));
  node.node->on_message(1, Bytes{1, 2, 3});
  EXPECT_EQ(node.dropped[1], 2);
  cluster.expect_agreement();
}

// A validator that passed on what it had not verified went on doing so.
TEST(NodeCluster, OnlyABadSignatureInAPushEndsALink) {
  Cluster cluster;
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  const auto push = [&](std::uint32_t peer, Bytes bytes) {
    const std::vector<BytesView> one{bytes};
    cluster.machines[0]->node->on_message(peer, node::push_bytes(one));
    cluster.run(10);
  };
  std::map<std::uint32_t, int>& dropped = cluster.machines[0]->dropped;
  // Stale, expired, of another chain, not allowed: honest peers may see that otherwise.
  const Bytes good = cluster.sign("jianghai", credit("taihe", "1.00", "good"));
  push(1, good);
  ASSERT_TRUE(cluster.run_until_final(transaction_id(encode(read_transaction(good)->body))));
  push(2, good);
  push(2, cluster.sign("jianghai", credit("taihe", "1.00", "late"), {"maker1", "checker1"}, 1));
  push(2, cluster.sign("jianghai", credit("taihe", "1.00", "one"), {"maker1"}));
  EXPECT_TRUE(dropped.empty());
  Bytes bad = cluster.sign("jianghai", credit("taihe", "1.00", "bad"));
  bad.back() ^= 1;
  push(2, bad);
  EXPECT_EQ(dropped[2], 1);
  EXPECT_EQ(dropped.size(), 1u);
}

TEST(NodeCluster, OneValidatorAloneIsAChain) {
  Cluster cluster(1);
  cluster.start_all();
  ASSERT_TRUE(cluster.run_to(1));
  const Digest id = cluster.submit(0, cluster.sign("taihe", credit("taihe", "100.00", "r1")));
  (void)id;
  cluster.run(1'000);
  EXPECT_EQ(cluster.machines[0]->backend->status_of(id).phase, api::Phase::committed);
  cluster.stop(0);
  cluster.start_all();
  EXPECT_EQ(cluster.machines[0]->backend->status_of(id).phase, api::Phase::committed);
}

}  // namespace
}  // namespace allonge::test
