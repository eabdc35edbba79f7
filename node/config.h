// What an operator can set, as one table: key, default, help. The reader of the file
// (node/world/config_file), `allonged --default-config` and the manual follow the table.
// A configuration holds no secret: key files are named by their paths.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/result.h"

namespace allonge::node {

// Relative paths are taken from the folder of the configuration file.
struct Config {
  std::string data_directory = "data";
  std::string genesis_file = "genesis.json";
  std::string consensus_key_file = "consensus.key";
  std::string link_key_file = "link.key";
  std::string p2p_host = "127.0.0.1";
  std::uint32_t p2p_port = 8650;
  std::uint32_t rpc_port = 8651;      // loopback only in this version (settled.md 28)
  std::string rpc_host = "127.0.0.1";
  std::uint32_t metrics_port = 8652;  // loopback only
  std::string log_level = "info";
  std::string log_file = "";          // empty: standard error
  std::uint32_t signature_threads = 1;
  std::uint32_t log_segment_mib = 16;
  std::map<std::string, std::string> peers;  // validator's name -> host:port
};

// One key of the file. `table` and `key` are its TOML names.
struct Setting {
  std::string_view table;  // "" = top of the file
  std::string_view key;
  std::variant<std::string Config::*, std::uint32_t Config::*> member;
  std::uint32_t least = 0;  // numbers only
  std::uint32_t most = 0;
  std::string_view help;
};

// All settings in the order of the file. `[peers]` stands beside them: its keys are validators' names.
std::span<const Setting> settings();
inline constexpr std::string_view peers_table = "peers";

// The file that says what is said by an empty one: every key, commented, with its default.
std::string default_config_text();

// The known name nearest to `word` by edit distance, if it is near enough to be a slip of the finger.
std::string nearest_name(std::string_view word, std::span<const std::string> names);

// What no single key shows: ports that differ, known log level, host:port of each peer. BAD_CONFIG.
Result<void> check_config(const Config& config);

// A validator of genesis: its name, and where genesis says that it is likely reached.
struct MemberHint {
  std::string name;
  std::string address;  // may be empty
};
// Where each member is reached, in their order: as [peers] says, else as genesis hints. BAD_CONFIG for a
// name under [peers] that is no member, and for a member without an address that this node has to dial:
// the lower place dials (world/peer_link.h).
Result<std::vector<std::string>> peer_addresses(const Config& config, std::span<const MemberHint> members,
                                                std::uint32_t own_place);

struct HostPort {
  std::string host;
  std::uint16_t port = 0;
};
// "127.0.0.1:8650", "node.example:8650", "[::1]:8650". BAD_CONFIG.
Result<HostPort> parse_host_port(std::string_view text);

}  // namespace allonge::node
