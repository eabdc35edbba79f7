// The signature pool and the strands it works for.
#include "node/world/signature_pool.h"

#include "ledger/digest.h"
#include "tests/node/world_support.h"

namespace allonge::node {
namespace {

Bytes signed_transaction(std::uint8_t number, bool good) {
  TransactionBody body;
  body.party = PartyId::parse("taihe").value();
  body.idem.bytes[0] = number;
  body.valid_until.ms = 1'000;
  body.operations.push_back({Bytes{0x0a, 0x00}});
  const Bytes bytes = encode(body);
  const SecretKey key = key_of_number(7);
  Signature signature = key.sign(text_to_sign(transaction_id(bytes)));
  if (!good) signature.bytes[3] ^= 1;
  return assemble(bytes, {{key.public_key(), signature}});
}

TEST(SignaturePool, AnswersInTheOrderOfTheQuestion) {
  Strand strand("node");
  SignaturePool pool(strand, 3);
  std::atomic<int> answered{0};
  for (int batch = 0; batch < 10; ++batch) {
    std::vector<Bytes> transactions;
    for (int i = 0; i < 200; ++i) transactions.push_back(i % 7 == 3 ? Bytes{1, 2, 3} : signed_transaction(std::uint8_t(i), i % 5 != 0));
    pool.check(std::move(transactions), SignaturePool::Use::pool, [&](std::vector<Checked> checked) {
      EXPECT_TRUE(strand.runs_here());
      ASSERT_EQ(checked.size(), 200u);
      for (int i = 0; i < 200; ++i) {
        const Checked& one = checked[std::size_t(i)];
        if (i % 7 == 3) {
          EXPECT_EQ(one.transaction, nullptr);
          EXPECT_FALSE(one.verdict);
        } else {
          ASSERT_NE(one.transaction, nullptr);
          EXPECT_EQ(one.transaction->body.idem.bytes[0], std::uint8_t(i));
          EXPECT_EQ(bool(one.verdict), i % 5 != 0);
        }
      }
      ++answered;
    });
  }
  pool.check({}, SignaturePool::Use::pool, [&](std::vector<Checked> checked) {
    EXPECT_TRUE(checked.empty());
    ++answered;
  });
  EXPECT_TRUE(eventually([&] { return answered == 11; }));
}

TEST(SignaturePool, RefusesWhatIsTooMuchAtOnce) {
  Strand strand("node");
  SignaturePool pool(strand, 1);
  std::atomic<int> full{0}, good{0};
  const auto count = [&](std::vector<Checked> checked) {
    full += !checked[0].verdict && checked[0].verdict.reason() == Reason::pool_full ? 1 : 0;
    good += checked[0].verdict ? 1 : 0;
  };
  pool.check({Bytes(SignaturePool::peer_bytes, 1)}, SignaturePool::Use::pool, count);
  pool.check({signed_transaction(1, true)}, SignaturePool::Use::pool, count);
  EXPECT_TRUE(eventually([&] { return full == 1 && good == 1; }));
}

// One peer's bad pushes starved the bodies of proposals: all waited in one line of 64 MiB, bodies got
// POOL_FULL, and every honest node nullified its views.
TEST(SignaturePool, BodiesDoNotWaitBehindAFlood) {
  Strand strand("node");
  SignaturePool pool(strand, 1);
  std::vector<std::string> answered;  // on the strand
  std::atomic<int> count{0};
  const auto ask = [&](SignatureWorker::Source source, std::vector<Bytes> transactions, const std::string& name) {
    pool.check(std::move(transactions), source, [&answered, &count, name](std::vector<Checked> checked) {
      answered.push_back(name + " " + std::string(checked.back().verdict ? "good" : name_of(checked.back().verdict.reason())));
      ++count;
    });
  };
  const SignatureWorker::Source liar(SignatureWorker::Use::pool, 3), honest(SignatureWorker::Use::pool, 1);
  const std::vector<Bytes> bad(1'000, signed_transaction(1, false));
  const Bytes second = signed_transaction(2, true), third = signed_transaction(3, true), fourth = signed_transaction(4, true);
  const auto read = std::make_shared<const Transaction>(read_transaction(fourth).value());
  for (int i = 0; i < 3; ++i) ask(liar, bad, "flood");
  ask(liar, {Bytes(SignaturePool::peer_bytes, 1)}, "more");
  pool.verify({read}, [&](std::vector<Checked> checked) {
    answered.push_back(checked[0].verdict ? "client good" : "client");
    ++count;
  });
  ask(honest, {second}, "honest");
  ask(SignatureWorker::Use::body, {third}, "body");
  ASSERT_TRUE(eventually([&] { return count == 7; }, std::chrono::seconds(60)));
  const auto place = [&](std::string_view name) { return std::find(answered.begin(), answered.end(), name) - answered.begin(); };
  EXPECT_EQ(answered.back(), "flood BAD_SIGNATURE") << "the others waited for all of it";
  for (const char* const name : {"more POOL_FULL", "body good", "honest good", "client good"}) EXPECT_LT(place(name), 6) << name;
}

TEST(StrandTimers, FireOnceInTimeAndNotWhenCancelledOrReplaced) {
  Strand strand("node");
  std::unique_ptr<StrandTimers> timers;
  std::vector<int> fired;
  strand.post_and_wait([&] {
    timers = std::make_unique<StrandTimers>(strand);
    timers->set(1, 30, [&] { fired.push_back(1); });
    timers->set(2, 10, [&] { fired.push_back(2); });
    timers->set(3, 10, [&] { fired.push_back(3); });
    timers->cancel(3);
    timers->set(4, 0, [&] { fired.push_back(-4); });
    timers->set(4, 60, [&] { fired.push_back(4); });
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  strand.post_and_wait([&] {
    EXPECT_EQ(fired, (std::vector<int>{2, 1, 4}));
    timers->set(5, 1, [&] { fired.push_back(5); });
    timers.reset();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  strand.stop();
  EXPECT_EQ(fired.size(), 3u);
}

}  // namespace
}  // namespace allonge::node
