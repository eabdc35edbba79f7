#include "wallet/client.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <algorithm>
#include <charconv>
#include <optional>

#include "ledger/limits.h"

namespace allonge::wallet {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

Result<Endpoint> Endpoint::parse(std::string_view url) {
  const auto refuse = [&](const char* why) { return Refusal{Reason::bad_text, std::string(url) + ": " + why}; };
  constexpr std::string_view scheme = "http://";
  if (url.substr(0, scheme.size()) != scheme) return refuse("expected http://HOST:PORT");
  std::string_view rest = url.substr(scheme.size());
  if (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return refuse("the port is missing, for example http://127.0.0.1:8651");
  Endpoint out;
  out.host = rest.substr(0, colon);
  const std::string_view digits = rest.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
  if (error != std::errc() || end != digits.data() + digits.size() || out.port == 0) return refuse("the port is not a number from 1 to 65535");
  for (const char c : out.host)
    if (c <= ' ' || c == '/' || c == '@' || c == '\x7f') return refuse("the host name is not acceptable");
  return out;
}

struct Client::Hidden {
  Endpoint endpoint;
  asio::io_context io;
  std::optional<beast::tcp_stream> stream;
  beast::flat_buffer buffer;

  // What became of one attempt.
  struct Attempt {
    beast::error_code error;
    bool was_sent = false;      // the whole question left
    bool was_old = false;       // on a connection kept from before
    std::string body;
    unsigned status = 0;
  };

  void run_until_done() {
    io.restart();
    io.run();
  }

  beast::error_code connect(std::uint64_t timeout_ms) {
    beast::error_code error;
    asio::ip::tcp::resolver resolver(io);
    const auto places = resolver.resolve(endpoint.host, std::to_string(endpoint.port), error);
    if (error) return error;
    stream.emplace(io);
    buffer.clear();
    stream->expires_after(std::chrono::milliseconds(timeout_ms));
    stream->async_connect(places, [&](beast::error_code result, const auto&) { error = result; });
    run_until_done();
    if (!error) stream->socket().set_option(asio::ip::tcp::no_delay(true), error);
    return error;
  }

  Attempt ask(const http::request<http::string_body>& question, std::uint64_t timeout_ms) {
    Attempt out;
    out.was_old = stream.has_value();
    if (!stream) {
      out.error = connect(std::min<std::uint64_t>(timeout_ms, 5'000));
      if (out.error) return stream.reset(), out;
    }
    stream->expires_after(std::chrono::milliseconds(timeout_ms));
    http::async_write(*stream, question, [&](beast::error_code error, std::size_t) { out.error = error; });
    run_until_done();
    if (out.error) return stream.reset(), out;
    out.was_sent = true;

    http::response_parser<http::string_body> parser;
    parser.body_limit(limits::rpc_answer + 65'536);
    http::async_read(*stream, buffer, parser, [&](beast::error_code error, std::size_t) { out.error = error; });
    run_until_done();
    if (out.error) return stream.reset(), out;
    auto answer = parser.release();
    out.status = answer.result_int();
    out.body = std::move(answer.body());
    if (!answer.keep_alive()) stream.reset();
    return out;
  }

  Result<std::string> exchange(http::verb verb, std::string_view path, std::string_view body, std::uint64_t timeout_ms) {
    http::request<http::string_body> question{verb, beast::string_view(path.data(), path.size()), 11};
    question.set(http::field::host, endpoint.host + ":" + std::to_string(endpoint.port));
    question.set(http::field::user_agent, "allonge");
    question.keep_alive(true);
    if (verb == http::verb::post) {
      question.set(http::field::content_type, "application/json");
      question.body() = std::string(body);
      question.prepare_payload();
    }
    Attempt attempt = ask(question, timeout_ms);
    if (attempt.error && attempt.was_old && attempt.error != beast::error::timeout) attempt = ask(question, timeout_ms);
    if (attempt.error) {
      const std::string detail = endpoint.text() + ": " + attempt.error.message();
      if (!attempt.was_sent) return Refusal{Reason::unreachable, detail};
      return Refusal{Reason::outcome_unknown, detail};
    }
    if (attempt.status == 200 || attempt.status == 204) return std::move(attempt.body);
    return Refusal{attempt.status == 429 ? Reason::rate_limited : Reason::unreachable,
                   endpoint.text() + " answered HTTP " + std::to_string(attempt.status) + " " + attempt.body.substr(0, 200)};
  }
};

Client::Client(Endpoint endpoint) : hidden_(std::make_unique<Hidden>()) { hidden_->endpoint = std::move(endpoint); }
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

const Endpoint& Client::endpoint() const { return hidden_->endpoint; }

Result<std::string> Client::post(std::string_view body, std::uint64_t timeout_ms) {
  return hidden_->exchange(http::verb::post, "/", body, timeout_ms);
}
Result<std::string> Client::get(std::string_view path, std::uint64_t timeout_ms) {
  return hidden_->exchange(http::verb::get, path, {}, timeout_ms);
}

}  // namespace allonge::wallet
