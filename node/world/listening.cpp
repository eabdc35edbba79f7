#include "node/world/listening.h"

#include "node/world/asio.h"

namespace allonge::node {

Result<void> may_listen(const std::string& key, const std::string& host, std::uint16_t port) {
  using asio::ip::tcp;
  boost::system::error_code error;
  asio::io_context io;
  const auto address = asio::ip::make_address(host, error);
  tcp::acceptor acceptor(io);
  // As a server asks: a port whose old connections are still fading is free.
  if (!error) acceptor.open(tcp::endpoint(address, port).protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(tcp::endpoint(address, port), error);
  if (!error) acceptor.listen(1, error);
  if (!error) return done();
  return Refusal{Reason::bad_config, key + ": cannot listen on " + host + ":" + std::to_string(port) + ": " + error.message()};
}

}  // namespace allonge::node
