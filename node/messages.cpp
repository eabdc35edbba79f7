#include "node/messages.h"

#include "node/proto_append.h"

namespace allonge::node {

Bytes push_bytes(std::span<const BytesView> transactions) {
  Bytes list;
  std::size_t size = 0;
  for (const BytesView transaction : transactions) size += transaction.size() + 6;
  list.reserve(size);
  for (const BytesView transaction : transactions) append_field(list, 1, transaction);
  Bytes out;
  out.reserve(list.size() + 8);
  append_field(out, TransactionPush::card.code, list);
  return out;
}

}  // namespace allonge::node
