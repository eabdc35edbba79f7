// The bytes of a final block as they are stored and sent, put together from parts that are already
// in canonical form: nothing is encoded twice. Equal to encode(FinalBlock).
#pragma once

#include "ledger/block.h"
#include "node/executed_block.h"

namespace allonge::node {

Bytes final_block_bytes(const ExecutedBlock& block, const std::optional<Certificate>& certificate);

// Header and transactions, as the consensus log keeps them (consensus::BlockRecord).
Bytes block_record_bytes(const BlockBody& block);

}  // namespace allonge::node
