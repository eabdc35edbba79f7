#include "consensus/messages.h"

#include <gtest/gtest.h>

#include "consensus/records.h"
#include "tests/consensus/ballots.h"
#include "tests/sim/random.h"

namespace allonge::consensus {
namespace {

using sim::Ballots;
using enum VoteKind;

Proposal a_proposal(const Ballots& ballots) {
  Proposal out;
  out.header = ballots.header(9, 4);
  out.header.parent_view = 5;
  out.header.parent = Ballots::block("parent");
  out.payload.wire_ids = {Ballots::block("t1"), Ballots::block("t2")};
  out.payload.transactions = {RawMessage{{1, 2, 3}}, RawMessage{{4}}};
  out.header.transaction_count = 2;
  out.leader_signature = ballots.vote(notarize, 9, hash_of(out.header), 0).signature;
  out.parent = ballots.certificate(notarize, 5, out.header.parent);
  for (std::uint64_t view = 6; view < 9; ++view) out.skips.push_back(ballots.certificate(nullify, view, Digest{}));
  return out;
}

std::vector<Message> one_of_each(const Ballots& ballots) {
  const Vote vote = ballots.vote(notarize, 3, Ballots::block("a"), 1);
  return {vote,
          a_proposal(ballots),
          CertificateNotice{ballots.certificate(finalize, 3, Ballots::block("a"))},
          Status{0, 8, 3, 6, Ballots::block("a"), true, false},
          CertificateRequest{{{nullify, 4}, {notarize, 5}}},
          CertificateAnswer{{ballots.certificate(nullify, 4, Digest{})}},
          Evidence{vote, ballots.vote(notarize, 3, Ballots::block("b"), 1)}};
}

TEST(Message, ReadsBackAsItWasWritten) {
  const Ballots ballots(4);
  const auto messages = one_of_each(ballots);
  EXPECT_EQ(messages.size(), std::variant_size_v<Message>);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Bytes bytes = encode(messages[i]);
    const auto read = read_message(bytes);
    ASSERT_TRUE(read.has_value()) << i << " " << read.error().detail;
    EXPECT_EQ(read->index(), i);
    EXPECT_EQ(encode(*read), bytes);
  }
}

TEST(Message, RefusesWhatIsOutOfRange) {
  const Ballots ballots(4);
  const auto refused = [](const Message& message) {
    const auto read = read_message(encode(message));
    return !read.has_value() && read.reason() == Reason::out_of_range;
  };
  const auto proposal = [&](auto change) {
    Proposal out = a_proposal(ballots);
    change(out);
    return refused(out);
  };
  Vote vote = ballots.vote(notarize, 3, Ballots::block("a"), 1);
  EXPECT_FALSE(refused(vote));
  EXPECT_TRUE(refused(Vote{notarize, 0, 0, vote.block, 1, vote.signature}));
  EXPECT_TRUE(refused(Vote{notarize, 0, ~std::uint64_t{0}, vote.block, 1, vote.signature}));
  EXPECT_TRUE(refused(Vote{notarize, 0, 3, Digest{}, 1, vote.signature}));
  EXPECT_TRUE(refused(Vote{nullify, 0, 3, vote.block, 1, vote.signature}));
  EXPECT_TRUE(refused(Vote{notarize, 0, 3, vote.block, 100, vote.signature}));
  EXPECT_FALSE(proposal([](Proposal&) {}));
  EXPECT_TRUE(proposal([](Proposal& p) { p.header.parent_view = 9; }));
  EXPECT_TRUE(proposal([](Proposal& p) { p.header.height = 0; }));
  EXPECT_TRUE(proposal([](Proposal& p) { p.header.transaction_count = 3; }));
  EXPECT_TRUE(proposal([](Proposal& p) { p.header.body_bytes = limits::block_bytes + 1; }));
  EXPECT_TRUE(proposal([](Proposal& p) { p.payload.transactions.pop_back(); }));
  EXPECT_TRUE(proposal([](Proposal& p) { p.payload.transactions[0].bytes.resize(inline_transaction_bytes); }));
  EXPECT_TRUE(proposal([](Proposal& p) { std::swap(p.skips[0], p.skips[1]); }));
  EXPECT_TRUE(proposal([](Proposal& p) { p.skips[0] = *p.parent; }));
  EXPECT_TRUE(proposal([](Proposal& p) { p.parent->view = 4; }));
  EXPECT_TRUE(refused(Status{0, 8, 3, 8, Digest{}, true, false}));
  EXPECT_TRUE(refused(CertificateRequest{{{nullify, 0}}}));
}

TEST(Message, ListsHaveLimits) {
  CertificateRequest request;
  for (std::uint64_t view = 1; view <= certificates_per_message + 1; ++view) request.wanted.push_back({nullify, view});
  EXPECT_FALSE(read_message(encode(Message(request))).has_value());
  request.wanted.pop_back();
  EXPECT_TRUE(read_message(encode(Message(request))).has_value());
  EXPECT_EQ(read_message(Bytes(largest_message_bytes + 1)).reason(), Reason::too_large);
}

TEST(Message, ChangedBytesAreRefusedOrReadAsExactlyThemselves) {
  const Ballots ballots(4);
  sim::Random random(7);
  for (const Message& message : one_of_each(ballots)) {
    const Bytes good = encode(message);
    for (int i = 0; i < 400; ++i) {
      Bytes bytes = good;
      const auto changes = random.between(1, 3);
      for (std::uint64_t c = 0; c < changes; ++c) bytes[std::size_t(random.below(bytes.size()))] = std::uint8_t(random.next());
      if (random.chance(200)) bytes.resize(std::size_t(random.below(bytes.size())));
      const auto read = read_message(bytes);
      EXPECT_TRUE(!read || encode(*read) == bytes);
    }
  }
}

TEST(Recovered, RefusesRecordsOfUnknownTypeAndDamage) {
  Recovered recovered;
  EXPECT_FALSE(recovered.take(9, {}).has_value());
  EXPECT_FALSE(recovered.take(0, {}).has_value());
  Bytes bytes = encode(Statement{notarize, 3, Ballots::block("a")});
  bytes.push_back(0);
  EXPECT_FALSE(recovered.take(std::uint8_t(RecordType::vote), bytes).has_value());
}

TEST(Recovered, NamesTheTransactionsOfABlock) {
  const Ballots ballots(4);
  Recovered recovered;
  const BlockRecord record{ballots.header(3, 2), {RawMessage{{1, 2}}, RawMessage{{3}}}};
  ASSERT_TRUE(recovered.take(std::uint8_t(RecordType::block), encode(record)).has_value());
  ASSERT_EQ(recovered.blocks.size(), 1u);
  EXPECT_EQ(recovered.blocks[0].wire_ids[1], digest("allonge/wire/v1", Bytes{3}));
}

}  // namespace
}  // namespace allonge::consensus
