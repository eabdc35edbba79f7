// Catching up believes only what a finalize certificate stands over: a peer that serves changed,
// missing or foreign blocks gains nothing, and an honest one after it everything.
#include "node/catch_up.h"

#include "contracts/cash/credit.h"
#include "tests/node/node_cluster.h"

namespace allonge::test {
namespace {

struct Sent final : node::Network {
  void send(std::uint32_t peer, node::Lane, Bytes message) override { requests.emplace_back(peer, std::move(message)); }
  void broadcast(node::Lane, Bytes) override {}
  bool is_up(std::uint32_t peer) const override { return !down.contains(peer); }
  void drop(std::uint32_t, std::string_view) override {}
  std::vector<std::pair<std::uint32_t, Bytes>> requests;
  std::set<std::uint32_t> down;
};

struct CatchUpTest : testing::Test {
  void SetUp() override {
    cluster.start_all();
    ASSERT_TRUE(cluster.run_to(1));
    for (int i = 0; i < 12; ++i) {
      cash::Credit op;
      op.party = id_of("taihe");
      op.amount = yuan("1.00");
      op.payment_ref = "r" + std::to_string(i);
      ASSERT_TRUE(cluster.run_until_final(cluster.submit(0, cluster.sign("jianghai", op))));
    }
    Machine& newcomer = *cluster.machines[3];
    cluster.stop(3);
    cluster.wipe(3);
    executor = *node::Executor::open(cluster.genesis, cluster.machines[3]->store, cluster.machines[3]->blocks,
                                     *cluster.machines[3]);
    (void)newcomer;
    verifier = std::make_unique<consensus::CommitteeVerifier>(cluster.genesis.committee);
    electorate = std::make_unique<consensus::Electorate>(4, 0, cluster.genesis.epoch_id, *verifier);
    catch_up = std::make_unique<node::CatchUp>(*executor, *electorate, network);
    consensus::NeedBlocks need;
    need.from_height = 1;
    need.target = cluster.machines[0]->node->executor().final_header();
    need.holders = {0, 1, 2};
    catch_up->need(need, 0);
  }
  const std::vector<Bytes>& blobs() { return cluster.machines[0]->blocks.blobs; }
  static node::RangeAnswer answer(std::uint64_t height, Bytes blob) {
    const std::uint64_t total = blob.size();
    return {{{height, total, 0, std::move(blob)}}};
  }
  node::CatchUp::Gain take(node::RangeAnswer range) {
    auto gain = catch_up->take(0, std::move(range), 0);
    EXPECT_TRUE(gain);
    return *std::move(gain);
  }
  FinalBlock block(std::size_t height) { return *decode<FinalBlock>(blobs()[height - 1]); }

  Cluster cluster;
  Sent network;
  std::unique_ptr<node::Executor> executor;
  std::unique_ptr<consensus::CommitteeVerifier> verifier;
  std::unique_ptr<consensus::Electorate> electorate;
  std::unique_ptr<node::CatchUp> catch_up;
};

TEST_F(CatchUpTest, ExecutesWhatACertificateStandsOver) {
  node::RangeAnswer all;
  for (std::size_t i = 0; i < blobs().size(); ++i) all.parts.push_back({i + 1, blobs()[i].size(), 0, blobs()[i]});
  const auto gain = take(std::move(all));
  EXPECT_EQ(gain.blocks.size(), blobs().size());
  EXPECT_EQ(executor->final_hash(), cluster.machines[0]->node->executor().final_hash());
  EXPECT_FALSE(catch_up->active());
}

TEST_F(CatchUpTest, PutsABlockTogetherFromParts) {
  const Bytes& blob = blobs()[0];
  for (std::size_t at = 0; at < blob.size(); at += 100) {
    const std::size_t size = std::min<std::size_t>(100, blob.size() - at);
    node::RangeAnswer part{{{1, blob.size(), at, Bytes(blob.begin() + std::ptrdiff_t(at), blob.begin() + std::ptrdiff_t(at + size))}}};
    const auto gain = take(std::move(part));
    EXPECT_EQ(gain.blocks.size(), at + size == blob.size() ? 1u : 0u);
  }
  EXPECT_EQ(executor->final_height(), 1u);
}

TEST_F(CatchUpTest, BelievesNoBlockWithOneChangedByte) {
  take(answer(1, blobs()[0]));
  const Bytes honest = blobs()[1];
  int refused = 0;
  for (std::size_t at = 0; at < honest.size(); at += 7) {
    Bytes changed = honest;
    changed[at] ^= 1;
    const auto gain = take(answer(2, std::move(changed)));
    // Receipts travel along and are made anew by executing: a change there is without effect.
    if (gain.blocks.empty()) ++refused;
    else break;
    EXPECT_EQ(executor->final_height(), 1u) << "byte " << at;
    EXPECT_FALSE(gain.diverged) << "byte " << at;
  }
  EXPECT_GT(refused, 20);
}

TEST_F(CatchUpTest, WaitsForACertificateAndDoesNotWaitForEver) {
  for (std::size_t height = 1; height <= 3; ++height) {
    FinalBlock bare = block(height);
    bare.certificate.reset();
    EXPECT_TRUE(take(answer(height, encode(bare))).blocks.empty());
  }
  EXPECT_EQ(take(answer(4, blobs()[3])).blocks.size(), 4u);
}

TEST_F(CatchUpTest, RefusesTheTransactionsOfAnotherBlock) {
  take(answer(1, blobs()[0]));
  FinalBlock mixed = block(2);
  mixed.transactions = block(3).transactions;
  const auto gain = take(answer(2, encode(mixed)));
  EXPECT_TRUE(gain.blocks.empty());
  EXPECT_FALSE(gain.diverged);
  EXPECT_FALSE(gain.trouble.detail.empty());
}

TEST_F(CatchUpTest, RefusesACertificateThatDoesNotHold) {
  FinalBlock forged = block(1);
  forged.certificate->signatures[0].bytes[0] ^= 1;
  EXPECT_TRUE(take(answer(1, encode(forged))).blocks.empty());
  EXPECT_EQ(executor->final_height(), 0u);
  EXPECT_EQ(take(answer(1, blobs()[0])).blocks.size(), 1u);  // an honest answer afterwards counts
}

TEST_F(CatchUpTest, RefusesPartsThatWouldFillTheMemory) {
  EXPECT_FALSE(take({{{1, node::CatchUp::largest_block_bytes + 1, 0, Bytes(10)}}}).trouble.detail.empty());
  EXPECT_FALSE(take({{{1, 5, 0, Bytes(10)}}}).trouble.detail.empty());
}

TEST_F(CatchUpTest, AsksAnotherPeerWhenOneDoesNotAnswer) {
  catch_up->ask(0);
  catch_up->ask(node::CatchUp::retry_ms);
  network.down = {0, 1};
  catch_up->ask(2 * node::CatchUp::retry_ms);
  ASSERT_EQ(network.requests.size(), 3u);
  EXPECT_NE(network.requests[0].first, network.requests[1].first);
  EXPECT_EQ(network.requests[2].first, 2u);
}

}  // namespace
}  // namespace allonge::test
