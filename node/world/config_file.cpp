#include "node/world/config_file.h"

#include <toml++/toml.h>

#include "node/world/files.h"

namespace allonge::node {

namespace {

constexpr std::size_t file_limit = 256 * 1024;
constexpr std::size_t peers_limit = 100;

std::string place(const std::string& name, const toml::source_region& source) {
  return name + ":" + std::to_string(source.begin.line) + ": ";
}

std::string full_key(std::string_view table, std::string_view key) {
  return table.empty() ? std::string(key) : std::string(table) + "." + std::string(key);
}

Refusal bad(std::string detail) { return {Reason::bad_config, std::move(detail)}; }

Refusal unknown_key(const std::string& where, const std::string& key) {
  std::vector<std::string> names;
  for (const Setting& setting : settings()) names.push_back(full_key(setting.table, setting.key));
  names.push_back(std::string(peers_table));
  const std::string nearest = nearest_name(key, names);
  return bad(where + "unknown key " + key.substr(0, 64) +
             (nearest.empty() ? "; allonged --default-config prints every key" : "; nearest is " + nearest));
}

const Setting* find_setting(std::string_view table, std::string_view key) {
  for (const Setting& setting : settings())
    if (setting.table == table && setting.key == key) return &setting;
  return nullptr;
}

bool is_table(std::string_view name) {
  for (const Setting& setting : settings())
    if (setting.table == name) return true;
  return false;
}

Result<void> read_setting(Config& config, const Setting& setting, const toml::node& node, const std::string& where) {
  const std::string key = full_key(setting.table, setting.key);
  if (const auto* const text = std::get_if<std::string Config::*>(&setting.member)) {
    const auto* const value = node.as_string();
    if (value == nullptr) return bad(where + key + " is a text in double quotes");
    if (value->get().size() > 4'096 || value->get().find('\0') != std::string::npos)
      return bad(where + key + " is too long or holds a zero byte");
    config.*(*text) = value->get();
    return done();
  }
  const auto* const value = node.as_integer();
  if (value == nullptr || value->get() < std::int64_t(setting.least) || value->get() > std::int64_t(setting.most))
    return bad(where + key + " is a number from " + std::to_string(setting.least) + " to " +
               std::to_string(setting.most));
  config.*(*std::get_if<std::uint32_t Config::*>(&setting.member)) = std::uint32_t(value->get());
  return done();
}

Result<void> read_peers(Config& config, const toml::table& peers, const std::string& name) {
  for (const auto& [key, node] : peers) {
    const std::string where = place(name, key.source());
    const auto* const address = node.as_string();
    if (address == nullptr) return bad(where + "peers." + std::string(key.str()) + " is an address, \"host:port\"");
    if (const auto read = parse_host_port(address->get()); !read)
      return bad(where + "peers." + std::string(key.str()) + ": " + read.error().detail);
    config.peers[std::string(key.str())] = address->get();
  }
  if (config.peers.size() > peers_limit) return bad(name + ": more than 100 peers");
  return done();
}

Result<void> read_table(Config& config, std::string_view table, const toml::table& keys, const std::string& name) {
  for (const auto& [key, node] : keys) {
    const std::string where = place(name, key.source());
    if (const auto* const inner = node.as_table(); inner != nullptr && table.empty()) {
      if (key.str() == peers_table)
        CHECK(read_peers(config, *inner, name));
      else if (is_table(key.str()))
        CHECK(read_table(config, key.str(), *inner, name));
      else
        return unknown_key(where, std::string(key.str()));
      continue;
    }
    const Setting* const setting = find_setting(table, key.str());
    if (setting == nullptr) return unknown_key(where, full_key(table, key.str()));
    CHECK(read_setting(config, *setting, node, where));
  }
  return done();
}

}  // namespace

Result<Config> parse_config(std::string_view text, const std::string& name) {
  Config config;
  // The one exception of toml++ ends here.
  try {
    const toml::table file = toml::parse(text, std::string_view(name));
    CHECK(read_table(config, "", file, name));
  } catch (const toml::parse_error& error) {
    return bad(place(name, error.source()) + std::string(error.description()));
  }
  if (const auto whole = check_config(config); !whole) return bad(name + ": " + whole.error().detail);
  return config;
}

Result<Config> read_config_file(const std::string& path) {
  auto text = read_text_file(path, file_limit);
  if (!text) return bad("cannot read the configuration: " + text.error().detail);
  TRY(Config config, parse_config(*text, path));
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  for (std::string* const file : {&config.data_directory, &config.genesis_file, &config.consensus_key_file,
                                  &config.link_key_file, &config.log_file})
    if (!file->empty() && file->front() != '/') *file = folder + *file;
  return config;
}

}  // namespace allonge::node
