#include "ledger/block.h"

#include "ledger/digest.h"
#include "ledger/merkle.h"

namespace allonge {

Digest hash_of(const Header& header) { return digest("allonge/block/v1", encode(header)); }

std::vector<Digest> transaction_leaves(std::span<const Digest> wire_ids) {
  std::vector<Digest> out;
  out.reserve(wire_ids.size());
  for (const Digest& wire_id : wire_ids) out.push_back(merkle_leaf(wire_id));
  return out;
}

std::vector<Digest> receipt_leaves(std::span<const RawMessage> receipts) {
  std::vector<Digest> out;
  out.reserve(receipts.size());
  for (const RawMessage& receipt : receipts) out.push_back(merkle_leaf(receipt.bytes));
  return out;
}

}  // namespace allonge
