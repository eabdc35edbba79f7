#include "node/block_server.h"

#include <algorithm>

namespace allonge::node {

bool BlockServer::may_ask(std::uint32_t peer, std::uint64_t now_ms) {
  Bucket& bucket = buckets_[peer];
  const std::uint64_t earned = (now_ms - bucket.filled_ms) * per_second / 1000;
  if (earned > 0) {
    bucket.tokens = std::min<std::uint64_t>(burst, bucket.tokens + earned);
    bucket.filled_ms = now_ms;
  }
  if (bucket.tokens == 0) return false;
  --bucket.tokens;
  return true;
}

void BlockServer::answer(std::uint32_t peer, const BlockRequest& request, std::uint64_t now_ms) {
  if (!may_ask(peer, now_ms)) return;
  const BodyPtr block = executor_.find(request.block);
  if (!block) return;
  BlockAnswer answer{block->header, {}};
  answer.wire_ids.reserve(block->transactions.size());
  for (const TransactionPtr& transaction : block->transactions) answer.wire_ids.push_back(transaction->wire_id);
  send(peer, std::move(answer));
}

void BlockServer::answer(std::uint32_t peer, const BodyRequest& request, std::uint64_t now_ms) {
  if (!may_ask(peer, now_ms)) return;
  const BodyPtr block = executor_.find(request.block);
  if (!block) return;
  BodyAnswer answer{request.block, {}, {}};
  std::size_t size = 0;
  for (const std::uint32_t place : request.places) {
    if (place >= block->transactions.size()) return;
    const Bytes& bytes = block->transactions[place]->bytes;
    if (size > 0 && size + bytes.size() > chunk_bytes) {
      send(peer, std::move(answer));
      answer = {request.block, {}, {}};
      size = 0;
    }
    answer.places.push_back(place);
    answer.transactions.push_back({bytes});
    size += bytes.size();
  }
  if (size > 0) send(peer, std::move(answer));
}

void BlockServer::answer(std::uint32_t peer, const RangeRequest& request, std::uint64_t now_ms) {
  if (!may_ask(peer, now_ms)) return;
  RangeAnswer answer;
  std::size_t room = range_bytes;
  const std::uint64_t last = std::min(executor_.final_height(), blocks_.last_height());
  std::uint64_t offset = request.offset;
  for (std::uint64_t height = request.from_height; height >= 1 && height <= last && answer.parts.size() < 512; ++height) {
    auto blob = blocks_.read(height);
    if (!blob || offset >= blob->size()) break;
    const std::size_t rest = blob->size() - std::size_t(offset);
    if (!answer.parts.empty() && rest > room) break;
    const std::size_t size = std::min(rest, room);
    BlockPart part{height, blob->size(), offset, {}};
    part.bytes.assign(blob->begin() + std::ptrdiff_t(offset), blob->begin() + std::ptrdiff_t(offset + size));
    answer.parts.push_back(std::move(part));
    if (size < rest) break;
    room -= size;
    offset = 0;
    if (room == 0) break;
  }
  send(peer, std::move(answer));
}

}  // namespace allonge::node
