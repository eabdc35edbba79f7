#include "ledger/block.h"

#include "ledger/digest.h"

namespace allonge {

Digest hash_of(const Header& header) { return digest("allonge/block/v1", encode(header)); }

}  // namespace allonge
