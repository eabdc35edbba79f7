// The HTTP server over real sockets: what is served, what waits, and the hostile cases P31 to P34 and
// P37 of reliability.md.
#include "node/world/http_server.h"

#include "node/world/clock.h"
#include "node/world/http_head.h"
#include "node/world/metrics_registry.h"
#include "tests/node/world_raw_peer.h"

namespace allonge::node {
namespace {

// Answers with the body's length, or waits as the body says.
struct EchoHandler final : RpcHandler {
  RpcReply handle(std::string_view body, std::uint64_t started_ms, bool last_chance) override {
    ++calls;
    RpcReply reply;
    if (body == "notify") {
      reply.text = "";
    } else if (body == "busy") {
      reply = {std::string("{}"), 0, 429, 7, {}};
    } else if (body.starts_with("wait") && !ready) {
      if (last_chance)
        reply.text = "pending";
      else
        reply.wait_until_ms = started_ms + (body == "wait long" ? 1'000'000 : 300);
    } else {
      reply.text = "got " + std::to_string(body.size());
      reply.headers = {{"X-Allonge-Height", "7"}};
    }
    return reply;
  }
  std::atomic<bool> ready{false};
  std::atomic<int> calls{0};
};

std::string post(std::string_view body, std::string_view more = "", std::string_view host = "localhost:8651") {
  return "POST / HTTP/1.1\r\nHost: " + std::string(host) + "\r\nContent-Type: application/json\r\n" + std::string(more) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

class HttpServerTest : public testing::Test {
 protected:
  void open(HttpOptions options = {}) {
    server_ = HttpServer::open(options, &handler_, {{"/healthz", [] { return PageReply{200, "text/plain", "alive\n"}; }}}, log_, metrics_).value();
  }
  void SetUp() override {
    HttpOptions options;
    options.head_timeout_ms = 800;
    options.body_timeout_ms = 1'200;
    options.longest_wait_ms = 2'000;
    open(options);
  }
  void TearDown() override { server_.reset(); }
  // The whole answer of a request after which the server closes, or asks the client to.
  std::string ask(const std::string& request) {
    const RawSocket socket(server_->port());
    EXPECT_TRUE(socket.is_connected());
    socket.send(request);
    ::shutdown(socket.get(), SHUT_WR);
    return socket.read_all();
  }
  void expect_refused(const std::string& request, int status) {
    const int calls = handler_.calls;
    const std::string answer = ask(request);
    EXPECT_EQ(answer.find("HTTP/1.1 " + std::to_string(status) + " "), 0u) << request.substr(0, 200) << "\n->\n" << answer.substr(0, 300);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos) << answer;
    EXPECT_EQ(answer.find("Access-Control"), std::string::npos);
    // One answer only: what followed was not read as a second request.
    EXPECT_EQ(answer.find("HTTP/1.1 ", 1), std::string::npos) << answer;
    EXPECT_EQ(handler_.calls, calls) << request.substr(0, 200);
  }

  EchoHandler handler_;
  MemoryLog log_;
  MetricsRegistry metrics_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, AnswersRequestAfterRequestOnOneConnection) {
  const RawSocket socket(server_->port());
  for (std::size_t length = 1; length < 40; ++length) {
    ASSERT_TRUE(socket.send(post(std::string(length, 'x'))));
    const std::string answer = socket.read_until("got " + std::to_string(length));
    EXPECT_EQ(answer.find("HTTP/1.1 200 OK\r\n"), 0u) << answer;
    EXPECT_NE(answer.find("X-Allonge-Height: 7\r\n"), std::string::npos);
    EXPECT_NE(answer.find("Content-Type: application/json\r\n"), std::string::npos);
  }
  // Two requests at once are answered one after the other.
  ASSERT_TRUE(socket.send(post("abc") + post("abcde")));
  EXPECT_NE(socket.read_until("got 5").find("got 3"), std::string::npos);
}

TEST_F(HttpServerTest, ServesPagesAndNothingElse) {
  const std::string page = ask("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  EXPECT_NE(page.find("\r\n\r\nalive\n"), std::string::npos) << page;
  expect_refused("GET /healthz?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n", 404);
  expect_refused("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405);
  expect_refused("POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 405);
  expect_refused("GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404);
  expect_refused("OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405);
  expect_refused("DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405);
}

TEST_F(HttpServerTest, NotificationsGet204AndBusyOnesARetryAfter) {
  const std::string none = ask(post("notify"));
  EXPECT_EQ(none.find("HTTP/1.1 204 No Content\r\n"), 0u) << none;
  EXPECT_EQ(none.substr(none.size() - 4), "\r\n\r\n");
  const std::string busy = ask(post("busy"));
  EXPECT_EQ(busy.find("HTTP/1.1 429 "), 0u) << busy;
  EXPECT_NE(busy.find("Retry-After: 7\r\n"), std::string::npos);
}

TEST_F(HttpServerTest, AWaitingRequestIsAskedAgainAfterAChange) {
  const RawSocket socket(server_->port());
  ASSERT_TRUE(socket.send(post("wait long")));
  ASSERT_TRUE(eventually([&] { return handler_.calls == 1; }));
  server_->notify_change();
  ASSERT_TRUE(eventually([&] { return handler_.calls == 2; }));
  // Others are served meanwhile.
  EXPECT_NE(ask(post("abc")).find("got 3"), std::string::npos);
  handler_.ready = true;
  server_->notify_change();
  EXPECT_NE(socket.read_until("got 9").find("got 9"), std::string::npos);
}

TEST_F(HttpServerTest, AWaitingRequestIsAnsweredAtItsLastMoment) {
  const auto began = std::chrono::steady_clock::now();
  EXPECT_NE(ask(post("wait")).find("pending"), std::string::npos);
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_GE(took, std::chrono::milliseconds(290));
  EXPECT_LT(took, std::chrono::milliseconds(1'500));
  // Nobody waits longer than the server allows.
  EXPECT_NE(ask(post("wait long")).find("pending"), std::string::npos);
}

TEST_F(HttpServerTest, TakesExpectContinueAndLargeBodies) {
  const RawSocket socket(server_->port());
  const std::string whole = post(std::string(1024 * 1024, ' '), "Expect: 100-continue\r\n");
  const auto body = whole.find("\r\n\r\n") + 4;
  ASSERT_TRUE(socket.send(whole.substr(0, body)));
  EXPECT_EQ(socket.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_TRUE(socket.send(whole.substr(body)));
  EXPECT_NE(socket.read_until("got 1048576").find("200 OK"), std::string::npos);
}

// 256 waiting calls locked out everybody else for thirty seconds.
TEST_F(HttpServerTest, WaitingCallsLeaveRoomForOthers) {
  server_.reset();
  HttpOptions options;
  options.connections = 8;
  options.waiting = 4;
  open(options);
  std::vector<std::unique_ptr<RawSocket>> waiting;
  for (int i = 0; i < 8; ++i) {
    waiting.push_back(std::make_unique<RawSocket>(server_->port()));
    ASSERT_TRUE(waiting.back()->send(post("wait long")));
  }
  // The first four have had their last chance.
  ASSERT_TRUE(eventually([&] { return handler_.calls == 12; })) << handler_.calls;
  EXPECT_NE(waiting[0]->read_until("pending").find("pending"), std::string::npos);
  EXPECT_NE(ask(post("abc")).find("got 3"), std::string::npos);
  handler_.ready = true;
  server_->notify_change();
  EXPECT_NE(waiting[7]->read_until("got 9").find("got 9"), std::string::npos) << "the last ones still wait";
}

// A reader's batch made the node look dead: its metrics and health waited on the same thread.
TEST(Http, HealthAnswersDuringALongBatch) {
  struct LongHandler final : RpcHandler {
    RpcReply handle(std::string_view, std::uint64_t, bool) override {
      begun = true;
      std::lock_guard waits(gate);
      return {std::string("{}"), 0, 200, 0, {}};
    }
    std::mutex gate;
    std::atomic<bool> begun{false};
  } handler;
  MemoryLog log;
  MetricsRegistry metrics;
  const auto rpc = HttpServer::open({}, &handler, {}, log, metrics).value();
  const auto pages = HttpServer::open({}, nullptr, {{"/healthz", [] { return PageReply{200, "text/plain", "ok\n"}; }}}, log, metrics).value();
  std::unique_lock batch(handler.gate);
  const RawSocket reader(rpc->port());
  ASSERT_TRUE(reader.send(post("batch")));
  ASSERT_TRUE(eventually([&] { return handler.begun.load(); }));
  const RawSocket probe(pages->port());
  ASSERT_TRUE(probe.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  EXPECT_NE(probe.read_until("ok\n").find("200 OK"), std::string::npos);
  batch.unlock();
  EXPECT_NE(reader.read_until("{}").find("200 OK"), std::string::npos);
}

// P31: a body of ten megabytes.
TEST_F(HttpServerTest, P31TooLargeBodiesAreRefusedBeforeTheyAreRead) {
  const auto began = std::chrono::steady_clock::now();
  expect_refused("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n", 413);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(700));
  expect_refused("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n", 400);
  // Half of it is on its way already: the answer arrives all the same.
  const RawSocket socket(server_->port());
  socket.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n");
  const std::string piece(64 * 1024, '[');
  for (int i = 0; i < 100 && socket.send(piece); ++i) continue;
  EXPECT_EQ(socket.read_until("\r\n").find("HTTP/1.1 413"), 0u);
}

TEST_F(HttpServerTest, P33SlowHeadsAreClosedAndAGoodClientIsServed) {
  std::vector<std::unique_ptr<RawSocket>> slow;
  for (int i = 0; i < 500; ++i) {
    slow.push_back(std::make_unique<RawSocket>(server_->port()));
    slow.back()->send("POST / HTTP/1.1\r\nHo");
    if (i % 50 == 0) {
      const auto began = std::chrono::steady_clock::now();
      EXPECT_NE(ask(post("abc")).find("got 3"), std::string::npos) << i;
      EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(500)) << i;
    }
  }
  for (const auto& socket : slow) {
    const std::string answer = socket->read_all();
    EXPECT_TRUE(answer.empty() || answer.find("HTTP/1.1 408 ") == 0) << answer;
  }
}

TEST_F(HttpServerTest, P33SlowBodiesAreClosed) {
  const RawSocket socket(server_->port());
  socket.send(post("abcdef").substr(0, post("abcdef").size() - 3));
  EXPECT_EQ(socket.read_all().find("HTTP/1.1 408 "), 0u);
}

TEST_F(HttpServerTest, P34RequestsThatCanBeReadInTwoWaysAreRefused) {
  const std::string second = post("second");
  const std::string start = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  const std::string bodies[] = {
      start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second,
      start + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + second,
      start + "Transfer-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc" + second,
      start + "Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\nabc" + second,
      start + "Transfer-Encoding : chunked\r\nContent-Length: 3\r\n\r\nabc" + second,
      start + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc" + second,
      start + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc" + second,
      start + "Content-Length: +3\r\n\r\nabc" + second,
      start + "Content-Length: 3, 3\r\n\r\nabc" + second,
      start + "X-A: b\r\n c\r\nContent-Length: 3\r\n\r\nabc" + second,
      start + "Host: localhost\r\nContent-Length: 3\r\n\r\nabc" + second,
      "POST / HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\nabc" + second,
      "POST / HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: 3\n\nabc" + second,
      start + "Content-Length: 3\n\r\nabc" + second,
      start + "Content-Length: 3\r\r\n\r\nabc" + second,
      start + std::string("X-A: b\0c\r\nContent-Length: 3\r\n\r\nabc", 34) + second,
      "\r\n" + post("abc") + second,
      "hello\r\n\r\n" + second,
      "POST  / HTTP/1.1\r\nHost: localhost\r\n\r\n" + second,
      start + "Upgrade: websocket\r\nContent-Length: 3\r\n\r\nabc" + second,
  };
  for (const std::string& request : bodies) expect_refused(request, 400);
  expect_refused("POST / HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\nabc", 505);
  expect_refused(start + "\r\n" + second, 411);
  expect_refused("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc", 415);
  expect_refused("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", 415);
  expect_refused(post("abc", "Expect: magic\r\n"), 417);
  expect_refused(post("abc", "X-A: " + std::string(9'000, 'a') + "\r\n"), 431);
  std::string many;
  for (int i = 0; i < 70; ++i) many += "X-" + std::to_string(i) + ": a\r\n";
  expect_refused(post("abc", many), 431);
}

TEST_F(HttpServerTest, P37OtherHostsAndWebPagesAreForbidden) {
  expect_refused(post("abc", "Origin: https://evil\r\n"), 403);
  expect_refused(post("abc", "Origin: http://localhost\r\n"), 403);
  expect_refused(post("abc", "", "evil"), 403);
  expect_refused(post("abc", "", "localhost.evil:8651"), 403);
  expect_refused(post("abc", "", "127.0.0.1:80:80"), 403);
  expect_refused("GET /healthz HTTP/1.1\r\nHost: evil\r\n\r\n", 403);
  for (const char* const host : {"localhost", "LOCALHOST:1", "127.0.0.1:9", "[::1]:8651"})
    EXPECT_NE(ask(post("abc", "", host)).find("got 3"), std::string::npos) << host;
}

TEST_F(HttpServerTest, BytesOfEveryKindDoNotEndTheServer) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const std::string good = post("{\"jsonrpc\":\"2.0\"}");
  for (int trial = 0; trial < 150; ++trial) {
    std::string request = good;
    for (std::uint64_t i = random() % 6; i-- > 0;) request[random() % request.size()] = char(random());
    if (random() % 4 == 0) request.resize(random() % request.size());
    ask(request);
  }
  EXPECT_NE(ask(post("abc")).find("got 3"), std::string::npos);
}

TEST_F(HttpServerTest, CountsAnswersByStatus) {
  ask(post("abc"));
  ask("GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const std::string text = metrics_.text();
  EXPECT_NE(text.find("allonge_rpc_requests_total{code=\"200\"} 1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("allonge_rpc_requests_total{code=\"404\"} 1\n"), std::string::npos);
  EXPECT_NE(text.find("allonge_rpc_request_seconds_count 1\n"), std::string::npos);
}

TEST(HttpServer, ListensOnLoopbackOnly) {
  MemoryLog log;
  NoMetrics metrics;
  for (const char* const host : {"0.0.0.0", "192.0.2.1", "::", "localhost", ""}) {
    HttpOptions options;
    options.host = host;
    const auto server = HttpServer::open(options, nullptr, {}, log, metrics);
    ASSERT_FALSE(server) << host;
    EXPECT_NE(server.error().detail.find("serves JSON-RPC and metrics to its own machine only"), std::string::npos);
  }
  const auto first = HttpServer::open({}, nullptr, {}, log, metrics);
  ASSERT_TRUE(first);
  HttpOptions options;
  options.port = (*first)->port();
  EXPECT_EQ(HttpServer::open(options, nullptr, {}, log, metrics).reason(), Reason::bad_config);
}

}  // namespace
}  // namespace allonge::node
