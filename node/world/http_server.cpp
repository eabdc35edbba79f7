#include "node/world/http_server.h"

#include <atomic>
#include <set>

#include "node/world/clock.h"
#include "node/world/http_connection.h"

namespace allonge::node {

namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr auto tick_every = std::chrono::milliseconds(50);

}  // namespace

// The server's parts, on its strand; connections keep it alive.
struct HttpServer::Hidden final : HttpConnectionOwner, std::enable_shared_from_this<HttpServer::Hidden> {
  Hidden(HttpOptions its_options, RpcHandler* its_handler, Pages its_pages, Strand& strand, Log& its_log,
         Metrics& its_metrics)
      : options_(std::move(its_options)), handler_(its_handler), pages_(std::move(its_pages)), log_(its_log),
        metrics_(its_metrics), acceptor(strand.context()), timer(strand.context()) {}

  const HttpOptions& options() const override { return options_; }
  RpcHandler* handler() const override { return handler_; }
  const Pages& pages() const override { return pages_; }
  const Clock& clock() const override { return clock_; }
  Log& log() override { return log_; }
  Metrics& metrics() override { return metrics_; }
  void connection_waits() override;
  void connection_closed(const std::shared_ptr<HttpConnection>& connection) override;

  Result<void> listen();
  void start();
  void stop();
  void accept_next();
  void take(tcp::socket socket);
  bool make_room();
  void tick();
  void ask_waiting();
  void show_connections();

  HttpOptions options_;
  RpcHandler* handler_;
  Pages pages_;
  Log& log_;
  Metrics& metrics_;
  SystemClock clock_;
  tcp::acceptor acceptor;
  asio::steady_timer timer;
  std::uint16_t port = 0;
  bool stopped = false;
  bool accepting_paused = false;
  std::set<std::shared_ptr<HttpConnection>> connections;
  std::atomic<bool> change_posted{false};
};

Result<void> HttpServer::Hidden::listen() {
  error_code error;
  const auto address = asio::ip::make_address(options_.host, error);
  if (error || !address.is_loopback())
    return Refusal{Reason::bad_config, "rpc.host is \"" + options_.host +
                                           "\": this version serves JSON-RPC and metrics to its own machine only; "
                                           "set 127.0.0.1 or ::1 and let a gateway with TLS speak to others"};
  const tcp::endpoint endpoint(address, options_.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return Refusal{Reason::bad_config, "cannot listen on " + options_.host + ":" + std::to_string(options_.port) + ": " + error.message()};
  port = acceptor.local_endpoint(error).port();
  return done();
}

void HttpServer::Hidden::start() {
  accept_next();
  tick();
}

void HttpServer::Hidden::stop() {
  stopped = true;
  error_code ignored;
  acceptor.close(ignored);
  timer.cancel();
  const auto all = connections;
  for (const auto& connection : all) connection->close();
}

void HttpServer::Hidden::accept_next() {
  acceptor.async_accept([self = shared_from_this()](const error_code& error, tcp::socket socket) {
    if (self->stopped) return;
    if (error) {
      self->accepting_paused = true;  // out of descriptors: the next tick goes on
      return;
    }
    self->take(std::move(socket));
    self->accept_next();
  });
}

void HttpServer::Hidden::take(tcp::socket socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  if (connections.size() >= 2 * options_.connections) return;  // so many are being told that we are busy
  const bool room = connections.size() < options_.connections || make_room();
  const auto connection = std::make_shared<HttpConnection>(*this, std::move(socket));
  connections.insert(connection);
  show_connections();
  room ? connection->start() : connection->answer_busy();
}

// The connection that has kept its place longest without saying what it wants goes: slow heads first,
// then idle ones, then slow bodies. Those that are being answered stay.
bool HttpServer::Hidden::make_room() {
  const auto rank = [](const HttpConnection& connection) {
    using State = HttpConnection::State;
    if (connection.state() == State::leaving) return 4;
    if (connection.state() == State::head) return connection.is_new() ? 3 : 2;
    return connection.state() == State::body ? 1 : 0;
  };
  std::shared_ptr<HttpConnection> worst;
  for (const auto& connection : connections) {
    if (rank(*connection) == 0) continue;
    const bool worse = worst == nullptr || rank(*connection) > rank(*worst) ||
                       (rank(*connection) == rank(*worst) && connection->since_ms() < worst->since_ms());
    if (worse) worst = connection;
  }
  if (worst != nullptr) worst->close();
  return worst != nullptr;
}

void HttpServer::Hidden::tick() {
  if (stopped) return;
  const std::uint64_t now = clock_.steady_ms();
  const auto all = connections;
  for (const auto& connection : all) connection->tick(now);
  if (std::exchange(accepting_paused, false)) accept_next();
  timer.expires_after(tick_every);
  timer.async_wait([self = shared_from_this()](const error_code& error) {
    if (!error) self->tick();
  });
}

void HttpServer::Hidden::ask_waiting() {
  change_posted = false;  // before asking: a change during it is one more round
  if (stopped) return;
  const auto all = connections;
  for (const auto& connection : all)
    if (connection->state() == HttpConnection::State::waiting) connection->ask(false);
}

// Requests that wait keep their connection from everybody else. The oldest has had the most of it.
void HttpServer::Hidden::connection_waits() {
  std::size_t count = 0;
  std::shared_ptr<HttpConnection> oldest;
  for (const auto& connection : connections) {
    if (connection->state() != HttpConnection::State::waiting) continue;
    ++count;
    if (oldest == nullptr || connection->started_ms() < oldest->started_ms()) oldest = connection;
  }
  if (count > options_.waiting) oldest->ask(true);
}

void HttpServer::Hidden::connection_closed(const std::shared_ptr<HttpConnection>& connection) {
  connections.erase(connection);
  show_connections();
}

// Those of JSON-RPC are counted; the operator's pages have a server of their own.
void HttpServer::Hidden::show_connections() {
  if (handler_ != nullptr) metrics_.set(Metric::rpc_connections, connections.size());
}

Result<std::unique_ptr<HttpServer>> HttpServer::open(HttpOptions options, RpcHandler* handler, Pages pages, Log& log,
                                                     Metrics& metrics) {
  auto strand = std::make_unique<Strand>(options.thread);
  auto hidden = std::make_shared<Hidden>(std::move(options), handler, std::move(pages), *strand, log, metrics);
  CHECK(hidden->listen());
  strand->post([hidden] { hidden->start(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(strand), std::move(hidden)));
}

HttpServer::HttpServer(std::unique_ptr<Strand> strand, std::shared_ptr<Hidden> hidden)
    : strand_(std::move(strand)), hidden_(std::move(hidden)) {}

HttpServer::~HttpServer() {
  strand_->post_and_wait([this] { hidden_->stop(); });
}

void HttpServer::notify_change() {
  if (hidden_->change_posted.exchange(true)) return;
  strand_->post([hidden = hidden_] { hidden->ask_waiting(); });
}

std::uint16_t HttpServer::port() const { return hidden_->port; }

}  // namespace allonge::node
