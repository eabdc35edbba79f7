#include "wallet/ports.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace allonge::wallet {

bool is_free(std::uint16_t port) {
  const int socket_number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_number < 0) return false;
  // As a server would ask: a port whose old connections are still fading is free.
  const int yes = 1;
  setsockopt(socket_number, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = bind(socket_number, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                    listen(socket_number, 1) == 0;
  close(socket_number);
  return free;
}

std::uint16_t busy_one_of(const NodePorts& ports) {
  for (const std::uint16_t port : {ports.peer, ports.rpc, ports.metrics})
    if (!is_free(port)) return port;
  return 0;
}

bool are_free(const NodePorts& ports) { return busy_one_of(ports) == 0; }

Result<std::vector<NodePorts>> find_ports(std::size_t count, const std::vector<NodePorts>& taken) {
  std::vector<NodePorts> out;
  for (std::uint16_t block = 8650; block < 20'000 && out.size() < count; block = std::uint16_t(block + 10)) {
    const NodePorts ports{block, std::uint16_t(block + 1), std::uint16_t(block + 2)};
    if (std::find(taken.begin(), taken.end(), ports) == taken.end() && are_free(ports)) out.push_back(ports);
  }
  if (out.size() < count) return Refusal{Reason::testnet_trouble, "no free ports between 8650 and 20000"};
  return out;
}

PortsLock::PortsLock() {
  const std::string path = "/tmp/allonge-ports-" + std::to_string(getuid()) + ".lock";
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file_ >= 0) flock(file_, LOCK_EX);
}

PortsLock::~PortsLock() {
  if (file_ >= 0) close(file_);
}

}  // namespace allonge::wallet
