// Asks a node over HTTP. One connection is kept and used again; every question has a time limit, and
// an answer has a size limit. All questions may be repeated without harm (reads, and submissions of
// the same bytes), so one that fell on a connection the node had just closed is asked once more.
// This is the only file of the wallet that touches a socket besides ports.cpp.
#pragma once

#include <memory>
#include <string>

#include "ledger/result.h"

namespace allonge::wallet {

// http://HOST:PORT. BAD_TEXT for anything else: the first form of the node answers plain HTTP on the
// loopback address only.
struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
  static Result<Endpoint> parse(std::string_view url);
  std::string text() const { return "http://" + host + ":" + std::to_string(port); }
};

class Client {
 public:
  explicit Client(Endpoint endpoint);
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  const Endpoint& endpoint() const;

  // The body of the answer. UNREACHABLE: nobody listens there, or something that does not speak
  // HTTP; OUTCOME_UNKNOWN: it was sent and no answer came in time.
  Result<std::string> post(std::string_view body, std::uint64_t timeout_ms);
  Result<std::string> get(std::string_view path, std::uint64_t timeout_ms);

 private:
  struct Hidden;
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace allonge::wallet
