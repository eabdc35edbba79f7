// Random bytes from the operating system: nonces of links and nothing else. No decision of the
// ledger or of consensus depends on them.
#pragma once

#include <span>

#include "ledger/bytes.h"

namespace allonge::node {

void fill_random(std::span<std::uint8_t> bytes);

}  // namespace allonge::node
