#include "consensus/replica.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/merkle.h"
#include "tests/consensus/ballots.h"
#include "tests/sim/random.h"

namespace allonge::consensus {
namespace {

using sim::Ballots;
using enum VoteKind;

// One replica of four, alone with made-to-order messages. Blocks are empty and stand on one another.
struct World {
  explicit World(std::uint32_t n = 4) : ballots(n), replica(settings(), ballots.keys) {}

  Settings settings() const {
    Settings out;
    out.chain = out.root = ballots.chain;
    out.committee = ballots.keys.committee();
    return out;
  }
  // A chain of blocks of heights 1 to `length`, in views of the same numbers, from the root.
  std::vector<Header> chain(std::uint64_t length) const {
    std::vector<Header> out;
    for (std::uint64_t height = 1; height <= length; ++height) {
      Header header = ballots.header(height, height);
      header.parent = out.empty() ? ballots.chain : hash_of(out.back());
      header.parent_view = height - 1;
      header.proposer = replica.leader_of(height);
      header.transaction_root = merkle_root({});
      out.push_back(header);
    }
    return out;
  }
  Effects start(Recovered recovered = {}) {
    recovered.last_final.block = ballots.chain;
    Effects out = replica.step(Start{std::move(recovered), false, now});
    for (std::uint32_t peer = 1; peer < ballots.electorate.size(); ++peer) step(LinkChanged{peer, true, now});
    return out;
  }
  Effects step(Input input) { return replica.step(std::move(input)); }
  Effects hear(std::uint32_t peer, Message message) { return step(Received{peer, std::move(message), now}); }
  Effects hear_final(const Header& header) {
    return hear(1, CertificateNotice{ballots.certificate(finalize, header.view, hash_of(header))});
  }
  Effects tick(std::uint64_t ms) { return step(TimerFired{now += ms}); }

  Ballots ballots;
  Replica replica;
  std::uint64_t now = 1000;
};

template <class T>
std::vector<T> all(const Effects& effects) {
  std::vector<T> out;
  for (const Effect& effect : effects)
    if (const T* one = std::get_if<T>(&effect)) out.push_back(*one);
  return out;
}
template <class T>
std::vector<T> reported(const Effects& effects) {
  std::vector<T> out;
  for (const Report& report : all<Report>(effects))
    if (const T* one = std::get_if<T>(&report.what)) out.push_back(*one);
  return out;
}

TEST(Replica, ExecutesALongLoggedChainInsteadOfFetchingIt) {
  // After a power cut a lone node, whose log held everything, threw thirty logged blocks away because
  // the last of them lay more than eight above its block store, and waited for peers it does not have.
  World world;
  const auto chain = world.chain(30);
  Recovered recovered;
  for (const Header& header : chain) {
    recovered.blocks.push_back({header, {}});
    recovered.certificates.push_back(world.ballots.certificate(notarize, header.view, hash_of(header)));
    recovered.certificates.push_back(world.ballots.certificate(finalize, header.view, hash_of(header)));
  }
  Effects effects = world.start(recovered);
  for (std::size_t height = 1; height <= chain.size(); ++height) {
    EXPECT_TRUE(all<NeedBlocks>(effects).empty());
    const auto asked = all<JudgePayload>(effects);
    ASSERT_EQ(asked.size(), 1u) << height;
    EXPECT_EQ(asked[0].header.height, height);
    EXPECT_FALSE(asked[0].check_time);
    effects = world.step(PayloadJudged{asked[0].block, Verdict::valid, world.now});
    EXPECT_EQ(all<Commit>(effects).size(), 1u) << height;
  }
  EXPECT_EQ(world.replica.last_final().height, 30u);
}

TEST(Replica, AsksEverybodyForAnAncestorWhoseCertificateItNeverSaw) {
  // It asked only the block's proposer, which was itself: a node without its log waited for ever.
  World world;
  const auto chain = world.chain(3);
  world.start();
  EXPECT_EQ(all<FetchBlock>(world.hear_final(chain[2])).size(), 1u);
  EXPECT_EQ(all<FetchBlock>(world.step(BlockArrived{chain[2], {}, world.now})).size(), 1u);
  const auto fetched = all<FetchBlock>(world.step(BlockArrived{chain[1], {}, world.now}));
  ASSERT_EQ(fetched.size(), 1u);
  EXPECT_EQ(fetched[0].block, hash_of(chain[0]));
  auto holders = fetched[0].holders;
  std::sort(holders.begin(), holders.end());
  EXPECT_EQ(holders, (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST(Replica, FetchesAncestorsThatCameIntoReach) {
  // A block arrived while its parent was out of reach, so the parent was not asked for; when ranges had
  // brought the chain near, nobody asked for it again.
  World world;
  const auto chain = world.chain(12);
  world.start();
  world.hear_final(chain[11]);
  Effects effects = world.step(BlockArrived{chain[11], {}, world.now});
  ASSERT_EQ(all<NeedBlocks>(effects).size(), 1u);
  EXPECT_EQ(all<NeedBlocks>(effects)[0].from_height, 1u);
  EXPECT_TRUE(all<FetchBlock>(effects).empty());
  effects = world.step(
      ChainExtended{chain[4], world.ballots.certificate(finalize, chain[4].view, hash_of(chain[4])), world.now});
  const auto fetched = all<FetchBlock>(effects);
  ASSERT_EQ(fetched.size(), 1u);
  EXPECT_EQ(fetched[0].block, hash_of(chain[10]));
}

TEST(Replica, PutsOneBodyIntoAnAppend) {
  // One message certified several ancestors: their bodies together were more than the log takes at once,
  // and the validator ended as if its disk had failed.
  World world;
  const auto chain = world.chain(3);
  world.start();
  world.hear(1, CertificateNotice{world.ballots.certificate(notarize, 3, hash_of(chain[2]))});
  world.step(BlockArrived{chain[2], {}, world.now});
  world.step(BlockArrived{chain[1], {}, world.now});
  Effects effects = world.step(BlockArrived{chain[0], {}, world.now});
  for (int i = 0; i < 3; ++i) {
    const auto asked = all<JudgePayload>(effects);
    ASSERT_EQ(asked.size(), 1u) << i;
    effects = world.step(PayloadJudged{asked[0].block, Verdict::valid, world.now});
  }
  CertificateAnswer answer;
  for (const std::uint64_t view : {1u, 2u})
    answer.certificates.push_back(world.ballots.certificate(notarize, view, hash_of(chain[view - 1])));
  const auto signs = all<Sign>(world.hear(1, answer));
  ASSERT_EQ(signs.size(), 2u);
  for (const Sign& sign : signs) {
    EXPECT_EQ(sign.statements.size(), 1u);
    EXPECT_EQ(std::count_if(sign.records.begin(), sign.records.end(),
                            [](const Record& record) { return std::holds_alternative<BlockToKeep>(record); }),
              1);
  }
}

TEST(Replica, SetsAnotherTimerWhenOneFiredEarly) {
  // A timer that fired a moment before it was due was taken for still running.
  World world;
  world.start();
  EXPECT_EQ(all<SetTimer>(world.tick(0)).size(), 1u);
  EXPECT_EQ(all<SetTimer>(world.tick(1)).size(), 1u);
}

TEST(Replica, SetsNoTimerWhenNothingIsDue) {
  // n = 1 without work: the alarm was set to the end of time, which overflows real clocks.
  World world(1);
  for (const SetTimer& timer : all<SetTimer>(world.start())) EXPECT_LT(timer.at_ms, world.now + 100'000);
}

TEST(Replica, ABlockTooOldForAVoteIsExecutedWhenAQuorumCertifiesIt) {
  // The driver called such a block invalid; certified by others, that would have stopped the node.
  World world;
  const auto chain = world.chain(1);
  const std::uint32_t leader = world.replica.leader();
  ASSERT_NE(leader, 0u) << "this needs an epoch whose view 1 another member leads";
  world.start();
  Proposal proposal;
  proposal.header = chain[0];
  proposal.leader_signature = world.ballots.vote(notarize, 1, hash_of(chain[0]), leader).signature;
  auto asked = all<JudgePayload>(world.hear(leader, proposal));
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_TRUE(asked[0].check_time);
  Effects effects = world.step(PayloadJudged{asked[0].block, Verdict::too_old, world.now});
  ASSERT_EQ(all<Sign>(effects).size(), 1u);
  EXPECT_EQ(all<Sign>(effects)[0].statements[0].kind, nullify);
  effects = world.hear(1, CertificateNotice{world.ballots.certificate(notarize, 1, asked[0].block)});
  asked = all<JudgePayload>(effects);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_FALSE(asked[0].check_time);
  effects = world.step(PayloadJudged{asked[0].block, Verdict::valid, world.now});
  EXPECT_TRUE(all<Sign>(effects).empty());  // it nullified the view: no FINALIZE
  EXPECT_FALSE(world.replica.is_halted());
}

TEST(Replica, StopsForGoodWhenItCannotReproduceACertifiedBlock) {
  World world;
  const auto chain = world.chain(1);
  world.start();
  world.hear(1, CertificateNotice{world.ballots.certificate(notarize, 1, hash_of(chain[0]))});
  world.tick(100);
  const auto asked = all<JudgePayload>(world.step(BlockArrived{chain[0], {}, world.now}));
  ASSERT_EQ(asked.size(), 1u);
  const Effects effects = world.step(PayloadJudged{asked[0].block, Verdict::invalid, world.now});
  EXPECT_EQ(reported<Divergence>(effects).size(), 1u);
  EXPECT_TRUE(all<Sign>(effects).empty());
  EXPECT_TRUE(world.step(WorkChanged{true, world.now}).empty());
}

TEST(Replica, TakesVotesOnlyOnTheSignersOwnLink) {
  World world;
  world.start();
  const Effects effects = world.hear(1, world.ballots.vote(notarize, 1, Ballots::block("a"), 2));
  ASSERT_EQ(reported<PeerFault>(effects).size(), 1u);
  EXPECT_EQ(reported<PeerFault>(effects)[0].peer, 1u);
}

TEST(Replica, TakesProposalsOnlyFromTheLeader) {
  World world;
  const auto chain = world.chain(1);
  world.start();
  const std::uint32_t other = 1 + world.replica.leader() % 3;
  Proposal proposal;
  proposal.header = chain[0];
  proposal.leader_signature = world.ballots.vote(notarize, 1, hash_of(chain[0]), other).signature;
  ASSERT_NE(other, world.replica.leader());
  const Effects effects = world.hear(other, proposal);
  EXPECT_EQ(reported<PeerFault>(effects).size(), 1u);
  EXPECT_TRUE(all<JudgePayload>(effects).empty());
}

TEST(Replica, KeepsLittleOfAFlood) {
  // reliability.md P08: votes and statuses with views far away are ignored, and the view goes on.
  World world;
  world.start();
  sim::Random random(5);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t view = random.chance(500) ? random.between(1, 1000) : random.next() >> 12;
    Vote vote{VoteKind(random.between(1, 3)), 0, std::max<std::uint64_t>(view, 1), Digest{}, 1, Signature{}};
    if (vote.kind != nullify) vote.block.bytes[0] = std::uint8_t(1 + random.below(200));
    world.hear(1, vote);
    world.hear(1, Status{0, std::max<std::uint64_t>(view, 1), 1'000'000, 0, Digest{}, true, false});
    world.hear(1, CertificateNotice{Certificate{nullify, 0, std::max<std::uint64_t>(view, 1), Digest{}, Bytes{7}, {}}});
  }
  EXPECT_LE(world.replica.views_kept(), limits::views_ahead + 2);
  EXPECT_EQ(world.replica.blocks_kept(), 0u);
  EXPECT_EQ(world.replica.view(), 1u);
}

TEST(Replica, IsSilentWithoutWork) {
  World world;
  world.start();
  std::size_t messages = 0;
  for (int second = 0; second < 100; ++second) {
    const Effects effects = world.tick(1'000);
    for (const Broadcast& sent : all<Broadcast>(effects)) {
      EXPECT_TRUE(std::holds_alternative<Status>(sent.message));
      ++messages;
    }
    EXPECT_TRUE(all<Sign>(effects).empty());
    EXPECT_TRUE(all<Send>(effects).empty());
  }
  EXPECT_EQ(messages, 100u);
  EXPECT_EQ(world.replica.view(), 1u);
  EXPECT_FALSE(world.replica.timers_run());
}

}  // namespace
}  // namespace allonge::consensus
