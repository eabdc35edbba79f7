// Makes, starts, stops and watches the nodes of a test network. Only processes that were started from
// its folder are ever touched (process.h).
#pragma once

#include "wallet/rpc.h"
#include "wallet/testnet_folder.h"

#include "api/methods/node_status.h"

namespace allonge::wallet {

// Writes genesis, keyring, and each validator's folder with keys and data. The ports are chosen by
// the first start. BAD_FILE, TESTNET_TROUBLE.
Result<void> make_testnet(const TestnetFolder& folder, std::size_t validators, Date day);

// The program `allonged`: beside this one, in the build's neighbouring folder, ALLONGED, or PATH.
Result<std::string> node_program();

// Starts those that are down, and returns the description as it stands. A node whose ports another
// program took moves to free ones: it reaches its peers (peer_link.h), and their files tell them its new
// address for their next start. Nodes that run keep running.
struct Started {
  TestnetFile file;
  std::vector<std::string> names;  // those that were down
  std::vector<std::string> moved;  // a sentence each
};
Result<Started> start_nodes(const TestnetFolder& folder, const std::vector<std::string>& only);

// Asks nicely (SIGTERM), after 10 s firmly (SIGKILL). False if it was not running.
bool stop_node(const TestnetFolder& folder, const std::string& name);
// SIGKILL at once: a crash.
bool kill_node(const TestnetFolder& folder, const std::string& name);

// What the node says of itself, or why it says nothing.
Result<api::NodeStatusReply> node_status(const TestnetNode& node, std::uint64_t timeout_ms);

// Until every one of these nodes has a final block at `height`, or a node ends, or time is up:
// TESTNET_TROUBLE with the last lines of its log.
Result<void> wait_for_height(const TestnetFolder& folder, const std::vector<TestnetNode>& nodes, std::uint64_t height,
                             std::uint64_t timeout_ms);

std::string last_lines(const std::filesystem::path& log, std::size_t count);

}  // namespace allonge::wallet
