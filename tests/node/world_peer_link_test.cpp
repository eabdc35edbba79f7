// Links between validators in one process over real sockets: what gets through, and each of the nine
// reasons for which a link is refused, read on both sides.
#include "node/world/peer_link.h"

#include <fstream>

#include "ledger/digest.h"
#include "node/world/asio.h"
#include "node/world/clock.h"
#include "node/world/lanes.h"
#include "node/world/metrics_registry.h"
#include "node/world/once_a_minute.h"
#include "tests/node/world_raw_peer.h"

namespace allonge::node {
namespace {

const Digest genesis = plain_sha256(bytes_of("genesis"));
constexpr const char* names[] = {"taihe", "jianghai", "dongfang", "regulator"};

LinkOptions usual_options(std::uint32_t own_place, std::uint32_t size = 2) {
  LinkOptions options;
  options.own_place = own_place;
  for (std::uint32_t place = 0; place < size; ++place)
    options.members.push_back({names[place], key_of_number(std::uint8_t(place + 1)).public_key(), ""});
  options.network = "scf-test";
  options.genesis = genesis;
  options.handshake_timeout_ms = 5'000;
  return options;
}

// A node's end: what it received, as one string per peer, and how its links changed.
class End {
 public:
  explicit End(const LinkOptions& options) : End(options, std::uint8_t(options.own_place + 1)) {}
  End(const LinkOptions& options, std::uint8_t key)
      : received(options.members.size()), io("io"), strand("node") {
    links = PeerLinks::open(
                options, key_of_number(key), io, strand,
                [this](std::uint32_t peer, Bytes message) {
                  std::lock_guard lock(mutex);
                  received[peer].push_back(std::move(message));
                },
                [this](std::uint32_t peer, bool up) {
                  std::lock_guard lock(mutex);
                  changes.push_back({peer, up});
                },
                clock, log, metrics)
                .value();
  }
  ~End() { links.reset(); }
  std::string address() const { return "127.0.0.1:" + std::to_string(links->port()); }
  std::size_t count(std::uint32_t peer) {
    std::lock_guard lock(mutex);
    return received[peer].size();
  }

  std::mutex mutex;
  std::vector<std::vector<Bytes>> received;
  std::vector<std::pair<std::uint32_t, bool>> changes;
  SystemClock clock;
  MemoryLog log;
  MetricsRegistry metrics;
  Strand io;
  Strand strand;
  std::unique_ptr<PeerLinks> links;
};

struct Pair {
  Pair() : Pair(usual_options(0), usual_options(1)) {}
  // The first one dials the second.
  Pair(LinkOptions first, LinkOptions second, std::uint8_t first_key = 1, std::uint8_t second_key = 2)
      : b(second, second_key) {
    if (first.members[1].address.empty()) first.members[1].address = b.address();
    a.emplace(first, first_key);
  }
  bool is_up() { return eventually([&] { return a->links->is_up(1) && b.links->is_up(0); }); }
  End b;
  std::optional<End> a;
};

// Both sides tell the same reason, one of them as its own.
void expect_refused(Pair& pair, std::string_view reason, bool by_dialler, std::string_view expected, std::string_view received) {
  MemoryLog& here = by_dialler ? pair.a->log : pair.b.log;
  MemoryLog& there = by_dialler ? pair.b.log : pair.a->log;
  const std::string name = "reason=" + std::string(reason);
  EXPECT_TRUE(eventually([&] { return here.count({"link_refused", "by=us", name}) > 0; }, std::chrono::seconds(5))) << here.text();
  EXPECT_TRUE(eventually([&] { return there.count({"link_refused", "by=the peer", name}) > 0; }, std::chrono::seconds(5))) << there.text();
  EXPECT_EQ(here.count({name, "expected=" + std::string(expected), "received=" + std::string(received), "fix="}), 1u) << here.text();
  EXPECT_EQ(there.count({name, "expected=" + std::string(expected), "received=" + std::string(received), "fix="}), 1u) << there.text();
  EXPECT_FALSE(pair.a->links->is_up(1));
  EXPECT_FALSE(pair.b.links->is_up(0));
}

std::string print_of(std::uint8_t key) { return fingerprint(key_of_number(key).public_key()); }

// ---- what gets through ----

TEST(PeerLinks, CarryMessagesInOrderBothWays) {
  Pair pair;
  ASSERT_TRUE(pair.is_up()) << pair.a->log.text() << pair.b.log.text();
  std::mt19937_64 random(1);
  std::vector<Bytes> sent;
  for (std::size_t i = 0; i < 2'000; ++i) sent.push_back(busy_bytes(random, i % 700));
  for (const Bytes& message : sent) {
    pair.a->links->send(1, Lane::consensus, message);
    pair.b.links->send(0, Lane::bulk, message);
  }
  ASSERT_TRUE(eventually([&] { return pair.b.count(0) == sent.size() && pair.a->count(1) == sent.size(); }));
  EXPECT_EQ(pair.b.received[0], sent);
  EXPECT_EQ(pair.a->received[1], sent);
  EXPECT_NE(pair.a->metrics.text().find("allonge_p2p_peers 1\n"), std::string::npos);
}

TEST(PeerLinks, CarryTheLargestMessageAndDropALargerOne) {
  Pair pair;
  ASSERT_TRUE(pair.is_up());
  pair.a->links->send(1, Lane::bulk, Bytes(PeerLinks::frame_limit + 1, 7));
  pair.a->links->send(1, Lane::bulk, Bytes(PeerLinks::frame_limit, 7));
  pair.a->links->send(1, Lane::bulk, Bytes());
  ASSERT_TRUE(eventually([&] { return pair.b.count(0) == 2; }));
  EXPECT_EQ(pair.b.received[0][0], Bytes(PeerLinks::frame_limit, 7));
  EXPECT_EQ(pair.a->log.count({"message_too_large"}), 1u);
}

TEST(PeerLinks, BroadcastReachesAllOthers) {
  std::vector<std::unique_ptr<End>> ends(4);
  std::vector<std::string> addresses(4);
  for (std::uint32_t place = 4; place-- > 0;) {  // the lower place dials
    LinkOptions options = usual_options(place, 4);
    for (std::uint32_t other = 0; other < 4; ++other) options.members[other].address = addresses[other];
    ends[place] = std::make_unique<End>(options);
    addresses[place] = ends[place]->address();
  }
  for (std::uint32_t a = 0; a < 4; ++a)
    for (std::uint32_t b = 0; b < 4; ++b)
      ASSERT_TRUE(a == b || eventually([&] { return ends[a]->links->is_up(b); })) << a << b << ends[a]->log.text();
  for (std::uint32_t from = 0; from < 4; ++from) ends[from]->links->broadcast(Lane::gossip, Bytes{std::uint8_t(from)});
  for (std::uint32_t to = 0; to < 4; ++to)
    for (std::uint32_t from = 0; from < 4; ++from) {
      ASSERT_TRUE(from == to || eventually([&] { return ends[to]->count(from) == 1; })) << from << to;
      if (from == to) continue;
      EXPECT_EQ(ends[to]->received[from][0], Bytes{std::uint8_t(from)});
    }
  EXPECT_EQ(ends[0]->count(0), 0u);
}

TEST(PeerLinks, ComeBackAfterThePeerWasAway) {
  LinkOptions first = usual_options(0), second = usual_options(1);
  auto b = std::make_unique<End>(second);
  second.port = b->links->port();
  first.members[1].address = b->address();
  End a(first);
  ASSERT_TRUE(eventually([&] { return a.links->is_up(1); }));
  b.reset();
  ASSERT_TRUE(eventually([&] { return !a.links->is_up(1); }));
  a.links->send(1, Lane::consensus, Bytes{1});  // lost
  b = std::make_unique<End>(second);
  ASSERT_TRUE(eventually([&] { return a.links->is_up(1) && b->links->is_up(0); })) << a.log.text();
  a.links->send(1, Lane::consensus, Bytes{2});
  ASSERT_TRUE(eventually([&] { return b->count(0) == 1; }));
  EXPECT_EQ(b->received[0][0], Bytes{2});
  const std::vector<std::pair<std::uint32_t, bool>> expected = {{1, true}, {1, false}, {1, true}};
  EXPECT_TRUE(eventually([&] {
    std::lock_guard lock(a.mutex);
    return a.changes == expected;
  }));
}

// Whoever was dialled and took another port was never found again until all had new files.
TEST(PeerLinks, AValidatorThatMovedReachesWhoWouldDialIt) {
  LinkOptions first = usual_options(0), second = usual_options(1);
  auto b = std::make_unique<End>(second);
  first.members[1].address = b->address();  // where it will not be
  first.patience_ms = second.patience_ms = 300;
  End a(first);
  ASSERT_TRUE(eventually([&] { return a.links->is_up(1); }));
  const std::uint16_t before = b->links->port();
  asio::io_context io;
  b.reset();
  asio::ip::tcp::acceptor another_program(io, {asio::ip::make_address("127.0.0.1"), before});
  second.members[0].address = a.address();
  b = std::make_unique<End>(second);
  ASSERT_NE(b->links->port(), before);
  ASSERT_TRUE(eventually([&] { return a.links->is_up(1) && b->links->is_up(0); })) << a.log.text() << b->log.text();
  std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
  EXPECT_TRUE(a.links->is_up(1) && b->links->is_up(0)) << "one link is enough, and it stays";
  EXPECT_EQ(b->log.count({"link_up"}), 1u) << b->log.text();
}

// Both could have dialled at the same moment, for ever.
TEST(PeerLinks, BothMayDialAndOneLinkStays) {
  LinkOptions first = usual_options(0), second = usual_options(1);
  {
    End a(first), b(second);
    first.port = a.links->port();
    second.port = b.links->port();
    first.members[1].address = b.address();
    second.members[0].address = a.address();
  }
  second.patience_ms = 0;
  End b(second), a(first);
  ASSERT_TRUE(eventually([&] { return a.links->is_up(1) && b.links->is_up(0); })) << a.log.text() << b.log.text();
  std::this_thread::sleep_for(std::chrono::milliseconds(3'000));
  ASSERT_TRUE(eventually([&] { return a.links->is_up(1) && b.links->is_up(0); })) << a.log.text() << b.log.text();
  const std::size_t ups = a.log.count({"link_up"});
  std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
  EXPECT_EQ(a.log.count({"link_up"}), ups) << a.log.text();
}

TEST(PeerLinks, StayUpWhileNothingIsSaid) {
  LinkOptions first = usual_options(0), second = usual_options(1);
  first.ping_after_ms = second.ping_after_ms = 200;
  first.dead_after_ms = second.dead_after_ms = 800;
  Pair pair(first, second);
  ASSERT_TRUE(pair.is_up());
  std::this_thread::sleep_for(std::chrono::milliseconds(2'500));
  EXPECT_EQ(pair.a->log.count({"link_down"}), 0u) << pair.a->log.text();
  EXPECT_EQ(pair.b.log.count({"link_down"}), 0u) << pair.b.log.text();
}

TEST(PeerLinks, SlowDownTheSenderWhenTheNodeIsBehind) {
  Pair pair;
  ASSERT_TRUE(pair.is_up());
  std::mutex gate;
  gate.lock();
  pair.b.strand.post([&] { std::lock_guard waits(gate); });  // the node executes something long
  const std::size_t count = 200;
  for (std::size_t i = 0; i < count; ++i) pair.a->links->send(1, Lane::consensus, Bytes(256 * 1024, std::uint8_t(i)));
  std::this_thread::sleep_for(std::chrono::milliseconds(1'000));
  EXPECT_EQ(pair.b.count(0), 0u);
  gate.unlock();
  ASSERT_TRUE(eventually([&] { return pair.b.count(0) == count; })) << pair.b.count(0);
  for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(pair.b.received[0][i][0], std::uint8_t(i));
}

// A peer that lied came back at once and went on: each time the core had to read all of it again.
TEST(PeerLinks, ADroppedPeerIsToldWhyAndComesBackLaterEachTime) {
  LinkOptions first = usual_options(0), second = usual_options(1);
  first.longest_retry_ms = 100;
  first.shortest_bar_ms = second.shortest_bar_ms = 500;
  Pair pair(first, second);
  ASSERT_TRUE(pair.is_up());
  const auto away = [&](PeerLinks& links, std::uint32_t peer) {
    const auto began = std::chrono::steady_clock::now();
    links.drop(peer, "it contradicts itself");
    links.drop(peer, "said twice");  // of the same link
    EXPECT_TRUE(eventually([&] { return !pair.a->links->is_up(1) && !pair.b.links->is_up(0); }));
    EXPECT_TRUE(pair.is_up());
    return std::chrono::steady_clock::now() - began;
  };
  EXPECT_GE(away(*pair.b.links, 0), std::chrono::milliseconds(500)) << "the one who accepts";
  EXPECT_GE(away(*pair.b.links, 0), std::chrono::milliseconds(1'000));
  EXPECT_GE(away(*pair.a->links, 1), std::chrono::milliseconds(500)) << "the one who dials";
  EXPECT_EQ(pair.b.log.count({"link_down", "peer=taihe", "trouble=dropped: it contradicts itself", "barred_ms=1000"}), 1u) << pair.b.log.text();
  EXPECT_EQ(pair.a->log.count({"link_refused", "by=the peer", "reason=cut_off", "received=it contradicts itself"}), 1u) << pair.a->log.text();
  EXPECT_EQ(pair.b.log.count({"link_refused", "by=the peer", "reason=cut_off"}), 1u) << pair.b.log.text();
  const std::vector<std::pair<std::uint32_t, bool>> expected = {{0, true}, {0, false}, {0, true}, {0, false}, {0, true}, {0, false}, {0, true}};
  EXPECT_TRUE(eventually([&] {
    std::lock_guard lock(pair.b.mutex);
    return pair.b.changes == expected;
  }));
}

TEST(PeerLinks, ADroppedPeerIsForgiven) {
  LinkOptions second = usual_options(1);
  second.shortest_bar_ms = 200;
  second.forgiven_after_ms = 0;
  LinkOptions first = usual_options(0);
  first.longest_retry_ms = 100;
  Pair pair(first, second);
  for (std::size_t round = 1; round <= 3; ++round) {
    ASSERT_TRUE(pair.is_up());
    pair.b.links->drop(0, "a lie");
    ASSERT_TRUE(eventually([&] { return pair.b.log.count({"link_down", "barred_ms=200"}) == round; })) << pair.b.log.text();
  }
}

// ---- the nine reasons ----

TEST(LinkRefused, PlainTextOnATlsPort) {
  End b(usual_options(1));
  const RawSocket socket(b.links->port());
  ASSERT_TRUE(socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_EQ(socket.read_all(), "This port speaks TLS 1.3 between validators only.\n");
  EXPECT_EQ(b.log.count({"link_refused", "reason=plain_text", "by=us"}), 1u) << b.log.text();
}

TEST(LinkRefused, PlainTextFromTheOneWeDial) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener, 8), 0);
  socklen_t length = sizeof address;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  LinkOptions first = usual_options(0);
  first.members[1].address = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  End a(first);
  const int connection = ::accept(listener, nullptr, nullptr);
  const std::string_view text = "HTTP/1.1 400 Bad Request\r\n\r\n";
  ASSERT_EQ(::send(connection, text.data(), text.size(), MSG_NOSIGNAL), ssize_t(text.size()));
  EXPECT_TRUE(eventually([&] { return a.log.count({"link_refused", "peer=jianghai", "reason=plain_text"}) == 1; })) << a.log.text();
  ::close(connection);
  ::close(listener);
}

TEST(LinkRefused, KeyNotPinned) {
  LinkOptions first = usual_options(0);
  first.members[0].link_key = key_of_number(9).public_key();  // it believes so itself, jianghai does not
  Pair pair(first, usual_options(1), 9);
  expect_refused(pair, "key_not_pinned", false, print_of(1), print_of(9));
}

TEST(LinkRefused, KeyNotPinnedForTheOneWeDial) {
  LinkOptions second = usual_options(1);
  second.members[1].link_key = key_of_number(9).public_key();
  Pair pair(usual_options(0), second, 1, 9);
  expect_refused(pair, "key_not_pinned", true, print_of(2), print_of(9));
}

TEST(LinkRefused, KeyBelongsToAnotherNode) {
  // taihe takes dongfang's address for jianghai's.
  Pair pair(usual_options(0, 3), usual_options(2, 3), 1, 3);
  expect_refused(pair, "key_of_another_node", true, "jianghai " + print_of(2), "dongfang " + print_of(3));
}

TEST(LinkRefused, OurOwnKeyIsASecondInstance) {
  LinkOptions first = usual_options(0, 3), second = usual_options(0, 3);
  Pair pair(first, second, 1, 1);
  EXPECT_TRUE(eventually([&] { return pair.b.log.count({"key_of_another_node", "received=our own " + print_of(1)}) == 1; })) << pair.b.log.text();
}

TEST(LinkRefused, NotInMemberList) {
  LinkOptions first = usual_options(0);
  first.members[0] = {"stranger", key_of_number(9).public_key(), ""};
  Pair pair(first, usual_options(1), 9);
  expect_refused(pair, "not_in_member_list", false, "a member of genesis", "stranger " + print_of(9));
}

TEST(LinkRefused, WrongChainId) {
  LinkOptions first = usual_options(0);
  first.network = "other-chain";
  Pair pair(first, usual_options(1));
  const auto seen = [&](MemoryLog& log) { return eventually([&] { return log.count({"link_refused", "reason=wrong_chain_id", "scf-test", "other-chain"}) > 0; }); };
  EXPECT_TRUE(seen(pair.a->log)) << pair.a->log.text();
  EXPECT_TRUE(seen(pair.b.log)) << pair.b.log.text();
}

TEST(LinkRefused, WrongChainIdShowsBeforeAnUnknownKey) {
  LinkOptions first = usual_options(0);
  first.network = "other-chain";
  first.members[0] = {"stranger", key_of_number(9).public_key(), ""};
  Pair pair(first, usual_options(1), 9);
  EXPECT_TRUE(eventually([&] { return pair.b.log.count({"by=us", "reason=wrong_chain_id", "received=other-chain"}) == 1; })) << pair.b.log.text();
  EXPECT_EQ(pair.b.log.count({"reason=not_in_member_list"}), 0u);
}

TEST(LinkRefused, WrongGenesisHash) {
  LinkOptions first = usual_options(0);
  first.genesis = plain_sha256(bytes_of("another genesis"));
  Pair pair(first, usual_options(1));
  for (MemoryLog* const log : {&pair.a->log, &pair.b.log})
    EXPECT_TRUE(eventually([&] { return log->count({"link_refused", "reason=wrong_genesis_hash", fingerprint(genesis), fingerprint(first.genesis)}) > 0; })) << log->text();
}

TEST(LinkRefused, VersionUnsupported) {
  LinkOptions first = usual_options(0);
  first.protocol = 2;
  Pair pair(first, usual_options(1));
  for (MemoryLog* const log : {&pair.a->log, &pair.b.log})
    EXPECT_TRUE(eventually([&] { return log->count({"link_refused", "reason=version_unsupported", "protocol 1", "protocol 2"}) > 0; })) << log->text();
}

TEST(LinkRefused, OlderTls) {
  End b(usual_options(1));
  const SecretKey key = key_of_number(1);
  const RawPeer peer(b.links->port(), &key, {"taihe", "scf-test", genesis.hex()}, TLS1_2_VERSION);
  EXPECT_FALSE(peer.stands());
  EXPECT_TRUE(eventually([&] { return b.log.count({"reason=version_unsupported", "expected=TLS 1.3"}) == 1; })) << b.log.text();
}

TEST(LinkRefused, NoCertificate) {
  End b(usual_options(1));
  RawPeer peer(b.links->port(), nullptr, {});
  EXPECT_TRUE(peer.is_closed_by_other());
  EXPECT_TRUE(eventually([&] { return b.log.count({"reason=key_not_pinned", "received=no certificate"}) == 1; })) << b.log.text();
}

TEST(LinkRefused, AClockThatIsWrong) {
  LinkOptions first = usual_options(0);
  first.certificate_shift_s = 3'600;  // its clock is an hour ahead
  Pair pair(first, usual_options(1));
  EXPECT_TRUE(eventually([&] { return pair.b.log.count({"by=us", "reason=clock", "fix=set the clocks"}) == 1; })) << pair.b.log.text();
  EXPECT_TRUE(eventually([&] { return pair.a->log.count({"by=the peer", "reason=clock"}) == 1; })) << pair.a->log.text();
}

TEST(LinkRefused, AnExpiredCertificateOfAPinnedKeyOnlyWarns) {
  LinkOptions first = usual_options(0);
  first.certificate_shift_s = -100 * 86'400;
  Pair pair(first, usual_options(1));
  ASSERT_TRUE(pair.is_up()) << pair.a->log.text() << pair.b.log.text();
  EXPECT_EQ(pair.b.log.count({"certificate_expired", "peer=taihe"}), 1u) << pair.b.log.text();
}

TEST(LinkRefused, IsToldOnceAMinute) {
  LinkOptions first = usual_options(0);
  first.protocol = 2;
  first.longest_retry_ms = 100;
  Pair pair(first, usual_options(1));
  const auto tries = [&] {
    const std::string text = pair.b.metrics.text();
    const std::string name = "allonge_p2p_handshake_failures_total{reason=\"version_unsupported\"} ";
    const auto at = text.find(name);
    return at == std::string::npos ? 0 : std::stoi(text.substr(at + name.size()));
  };
  ASSERT_TRUE(eventually([&] { return tries() >= 5; }));
  EXPECT_LE(pair.b.log.count({"link_refused"}), 2u);  // ours and theirs

  OnceAMinute once;
  EXPECT_TRUE(once.lets_through("a", 1'000));
  EXPECT_FALSE(once.lets_through("a", 60'999));
  EXPECT_TRUE(once.lets_through("a", 61'000));
  for (int i = 0; i < 1'000; ++i) once.lets_through(std::to_string(i), 61'000);
  EXPECT_FALSE(once.lets_through("one more", 61'000));
}

// ---- what no honest node says ----

class HostilePeer : public testing::Test {
 protected:
  HostilePeer() : b_(options()) {}
  static LinkOptions options() {
    LinkOptions options = usual_options(1);
    options.handshake_timeout_ms = 700;
    options.frame_timeout_ms = 1'000;
    options.dead_after_ms = 1'500;
    options.ping_after_ms = 200;
    return options;
  }
  RawPeer dial() { return RawPeer(b_.links->port(), &key_, {"taihe", "scf-test", genesis.hex()}); }
  bool greet(RawPeer& peer) { return peer.greet(key_, key_of_number(2).public_key(), "taihe", "scf-test", genesis); }
  bool went_down(std::string_view words) {
    return eventually([&] { return b_.log.count({"link_down", words}) == 1; });
  }
  const SecretKey key_ = key_of_number(1);
  End b_;
};

TEST_F(HostilePeer, AnHonestDiallerByHandIsLetIn) {
  RawPeer peer = dial();
  ASSERT_TRUE(greet(peer)) << b_.log.text();
  ASSERT_TRUE(peer.send_frame(5, bytes_of("vote")));
  EXPECT_TRUE(eventually([&] { return b_.count(0) == 1; }));
}

TEST_F(HostilePeer, AHelloOfAnotherChannelIsRefused) {
  RawPeer first = dial();
  Hello hello;
  hello.network = "scf-test";
  hello.genesis = genesis;
  hello.name = "taihe";
  const Bytes recorded = write_hello(hello, 1, {true, first.exporter(), key_of_number(2).public_key()}, key_);
  RawPeer second = dial();
  ASSERT_TRUE(second.send_frame(1, recorded));
  std::optional<std::pair<std::uint8_t, Bytes>> frame;
  do frame = second.read_frame();
  while (frame && frame->first != 3);
  ASSERT_TRUE(frame);
  EXPECT_EQ(decode<RefusedLink>(frame->second)->reason, std::uint32_t(LinkRefusal::key_of_another_node));
  EXPECT_EQ(b_.log.count({"received=the hello is not signed for this channel"}), 1u) << b_.log.text();
}

TEST_F(HostilePeer, OurOwnHelloSentBackIsRefused) {
  RawPeer peer = dial();
  const auto hello = peer.read_frame();
  ASSERT_TRUE(hello && hello->first == 1);
  ASSERT_TRUE(peer.send_frame(1, hello->second));
  EXPECT_TRUE(peer.is_closed_by_other());
  EXPECT_FALSE(b_.links->is_up(0));
}

TEST_F(HostilePeer, AFrameOfFourGigabytesClosesTheLink) {
  RawPeer before = dial();
  ASSERT_TRUE(before.send(Bytes{0xff, 0xff, 0xff, 0xff, 5}));
  EXPECT_TRUE(before.is_closed_by_other());
  RawPeer after = dial();
  ASSERT_TRUE(greet(after));
  ASSERT_TRUE(after.send(Bytes{0xff, 0xff, 0xff, 0xff, 5}));
  EXPECT_TRUE(after.is_closed_by_other());
  EXPECT_TRUE(went_down("a frame of 4294967295 bytes"));
}

TEST_F(HostilePeer, MessagesBeforeTheHelloCloseTheLink) {
  RawPeer peer = dial();
  ASSERT_TRUE(peer.send_frame(5, bytes_of("vote")));
  EXPECT_TRUE(peer.is_closed_by_other());
  EXPECT_EQ(b_.count(0), 0u);
}

TEST_F(HostilePeer, ATrickleIsClosed) {
  RawPeer peer = dial();
  ASSERT_TRUE(greet(peer));
  Bytes frame;
  append_big_endian(frame, std::uint32_t(1'000));
  frame.push_back(5);
  ASSERT_TRUE(peer.send(frame));
  for (int i = 0; i < 40 && peer.send(Bytes{1}); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_TRUE(went_down("a frame took too long")) << b_.log.text();
}

TEST_F(HostilePeer, SilenceIsClosed) {
  RawPeer peer = dial();
  ASSERT_TRUE(greet(peer));
  EXPECT_TRUE(peer.is_closed_by_other());
  EXPECT_TRUE(went_down("the peer is silent")) << b_.log.text();
}

// The kernel's own buffers took all 15 MiB for the peer on a quiet machine, and the test found nothing stalled;
// on a busy one they were sent before the link was up, and lost.
TEST_F(HostilePeer, WhoeverTakesNothingIsClosed) {
  RawPeer peer = dial();
  ASSERT_TRUE(greet(peer));
  ASSERT_TRUE(eventually([&] { return b_.links->is_up(0); }));
  std::atomic<bool> over{false};
  std::thread alive([&] {  // says something, but reads nothing
    while (!over && peer.send_frame(4, {})) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  });
  for (int i = 0; i < 30; ++i) b_.links->send(0, Lane::bulk, Bytes(512 * 1024, 1));
  EXPECT_TRUE(went_down("the peer takes nothing")) << b_.log.text();
  over = true;
  alive.join();
}

TEST_F(HostilePeer, ConnectionsThatSayNothingAreClosedAndHonestOnesGetIn) {
  std::vector<std::unique_ptr<RawSocket>> silent;
  for (int i = 0; i < 30; ++i) silent.push_back(std::make_unique<RawSocket>(b_.links->port()));
  RawPeer peer = dial();
  EXPECT_TRUE(greet(peer)) << b_.log.text();
  for (const auto& socket : silent) EXPECT_EQ(socket->read_all(), "");
}

// 64 silent connections shut out the committee: whoever came next was closed, for five seconds each time.
TEST(PeerLink, SilentStrangersDoNotKeepAMemberOut) {
  LinkOptions options = usual_options(1);
  options.handshake_timeout_ms = 60'000;
  End b(options);
  std::vector<std::unique_ptr<RawSocket>> silent;
  for (const char* const from : {"127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"})
    for (int i = 0; i < 30; ++i) silent.push_back(std::make_unique<RawSocket>(b.links->port(), from));
  LinkOptions first = usual_options(0);
  first.members[1].address = b.address();
  first.longest_retry_ms = 100;
  End a(first);
  EXPECT_TRUE(eventually([&] { return a.links->is_up(1) && b.links->is_up(0); }, std::chrono::seconds(5))) << a.log.text();
}

// A thousand addresses used up the table of allowances, and every new address was refused.
TEST(PeerLink, AThousandStrangersDoNotKeepAMemberOut) {
  End b(usual_options(1));
  std::atomic<bool> over{false};
  std::thread strangers([&] {
    for (int i = 0; !over; i = (i + 1) % 1'500) {
      const std::string from = "127.1." + std::to_string(i / 250) + "." + std::to_string(i % 250 + 1);
      for (int each = 0; each < 2; ++each) RawSocket(b.links->port(), from.c_str());
    }
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  LinkOptions first = usual_options(0);
  first.members[1].address = b.address();
  first.longest_retry_ms = 100;
  End a(first);
  EXPECT_TRUE(eventually([&] { return a.links->is_up(1) && b.links->is_up(0); }, std::chrono::seconds(10))) << a.log.text();
  over = true;
  strangers.join();
}

TEST_F(HostilePeer, AFloodOfConnectionsIsBounded) {
  std::vector<std::unique_ptr<RawSocket>> sockets;
  for (int i = 0; i < 300; ++i) sockets.push_back(std::make_unique<RawSocket>(b_.links->port()));
  for (const auto& socket : sockets) EXPECT_EQ(socket->read_all(), "");
  ASSERT_TRUE(eventually([&] {
    RawPeer peer = dial();
    return peer.stands() && greet(peer);
  }));
}

// ---- parts ----

TEST(PeerLinks, AreNotOpenedWithAnotherKeyOrOnATakenPort) {
  SystemClock clock;
  MemoryLog log;
  NoMetrics metrics;
  Strand io("io"), strand("node");
  const auto open = [&](const LinkOptions& options, std::uint8_t key) {
    return PeerLinks::open(options, key_of_number(key), io, strand, [](std::uint32_t, Bytes) {}, [](std::uint32_t, bool) {}, clock, log, metrics);
  };
  const auto other = open(usual_options(0), 5);
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().detail.find(print_of(5)), std::string::npos);
  const auto first = open(usual_options(0), 1);
  ASSERT_TRUE(first);
  LinkOptions options = usual_options(0);
  options.port = (*first)->port();
  const auto second = open(options, 1);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.reason(), Reason::bad_config);
  options = usual_options(0);
  options.members[1].address = "nowhere";
  EXPECT_EQ(open(options, 1).reason(), Reason::bad_config);
}

TEST(Lanes, ConsensusGoesFirstAndTheOthersHaveCredit) {
  Lanes lanes;
  const auto message = [](std::size_t size, std::uint8_t letter) { return std::make_shared<const Bytes>(size, letter); };
  EXPECT_EQ(lanes.put(Lane::gossip, message(Lanes::gossip_bytes / 2, 1)), Lanes::Taken::yes);
  EXPECT_EQ(lanes.put(Lane::gossip, message(Lanes::gossip_bytes / 2, 2)), Lanes::Taken::yes);
  EXPECT_EQ(lanes.put(Lane::gossip, message(1, 3)), Lanes::Taken::dropped_one);  // the oldest went
  EXPECT_EQ(lanes.put(Lane::bulk, message(Lanes::bulk_bytes, 4)), Lanes::Taken::yes);
  EXPECT_EQ(lanes.put(Lane::bulk, message(1, 5)), Lanes::Taken::dropped_one);  // the new one went
  EXPECT_EQ(lanes.put(Lane::consensus, message(10, 6)), Lanes::Taken::yes);
  EXPECT_EQ(lanes.put(Lane::consensus, message(Lanes::consensus_bytes, 7)), Lanes::Taken::hopeless);
  std::vector<int> order;
  while (!lanes.empty()) order.push_back(lanes.take().second->front());
  EXPECT_EQ(order, (std::vector<int>{6, 4, 2, 3}));
}

TEST(Hello, IsBoundToRoleChannelReceiverVersionAndBody) {
  const SecretKey key = key_of_number(1);
  const Channel channel{true, plain_sha256(bytes_of("session")), key_of_number(2).public_key()};
  Hello hello;
  hello.network = "scf-test";
  hello.name = "taihe";
  const Bytes bytes = write_hello(hello, 1, channel, key);
  ASSERT_TRUE(read_hello(bytes, channel, key.public_key()));
  Channel other = channel;
  other.sent_by_dialler = false;
  EXPECT_EQ(read_hello(bytes, other, key.public_key()).reason(), Reason::bad_signature);
  other = channel;
  other.exporter = plain_sha256(bytes_of("another session"));
  EXPECT_EQ(read_hello(bytes, other, key.public_key()).reason(), Reason::bad_signature);
  other = channel;
  other.receiver = key_of_number(3).public_key();
  EXPECT_EQ(read_hello(bytes, other, key.public_key()).reason(), Reason::bad_signature);
  EXPECT_EQ(read_hello(bytes, channel, key_of_number(3).public_key()).reason(), Reason::bad_signature);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    Bytes changed = bytes;
    changed[i] ^= 1;
    EXPECT_FALSE(read_hello(changed, channel, key.public_key())) << i;
    EXPECT_FALSE(read_hello(BytesView(bytes).first(i), channel, key.public_key())) << i;
  }
}

}  // namespace
}  // namespace allonge::node
