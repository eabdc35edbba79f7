// The key keeper: written before signed, one append per order, and no contradiction whoever asks.
#include "node/key_keeper.h"

#include "tests/node/node_cluster.h"

namespace allonge::test {
namespace {

using consensus::Sign;
using consensus::Statement;

struct KeyKeeperTest : testing::Test {
  KeyKeeperTest() : verifier(genesis.committee), electorate(4, 0, genesis.epoch_id, verifier) {}

  node::KeyKeeper keeper() {
    consensus::Recovered recovered;
    recovered.last_final = {0, 0, genesis.chain, genesis.config.calendar_start, std::nullopt};
    for (const auto& record : log.kept) EXPECT_TRUE(recovered.take(record.type, record.payload));
    return node::KeyKeeper(key_of("taihe", "consensus"), electorate, log, recovered);
  }

  node::BodyPtr block(std::uint64_t view, std::uint64_t time) {
    auto out = std::make_shared<node::ExecutedBlock>();
    out->header.view = view;
    out->header.height = 1;
    out->header.time = {time};
    out->header_bytes = encode(out->header);
    out->hash = hash_of(out->header);
    return out;
  }
  static Sign notarize(const node::BodyPtr& block) {
    Sign order;
    order.statements = {{VoteKind::notarize, block->header.view, block->hash}};
    order.records = {consensus::BlockToKeep{block->hash, block->header, {}}};
    order.highest_view = block->header.view;
    return order;
  }

  node::Genesis genesis = *node::Genesis::of(demo_genesis());
  consensus::CommitteeVerifier verifier;
  consensus::Electorate electorate;
  MemoryLog log;
};

TEST_F(KeyKeeperTest, WritesStatementAndBodyInOneAppendAndThenSigns) {
  node::KeyKeeper keeper = this->keeper();
  const auto one = block(1, 5);
  const auto votes = keeper.sign(notarize(one), std::vector{one});
  ASSERT_TRUE(votes);
  EXPECT_EQ(log.appends, 1u);
  EXPECT_EQ(log.kept.size(), 2u);
  ASSERT_EQ(votes->size(), 1u);
  EXPECT_TRUE(electorate.verify(VoteKind::notarize, 1, one->hash, 0, (*votes)[0].signature));
}

TEST_F(KeyKeeperTest, ForgetsOnlyWhatAFinalCertificateInTheLogCovers) {
  // Segments were recycled by what the store held, and a validator that lost its store found nothing in
  // the log to bind it where its votes had been.
  node::KeyKeeper keeper = this->keeper();
  EXPECT_EQ(keeper.may_forget_through(9), 0u);
  Certificate final{VoteKind::finalize, 0, 1, block(1, 5)->hash, Bytes{0b0111}, {}};
  const auto text = vote_bytes(VoteKind::finalize, genesis.epoch_id, 1, final.block);
  for (std::uint32_t place = 0; place < 3; ++place)
    final.signatures.push_back(
        key_of(genesis.committee.members[place].name.text(), "consensus").sign(text));
  ASSERT_TRUE(keeper.sign(Sign{{{VoteKind::nullify, 2, {}}}, {final}, 2}, {}));
  EXPECT_EQ(keeper.may_forget_through(9), 1u);
  EXPECT_EQ(this->keeper().may_forget_through(9), 1u);
  EXPECT_EQ(this->keeper().may_forget_through(0), 0u);
}

TEST_F(KeyKeeperTest, SignsTheSameAgainWithoutWritingAgain) {
  node::KeyKeeper keeper = this->keeper();
  const auto one = block(1, 5);
  const auto first = keeper.sign(notarize(one), std::vector{one});
  const auto again = keeper.sign(notarize(one), std::vector{one});
  ASSERT_TRUE(first && again);
  EXPECT_EQ(log.appends, 1u);
  EXPECT_EQ((*first)[0].signature, (*again)[0].signature);
}

TEST_F(KeyKeeperTest, SignsNothingWhenTheDiskFails) {
  node::KeyKeeper keeper = this->keeper();
  log.full = true;
  const auto one = block(1, 5);
  EXPECT_EQ(keeper.sign(notarize(one), std::vector{one}).reason(), Reason::disk_trouble);
}

using KeyKeeperDeathTest = KeyKeeperTest;

TEST_F(KeyKeeperDeathTest, StopsTheProgramRatherThanContradictItself) {
  node::KeyKeeper keeper = this->keeper();
  const auto one = block(1, 5), other = block(1, 6);
  ASSERT_TRUE(keeper.sign(notarize(one), std::vector{one}));
  EXPECT_EXIT((void)keeper.sign(notarize(other), std::vector{other}), testing::ExitedWithCode(70), "vote guard");
}

TEST_F(KeyKeeperDeathTest, RemembersOverARestart) {
  const auto one = block(1, 5), other = block(1, 6);
  {
    node::KeyKeeper keeper = this->keeper();
    ASSERT_TRUE(keeper.sign(notarize(one), std::vector{one}));
  }
  node::KeyKeeper keeper = this->keeper();
  EXPECT_EXIT((void)keeper.sign(notarize(other), std::vector{other}), testing::ExitedWithCode(70), "vote guard");
  Sign nullify;
  nullify.statements = {{VoteKind::nullify, 1, {}}};
  nullify.highest_view = 1;
  ASSERT_TRUE(keeper.sign(nullify, {}));  // NULLIFY after NOTARIZE is allowed
  EXPECT_EQ(keeper.last_signed_view(), 1u);
}

}  // namespace
}  // namespace allonge::test
