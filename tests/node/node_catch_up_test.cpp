// Catching up believes only what a finalize certificate stands over: a peer that serves changed,
// missing or foreign blocks gains nothing, and an honest one after it everything.
#include "node/catch_up.h"

#include "contracts/cash/credit.h"
#include "ledger/digest.h"
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
  // Whom it asks next.
  std::uint32_t asked() {
    const std::size_t before = network.requests.size();
    while (network.requests.size() == before) now = std::max(now, *catch_up->ask(now));
    return network.requests.back().first;
  }
  // The asked peer's answer.
  node::CatchUp::Gain take(node::RangeAnswer range) { return take(asked(), std::move(range)); }
  node::CatchUp::Gain take(std::uint32_t peer, node::RangeAnswer range) {
    auto gain = catch_up->take(peer, std::move(range), now);
    EXPECT_TRUE(gain);
    return *std::move(gain);
  }
  std::uint64_t now = 0;
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

// One bad body under a good certificate made the first block final with no certificate to show, and
// the node died.
TEST_F(CatchUpTest, ABadBodyBehindAGoodBlockCostsNothing) {
  FinalBlock bare = block(1), robbed = block(2);
  bare.certificate.reset();
  robbed.transactions.pop_back();
  const std::uint32_t liar = asked();
  node::RangeAnswer range = answer(1, encode(bare));
  range.parts.push_back(answer(2, encode(robbed)).parts.front());
  const auto gain = take(liar, std::move(range));
  EXPECT_TRUE(gain.blocks.empty());
  EXPECT_FALSE(gain.certificate);
  EXPECT_FALSE(gain.diverged);
  EXPECT_FALSE(gain.trouble.detail.empty());
  EXPECT_EQ(executor->final_height(), 0u);
  EXPECT_NE(asked(), liar);
}

// A stranger's block was taken for the asked peer's: the honest answer did not follow from it and was
// thrown away. And 64 blocks of 64 MiB each waited for a certificate that never came.
TEST_F(CatchUpTest, OnlyTheAskedPeerIsHeardAndBytesAreBounded) {
  FinalBlock invented = block(1);
  invented.certificate.reset();
  invented.header.time.ms += 1;
  const std::uint32_t honest = asked();
  const std::uint32_t stranger = (honest + 1) % 3;
  EXPECT_TRUE(take(stranger, answer(1, encode(invented))).blocks.empty());
  EXPECT_EQ(catch_up->bytes(), 0u);
  EXPECT_EQ(take(honest, answer(1, blobs()[0])).blocks.size(), 1u);
  // One request, one answer.
  EXPECT_TRUE(take(honest, answer(2, blobs()[1])).blocks.empty());

  // A chain of invented headers over bodies of 20 MiB.
  std::size_t most = 0;
  Digest parent = executor->final_hash();
  for (std::uint64_t height = 2; height < 8; ++height) {
    FinalBlock padded;
    padded.header = block(2).header;
    padded.header.height = height;
    padded.header.parent = parent;
    padded.transactions = {{Bytes(20 * 1024 * 1024, std::uint8_t(height))}};
    padded.header.transaction_root = merkle_root(std::vector{merkle_leaf(digest("allonge/wire/v1", padded.transactions[0].bytes))});
    parent = hash_of(padded.header);
    take(answer(height, encode(padded)));
    most = std::max(most, catch_up->bytes());
  }
  EXPECT_GT(most, std::size_t(40 * 1024 * 1024));
  EXPECT_LE(most, node::CatchUp::most_bytes);
}

TEST_F(CatchUpTest, APeerThatBringsNothingFinalLosesItsTurn) {
  const std::uint32_t liar = asked();
  const Bytes large(1024 * 1024);
  std::uint64_t offset = 0;
  while (network.requests.back().first == liar && now < 60'000) {
    now += 500;
    take(liar, {{{1, large.size(), offset++, Bytes(1)}}});
    asked();
  }
  EXPECT_NE(network.requests.back().first, liar);
  EXPECT_EQ(take(network.requests.back().first, answer(1, blobs()[0])).blocks.size(), 1u);
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
  now = *catch_up->ask(0);
  EXPECT_EQ(now, node::CatchUp::retry_ms);
  now = *catch_up->ask(now);
  network.down = {0, 1};
  catch_up->ask(now);
  ASSERT_EQ(network.requests.size(), 3u);
  EXPECT_NE(network.requests[0].first, network.requests[1].first);
  EXPECT_EQ(network.requests[2].first, 2u);
}

}  // namespace
}  // namespace allonge::test
