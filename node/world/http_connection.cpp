#include "node/world/http_connection.h"

#include "node/world/clock.h"
#include "node/world/http_head.h"

namespace allonge::node {

namespace {

namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t read_bytes = 16 * 1024;
constexpr std::uint64_t farewell_ms = 1'000;
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

void HttpConnection::answer_busy() {
  answer_and_leave(503, "The server has as many connections as it can take; try again.", 1);
}

void HttpConnection::tick(std::uint64_t now) {
  const HttpOptions& options = owner_.options();
  const std::uint64_t age_ms = now - std::min(now, since_ms_);
  switch (state_) {
    case State::head:
      if (buffer_.size() == 0 && served_ > 0) {
        if (age_ms > options.idle_timeout_ms) close();
      } else if (age_ms > options.head_timeout_ms) {
        buffer_.size() == 0 ? close() : answer_and_leave(408, "The head of the request did not come in time.");
      }
      return;
    case State::body:
      if (age_ms > options.body_timeout_ms) answer_and_leave(408, "The body of the request did not come in time.");
      return;
    case State::waiting:
      if (now >= wait_until_ms_) ask(true);
      return;
    case State::answering:
      if (age_ms > options.write_timeout_ms) close();
      return;
    case State::leaving:
      if (age_ms > farewell_ms) close();
      return;
    case State::closed:
      return;
  }
}

// The handler's answer to the request that waits or has just come.
void HttpConnection::ask(bool last_chance) {
  const std::uint64_t longest_ms = started_ms_ + owner_.options().longest_wait_ms;
  RpcReply reply = owner_.handler()->handle(parser_->get().body(), started_ms_, last_chance);
  if (!reply.text) {
    ensure(!last_chance, "a request that has its last chance is answered");
    wait_until_ms_ = std::min(reply.wait_until_ms, longest_ms);
    const bool waited_before = state_ == State::waiting;
    enter(State::waiting);
    if (!waited_before) owner_.connection_waits();
    return;
  }
  owner_.metrics().observe_us(Metric::rpc_request, steady_us() - started_us_);
  if (reply.text->size() > limits::rpc_answer) return answer(500, "text/plain; charset=utf-8", "The answer is larger than 10 MiB.\n");
  headers_ = std::move(reply.headers);
  if (reply.retry_after_s > 0) headers_.emplace_back("Retry-After", std::to_string(reply.retry_after_s));
  if (reply.status == 200 && reply.text->empty()) return answer(204, "", "");
  answer(reply.status, "application/json", *std::move(reply.text));
}

void HttpConnection::close() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  error_code ignored;
  socket_.close(ignored);
  owner_.connection_closed(shared_from_this());
}

void HttpConnection::enter(State state) {
  state_ = state;
  since_ms_ = owner_.clock().steady_ms();
}

// ---- reading ----

void HttpConnection::begin_head() {
  enter(State::head);
  parser_.reset();
  headers_.clear();
  leave_after_ = false;
  look_at_head();
}

void HttpConnection::look_at_head() {
  const auto data = buffer_.cdata();
  const HeadVerdict verdict = check_raw_head({static_cast<const char*>(data.data()), data.size()});
  if (verdict.status != 0) return answer_and_leave(verdict.status, verdict.sentence);
  if (verdict.length > 0) return parse_head(verdict.length);
  socket_.async_read_some(buffer_.prepare(read_bytes),
                          [self = shared_from_this()](const error_code& error, std::size_t count) {
                            if (self->state_ != State::head) return;
                            if (error) return self->close();
                            // The first byte of a later request begins its time.
                            if (self->buffer_.size() == 0) self->enter(State::head);
                            self->buffer_.commit(count);
                            self->look_at_head();
                          });
}

void HttpConnection::parse_head(std::size_t length) {
  parser_.emplace();
  parser_->header_limit(std::uint32_t(head_limit));
  parser_->body_limit(limits::rpc_body);
  parser_->eager(false);
  error_code error;
  const auto data = buffer_.cdata();
  const std::size_t used = parser_->put(asio::buffer(data.data(), length), error);
  if (error == http::error::body_limit) return answer_and_leave(413, "The body is larger than 1 MiB.");
  if ((error && error != http::error::need_more) || !parser_->is_header_done() || used != length)
    return answer_and_leave(400, "This is not a request of HTTP/1.1.");
  buffer_.consume(used);
  judge_head();
}

// In the order in which a refusal helps most. Every refusal closes the connection: where its next
// request would begin is not certain any more.
void HttpConnection::judge_head() {
  const auto& head = parser_->get();
  const auto no = [&](unsigned status, std::string_view sentence) { answer_and_leave(status, sentence); };
  if (head.version() != 11) return no(505, "Only version 1.1 of HTTP is spoken here.");
  if (head.count(http::field::transfer_encoding) > 0) return no(400, "Transfer-Encoding is not accepted; send Content-Length.");
  if (head.count(http::field::content_length) > 1) return no(400, "Content-Length stands there twice.");
  // The library takes "3, 3" for 3.
  for (const char c : head[http::field::content_length])
    if (c < '0' || c > '9') return no(400, "Content-Length is one number.");
  if (head.count(http::field::host) != 1) return no(400, "A request has exactly one Host.");
  if (!is_loopback_host(view(head[http::field::host])))
    return forbid("Host", view(head[http::field::host]), "Only this machine is served; Host names another.");
  if (head.count(http::field::origin) > 0)
    return forbid("Origin", view(head[http::field::origin]), "Requests from web pages are not accepted.");
  if (head.count(http::field::upgrade) > 0) return no(400, "Upgrade is not accepted.");

  const std::string_view target = view(head.target());
  const auto page = owner_.pages().find(target);
  const bool is_rpc = target == "/" && owner_.handler() != nullptr;
  if (!is_rpc && page == owner_.pages().end()) return no(404, "There is no such page.");
  const std::uint64_t body_bytes = parser_->content_length().value_or(0);
  leave_after_ = !head.keep_alive();
  if (!is_rpc) {
    if (head.method() != http::verb::get) return no_method("GET");
    if (body_bytes > 0) return no(400, "A GET has no body.");
    PageReply reply = page->second();
    started_us_ = 0;
    return answer(reply.status, reply.content_type, std::move(reply.text));
  }
  if (head.method() != http::verb::post) return no_method("POST");
  if (head.count(http::field::content_type) != 1 || !is_json_content_type(view(head[http::field::content_type])))
    return no(415, "Send the header Content-Type: application/json.");
  if (head.count(http::field::content_length) == 0) return no(411, "Content-Length is missing.");
  if (body_bytes > limits::rpc_body) return no(413, "The body is larger than 1 MiB.");
  enter(State::body);
  if (head.count(http::field::expect) == 0) return read_body();
  if (view(head[http::field::expect]) != "100-continue") return no(417, "Expect knows 100-continue only.");
  asio::async_write(socket_, asio::buffer(continue_line), [self = shared_from_this()](const error_code& error, std::size_t) {
    if (self->state_ != State::body) return;
    error ? self->close() : self->read_body();
  });
}

void HttpConnection::read_body() {
  http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](const error_code& error, std::size_t) {
    if (self->state_ != State::body) return;
    if (error == http::error::body_limit) return self->answer_and_leave(413, "The body is larger than 1 MiB.");
    if (error) return self->close();
    self->started_ms_ = self->owner_.clock().steady_ms();
    self->started_us_ = steady_us();
    self->ask(false);
  });
}

// ---- answering ----

void HttpConnection::no_method(std::string_view allowed) {
  headers_.emplace_back("Allow", allowed);
  answer_and_leave(405, "This method is not for this page.");
}

void HttpConnection::forbid(std::string_view field, std::string_view value, std::string_view sentence) {
  owner_.log().write(Level::warning, "http_forbidden", {{"field", std::string(field)}, {"value", std::string(value)}});
  answer_and_leave(403, sentence);
}

void HttpConnection::answer_and_leave(unsigned status, std::string_view sentence, unsigned retry_after_s) {
  leave_after_ = true;
  if (retry_after_s > 0) headers_.emplace_back("Retry-After", std::to_string(retry_after_s));
  answer(status, "text/plain; charset=utf-8", std::string(sentence) + "\n");
}

void HttpConnection::answer(unsigned status, std::string_view content_type, std::string text) {
  enter(State::answering);
  owner_.metrics().add(Metric::rpc_requests, 1, std::to_string(status));
  reply_.emplace(http::status(status), 11);
  for (const auto& [name, value] : headers_) reply_->set(name, value);
  if (!content_type.empty()) {
    reply_->set(http::field::content_type, boost::beast::string_view(content_type.data(), content_type.size()));
    reply_->set("X-Content-Type-Options", "nosniff");
    reply_->body() = std::move(text);
    reply_->content_length(reply_->body().size());
  }
  reply_->set(http::field::cache_control, "no-store");
  reply_->keep_alive(!leave_after_);
  http::async_write(socket_, *reply_, [self = shared_from_this()](const error_code& error, std::size_t) {
    if (self->state_ != State::answering) return;
    if (error) return self->close();
    ++self->served_;
    self->reply_.reset();
    self->leave_after_ ? self->leave() : self->begin_head();
  });
}

// What is still on its way is read and thrown away for a moment: closing at once would reset the
// connection and take our answer back.
void HttpConnection::leave() {
  enter(State::leaving);
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  throw_away();
}

void HttpConnection::throw_away() {
  buffer_.consume(buffer_.size());
  socket_.async_read_some(buffer_.prepare(read_bytes), [self = shared_from_this()](const error_code& error, std::size_t) {
    if (self->state_ != State::leaving) return;
    error ? self->close() : self->throw_away();
  });
}

}  // namespace allonge::node
