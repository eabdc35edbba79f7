// One connection to another validator, from TCP to its end. Lives on the strand of the sockets.
//
//   connect or accept → TLS 1.3 → is the key pinned? → hello, hello → welcome, welcome → up → closed
//
// Whoever refuses says so in one frame before it closes, so that both operators read the same reason.
// link_handshake.cpp holds its beginning, link.cpp what follows.
// Internal to node/world: includes Asio and OpenSSL, for the files of links alone.
#pragma once

#include <atomic>
#include <optional>

#include "node/world/asio.h"
// asio.h comes first
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl.hpp>

#include "node/world/hello.h"
#include "node/world/lanes.h"
#include "node/world/peer_link.h"
#include "node/world/tls_identity.h"

namespace allonge::node {

class Link;

// What all links of a node share.
class LinkOwner {
 public:
  virtual ~LinkOwner() = default;
  virtual const LinkOptions& options() const = 0;
  virtual const SecretKey& link_key() const = 0;
  virtual const Clock& clock() const = 0;
  virtual Metrics& metrics() = 0;

  // For how long a member gets no link, because of what it said on its last one.
  virtual std::uint64_t barred_for_ms(std::uint32_t place) const = 0;
  // An accepted one has shown a member's key, and is not up yet.
  virtual void link_known(const std::shared_ptr<Link>& link) = 0;
  virtual void link_up(const std::shared_ptr<Link>& link) = 0;
  virtual void link_messages(const std::shared_ptr<Link>& link, std::vector<Bytes> messages, std::size_t bytes) = 0;
  // Exactly once per link, also when it never was up. `words` for the log.
  virtual void link_closed(const std::shared_ptr<Link>& link, const std::string& words) = 0;
  // `here`: this side refused; otherwise the other one told us so.
  virtual void link_refused(const Link& link, bool here, const RefusedLink& refused) = 0;
  virtual void link_warning(const Link& link, std::string_view event, const std::string& words) = 0;
};

class Link : public std::enable_shared_from_this<Link> {
 public:
  Link(LinkOwner& owner, asio::io_context& io, std::shared_ptr<asio::ssl::context> tls);

  // One of the two begins it.
  void dial(std::uint32_t place, std::vector<asio::ip::tcp::endpoint> endpoints);
  void accept(asio::ip::tcp::socket socket, std::string host);

  void send(Lane lane, const SharedBytes& message);  // only while up
  void tick(std::uint64_t now_ms);                   // closes what is too slow or silent, pings
  void close(const std::string& words);
  void cut_off(const std::string& why);              // only while up; tells the peer before it closes
  void resume_reading();  // what was handed over has been dealt with

  bool is_up() const { return state_ == State::up; }
  bool is_dialled() const { return dialled_; }
  bool is_half_open() const { return !dialled_ && state_ != State::up && state_ != State::closed; }
  // Has said nothing yet, or nothing more will come of it.
  bool is_silent() const { return state_ == State::connecting || state_ == State::refusing; }
  std::optional<std::uint32_t> place() const { return place_; }
  const std::string& address() const { return address_; }
  const std::string& host() const { return host_; }  // of an accepted one: whom its address stands for
  std::uint64_t begun_ms() const { return begun_ms_; }
  std::uint64_t up_since_ms() const { return up_since_ms_; }

  // Bytes of messages that the node's strand has not dealt with; at most so many are read ahead, and the
  // frame that is just coming. A liar's messages can cost the strand 40 microseconds a hundred bytes, and
  // an honest peer's wait behind them.
  static constexpr std::size_t read_ahead_bytes = 2 * 1024 * 1024;
  using Unhandled = std::shared_ptr<std::atomic<std::size_t>>;
  const Unhandled& unhandled_bytes() const { return unhandled_bytes_; }

 private:
  enum class State : std::uint8_t { connecting, handshake, hello, up, refusing, closed };
  enum class Frame : std::uint8_t { hello = 1, welcome, refused, ping, consensus, bulk, gossip };

  void on_connected(const boost::system::error_code& error);
  void look_at_first_byte();
  void answer_plain_text();
  void handshake();
  void on_handshake(const boost::system::error_code& error);
  void fail_handshake(const boost::system::error_code& error);
  std::optional<RefusedLink> judge_certificate();
  void say_hello();
  void read_more();
  void on_read(const boost::system::error_code& error, std::size_t count);
  bool take_frames();  // false when the link is not to be read any more
  bool take_frame(Frame kind, BytesView payload, std::vector<Bytes>& messages, std::size_t& bytes);
  bool take_hello(BytesView payload);
  void become_up_if_welcome();
  void refuse(LinkRefusal reason, std::string expected, std::string received);
  void refuse(const RefusedLink& refused);
  void drain();
  void put_frame(Frame kind, BytesView payload);
  void write_more();
  void write_soon();
  const LinkMember& member(std::uint32_t place) const { return owner_.options().members[place]; }
  std::uint64_t now_ms() const { return owner_.clock().steady_ms(); }

  LinkOwner& owner_;
  std::shared_ptr<asio::ssl::context> tls_;  // outlives the stream
  asio::ssl::stream<asio::ip::tcp::socket> stream_;
  asio::steady_timer gossip_timer_;
  State state_ = State::connecting;
  bool dialled_ = false;
  std::optional<std::uint32_t> place_;  // whom we dialled, then whose key it is
  std::string address_;
  std::string host_;
  std::vector<asio::ip::tcp::endpoint> endpoints_;
  Digest exporter_;

  std::uint64_t begun_ms_ = 0;
  std::uint64_t up_since_ms_ = 0;
  std::uint64_t received_ms_ = 0;
  std::uint64_t sent_ms_ = 0;
  std::uint64_t frame_begun_ms_ = 0;  // 0: between frames
  std::uint64_t write_begun_ms_ = 0;  // 0: nothing is being written

  Bytes in_;
  std::size_t in_begin_ = 0;
  std::size_t in_end_ = 0;
  bool hello_taken_ = false;
  bool welcomed_ = false;
  bool paused_ = false;

  Unhandled unhandled_bytes_ = std::make_shared<std::atomic<std::size_t>>(0);

  Lanes lanes_;
  Bytes control_;  // frames of our own that go before the lanes
  Bytes out_;
  bool writing_ = false;
  bool gossip_waits_ = false;
  std::array<std::uint8_t, 512> drained_;
};

}  // namespace allonge::node
