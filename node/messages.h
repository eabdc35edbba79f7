// What nodes say to each other beside the messages of consensus: transactions on their way to a
// block, bodies of proposed blocks, ranges of final blocks for those who lag. Canonical Protobuf in
// one envelope with numbers from 16 on, so that the first byte tells both families apart.
// Every list has a limit; what is asked is answered in chunks that never fill a link.
#pragma once

#include "consensus/messages.h"
#include "ledger/block.h"

namespace allonge::node {

inline constexpr std::uint32_t push_transactions = 64;
inline constexpr std::size_t chunk_bytes = 256 * 1024;
inline constexpr std::size_t largest_node_message = 4 * 1024 * 1024 - 1024;  // a frame's limit

// Transactions whose signatures the sender verified. A bad one from a validator is its fault.
struct TransactionPush {
  static constexpr consensus::MessageCard card{16, "transaction_push", "Transactions, verified by the sender."};
  std::vector<RawMessage> transactions;
  static constexpr auto fields() {
    return std::tuple{
        Field{1, "transactions", &TransactionPush::transactions, "type: SignedTransaction", push_transactions}};
  }
};

// "Give me the header and the list of this block." For a certified block that never arrived.
struct BlockRequest {
  static constexpr consensus::MessageCard card{17, "block_request", "Asks for a block's header and list."};
  Digest block;
  static constexpr auto fields() { return std::tuple{Field{1, "block", &BlockRequest::block, "hash of its header"}}; }
};
struct BlockAnswer {
  static constexpr consensus::MessageCard card{18, "block_answer", "A block's header and list."};
  Header header;
  std::vector<Digest> wire_ids;
  static constexpr auto fields() {
    return std::tuple{Field{1, "header", &BlockAnswer::header, "the header"},
                      Field{2, "wire_ids", &BlockAnswer::wire_ids, "in order", limits::block_transactions}};
  }
};

// "Give me these transactions of this block", by their places in it.
struct BodyRequest {
  static constexpr consensus::MessageCard card{19, "body_request", "Asks for transactions of a block."};
  Digest block;
  std::vector<std::uint32_t> places;  // ascending
  static constexpr auto fields() {
    return std::tuple{Field{1, "block", &BodyRequest::block, "hash of its header"},
                      Field{2, "places", &BodyRequest::places, "which, ascending", limits::block_transactions}};
  }
};
struct BodyAnswer {
  static constexpr consensus::MessageCard card{20, "body_answer", "Some transactions of a block."};
  Digest block;
  std::vector<std::uint32_t> places;
  std::vector<RawMessage> transactions;  // one per place; together at most 256 KiB, or a single larger one
  static constexpr auto fields() {
    return std::tuple{
        Field{1, "block", &BodyAnswer::block, "hash of its header"},
        Field{2, "places", &BodyAnswer::places, "which", limits::block_transactions},
        Field{3, "transactions", &BodyAnswer::transactions, "type: SignedTransaction", limits::block_transactions}};
  }
};

// "Give me final blocks from here on." A block larger than one answer comes in several parts.
struct RangeRequest {
  static constexpr consensus::MessageCard card{21, "range_request", "Asks for final blocks."};
  std::uint64_t from_height = 0;
  std::uint64_t offset = 0;  // bytes of that block already received
  static constexpr auto fields() {
    return std::tuple{Field{1, "from_height", &RangeRequest::from_height, "first block wanted"},
                      Field{2, "offset", &RangeRequest::offset, "bytes of it already received"}};
  }
};
struct BlockPart {
  std::uint64_t height = 0;
  std::uint64_t total = 0;   // bytes of the whole FinalBlock
  std::uint64_t offset = 0;  // of this part in it
  Bytes bytes;
  static constexpr auto fields() {
    using T = BlockPart;
    return std::tuple{Field{1, "height", &T::height, "of the block"}, Field{2, "total", &T::total, "bytes of it all"},
                      Field{3, "offset", &T::offset, "where this part begins"},
                      Field{4, "bytes", &T::bytes, "the part", 2 * 1024 * 1024}};
  }
};
struct RangeAnswer {
  static constexpr consensus::MessageCard card{22, "range_answer", "Final blocks, or parts of one."};
  std::vector<BlockPart> parts;  // together at most 2 MiB; empty: the asked node does not have it
  static constexpr auto fields() {
    return std::tuple{Field{1, "parts", &RangeAnswer::parts, "in order of heights", 512}};
  }
};

// Where a node stands, said when a link comes up, also by one that does not take part yet: a node
// with an empty log finds out from it whether the chain already lives (consensus.md 7.5).
struct Greeting {
  static constexpr consensus::MessageCard card{23, "greeting", "Where a node stands, said when a link comes up."};
  std::uint64_t height = 0;  // last final block
  std::uint64_t view = 0;    // view it is in; 0 while it does not take part yet
  static constexpr auto fields() {
    return std::tuple{Field{1, "height", &Greeting::height, "its last final block"},
                      Field{2, "view", &Greeting::view, "its view; 0 before it takes part"}};
  }
};

using NodeMessage = std::variant<TransactionPush, BlockRequest, BlockAnswer, BodyRequest, BodyAnswer, RangeRequest,
                                 RangeAnswer, Greeting>;

// The tag of an alternative's field number, as a varint: one byte below 16, two bytes from 16 on.
inline bool is_node_message(BytesView bytes) { return !bytes.empty() && (bytes[0] & 0x80) != 0; }

inline Result<NodeMessage> read_node_message(BytesView bytes) {
  if (bytes.size() > largest_node_message) return Refusal{Reason::too_large, "a message between nodes fits a frame"};
  return decode<NodeMessage>(bytes);
}

// A push put together from transactions' own bytes, without decoding or encoding them.
Bytes push_bytes(std::span<const BytesView> transactions);

}  // namespace allonge::node
