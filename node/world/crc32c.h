// CRC-32C (Castagnoli), by the processor's own instruction where it has one. Finds damage on disk;
// it proves nothing against a forger.
#pragma once

#include "ledger/bytes.h"

namespace allonge::node {

// The checksum of `bytes` continued from that of what came before (0 at the start).
std::uint32_t crc32c(BytesView bytes, std::uint32_t before = 0);
// The same without the instruction: what crc32c() is compared with.
std::uint32_t crc32c_in_software(BytesView bytes, std::uint32_t before = 0);

}  // namespace allonge::node
