// The other end of a link, made by hand with OpenSSL and blocking sockets, so that a test can say
// what no honest node says.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "node/world/hello.h"
#include "node/world/tls_identity.h"
#include "tests/node/world_support.h"

namespace allonge::node {

// A TCP connection to a port of this machine. Reads give up after ten seconds. Linux lets it come from
// any address that begins with 127.
class RawSocket {
 public:
  explicit RawSocket(std::uint16_t port, const char* from = "127.0.0.1") : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    ::inet_pton(AF_INET, from, &own.sin_addr);
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // The kernel would take up to 32 MiB for a receiver that reads nothing: then nothing ever stalls.
    const int received = 64 * 1024;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &received, sizeof received);
    const timeval limit{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawSocket() { ::close(socket_); }
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  int get() const { return socket_; }
  bool is_connected() const { return connected_; }
  bool send(std::string_view text) const {
    return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) == ssize_t(text.size());
  }
  // Everything until the other side closes.
  std::string read_all() const {
    std::string text;
    char buffer[4'096];
    for (ssize_t count = 0; (count = ::recv(socket_, buffer, sizeof buffer, 0)) > 0;) text.append(buffer, std::size_t(count));
    return text;
  }
  // What has come when `ending` stands in it, or when the other side closes.
  std::string read_until(std::string_view ending) const {
    std::string text;
    char letter = 0;
    while (text.find(ending) == std::string::npos && ::recv(socket_, &letter, 1, 0) == 1) text += letter;
    return text;
  }

 private:
  int socket_ = -1;
  bool connected_ = false;
};

class RawPeer {
 public:
  // `key` null: no certificate. `subject` as a node of that name would write it.
  RawPeer(std::uint16_t port, const SecretKey* key, const CertificateSubject& subject, int tls_version = TLS1_3_VERSION)
      : socket_(port), context_(SSL_CTX_new(TLS_client_method())) {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without asking the kernel to be quiet
    const auto now_s = std::int64_t(std::time(nullptr));
    const bool made = key == nullptr || set_identity(context_, *key, subject, {now_s - 60, now_s + 3'600});
    EXPECT_TRUE(made);
    SSL_CTX_set_min_proto_version(context_, tls_version);
    SSL_CTX_set_max_proto_version(context_, tls_version);
    SSL_CTX_set_verify(context_, SSL_VERIFY_NONE, nullptr);
    session_ = SSL_new(context_);
    SSL_set_fd(session_, socket_.get());
    stands_ = SSL_connect(session_) == 1;
  }
  ~RawPeer() {
    SSL_free(session_);
    SSL_CTX_free(context_);
  }

  bool stands() const { return stands_; }
  Digest exporter() const { return exporter_of(session_).value(); }

  bool send(BytesView bytes) { return SSL_write(session_, bytes.data(), int(bytes.size())) == int(bytes.size()); }
  bool send_frame(std::uint8_t kind, BytesView payload) {
    Bytes frame;
    append_big_endian(frame, std::uint32_t(payload.size() + 1));
    frame.push_back(kind);
    append(frame, payload);
    return send(frame);
  }
  // The next frame's kind and payload; nothing when the other side closed.
  std::optional<std::pair<std::uint8_t, Bytes>> read_frame() {
    Bytes head(5);
    if (!read(head)) return std::nullopt;
    Bytes payload(read_big_endian<std::uint32_t>(head) - 1);
    if (!payload.empty() && !read(payload)) return std::nullopt;
    return std::pair{head[4], payload};
  }
  // Until the other side closes; false after ten seconds.
  bool is_closed_by_other() {
    Bytes one(1);
    const auto began = std::chrono::steady_clock::now();
    while (SSL_read(session_, one.data(), 1) == 1) continue;
    return std::chrono::steady_clock::now() - began < std::chrono::seconds(9);
  }

  // As an honest dialler: hello, welcome.
  bool greet(const SecretKey& key, const PublicKey& receiver, const std::string& name, const std::string& network,
             const Digest& genesis) {
    Hello hello;
    hello.network = network;
    hello.genesis = genesis;
    hello.name = name;
    hello.nonce.bytes[0] = 1;
    hello.wall_ms = std::uint64_t(std::time(nullptr)) * 1'000;
    if (!send_frame(1, write_hello(hello, 1, {true, exporter(), receiver}, key)) || !send_frame(2, {})) return false;
    bool greeted = false, welcomed = false;
    while (!greeted || !welcomed) {
      const auto frame = read_frame();
      if (!frame || frame->first == 3) return false;
      greeted = greeted || frame->first == 1;
      welcomed = welcomed || frame->first == 2;
    }
    return true;
  }

 private:
  bool read(Bytes& into) {
    for (std::size_t had = 0; had < into.size();) {
      const int count = SSL_read(session_, into.data() + had, int(into.size() - had));
      if (count <= 0) return false;
      had += std::size_t(count);
    }
    return true;
  }

  RawSocket socket_;
  SSL_CTX* context_;
  SSL* session_ = nullptr;
  bool stands_ = false;
};

}  // namespace allonge::node
