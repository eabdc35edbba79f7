// The beginning of a link: TLS, whose key it is, and the two hellos. What follows stands in link.cpp.
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "node/world/link.h"
#include "node/world/random.h"

namespace allonge::node {

namespace {

using boost::system::error_code;

constexpr std::string_view plain_text_answer = "This port speaks TLS 1.3 between validators only.\n";

int tls_reason(const error_code& error) {
  return error.category() == asio::error::get_ssl_category() ? ERR_GET_REASON(unsigned(error.value())) : 0;
}

}  // namespace

// ---- from TCP to TLS ----

void Link::dial(std::uint32_t place, std::vector<asio::ip::tcp::endpoint> endpoints) {
  dialled_ = true;
  place_ = place;
  address_ = member(place).address;
  endpoints_ = std::move(endpoints);
  asio::async_connect(stream_.next_layer(), endpoints_,
                      [self = shared_from_this()](const error_code& error, const asio::ip::tcp::endpoint&) {
                        self->on_connected(error);
                      });
}

void Link::accept(asio::ip::tcp::socket socket, std::string host) {
  host_ = std::move(host);
  stream_.next_layer() = std::move(socket);
  error_code error;
  const auto remote = stream_.next_layer().remote_endpoint(error);
  if (error) return close(error.message());
  address_ = remote.address().to_string() + ":" + std::to_string(remote.port());
  on_connected(error);
}

void Link::on_connected(const error_code& error) {
  if (state_ == State::closed) return;
  if (error) return close("cannot connect: " + error.message());
  error_code ignored;
  stream_.next_layer().set_option(asio::ip::tcp::no_delay(true), ignored);
  if (dialled_) return handshake();
  stream_.next_layer().async_wait(asio::ip::tcp::socket::wait_read,
                                  [self = shared_from_this()](const error_code& failed) {
                                    if (self->state_ == State::closed) return;
                                    if (failed) return self->close(failed.message());
                                    self->look_at_first_byte();
                                  });
}

// Every TLS connection begins with a record of kind 22. Whoever speaks something else gets an answer
// it can read.
void Link::look_at_first_byte() {
  std::array<std::uint8_t, 1> first{};
  error_code error;
  stream_.next_layer().non_blocking(true, error);
  const std::size_t count =
      stream_.next_layer().receive(asio::buffer(first), asio::ip::tcp::socket::message_peek, error);
  if (error || count == 0) return close("closed before a word");
  if (first[0] == 22) return handshake();
  answer_plain_text();
}

void Link::answer_plain_text() {
  owner_.link_refused(*this, true, {std::uint32_t(LinkRefusal::plain_text), "TLS 1.3", "plain text"});
  state_ = State::refusing;
  begun_ms_ = now_ms();
  asio::async_write(stream_.next_layer(), asio::buffer(plain_text_answer),
                    [self = shared_from_this()](const error_code& error, std::size_t) {
                      if (error) return self->close("plain text");
                      self->drain();
                    });
}

void Link::handshake() {
  state_ = State::handshake;
  stream_.async_handshake(dialled_ ? asio::ssl::stream_base::client : asio::ssl::stream_base::server,
                          [self = shared_from_this()](const error_code& error) { self->on_handshake(error); });
}

void Link::on_handshake(const error_code& error) {
  if (state_ == State::closed) return;
  if (error) return fail_handshake(error);
  const auto exporter = exporter_of(stream_.native_handle());
  if (!exporter) return close(exporter.error().detail);
  exporter_ = *exporter;
  if (const auto refused = judge_certificate()) return refuse(*refused);
  if (const std::uint64_t wait_ms = owner_.barred_for_ms(*place_); wait_ms > 0)
    return refuse(LinkRefusal::cut_off, "no link for " + std::to_string(wait_ms) + " ms more", "a connection");
  if (!dialled_) owner_.link_known(shared_from_this());
  state_ = State::hello;
  say_hello();
  read_more();
}

void Link::fail_handshake(const error_code& error) {
  std::optional<RefusedLink> refused;
  switch (tls_reason(error)) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
      refused = RefusedLink{std::uint32_t(LinkRefusal::plain_text), "TLS 1.3", "plain text"};
      break;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
      refused = RefusedLink{std::uint32_t(LinkRefusal::version_unsupported), "TLS 1.3", "an older TLS"};
      break;
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      refused = RefusedLink{std::uint32_t(LinkRefusal::key_not_pinned), "a member's key", "no certificate"};
      break;
    default:
      break;
  }
  if (refused) owner_.link_refused(*this, true, *refused);
  close("TLS: " + error.message());
}

// Is it the key that the registry pins? Dates only warn, but for a certificate of the future, which
// says that one of the two clocks is wrong.
std::optional<RefusedLink> Link::judge_certificate() {
  const LinkOptions& options = owner_.options();
  const auto certificate = peer_certificate(stream_.native_handle());
  const auto refused = [](LinkRefusal reason, std::string expected, std::string received) {
    return RefusedLink{std::uint32_t(reason), std::move(expected), std::move(received)};
  };
  if (!certificate || !certificate->key)
    return refused(LinkRefusal::key_not_pinned, "an Ed25519 key of a member", "another kind of key");
  const std::string received = fingerprint(*certificate->key);

  std::optional<std::uint32_t> holder, named;
  for (std::uint32_t place = 0; place < options.members.size(); ++place) {
    if (options.members[place].link_key == *certificate->key) holder = place;
    if (options.members[place].name == certificate->subject.member) named = place;
  }
  if (!holder) {
    const std::string genesis = options.genesis.hex();
    if (certificate->subject.network != options.network)
      return refused(LinkRefusal::wrong_chain_id, options.network, certificate->subject.network);
    if (certificate->subject.genesis != genesis)
      return refused(LinkRefusal::wrong_genesis_hash, genesis.substr(0, 16), certificate->subject.genesis.substr(0, 16));
    if (!named) return refused(LinkRefusal::not_in_member_list, "a member of genesis", certificate->subject.member + " " + received);
    return refused(LinkRefusal::key_not_pinned, fingerprint(member(*named).link_key), received);
  }
  const bool is_own = *holder == options.own_place;
  const std::uint32_t expected = dialled_ ? *place_ : named.value_or(*holder);
  if (is_own || *holder != expected || named != holder)
    return refused(LinkRefusal::key_of_another_node,
                   is_own && !dialled_ ? "a peer's key" : member(expected).name + " " + fingerprint(member(expected).link_key),
                   (is_own ? "our own " : member(*holder).name + " ") + received);
  place_ = *holder;

  const auto now_s = std::int64_t(owner_.clock().wall_ms() / 1'000);
  if (certificate->dates.not_before_s > now_s)
    return refused(LinkRefusal::clock, "valid before " + std::to_string(now_s),
                   "valid from " + std::to_string(certificate->dates.not_before_s));
  if (certificate->dates.not_after_s < now_s)
    owner_.link_warning(*this, "certificate_expired",
                        std::to_string((now_s - certificate->dates.not_after_s) / 86'400) + " days ago; its key is pinned, the link goes on");
  return std::nullopt;
}

// ---- hello ----

void Link::say_hello() {
  const LinkOptions& options = owner_.options();
  Hello hello;
  hello.network = options.network;
  hello.genesis = options.genesis;
  hello.name = options.members[options.own_place].name;
  fill_random(hello.nonce.bytes);
  hello.wall_ms = owner_.clock().wall_ms();
  hello.program = "allonged";
  put_frame(Frame::hello,
            write_hello(hello, options.protocol, {dialled_, exporter_, member(*place_).link_key}, owner_.link_key()));
}

// Cheapest first; the version before anything that a version can change.
bool Link::take_hello(BytesView payload) {
  const LinkOptions& options = owner_.options();
  const auto no = [&](LinkRefusal reason, std::string expected, std::string received) {
    refuse(reason, std::move(expected), std::move(received));
    return false;
  };
  const std::uint32_t protocol = protocol_of(payload);
  if (protocol != options.protocol)
    return no(LinkRefusal::version_unsupported, "protocol " + std::to_string(options.protocol),
              "protocol " + std::to_string(protocol));
  const LinkMember& peer = member(*place_);
  const auto hello =
      read_hello(payload, {!dialled_, exporter_, options.members[options.own_place].link_key}, peer.link_key);
  if (!hello) return no(LinkRefusal::key_of_another_node, peer.name + " " + fingerprint(peer.link_key), hello.error().detail);
  if (hello->name != peer.name) return no(LinkRefusal::key_of_another_node, peer.name, hello->name);
  if (hello->suite != 1) return no(LinkRefusal::version_unsupported, "suite 1", "suite " + std::to_string(hello->suite));
  if (hello->network != options.network) return no(LinkRefusal::wrong_chain_id, options.network, hello->network);
  if (hello->genesis != options.genesis)
    return no(LinkRefusal::wrong_genesis_hash, fingerprint(options.genesis), fingerprint(hello->genesis));
  const std::uint64_t ours = owner_.clock().wall_ms();
  const std::uint64_t offset_ms = ours > hello->wall_ms ? ours - hello->wall_ms : hello->wall_ms - ours;
  owner_.metrics().set(Metric::clock_offset, offset_ms, peer.name);
  if (offset_ms >= 1'000)
    owner_.link_warning(*this, "clock_offset", "the peer's clock is " + std::to_string(offset_ms) + " ms away from ours");
  hello_taken_ = true;
  put_frame(Frame::welcome, {});
  become_up_if_welcome();
  return true;
}

void Link::become_up_if_welcome() {
  if (!hello_taken_ || !welcomed_ || state_ != State::hello) return;
  state_ = State::up;
  up_since_ms_ = received_ms_ = now_ms();
  owner_.link_up(shared_from_this());
}

}  // namespace allonge::node
