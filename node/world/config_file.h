// Reads the operator's TOML file into a Config. Whatever is not in the table of settings is refused
// with file, line and the nearest key.
#pragma once

#include <string>

#include "node/config.h"

namespace allonge::node {

// BAD_CONFIG: "/etc/allonge/node.toml:12: unknown key rpc.prot; nearest is rpc.port".
// Relative paths come back joined to the file's folder.
Result<Config> read_config_file(const std::string& path);
// The same from text; paths stay as written.
Result<Config> parse_config(std::string_view text, const std::string& name);

}  // namespace allonge::node
