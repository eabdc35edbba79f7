// The small parts of a node, each alone: cache, final state, flush batches, outcomes, bytes put
// together from parts, the genesis file.
#include <gtest/gtest.h>

#include <random>

#include "api/json.h"
#include "consensus/records.h"
#include "ledger/memory_store.h"
#include "node/final_block.h"
#include "node/final_state.h"
#include "node/flusher.h"
#include "node/genesis.h"
#include "node/messages.h"
#include "node/outcomes.h"
#include "tests/support/parties.h"

namespace allonge::node {
namespace {

Bytes text(std::string_view word) { return copy_of(bytes_of(word)); }

TEST(ObjectCache, RemembersValuesAndAbsence) {
  ObjectCache cache(16);
  EXPECT_EQ(cache.find(text("a")), nullptr);
  cache.keep(text("a"), text("1"));
  cache.keep(text("b"), std::nullopt);
  ASSERT_NE(cache.find(text("a")), nullptr);
  EXPECT_EQ(*cache.find(text("a")), text("1"));
  ASSERT_NE(cache.find(text("b")), nullptr);
  EXPECT_FALSE(cache.find(text("b"))->has_value());
}

TEST(ObjectCache, NeverAnswersWithAnOldValueWhenANewOneIsTooLarge) {
  ObjectCache cache(1, 4);
  cache.keep(text("a"), text("old"));
  cache.keep(text("a"), text("too large"));
  EXPECT_EQ(cache.find(text("a")), nullptr);
}

TEST(ObjectCache, StaysBoundedAndTellsTheTruth) {
  ObjectCache cache(8);
  for (int i = 0; i < 1'000; ++i) cache.keep(text(std::to_string(i)), text("v" + std::to_string(i)));
  int kept = 0;
  for (int i = 0; i < 1'000; ++i)
    if (const auto* found = cache.find(text(std::to_string(i)))) {
      ++kept;
      EXPECT_EQ(*found, text("v" + std::to_string(i)));
    }
  EXPECT_LE(kept, 32);
}

std::shared_ptr<const Changes> written(Changes changes) { return std::make_shared<const Changes>(std::move(changes)); }

struct FinalStateTest : testing::Test {
  MemoryStore store;
  StateTree tree;
  void put(std::string_view key, std::string_view value) {
    ASSERT_TRUE(store.write({{lettered(state_letter, bytes_of(key)), text(value)}}, true));
    tree = tree.with({{text(key), text(value)}});
  }
};

TEST_F(FinalStateTest, ReadsWaitingChangesOverTheStore) {
  put("a", "1");
  put("c", "3");
  FinalState state(store, tree, 16);
  EXPECT_EQ(state.get(text("a")), text("1"));
  std::string before;
  state.apply(written({{text("a"), text("2")}, {text("b"), text("new")}, {text("c"), std::nullopt}}), 1,
              [&](BytesView key, const std::optional<Bytes>&) {
                const std::optional<Bytes>& was = state.look(key);
                before += std::string(text_of(key)) + "=" + (was ? std::string(text_of(*was)) : "none") + " ";
              });
  EXPECT_EQ(before, "a=1 b=none c=3 ");
  EXPECT_EQ(state.get(text("a")), text("2"));
  EXPECT_EQ(state.get(text("b")), text("new"));
  EXPECT_EQ(state.get(text("c")), std::nullopt);
  std::string walked;
  Bytes from;
  while (const auto found = state.next(from, {})) {
    walked += std::string(text_of(found->key)) + "=" + std::string(text_of(found->value)) + " ";
    from = found->key;
    from.push_back(0);
  }
  EXPECT_EQ(walked, "a=2 b=new ");
}

TEST_F(FinalStateTest, KeepsALaterChangeWhenAnEarlierOneIsFlushed) {
  FinalState state(store, tree, 16);
  const auto look_away = [](BytesView, const std::optional<Bytes>&) {};
  state.apply(written({{text("a"), text("1")}}), 1, look_away);
  state.apply(written({{text("a"), text("2")}}), 2, look_away);
  put("a", "1");
  state.flushed_through(1);
  EXPECT_EQ(state.next({}, {})->value, text("2"));
  EXPECT_EQ(state.waiting(), 1u);
  put("a", "2");
  state.flushed_through(2);
  EXPECT_EQ(state.waiting(), 0u);
  EXPECT_EQ(state.get(text("a")), text("2"));
}

// The queue of what falls due was asked for its head by walking over everything removed from it.
TEST(TableFront, AnswersAsTheTableItselfWould) {
  struct Plain final : View {
    Changes records;
    mutable std::size_t asked = 0;
    std::optional<Bytes> get(BytesView) const override { return std::nullopt; }
    std::optional<KeyValue> next(BytesView from, BytesView prefix) const override {
      ++asked;
      const auto found = records.lower_bound(from);
      if (found == records.end() || !starts_with(found->first, prefix)) return std::nullopt;
      return KeyValue{found->first, *found->second};
    }
  };
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 dice(seed);
    const auto chance = [&dice](unsigned of_hundred) { return dice() % 100 < of_hundred; };
    Plain table;
    TableFront front(text("q"), 4);
    std::size_t questions = 0;
    for (int step = 0; step < 2'000; ++step) {
      const std::string name = "q" + std::to_string(100 + dice() % 60);
      if (chance(60)) {
        const bool comes = chance(45);
        if (comes) table.records[text(name)] = text(std::to_string(step));
        else table.records.erase(text(name));
        front.change(text(name), comes ? std::optional(text(std::to_string(step))) : std::nullopt);
      } else {
        ++questions;
        const Bytes from = chance(70) ? text("q") : text(name);
        const auto expected = table.next(from, text("q"));
        const auto found = front.next(from, table);
        ASSERT_EQ(found.has_value(), expected.has_value());
        if (found) {
          ASSERT_EQ(found->key, expected->key);
          ASSERT_EQ(found->value, expected->value);
        }
      }
    }
  }
  Plain table;
  for (int i = 100; i < 400; ++i) table.records[text("q" + std::to_string(i))] = text("x");
  TableFront front(text("q"), 64);
  for (int i = 0; i < 1'000; ++i) front.next(text("q"), table);
  EXPECT_EQ(table.asked, 64u);  // filled once
}

TEST(FlushBatch, WritesTheLastOfSeveralChangesOnce) {
  FlushJob one{1, true, std::make_shared<Changes>(Changes{{text("k"), text("1")}, {text("gone"), text("x")}}),
               std::make_shared<Changes>(), std::make_shared<Changes>(Changes{{text("tid"), text("place")}}),
               text("applied 1")};
  FlushJob two{2, false, std::make_shared<Changes>(Changes{{text("k"), text("2")}, {text("gone"), std::nullopt}}),
               std::make_shared<Changes>(Changes{{text("entry"), text("k")}}), std::make_shared<Changes>(),
               text("applied 2")};
  FlushBatch batch;
  batch.add(one);
  EXPECT_TRUE(batch.closed());
  batch.add(two);
  EXPECT_FALSE(batch.closed());  // a restart needs a block with a certificate of its own
  std::string written;
  for (const Write& write : batch.writes())
    written += std::string(text_of(write.key)) + (*write.value ? "=" + std::string(text_of(**write.value)) : " is gone") + "; ";
  EXPECT_EQ(written, "mapplied=applied 2; sgone is gone; sk=2; tid=place; xentry=k; ");
  EXPECT_EQ(batch.last_height(), 2u);
}

TEST(FlushBatch, LeavesOutTheEntriesThatCameAndWent) {
  const auto lists = [](Changes changes) { return std::make_shared<Changes>(std::move(changes)); };
  const auto none = std::make_shared<Changes>();
  FlushBatch batch;
  batch.add({1, true, none, lists({{text("came"), text("k")}, {text("was"), std::nullopt}}), none, text("a1")});
  batch.add({2, true, none, lists({{text("came"), std::nullopt}, {text("was"), text("k")}, {text("new"), text("k")}}), none, text("a2")});
  batch.add({3, true, lists({{text("state"), text("1")}}), lists({{text("was"), std::nullopt}}), none, text("a3")});
  batch.add({4, true, lists({{text("state"), std::nullopt}}), none, none, text("a4")});
  std::string written;
  for (const Write& write : batch.writes())
    written += std::string(text_of(write.key)) + (*write.value ? "=" + std::string(text_of(**write.value)) : " is gone") + "; ";
  // "was" stood in the store before, so its end is written; whether a record did is not known here.
  EXPECT_EQ(written, "mapplied=a4; sstate is gone; xnew=k; xwas is gone; ");
}

TEST(Outcomes, GoOutInTheOrderTheyCame) {
  OutcomeTable table(3);
  for (std::uint8_t i = 1; i <= 5; ++i) {
    api::TransactionStatus status;
    status.id.bytes[0] = i;
    status.phase = api::Phase::pending;
    status.party = test::id_of("taihe");
    status.idem.bytes[0] = i;
    table.note({&status, 1});
  }
  EXPECT_EQ(table.size(), 3u);
  Digest first, last;
  first.bytes[0] = 1;
  last.bytes[0] = 5;
  Idem first_idem;
  first_idem.bytes[0] = 1;
  EXPECT_FALSE(table.find(first));
  EXPECT_TRUE(table.find(last));
  EXPECT_FALSE(table.find(test::id_of("taihe"), first_idem));
}

TEST(Outcomes, AnUnverifiedTransactionNeverHoldsAnIdem) {
  OutcomeTable table;
  api::TransactionStatus bad;
  bad.id.bytes[0] = 1;
  bad.party = test::id_of("taihe");
  for (const auto phase : {api::Phase::checking, api::Phase::rejected}) {
    bad.phase = phase;
    table.note({&bad, 1});
    EXPECT_FALSE(table.find(bad.party, bad.idem));
  }
}

ExecutedBlock some_block() {
  ExecutedBlock block;
  block.header.height = 7;
  block.header.time = {123};
  block.header_bytes = encode(block.header);
  block.hash = hash_of(block.header);
  for (std::size_t size : {1u, 127u, 128u, 20'000u}) {
    auto transaction = std::make_shared<Transaction>();
    transaction->bytes.assign(size, std::uint8_t(size));
    block.transactions.push_back(transaction);
    block.receipts.push_back(Bytes(size / 2 + 1, std::uint8_t(size)));
  }
  return block;
}

TEST(FinalBlockBytes, AreWhatTheCodecWouldHaveWritten) {
  const ExecutedBlock block = some_block();
  FinalBlock plain;
  plain.header = block.header;
  consensus::BlockRecord record;
  record.header = block.header;
  for (const auto& transaction : block.transactions) {
    plain.transactions.push_back({transaction->bytes});
    record.transactions.push_back({transaction->bytes});
  }
  for (const Bytes& receipt : block.receipts) plain.receipts.push_back({receipt});
  EXPECT_EQ(final_block_bytes(block, std::nullopt), encode(plain));
  EXPECT_EQ(block_record_bytes(block), encode(record));
  plain.certificate = Certificate{VoteKind::finalize, 0, 9, block.hash, Bytes{7}, std::vector<Signature>(3)};
  EXPECT_EQ(final_block_bytes(block, plain.certificate), encode(plain));
}

TEST(NodeMessages, APushPutTogetherIsTheOneTheCodecWrites) {
  const Bytes one(100, 1), two(300, 2);
  const std::vector<BytesView> views{one, two};
  const Bytes bytes = push_bytes(views);
  EXPECT_EQ(bytes, encode(NodeMessage(TransactionPush{{{one}, {two}}})));
  EXPECT_TRUE(is_node_message(bytes));
  EXPECT_TRUE(read_node_message(bytes));
}

TEST(NodeMessages, TheFirstByteTellsThemFromConsensus) {
  EXPECT_FALSE(is_node_message(encode(consensus::Message(consensus::Status{0, 1, 0, 0, {}, false, false}))));
  EXPECT_TRUE(is_node_message(encode(NodeMessage(Greeting{1, 2}))));
}

TEST(GenesisFile, IsReadFromTheJsonItIsWrittenAs) {
  const GenesisConfig config = test::demo_genesis();
  const auto genesis = Genesis::parse(api::to_json(config));
  ASSERT_TRUE(genesis) << genesis.error().detail;
  EXPECT_EQ(genesis->chain, chain_of(config));
  EXPECT_EQ(genesis->committee.size(), 4u);
  EXPECT_EQ(*genesis->place_of(test::key_of("dongfang", "consensus").public_key()), 2u);
  EXPECT_EQ(genesis->place_of(test::key_of("dongfang", "link").public_key()).reason(), Reason::bad_genesis);
}

TEST(GenesisFile, IsRefusedWithASentence) {
  for (const std::string_view bad : {"", "{}", "[1]", "{\"version\": 1, \"nonsense\": true}"}) {
    const auto genesis = Genesis::parse(bad);
    ASSERT_FALSE(genesis);
    EXPECT_EQ(genesis.reason(), Reason::bad_genesis);
    EXPECT_FALSE(genesis.error().detail.empty());
  }
  GenesisConfig config = test::demo_genesis();
  config.validators[1].consensus_key = config.validators[0].consensus_key;
  EXPECT_EQ(Genesis::of(config).reason(), Reason::bad_genesis);
}

}  // namespace
}  // namespace allonge::node
