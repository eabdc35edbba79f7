#include "wallet/testnet_nodes.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "wallet/demo_consortium.h"
#include "wallet/files.h"

namespace allonge::wallet {

namespace {

Refusal trouble(std::string what) { return Refusal{Reason::testnet_trouble, std::move(what)}; }

std::string peer_address(const TestnetNode& node) { return "127.0.0.1:" + std::to_string(node.peer_port); }

// node/config.h is the list of keys; the paths are relative to this file.
std::string config_text(const TestnetFile& file, const TestnetNode& node) {
  std::ostringstream out;
  out << "# Written by allonge testnet up; the ports may change when the network starts again.\n"
      << "data_directory = \"data\"\n"
      << "genesis_file = \"../genesis.json\"\n"
      << "consensus_key_file = \"keys/consensus.key\"\n"
      << "link_key_file = \"keys/link.key\"\n"
      << "\n[p2p]\nhost = \"127.0.0.1\"\nport = " << node.peer_port << "\n"
      << "\n[rpc]\nhost = \"127.0.0.1\"\nport = " << node.rpc_port << "\n"
      << "\n[metrics]\nport = " << node.metrics_port << "\n"
      << "\n[peers]\n";
  for (const TestnetNode& other : file.nodes)
    if (other.name != node.name) out << other.name << " = \"" << peer_address(other) << "\"\n";
  return out.str();
}

Result<void> write_configs(const TestnetFolder& folder, const TestnetFile& file) {
  for (const TestnetNode& node : file.nodes)
    CHECK(write_file(folder.config(node.name), config_text(file, node), Privacy::everybody));
  return folder.write(file);
}

NodePorts ports_of(const TestnetNode& node) { return {node.peer_port, node.rpc_port, node.metrics_port}; }

// allonged makes its own data folder; without --init it never does. Called for the keys of a new
// network only: they never voted.
Result<void> make_data(const TestnetFolder& folder, const std::string& program, const std::string& name) {
  TRY(const int code, run_process({program, "--config", folder.config(name).string(), "--init", "--never-voted"},
                                  folder.node(name), folder.log(name)));
  if (code == 0) return done();
  return trouble("making the data of " + name + " ended with " + std::to_string(code) + ":\n" +
                 last_lines(folder.log(name), 5));
}

}  // namespace

std::string last_lines(const std::filesystem::path& log, std::size_t count) {
  const auto text = read_file(log, 64 << 20);
  if (!text) return "";
  std::size_t from = text->size();
  for (std::size_t lines = 0; from > 0; --from)
    if ((*text)[from - 1] == '\n' && from != text->size() && ++lines == count) break;
  return text->substr(from);
}

Result<std::string> node_program() {
  std::vector<std::filesystem::path> places;
  if (const char* named = std::getenv("ALLONGED"); named != nullptr && *named != 0) places.emplace_back(named);
  std::error_code error;
  const auto own = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) {
    places.push_back(own.parent_path() / "allonged");
    places.push_back(own.parent_path().parent_path() / "node" / "allonged");
  }
  std::istringstream path(std::getenv("PATH") != nullptr ? std::getenv("PATH") : "");
  for (std::string folder; std::getline(path, folder, ':');) places.push_back(std::filesystem::path(folder) / "allonged");
  for (const auto& place : places)
    if (access(place.c_str(), X_OK) == 0) return std::filesystem::canonical(place, error).string();
  return trouble("the program allonged is neither beside allonge nor in PATH");
}

Result<void> make_testnet(const TestnetFolder& folder, std::size_t validators, Date day) {
  TRY(const std::vector<std::string> names, demo_validators(validators));
  TRY(const std::string program, node_program());
  // A network whose making was interrupted has a genesis and no description: it is made anew.
  std::error_code error;
  if (std::filesystem::exists(folder.genesis(), error))
    for (const std::string& name : names) std::filesystem::remove_all(folder.node(name), error);
  CHECK(make_folder(folder.root(), Privacy::owner_only));

  TestnetFile file;
  std::vector<std::string> addresses;
  TRY(const std::vector<NodePorts> ports, find_ports(names.size()));
  for (std::size_t i = 0; i < names.size(); ++i) {
    file.nodes.push_back({names[i], ports[i].peer, ports[i].rpc, ports[i].metrics});
    addresses.push_back(peer_address(file.nodes.back()));
  }
  const GenesisConfig genesis = demo_genesis(names, addresses, day, Time{wall_ms()});
  CHECK(write_file(folder.genesis(), api::to_json(genesis) + "\n", Privacy::everybody));
  CHECK(write_keyring(folder.keyring(), demo_keyring(chain_of(genesis))));
  for (const std::string& name : names) {
    CHECK(make_folder(folder.node(name) / "keys", Privacy::owner_only));
    const ValidatorSeeds seeds = demo_validator_seeds(name);
    CHECK(write_file(folder.node(name) / "keys" / "consensus.key", seeds.consensus.hex() + "\n", Privacy::owner_only));
    CHECK(write_file(folder.node(name) / "keys" / "link.key", seeds.link.hex() + "\n", Privacy::owner_only));
  }
  for (const TestnetNode& node : file.nodes)
    CHECK(write_file(folder.config(node.name), config_text(file, node), Privacy::everybody));
  for (const std::string& name : names) CHECK(make_data(folder, program, name));
  // Written last: a network that has its description was made completely.
  return folder.write(file);
}

Result<Started> start_nodes(const TestnetFolder& folder, const std::vector<std::string>& only) {
  TRY(const std::string program, node_program());
  TRY(TestnetFile file, folder.read());
  Started out;
  for (const TestnetNode& node : file.nodes) {
    const bool wanted = only.empty() || std::find(only.begin(), only.end(), node.name) != only.end();
    if (wanted && !folder.running(node.name)) out.names.push_back(node.name);
  }

  const PortsLock lock;
  std::vector<NodePorts> known;
  for (const TestnetNode& node : file.nodes) known.push_back(ports_of(node));
  for (TestnetNode& node : file.nodes) {
    const bool starts = std::find(out.names.begin(), out.names.end(), node.name) != out.names.end();
    const std::uint16_t busy = starts ? busy_one_of(ports_of(node)) : 0;
    if (busy == 0) continue;
    TRY(const std::vector<NodePorts> found, find_ports(1, known));
    const NodePorts& ports = found.front();
    known.push_back(ports);
    node.peer_port = ports.peer;
    node.rpc_port = ports.rpc;
    node.metrics_port = ports.metrics;
    out.moved.push_back(node.name + ", whose port " + std::to_string(busy) + " another program uses, moved to " + node.url());
  }
  if (!out.moved.empty()) CHECK(write_configs(folder, file));

  for (const std::string& name : out.names) {
    TRY(const ProcessMark mark,
        start_process({program, "--config", folder.config(name).string()}, folder.node(name), folder.log(name)));
    CHECK(write_file(folder.pid(name), mark.text(), Privacy::everybody));
  }
  // The lock is held until the nodes have taken their ports.
  const std::uint64_t start = steady_ms();
  for (const TestnetNode& node : file.nodes)
    while (folder.running(node.name) && is_free(node.rpc_port) && steady_ms() - start < 10'000) sleep_ms(20);
  out.file = std::move(file);
  return out;
}

bool stop_node(const TestnetFolder& folder, const std::string& name) {
  const auto mark = folder.running(name);
  if (!mark) return false;
  signal_process(*mark, SIGTERM);
  if (!wait_until_gone(*mark, 10'000)) {
    signal_process(*mark, SIGKILL);
    wait_until_gone(*mark, 10'000);
  }
  return true;
}

bool kill_node(const TestnetFolder& folder, const std::string& name) {
  const auto mark = folder.running(name);
  if (!mark) return false;
  signal_process(*mark, SIGKILL);
  return wait_until_gone(*mark, 10'000);
}

Result<api::NodeStatusReply> node_status(const TestnetNode& node, std::uint64_t timeout_ms) {
  TRY(const Endpoint endpoint, Endpoint::parse(node.url()));
  Client client(endpoint);
  return ask<api::NodeStatusMethod>(client, {}, timeout_ms);
}

Result<void> wait_for_height(const TestnetFolder& folder, const std::vector<TestnetNode>& nodes, std::uint64_t height,
                             std::uint64_t timeout_ms) {
  const std::uint64_t start = steady_ms();
  for (const TestnetNode& node : nodes)
    while (true) {
      const auto status = node_status(node, 2'000);
      if (status && status->height >= height) break;
      if (!folder.running(node.name))
        return trouble(node.name + " has ended; the last lines of its log:\n" + last_lines(folder.log(node.name), 8));
      if (steady_ms() - start > timeout_ms)
        return trouble(node.name + (status ? " is at height " + std::to_string(status->height) + " and waits for " + std::to_string(height)
                                           : " does not answer: " + status.error().detail) +
                       "; the last lines of its log:\n" + last_lines(folder.log(node.name), 8));
      sleep_ms(50);
    }
  return done();
}

}  // namespace allonge::wallet
