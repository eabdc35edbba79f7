// Whether a port could be listened on now. A question for the operator's check alone: who listens asks by
// listening, and is refused then.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/result.h"

namespace allonge::node {

// `key` is the setting that names the port. BAD_CONFIG: "p2p.port: cannot listen on 127.0.0.1:8650:
// Address already in use". Port 0 is any free one.
Result<void> may_listen(const std::string& key, const std::string& host, std::uint16_t port);

}  // namespace allonge::node
