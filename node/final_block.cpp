#include "node/final_block.h"

#include "node/proto_append.h"

namespace allonge::node {

Bytes final_block_bytes(const ExecutedBlock& block, const std::optional<Certificate>& certificate) {
  std::size_t size = block.header_bytes.size() + 8192;
  for (const TransactionPtr& transaction : block.transactions) size += transaction->bytes.size() + 6;
  for (const Bytes& receipt : block.receipts) size += receipt.size() + 6;
  Bytes out;
  out.reserve(size);
  append_field(out, 1, block.header_bytes);
  for (const TransactionPtr& transaction : block.transactions) append_field(out, 2, transaction->bytes);
  for (const Bytes& receipt : block.receipts) append_field(out, 3, receipt);
  if (certificate) append_field(out, 4, encode(*certificate));
  return out;
}

Bytes block_record_bytes(const BlockBody& block) {
  std::size_t size = block.header_bytes.size() + 16;
  for (const TransactionPtr& transaction : block.transactions) size += transaction->bytes.size() + 6;
  Bytes out;
  out.reserve(size);
  append_field(out, 1, block.header_bytes);
  for (const TransactionPtr& transaction : block.transactions) append_field(out, 2, transaction->bytes);
  return out;
}

}  // namespace allonge::node
