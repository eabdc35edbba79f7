// The network under test: real validator processes on this machine, started and stopped through the
// wallet's own command, with TLS, fsync and state roots on, as everybody runs them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/json_text.h"
#include "wallet/client.h"
#include "wallet/testnet_folder.h"

namespace allonge::bench {

class Net {
 public:
  // Starts `count` validators in a new folder under `parent`. Stops the program when that fails.
  Net(std::filesystem::path wallet, std::filesystem::path parent, int count);
  ~Net();  // stops them and removes the folder
  Net(const Net&) = delete;
  Net& operator=(const Net&) = delete;

  int size() const { return int(nodes_.size()); }
  const Digest& chain() const { return chain_; }
  wallet::Client client(int node) const;
  // Sum of a metric's samples whose name and labels begin with `prefix`, at one node; 0 if none.
  double metric(int node, const std::string& prefix) const;
  double rss_mib(int node) const;
  // Processor time of all validators since they started.
  double processor_s() const;
  double disk_mib() const;

 private:
  std::filesystem::path wallet_;
  std::filesystem::path folder_;
  std::vector<wallet::TestnetNode> nodes_;
  Digest chain_;
};

// The result of a call, or the end of the program with the node's words.
JsonValue must_ask(wallet::Client& client, const std::string& method, const std::string& params,
                   std::uint64_t timeout_ms = 30'000);

// Of a clock that only goes forward.
double now_s();

}  // namespace allonge::bench
