// A block: header and transactions. A block is executed before it is voted for, so one finalize
// certificate over its hash proves transactions, receipts and state together.
#pragma once

#include "ledger/codec.h"
#include "ledger/quorum.h"
#include "ledger/transaction.h"

namespace allonge {

struct Header {
  std::uint32_t version = 1;
  Digest chain;               // genesis hash
  std::uint64_t epoch = 0;
  Digest epoch_id;
  std::uint64_t view = 0;
  std::uint64_t height = 0;   // 0 is genesis, which has no header; the first block has 1
  Digest parent;              // hash of the header before; the genesis hash at height 1
  std::uint64_t parent_view = 0;  // 0 when the parent is the epoch's root
  std::uint32_t proposer = 0;     // place in the committee
  Time time;
  std::uint32_t flags = 0;        // none in use yet; a reader refuses others than 0
  std::uint32_t transaction_count = 0;
  std::uint32_t body_bytes = 0;   // sum of the transactions' bytes
  Digest committee;
  Digest transaction_root;    // RFC 6962 over the wire ids, in order
  Digest receipt_root;        // RFC 6962 over the receipts' bytes; leaf 0 is the boundary's
  Digest state_root;
  Digest history_root;        // RFC 6962 log of the hashes of all earlier headers
  std::uint64_t event_count = 0;  // events of the chain up to and including this block
  Digest next_committee;      // zero unless the epoch ends

  static constexpr auto fields() {
    using T = Header;
    return std::tuple{Field{1, "version", &T::version, "of this layout: 1"},
                      Field{2, "chain", &T::chain, "genesis hash"},
                      Field{3, "epoch", &T::epoch, "epoch, from 0"},
                      Field{4, "epoch_id", &T::epoch_id, "what votes are bound to"},
                      Field{5, "view", &T::view, "view of the epoch in which it was proposed"},
                      Field{6, "height", &T::height, "place in the chain, the first block is 1"},
                      Field{7, "parent", &T::parent, "hash of the header before"},
                      Field{8, "parent_view", &T::parent_view, "view of the parent"},
                      Field{9, "proposer", &T::proposer, "place of the leader in the committee"},
                      Field{10, "time", &T::time, "block time"},
                      Field{11, "flags", &T::flags, "none yet"},
                      Field{12, "transaction_count", &T::transaction_count, "transactions in the block"},
                      Field{13, "body_bytes", &T::body_bytes, "bytes of all transactions"},
                      Field{14, "committee", &T::committee, "hash of the validators"},
                      Field{15, "transaction_root", &T::transaction_root, "RFC 6962 over wire ids"},
                      Field{16, "receipt_root", &T::receipt_root, "RFC 6962 over receipts"},
                      Field{17, "state_root", &T::state_root, "root of the state after this block"},
                      Field{18, "history_root", &T::history_root, "RFC 6962 over all earlier headers"},
                      Field{19, "event_count", &T::event_count, "events of the chain so far"},
                      Field{20, "next_committee", &T::next_committee, "zero unless the epoch ends"}};
  }
  bool operator==(const Header&) const = default;
};

// digest("allonge/block/v1", canonical bytes of the header)
Digest hash_of(const Header& header);

// The RFC 6962 leaves of a block: its transactions' wire ids, and its receipts' bytes.
std::vector<Digest> transaction_leaves(std::span<const Digest> wire_ids);
std::vector<Digest> receipt_leaves(std::span<const RawMessage> receipts);

// A block that is final, as it is kept and as peers send it to those who lag: everything needed to
// execute it again and to prove what happened in it.
struct FinalBlock {
  Header header;
  std::vector<RawMessage> transactions;    // SignedTransactions, in order
  std::vector<RawMessage> receipts;        // Receipts; first the boundary's
  std::optional<Certificate> certificate;  // finalize; absent when a later block's covers it

  static constexpr auto fields() {
    using T = FinalBlock;
    return std::tuple{Field{1, "header", &T::header, "what was voted for"},
                      Field{2, "transactions", &T::transactions, "type: SignedTransaction", limits::block_transactions},
                      Field{3, "receipts", &T::receipts, "type: Receipt", limits::block_transactions + 1},
                      Field{4, "certificate", &T::certificate, "finalize; absent when a later one covers it"}};
  }
};

}  // namespace allonge
