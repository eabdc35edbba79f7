#include "node/config.h"

#include <algorithm>
#include <array>
#include <vector>

#include "node/key_keeper.h"

namespace allonge::node {

namespace {

using C = Config;

// An append to the log is at most half a segment, and holds a block with what belongs to it.
constexpr std::uint32_t smallest_segment_mib = 16;
static_assert(smallest_segment_mib * 1024 * 1024 / 2 > KeyKeeper::largest_append_bytes);

// clang-format off
constexpr std::array table{
    Setting{"",        "data_directory",     &C::data_directory,     0, 0,      "folder of everything the node keeps; allonged init makes it"},
    Setting{"",        "genesis_file",       &C::genesis_file,       0, 0,      "the first block, the same file on every validator"},
    Setting{"",        "consensus_key_file", &C::consensus_key_file, 0, 0,      "signs votes and nothing else; mode 0600"},
    Setting{"",        "link_key_file",      &C::link_key_file,      0, 0,      "proves this node to its peers; mode 0600"},
    Setting{"p2p",     "host",               &C::p2p_host,           0, 0,      "address on which peers reach this node"},
    Setting{"p2p",     "port",               &C::p2p_port,           0, 65'535, "its port; 0 takes any free one"},
    Setting{"rpc",     "host",               &C::rpc_host,           0, 0,      "JSON-RPC; a loopback address in this version"},
    Setting{"rpc",     "port",               &C::rpc_port,           0, 65'535, "its port; 0 takes any free one"},
    Setting{"metrics", "port",               &C::metrics_port,       0, 65'535, "metrics and health on the same host; 0 takes any free one"},
    Setting{"log",     "level",              &C::log_level,          0, 0,      "info, warning or error"},
    Setting{"log",     "file",               &C::log_file,           0, 0,      "five files of 10 MB; empty: standard error"},
    Setting{"limits",  "signature_threads",  &C::signature_threads,  1, 64,     "threads that check signatures"},
    Setting{"limits",  "log_segment_mib",    &C::log_segment_mib,    smallest_segment_mib, 1'024, "size of one file of the consensus log"},
};
// clang-format on

// Levenshtein's distance, with one row kept.
std::size_t distance_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
      corner = above;
    }
  }
  return row.back();
}

std::string default_of(const Setting& setting) {
  const Config defaults;
  if (const auto* const text = std::get_if<std::string Config::*>(&setting.member))
    return "\"" + defaults.*(*text) + "\"";
  return std::to_string(defaults.*(*std::get_if<std::uint32_t Config::*>(&setting.member)));
}

Refusal bad(std::string detail) { return {Reason::bad_config, std::move(detail)}; }

}  // namespace

std::span<const Setting> settings() { return table; }

std::string default_config_text() {
  std::string text =
      "# Configuration of a validator. Every key is shown with its default; unknown keys are refused.\n"
      "# Relative paths are taken from the folder of this file.\n\n";
  std::string_view current;
  for (const Setting& setting : table) {
    if (setting.table != current) {
      current = setting.table;
      text += "\n[" + std::string(current) + "]\n";
    }
    text += "# " + std::string(setting.help) + "\n# " + std::string(setting.key) + " = " + default_of(setting) + "\n";
  }
  text +=
      "\n[" + std::string(peers_table) +
      "]\n# one line for each other validator of genesis: its name and where it is reached\n# taihe = \"203.0.113.7:8650\"\n";
  return text;
}

std::string nearest_name(std::string_view word, std::span<const std::string> names) {
  std::string nearest;
  std::size_t best = std::max<std::size_t>(2, word.size() / 2) + 1;
  for (const std::string& name : names) {
    // A beginning is a slip too, however much is missing: data_dir for data_directory.
    const bool is_beginning = word.size() >= 4 && std::string_view(name).starts_with(word);
    const std::size_t distance = is_beginning ? 1 : distance_between(word, name);
    if (distance < best) {
      best = distance;
      nearest = name;
    }
  }
  return nearest;
}

Result<HostPort> parse_host_port(std::string_view text) {
  const auto colon = text.rfind(':');
  const auto wrong = [&] { return bad("\"" + std::string(text.substr(0, 64)) + "\" is not host:port"); };
  if (colon == std::string_view::npos || colon == 0 || text.size() > 262) return wrong();
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  if (host.front() == '[') {
    if (host.size() < 3 || host.back() != ']') return wrong();
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return wrong();  // an IPv6 address stands in brackets, or its last group would be the port
  }
  std::uint32_t port = 0;
  if (digits.empty() || digits.size() > 5 || (digits.size() > 1 && digits[0] == '0')) return wrong();
  for (const char c : digits) {
    if (c < '0' || c > '9') return wrong();
    port = port * 10 + std::uint32_t(c - '0');
  }
  if (port == 0 || port > 65'535) return wrong();
  for (const char c : host)
    if (c <= ' ' || c > '~') return wrong();
  return HostPort{std::string(host), std::uint16_t(port)};
}

Result<std::vector<std::string>> peer_addresses(const Config& config, std::span<const MemberHint> members,
                                                std::uint32_t own_place) {
  const std::string table(peers_table);
  std::vector<std::string> names;
  for (const MemberHint& member : members) names.push_back(member.name);
  for (const auto& [name, address] : config.peers) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const std::string nearest = nearest_name(name, names);
    return bad(table + "." + name.substr(0, 64) + ": genesis has no validator of this name" +
               (nearest.empty() ? "" : "; nearest is " + nearest));
  }
  std::vector<std::string> out;
  for (std::uint32_t place = 0; place < members.size(); ++place) {
    const MemberHint& member = members[place];
    const auto said = config.peers.find(member.name);
    out.push_back(said != config.peers.end() ? said->second : member.address);
    if (out.back().empty() && place > own_place)
      return bad(table + "." + member.name + " is missing: genesis has no address for it, and this node has to dial it");
    if (out.back().empty()) continue;
    if (const auto read = parse_host_port(out.back()); !read)
      return bad(table + "." + member.name + ": " + read.error().detail + (said == config.peers.end() ? ", as genesis has it" : ""));
  }
  return out;
}

Result<void> check_config(const Config& config) {
  const std::array ports{config.p2p_port, config.rpc_port, config.metrics_port};
  for (std::size_t i = 0; i < ports.size(); ++i)
    for (std::size_t j = i + 1; j < ports.size(); ++j)
      if (ports[i] != 0 && ports[i] == ports[j])
        return bad("port " + std::to_string(ports[i]) + " is used twice; p2p, rpc and metrics need one each");
  if (config.log_level != "info" && config.log_level != "warning" && config.log_level != "error")
    return bad("log.level is info, warning or error, not \"" + config.log_level.substr(0, 64) + "\"");
  for (const auto& [name, address] : config.peers)
    if (const auto read = parse_host_port(address); !read)
      return bad("peers." + name + ": " + read.error().detail);
  for (const auto& [key, value] : {std::pair{"data_directory", &config.data_directory},
                                   std::pair{"genesis_file", &config.genesis_file},
                                   std::pair{"consensus_key_file", &config.consensus_key_file},
                                   std::pair{"link_key_file", &config.link_key_file}})
    if (value->empty()) return bad(std::string(key) + " must not be empty");
  return done();
}

}  // namespace allonge::node
