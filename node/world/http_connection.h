// One connection of the HTTP server: a request, its answer, the next request. What a request may look
// like is judged here, before anything of its body is read (http_server.h says what for).
//
//   head → body → (waiting) → answering → head ... or leaving → closed
//
// Internal to node/world: includes Beast, for http_connection.cpp and http_server.cpp alone.
#pragma once

#include "node/world/asio.h"
// asio.h comes first
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "ledger/limits.h"
#include "node/world/http_server.h"

namespace allonge::node {

class HttpConnection;

// What all connections of a server share. Outlives whatever a connection still does before it is closed.
class HttpConnectionOwner {
 public:
  virtual ~HttpConnectionOwner() = default;
  virtual const HttpOptions& options() const = 0;
  virtual RpcHandler* handler() const = 0;  // null: pages only
  virtual const Pages& pages() const = 0;
  virtual const Clock& clock() const = 0;
  virtual Log& log() = 0;
  virtual Metrics& metrics() = 0;

  virtual void connection_waits() = 0;  // one more; one of them may have to be answered now
  virtual void connection_closed(const std::shared_ptr<HttpConnection>& connection) = 0;
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(HttpConnectionOwner& owner, asio::ip::tcp::socket socket) : owner_(owner), socket_(std::move(socket)) {}

  enum class State : std::uint8_t { head, body, waiting, answering, leaving, closed };

  void start() { begin_head(); }
  void answer_busy();
  void tick(std::uint64_t now_ms);  // closes what is too slow
  void ask(bool last_chance);       // the handler's answer to the request that waits or has just come
  void close();

  State state() const { return state_; }
  bool is_new() const { return served_ == 0; }
  std::uint64_t since_ms() const { return since_ms_; }
  std::uint64_t started_ms() const { return started_ms_; }

 private:
  void enter(State state);

  void begin_head();
  void look_at_head();
  void parse_head(std::size_t length);
  void judge_head();
  void read_body();

  void no_method(std::string_view allowed);
  void forbid(std::string_view field, std::string_view value, std::string_view sentence);
  void answer_and_leave(unsigned status, std::string_view sentence, unsigned retry_after_s = 0);
  void answer(unsigned status, std::string_view content_type, std::string text);
  void leave();
  void throw_away();

  HttpConnectionOwner& owner_;
  asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_{limits::rpc_body + 64 * 1024};
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  std::optional<boost::beast::http::response<boost::beast::http::string_body>> reply_;
  std::vector<std::pair<std::string, std::string>> headers_;
  State state_ = State::head;
  bool leave_after_ = false;
  std::uint64_t served_ = 0;
  std::uint64_t since_ms_ = 0;  // in this state
  std::uint64_t started_ms_ = 0;
  std::uint64_t started_us_ = 0;
  std::uint64_t wait_until_ms_ = 0;
};

}  // namespace allonge::node
