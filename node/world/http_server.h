// HTTP/1.1 on loopback for JSON-RPC and for the operator's pages (interfaces.md 9.1, reliability.md
// 4.2). Strict on purpose: one way to write a request, and after any other the connection closes.
//
//   POST /          application/json, to the RpcHandler
//   GET  <route>    to that route's function
//
// Each server has a strand of its own: a handler that takes long holds up its own clients, not the
// operator's pages on another port. A handler that cannot answer yet blocks nobody: it is asked again
// after notify_change() and for the last time at the moment it named.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/metrics.h"
#include "node/ports.h"
#include "node/world/strand.h"

namespace allonge::node {

struct RpcReply {
  std::optional<std::string> text;  // nothing: ask again; empty text: only notifications (204)
  std::uint64_t wait_until_ms = 0;  // steady time of the last chance, when there is no text
  unsigned status = 200;            // 429 and 503 go with retry_after_s
  unsigned retry_after_s = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // X-Allonge-Height, X-Allonge-Chain
};

// Called on the server's strand.
struct RpcHandler {
  virtual ~RpcHandler() = default;
  // `started_steady_ms`: when the whole request had arrived; the same in every call for it.
  // `last_chance`: an answer must be given now ("pending" is one).
  virtual RpcReply handle(std::string_view body, std::uint64_t started_steady_ms, bool last_chance) = 0;
};

struct PageReply {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string text;
};
using Pages = std::map<std::string, std::function<PageReply()>, std::less<>>;

struct HttpOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one, see port()
  std::string thread = "http";  // name of its strand
  std::size_t connections = 256;
  std::size_t waiting = 128;  // requests put off; one more, and the oldest has its last chance at once
  std::uint64_t head_timeout_ms = 5'000;
  std::uint64_t body_timeout_ms = 15'000;
  std::uint64_t idle_timeout_ms = 30'000;
  std::uint64_t write_timeout_ms = 30'000;
  std::uint64_t longest_wait_ms = 30'000;
};

class HttpServer {
 public:
  // `handler` may be null: then there is no POST. It and everything in `pages` outlive the server.
  // BAD_CONFIG: not a loopback address, or the port is taken.
  static Result<std::unique_ptr<HttpServer>> open(HttpOptions options, RpcHandler* handler, Pages pages, Log& log,
                                                  Metrics& metrics);
  ~HttpServer();  // closes every connection; not on its strand

  void notify_change();  // from any thread, cheap: every waiting request is asked again
  std::uint16_t port() const;

 private:
  struct Hidden;
  HttpServer(std::unique_ptr<Strand> strand, std::shared_ptr<Hidden> hidden);
  std::unique_ptr<Strand> strand_;
  std::shared_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
