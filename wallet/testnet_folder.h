// Where a test network's things lie. Everything a test network is stands in one folder: remove the
// folder and it never was.
//
//   allonge-testnet/
//     testnet.json           nodes and their ports
//     genesis.json           what binds everybody, and what `allonge verify` trusts
//     keyring.json           the demo parties' keys
//     journal.db             what wallets sent on this network
//     taihe/                 one folder per validator
//       node.toml  keys/consensus.key  keys/link.key  data/  node.log  node.pid
#pragma once

#include <filesystem>
#include <optional>

#include "ledger/fields.h"
#include "ledger/result.h"
#include "wallet/ports.h"
#include "wallet/process.h"

namespace allonge::wallet {

struct TestnetNode {
  std::string name;
  std::uint16_t peer_port = 0;
  std::uint16_t rpc_port = 0;
  std::uint16_t metrics_port = 0;
  static constexpr auto fields() {
    using T = TestnetNode;
    return std::tuple{Field{1, "name", &T::name, "validator", 32},
                      Field{2, "peer_port", &T::peer_port, "for the other validators"},
                      Field{3, "rpc_port", &T::rpc_port, "for wallets"},
                      Field{4, "metrics_port", &T::metrics_port, "for Prometheus"}};
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(rpc_port); }
};

struct TestnetFile {
  std::string kind = "allonge-testnet-1";
  std::vector<TestnetNode> nodes;
  static constexpr auto fields() {
    return std::tuple{Field{1, "kind", &TestnetFile::kind, "allonge-testnet-1", 20},
                      Field{2, "nodes", &TestnetFile::nodes, "validators", 100}};
  }
};

class TestnetFolder {
 public:
  explicit TestnetFolder(std::filesystem::path root) : root_(std::move(root)) {}
  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path description() const { return root_ / "testnet.json"; }
  std::filesystem::path genesis() const { return root_ / "genesis.json"; }
  std::filesystem::path keyring() const { return root_ / "keyring.json"; }
  std::filesystem::path journal() const { return root_ / "journal.db"; }
  std::filesystem::path node(const std::string& name) const { return root_ / name; }
  std::filesystem::path config(const std::string& name) const { return node(name) / "node.toml"; }
  std::filesystem::path log(const std::string& name) const { return node(name) / "node.log"; }
  std::filesystem::path pid(const std::string& name) const { return node(name) / "node.pid"; }

  bool exists() const;
  // Names of what lies in the folder and is not a test network's: never removed.
  std::vector<std::string> others() const;
  // Removes what a test network made, and the folder if nothing else is in it. BAD_FILE.
  Result<void> wipe() const;
  Result<TestnetFile> read() const;  // NOT_FOUND when there is none, BAD_CONFIG when it is damaged
  Result<void> write(const TestnetFile& file) const;
  // The node's process, if exactly the one that was started from here still runs.
  std::optional<ProcessMark> running(const std::string& name) const;

 private:
  std::filesystem::path root_;
};

// --dir, then ALLONGE_TESTNET, then ./allonge-testnet.
TestnetFolder testnet_folder(const std::string& wished);

}  // namespace allonge::wallet
