// The executor alone: it builds, judges and finalizes, refuses every wrong field, and opens again only
// on data that fit together.
#include "node/executor.h"

#include "contracts/cash/credit.h"
#include "tests/node/node_cluster.h"

namespace allonge::test {
namespace {

using node::Branch;
using node::ExecutedPtr;
using node::Executor;
using node::TransactionPtr;

// A flusher that writes when told to.
struct HandFlusher final : node::Flusher {
  explicit HandFlusher(MemoryStore& its_store) : store(its_store) {}
  void submit(node::FlushJob job) override { queue.push_back(std::move(job)); }
  void drain() override {
    node::FlushBatch batch;
    for (const auto& job : queue) batch.add(job);
    if (batch.blocks() > 0) {
      ensure(bool(store.write(batch.writes(), true)), "a memory store takes everything");
      if (done) done(batch.last_height());
    }
    queue.clear();
  }
  void on_flushed(std::function<void(std::uint64_t)> flushed) override { done = std::move(flushed); }
  MemoryStore& store;
  std::vector<node::FlushJob> queue;
  std::function<void(std::uint64_t)> done;
};

struct ExecutorTest : testing::Test {
  ExecutorTest() {
    EXPECT_TRUE(Executor::initialize(genesis, store));
    open();
  }
  void open() {
    executor.reset();
    flusher.queue.clear();
    auto opened = Executor::open(genesis, store, blocks, flusher, 64);
    ASSERT_TRUE(opened) << opened.error().detail;
    executor = *std::move(opened);
    flusher.on_flushed([this](std::uint64_t height) { executor->flushed_through(height); });
  }

  TransactionPtr credit(std::string_view reference, std::string_view amount = "1.00") {
    cash::Credit op;
    op.party = id_of("taihe");
    op.amount = yuan(amount);
    op.payment_ref = std::string(reference);
    TransactionBody body;
    body.chain = genesis.chain;
    body.party = id_of("jianghai");
    body.idem.bytes[0] = ++idem;
    body.valid_until = {genesis.config.calendar_start.ms + 300'000};
    body.operations = {write_operation(Operation(op))};
    const Bytes bytes = encode(body);
    std::vector<KeySignature> signatures;
    for (const char* person : {"maker1", "checker1"}) {
      const SecretKey key = key_of("jianghai", person);
      signatures.push_back({key.public_key(), key.sign(text_to_sign(transaction_id(bytes)))});
    }
    return std::make_shared<const Transaction>(*read_transaction(assemble(bytes, std::move(signatures))));
  }

  Header frame(const Branch& branch, std::uint64_t view) {
    const Header& before = executor->header_of(branch);
    Header out;
    out.chain = genesis.chain;
    out.epoch_id = genesis.epoch_id;
    out.view = view;
    out.height = before.height + 1;
    out.parent = branch.empty() ? executor->final_hash() : branch.front()->hash;
    out.parent_view = before.view;
    out.committee = genesis.committee_hash;
    out.time = {before.time.ms + 1'000};
    return out;
  }
  // The same chain of blocks, built by another executor over a store of its own.
  ExecutedPtr build(const Branch& branch, std::uint64_t view, std::vector<TransactionPtr> candidates) {
    return executor->build(branch, frame(branch, view), candidates).block;
  }
  static std::optional<Certificate> certificate_of(const ExecutedPtr& block) {
    return Certificate{VoteKind::finalize, 0, block->header.view, block->hash, Bytes{7}, std::vector<Signature>(3)};
  }
  void finalize(const ExecutedPtr& block) {
    const auto made = executor->finalize(block->hash, certificate_of(block));
    ASSERT_TRUE(made) << made.error().detail;
  }

  node::Genesis genesis = *node::Genesis::of(demo_genesis());
  MemoryStore store;
  MemoryBlocks blocks;
  HandFlusher flusher{store};
  std::unique_ptr<Executor> executor;
  std::uint8_t idem = 0;
};

TEST_F(ExecutorTest, JudgesItsOwnBlocksValidOnAnotherMachine) {
  const ExecutedPtr block = build({}, 1, {credit("a"), credit("b")});
  ASSERT_EQ(block->transactions.size(), 2u);
  MemoryStore other_store;
  ASSERT_TRUE(Executor::initialize(genesis, other_store));
  MemoryBlocks other_blocks;
  HandFlusher other_flusher(other_store);
  auto other = Executor::open(genesis, other_store, other_blocks, other_flusher);
  ASSERT_TRUE(other);
  const auto judged = (*other)->judge({}, block->header, block->transactions);
  ASSERT_TRUE(judged) << judged.error().detail;
  EXPECT_EQ((*judged)->hash, block->hash);
}

TEST_F(ExecutorTest, RefusesEveryFieldThatIsWrong) {
  const ExecutedPtr block = build({}, 1, {credit("a")});
  const auto refused = [&](auto change) {
    Header header = block->header;
    change(header);
    return !executor->judge({}, header, block->transactions);
  };
  EXPECT_TRUE(refused([](Header& h) { h.version = 2; }));
  EXPECT_TRUE(refused([](Header& h) { h.chain.bytes[0] ^= 1; }));
  EXPECT_TRUE(refused([](Header& h) { h.parent.bytes[0] ^= 1; }));
  EXPECT_TRUE(refused([](Header& h) { h.height = 2; }));
  EXPECT_TRUE(refused([](Header& h) { h.flags = 1; }));
  EXPECT_TRUE(refused([&](Header& h) { h.time = genesis.config.calendar_start; }));
  EXPECT_TRUE(refused([](Header& h) { h.transaction_count = 2; }));
  EXPECT_TRUE(refused([](Header& h) { h.body_bytes += 1; }));
  EXPECT_TRUE(refused([](Header& h) { h.committee.bytes[0] ^= 1; }));
  EXPECT_TRUE(refused([](Header& h) { h.transaction_root.bytes[0] ^= 1; }));
  EXPECT_TRUE(refused([](Header& h) { h.receipt_root.bytes[0] ^= 1; }));
  EXPECT_TRUE(refused([](Header& h) { h.state_root.bytes[0] ^= 1; }));
  EXPECT_TRUE(refused([](Header& h) { h.history_root.bytes[0] ^= 1; }));
  EXPECT_TRUE(refused([](Header& h) { h.event_count += 1; }));
  EXPECT_TRUE(refused([](Header& h) { h.next_committee.bytes[0] = 1; }));
  EXPECT_FALSE(refused([](Header&) {}));
}

TEST_F(ExecutorTest, RefusesABlockWithAnInadmissibleTransaction) {
  const ExecutedPtr block = build({}, 1, {credit("a")});
  auto twice = block->transactions;
  twice.push_back(twice.front());
  Header header = block->header;
  header.transaction_count = 2;
  const auto judged = executor->judge({}, header, twice);
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.reason(), Reason::already_known);
}

TEST_F(ExecutorTest, LeavesOutWhatIsNotAdmissibleWhenItBuilds) {
  const TransactionPtr one = credit("a");
  finalize(build({}, 1, {one}));
  const auto built = executor->build({}, frame({}, 2), std::vector{one, credit("b")});
  EXPECT_EQ(built.block->transactions.size(), 1u);
  ASSERT_EQ(built.left_out.size(), 1u);
  EXPECT_EQ(built.left_out[0].second.reason, Reason::already_known);
}

TEST_F(ExecutorTest, SiblingsExistUntilOneIsFinal) {
  const TransactionPtr same = credit("a");
  const ExecutedPtr left = build({}, 1, {same});
  const ExecutedPtr right = build({}, 2, {same, credit("b")});
  const ExecutedPtr child = build({right}, 3, {credit("c")});
  ASSERT_TRUE(executor->branch(left->hash));
  ASSERT_EQ(executor->branch(child->hash)->size(), 2u);
  finalize(right);
  EXPECT_FALSE(executor->branch(left->hash));
  ASSERT_EQ(executor->branch(child->hash)->size(), 1u);
  const auto dropped = executor->take_dropped();
  ASSERT_EQ(dropped.size(), 1u);
  EXPECT_EQ(dropped[0]->hash, left->hash);
  finalize(child);
  EXPECT_EQ(executor->final_height(), 2u);
  EXPECT_EQ(StateTree::of(executor->final_view()).root(), child->header.state_root);
}

TEST_F(ExecutorTest, KnowsAnIdemOfTheBranchAndOfTheRingAlike) {
  const TransactionPtr one = credit("a");
  const ExecutedPtr first = build({}, 1, {one});
  const Time now{first->header.time.ms + 1};
  EXPECT_TRUE(executor->admissible({}, now, *one));
  EXPECT_EQ(executor->admissible({first}, now, *one).reason(), Reason::already_known);
  const ExecutedPtr second = build({first}, 2, {});
  EXPECT_EQ(executor->admissible({second, first}, now, *one).reason(), Reason::already_known);
  finalize(first);
  EXPECT_EQ(executor->admissible({second}, now, *one).reason(), Reason::already_known);
  finalize(second);
  EXPECT_EQ(executor->admissible({}, now, *one).reason(), Reason::already_known);
}

TEST_F(ExecutorTest, ExecutesAgainAfterARestartWhatTheStoreMisses) {
  const TransactionPtr old = credit("0");
  finalize(build({}, 1, {old}));
  flusher.drain();
  for (std::uint64_t i = 2; i <= 6; ++i) finalize(build({}, i, {credit(std::to_string(i))}));
  const Digest hash = executor->final_hash();
  const Digest root = executor->final_tree().root();
  open();  // without a flush: the store is at height 1
  EXPECT_EQ(executor->final_height(), 6u);
  EXPECT_EQ(executor->final_hash(), hash);
  EXPECT_EQ(executor->final_tree().root(), root);
  EXPECT_EQ(executor->recovered_final().height, 6u);
  ASSERT_TRUE(executor->recovered_final().certificate);
  // The memory of idems comes back from the blocks.
  EXPECT_EQ(executor->admissible({}, executor->final_header().time, *old).reason(), Reason::already_known);
}

TEST_F(ExecutorTest, BeginsAgainAtTheLastBlockWithACertificate) {
  finalize(build({}, 1, {credit("1")}));
  const ExecutedPtr second = build({}, 2, {credit("2")});
  ASSERT_TRUE(executor->finalize(second->hash, std::nullopt));  // a later block's would have covered it
  open();
  EXPECT_EQ(executor->final_height(), 1u);
  EXPECT_EQ(blocks.last_height(), 2u);
  // It becomes final again, with the block that is stored already.
  const auto judged = executor->judge({}, second->header, second->transactions);
  ASSERT_TRUE(judged);
  finalize(second);
  EXPECT_EQ(executor->final_height(), 2u);
  EXPECT_EQ(blocks.last_height(), 2u);
}

TEST_F(ExecutorTest, RefusesAStateThatHasOneWrongByte) {
  finalize(build({}, 1, {credit("1")}));
  flusher.drain();
  const auto record = store.next(Bytes{node::state_letter}, Bytes{node::state_letter});
  ASSERT_TRUE(record);
  Bytes value = record->value;
  value.back() ^= 1;
  ASSERT_TRUE(store.write({{record->key, value}}, true));
  const auto opened = Executor::open(genesis, store, blocks, flusher);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.reason(), Reason::damaged_store);
}

TEST_F(ExecutorTest, RefusesAStateThatIsAheadOfItsBlocks) {
  finalize(build({}, 1, {credit("1")}));
  flusher.drain();
  blocks.blobs.clear();
  EXPECT_EQ(Executor::open(genesis, store, blocks, flusher).reason(), Reason::damaged_store);
}

TEST_F(ExecutorTest, RefusesAStoredBlockThatExecutesToSomethingElse) {
  finalize(build({}, 1, {credit("1")}));
  auto stored = *decode<FinalBlock>(blocks.blobs[0]);
  stored.header.state_root.bytes[0] ^= 1;
  blocks.blobs[0] = encode(stored);
  EXPECT_EQ(Executor::open(genesis, store, blocks, flusher).reason(), Reason::damaged_store);
}

TEST_F(ExecutorTest, RefusesTheDataOfAnotherChain) {
  GenesisConfig config = demo_genesis();
  config.network = "other-test";
  const node::Genesis other = *node::Genesis::of(config);
  EXPECT_EQ(Executor::open(other, store, blocks, flusher).reason(), Reason::bad_genesis);
}

TEST_F(ExecutorTest, RefusesAStoreThatWasNeverInitialized) {
  MemoryStore empty;
  EXPECT_EQ(Executor::open(genesis, empty, blocks, flusher).reason(), Reason::damaged_store);
}

}  // namespace
}  // namespace allonge::test
