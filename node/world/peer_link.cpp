#include "node/world/peer_link.h"

#include <openssl/ssl.h>

#include <mutex>
#include <set>

#include "node/config.h"
#include "node/world/link.h"
#include "node/world/link_admission.h"
#include "node/world/once_a_minute.h"
#include "node/world/redial.h"

namespace allonge::node {

namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr auto tick_every = std::chrono::milliseconds(100);
constexpr std::uint64_t steady_link_ms = 2'000;  // up for so long: the next dial waits the shortest time
constexpr std::size_t outbox_bytes = 64 * 1024 * 1024;
constexpr std::uint32_t everybody = 0xffffffff;
// Clocks differ by a little: certificates begin so much earlier.
constexpr std::int64_t grace_s = 300;

Refusal bad(std::string words) { return {Reason::bad_config, std::move(words)}; }

// What outlives the links on the node's strand: nothing is called once `alive` is false.
struct Callbacks {
  std::atomic<bool> alive{true};
  PeerLinks::OnMessage on_message;
  PeerLinks::OnLink on_link;
};

// A place of the committee as seen from here.
struct Peer {
  std::shared_ptr<Link> link;     // the one that is up
  std::weak_ptr<Link> attempt;    // being dialled
  bool resolving = false;
  Redial redial;
  Bar bar;                        // see drop()
  std::uint64_t alone_since_ms = 0;  // without a link
  std::string host;               // where it is, or was when its last link came up
};

struct Outgoing {
  std::uint32_t peer = 0;
  Lane lane = Lane::consensus;
  SharedBytes message;
};

}  // namespace

struct PeerLinks::Hidden final : LinkOwner, std::enable_shared_from_this<PeerLinks::Hidden> {
  Hidden(LinkOptions its_options, SecretKey key, Strand& its_io, Strand& its_strand, const Clock& its_clock, Log& its_log,
         Metrics& its_metrics)
      : options_(std::move(its_options)), key_(std::move(key)), io(its_io), strand(its_strand), clock_(its_clock),
        log(its_log), metrics_(its_metrics), acceptor(io.context()), timer(io.context()), resolver(io.context()),
        peers(options_.members.size()), up(options_.members.size()) {}

  // ---- setting up ----

  Result<void> make_identity() {
    const auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls);
    const std::int64_t now_s = std::int64_t(clock_.wall_ms() / 1'000) + options_.certificate_shift_s;
    const CertificateDates dates{now_s - grace_s, now_s + std::int64_t(options_.certificate_days) * 86'400};
    CHECK(set_identity(context->native_handle(), key_,
                       {options_.members[options_.own_place].name, options_.network, options_.genesis.hex()}, dates));
    tls = context;
    renew_at_ms = std::uint64_t(std::max<std::int64_t>(dates.not_after_s, 0)) * 1'000 -
                  std::min<std::uint64_t>(options_.certificate_days, 36'500) * 86'400'000 / 3;
    metrics_.set(Metric::certificate_not_after, std::uint64_t(std::max<std::int64_t>(dates.not_after_s, 0)), "link");
    return done();
  }

  Result<void> listen() {
    error_code error;
    const auto address = asio::ip::make_address(options_.host, error);
    if (error) return bad("p2p.host \"" + options_.host + "\" is not an address");
    const tcp::endpoint endpoint(address, options_.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
      return bad("cannot listen for peers on " + options_.host + ":" + std::to_string(options_.port) + ": " +
                 error.message());
    port = acceptor.local_endpoint(error).port();
    return done();
  }

  void start() {
    for (std::uint32_t place = 0; place < peers.size(); ++place) {
      peers[place].alone_since_ms = clock_.steady_ms();
      const auto where = parse_host_port(options_.members[place].address);
      error_code error;
      const auto numeric = where ? asio::ip::make_address(where->host, error) : asio::ip::address();
      if (where && !error) peers[place].host = host_of(numeric);
    }
    accept_next();
    tick();
  }

  void stop() {
    stopped = true;
    error_code ignored;
    acceptor.close(ignored);
    resolver.cancel();
    timer.cancel();
    const auto all = links;
    for (const auto& link : all) link->close("this node stops");
  }

  // ---- accepting ----

  void accept_next() {
    acceptor.async_accept([self = shared_from_this()](const error_code& error, tcp::socket socket) {
      if (self->stopped) return;
      // Out of descriptors: the next tick tries again.
      if (error) {
        self->accepting_paused = true;
        return;
      }
      self->take(std::move(socket));
      self->accept_next();
    });
  }

  void take(tcp::socket socket) {
    error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error) return;  // closes it
    const std::string host = host_of(remote.address());
    if (!admission.may_enter(host, is_of_a_member(host), clock_.steady_ms())) return;
    const auto link = std::make_shared<Link>(*this, io.context(), tls);
    const auto in_the_way = LinkAdmission::in_the_way_of(host, links, [this](const std::string& one) { return is_of_a_member(one); });
    if (in_the_way != nullptr) in_the_way->close("made room for another connection");
    links.insert(link);
    link->accept(std::move(socket), host);
  }

  bool is_of_a_member(const std::string& host) const {
    return std::any_of(peers.begin(), peers.end(), [&](const Peer& peer) { return peer.host == host; });
  }

  // ---- dialling ----

  void tick() {
    if (stopped) return;
    const std::uint64_t now = clock_.steady_ms();
    if (clock_.wall_ms() > renew_at_ms && options_.certificate_days > 0 && options_.certificate_shift_s == 0)
      if (const auto made = make_identity(); !made)
        log.write(Level::error, "certificate_not_renewed", {{"trouble", made.error().detail}});
    const auto all = links;  // closing one takes it out of the set
    for (const auto& link : all) link->tick(now);
    admission.forget_the_quiet(now);
    for (std::uint32_t place = 0; place < peers.size(); ++place)
      if (place > options_.own_place || (place < options_.own_place && now - peers[place].alone_since_ms >= options_.patience_ms))
        dial_if_due(place, now);
    if (std::exchange(accepting_paused, false)) accept_next();
    timer.expires_after(tick_every);
    timer.async_wait([self = shared_from_this()](const error_code& error) {
      if (!error) self->tick();
    });
  }

  void dial_if_due(std::uint32_t place, std::uint64_t now) {
    Peer& peer = peers[place];
    const std::string& address = options_.members[place].address;
    if (peer.link != nullptr || peer.resolving || !peer.attempt.expired() || !peer.redial.is_due(now) || address.empty()) return;
    if (peer.bar.left_ms(now) > 0) return;
    const auto where = parse_host_port(address);
    if (!where) return;  // open() has refused such a one
    error_code error;
    const auto numeric = asio::ip::make_address(where->host, error);
    if (!error) return dial(place, {tcp::endpoint(numeric, where->port)});
    peer.resolving = true;
    resolver.async_resolve(where->host, std::to_string(where->port),
                           [self = shared_from_this(), place](const error_code& failed, const tcp::resolver::results_type& found) {
                             if (self->stopped) return;
                             self->peers[place].resolving = false;
                             std::vector<tcp::endpoint> endpoints;
                             for (const auto& entry : found) endpoints.push_back(entry.endpoint());
                             if (!failed && !endpoints.empty()) return self->dial(place, std::move(endpoints));
                             self->put_off(place);
                             self->tell_failure(place, "cannot find the host: " + failed.message());
                           });
  }

  void dial(std::uint32_t place, std::vector<tcp::endpoint> endpoints) {
    const auto link = std::make_shared<Link>(*this, io.context(), tls);
    links.insert(link);
    peers[place].attempt = link;
    link->dial(place, std::move(endpoints));
  }

  void put_off(std::uint32_t place) {
    peers[place].redial.put_off(clock_.steady_ms(), options_.shortest_retry_ms, options_.longest_retry_ms);
  }

  void tell_failure(std::uint32_t place, const std::string& words) {
    const LinkMember& member = options_.members[place];
    if (once.lets_through("failure/" + member.name + "/" + words, clock_.steady_ms()))
      log.write(Level::warning, "link_failed", {{"peer", member.name}, {"address", member.address}, {"trouble", words}});
  }

  // ---- cutting off ----

  // A drop while one lasts is a late word about the same link.
  void drop(std::uint32_t place, const std::string& why) {
    Peer& peer = peers[place];
    const std::uint64_t now = clock_.steady_ms();
    if (stopped || peer.bar.left_ms(now) > 0) return;
    peer.bar.begin(now, options_.shortest_bar_ms, options_.longest_bar_ms, options_.forgiven_after_ms);
    const auto all = links;
    for (const auto& link : all)
      if (link->place() == place && link != peer.link) link->close("dropped");
    const auto link = std::exchange(peer.link, nullptr);
    if (link == nullptr) return;
    set_up(place, false);
    log.write(Level::warning, "link_down", {{"peer", options_.members[place].name}, {"trouble", "dropped: " + why},
                                            {"barred_ms", std::to_string(peer.bar.length_ms())}});
    link->cut_off(why);
  }

  std::uint64_t barred_for_ms(std::uint32_t place) const override {
    return peers[place].bar.left_ms(clock_.steady_ms());
  }

  // ---- what links tell ----

  const LinkOptions& options() const override { return options_; }
  const SecretKey& link_key() const override { return key_; }
  const Clock& clock() const override { return clock_; }
  Metrics& metrics() override { return metrics_; }

  // A member has one connection on its way to us at a time: the newest.
  void link_known(const std::shared_ptr<Link>& link) override {
    const auto all = links;
    for (const auto& other : all)
      if (other != link && other->is_half_open() && other->place() == link->place())
        other->close("a newer connection took its place");
  }

  void link_up(const std::shared_ptr<Link>& link) override {
    const std::uint32_t place = *link->place();
    Peer& peer = peers[place];
    if (!link->is_dialled()) peer.host = link->host();
    if (const auto old = peer.link; old != nullptr) {
      // The newest wins: after a change of network the old one is dead without knowing it.
      if (once.lets_through("replaced/" + options_.members[place].name, clock_.steady_ms()))
        log.write(Level::warning, "link_replaced",
                  {{"peer", options_.members[place].name}, {"old", old->address()}, {"new", link->address()},
                   {"hint", "if this goes on, a second process uses this peer's key"}});
      old->close("a newer connection took its place");
    }
    peer.link = link;
    set_up(place, true);
    log.write(Level::info, "link_up", {{"peer", options_.members[place].name}, {"address", link->address()}});
  }

  void link_closed(const std::shared_ptr<Link>& link, const std::string& words) override {
    links.erase(link);
    const auto place = link->place();
    if (!place) return;
    Peer& peer = peers[*place];
    if (link->is_dialled()) {
      const bool was_steady = peer.link == link && clock_.steady_ms() - link->up_since_ms() >= steady_link_ms;
      if (was_steady) peer.redial.was_steady();
      put_off(*place);
      if (peer.attempt.lock() == link) peer.attempt.reset();
    }
    if (peer.link == link) {
      peer.link.reset();
      set_up(*place, false);
      log.write(stopped ? Level::info : Level::warning, "link_down", {{"peer", options_.members[*place].name}, {"trouble", words}});
    } else if (link->is_dialled() && !stopped && words != "refused" && words != "the peer refused") {
      tell_failure(*place, words);
    }
  }

  void set_up(std::uint32_t place, bool is) {
    up[place] = is;
    if (!is) peers[place].alone_since_ms = clock_.steady_ms();
    std::uint64_t count = 0;
    for (const auto& one : up) count += one ? 1 : 0;
    metrics_.set(Metric::peers, count);
    strand.post([callbacks = callbacks, place, is] {
      if (callbacks->alive) callbacks->on_link(place, is);
    });
  }

  void link_messages(const std::shared_ptr<Link>& link, std::vector<Bytes> messages, std::size_t bytes) override {
    strand.post([callbacks = callbacks, place = *link->place(), messages = std::make_shared<std::vector<Bytes>>(std::move(messages)),
                 unhandled = link->unhandled_bytes(), weak = std::weak_ptr(link), bytes, to = &io] {
      if (!callbacks->alive) return;
      for (Bytes& message : *messages) callbacks->on_message(place, std::move(message));
      const std::size_t before = unhandled->fetch_sub(bytes);
      constexpr std::size_t low = Link::read_ahead_bytes / 2;
      if (before > low && before - bytes <= low)
        to->post([weak] {
          if (const auto still = weak.lock()) still->resume_reading();
        });
    });
  }

  void link_refused(const Link& link, bool here, const RefusedLink& refused) override {
    const LinkRefusalRow& row = *find_link_refusal(refused.reason);
    metrics_.add(Metric::handshake_failures, 1, row.name);
    const auto place = link.place();
    const std::string& address = link.address();
    const std::string peer = place ? options_.members[*place].name : "unknown";
    // An unknown one is known by its address, without the port of the day.
    const std::string name = place ? peer : address.substr(0, address.rfind(':'));
    if (!once.lets_through((here ? "here/" : "there/") + name + "/" + std::string(row.name), clock_.steady_ms())) return;
    log.write(Level::warning, "link_refused",
              {{"peer", peer}, {"address", address}, {"by", here ? "us" : "the peer"}, {"reason", std::string(row.name)},
               {"meaning", std::string(row.sentence)}, {"expected", refused.expected}, {"received", refused.received},
               {"fix", std::string(row.fix)}});
  }

  void link_warning(const Link& link, std::string_view event, const std::string& words) override {
    const std::string peer = link.place() ? options_.members[*link.place()].name : link.address();
    if (once.lets_through(std::string(event) + "/" + peer, clock_.steady_ms()))
      log.write(Level::warning, event, {{"peer", peer}, {"address", link.address()}, {"detail", words}});
  }

  // ---- sending ----

  void put(Outgoing outgoing) {
    const std::size_t size = outgoing.message->size();
    if (size > frame_limit) {
      log.write(Level::error, "message_too_large", {{"bytes", std::to_string(size)}});
      return;
    }
    {
      std::lock_guard lock(outbox_mutex);
      // The strand of the sockets is behind: only what must not be lost is taken on.
      if (outbox_size + size > outbox_bytes && outgoing.lane != Lane::consensus) {
        metrics_.add(Metric::peer_messages_dropped, 1, outgoing.lane == Lane::bulk ? "bulk" : "gossip");
        return;
      }
      outbox_size += size;
      outbox.push_back(std::move(outgoing));
      if (std::exchange(outbox_posted, true)) return;
    }
    io.post([self = shared_from_this()] { self->empty_outbox(); });
  }

  void empty_outbox() {
    std::vector<Outgoing> all;
    {
      std::lock_guard lock(outbox_mutex);
      all.swap(outbox);
      outbox_size = 0;
      outbox_posted = false;
    }
    for (const Outgoing& one : all)
      for (std::uint32_t place = 0; place < peers.size(); ++place)
        if (one.peer == everybody || one.peer == place)
          if (const auto link = peers[place].link; link != nullptr) link->send(one.lane, one.message);
  }

  LinkOptions options_;
  SecretKey key_;
  Strand& io;
  Strand& strand;
  const Clock& clock_;
  Log& log;
  Metrics& metrics_;
  std::shared_ptr<Callbacks> callbacks = std::make_shared<Callbacks>();
  std::shared_ptr<asio::ssl::context> tls;
  std::uint64_t renew_at_ms = 0;

  // On the strand of the sockets only.
  tcp::acceptor acceptor;
  asio::steady_timer timer;
  tcp::resolver resolver;
  std::uint16_t port = 0;
  bool stopped = false;
  bool accepting_paused = false;
  std::set<std::shared_ptr<Link>> links;  // all, half-open ones too
  std::vector<Peer> peers;
  LinkAdmission admission;
  OnceAMinute once;

  // From any thread.
  std::vector<std::atomic<bool>> up;
  std::mutex outbox_mutex;
  std::vector<Outgoing> outbox;
  std::size_t outbox_size = 0;
  bool outbox_posted = false;
};

Result<std::unique_ptr<PeerLinks>> PeerLinks::open(LinkOptions options, SecretKey link_key, Strand& io, Strand& strand,
                                                   OnMessage on_message, OnLink on_link, const Clock& clock, Log& log,
                                                   Metrics& metrics) {
  ensure(options.own_place < options.members.size(), "a node has a place in its committee");
  for (const LinkMember& member : options.members)
    if (!member.address.empty())
      if (const auto read = parse_host_port(member.address); !read)
        return bad("peers." + member.name + ": " + read.error().detail);
  if (options.members[options.own_place].link_key != link_key.public_key())
    return bad("the link key of this node is " + fingerprint(link_key.public_key()) + ", genesis pins " +
               fingerprint(options.members[options.own_place].link_key) + " for " + options.members[options.own_place].name);
  auto hidden = std::make_shared<Hidden>(std::move(options), std::move(link_key), io, strand, clock, log, metrics);
  hidden->callbacks->on_message = std::move(on_message);
  hidden->callbacks->on_link = std::move(on_link);
  CHECK(hidden->make_identity());
  CHECK(hidden->listen());
  io.post([hidden] { hidden->start(); });
  return std::unique_ptr<PeerLinks>(new PeerLinks(std::move(hidden)));
}

PeerLinks::PeerLinks(std::shared_ptr<Hidden> hidden) : hidden_(std::move(hidden)) {}

PeerLinks::~PeerLinks() {
  hidden_->strand.post_and_wait([this] { hidden_->callbacks->alive = false; });
  hidden_->io.post_and_wait([this] { hidden_->stop(); });
}

void PeerLinks::send(std::uint32_t peer, Lane lane, Bytes message) {
  if (peer >= hidden_->peers.size() || !hidden_->up[peer]) return;
  hidden_->put({peer, lane, std::make_shared<const Bytes>(std::move(message))});
}

void PeerLinks::broadcast(Lane lane, Bytes message) {
  hidden_->put({everybody, lane, std::make_shared<const Bytes>(std::move(message))});
}

bool PeerLinks::is_up(std::uint32_t peer) const { return peer < hidden_->up.size() && hidden_->up[peer]; }

void PeerLinks::drop(std::uint32_t peer, std::string_view why) {
  if (peer >= hidden_->peers.size()) return;
  hidden_->io.post([hidden = hidden_, peer, words = std::string(why)] { hidden->drop(peer, words); });
}

std::uint16_t PeerLinks::port() const { return hidden_->port; }

}  // namespace allonge::node
