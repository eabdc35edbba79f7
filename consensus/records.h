// What consensus keeps in its log, and how a restarted validator reads it back. A record is a type
// and a payload in canonical Protobuf; the log adds lengths and checksums.
//
//   1 vote         a statement that this validator may since have signed and sent
//   2 certificate  a quorum's votes: what let it enter a view, or finalize a block
//   3 block        header and the full transactions of a block it voted for
//   4 abstained    it lost an earlier log and votes in no view up to and including this one
//
// Recovery reads all records and takes maxima: the last record is not necessarily the newest state
// (consensus.md 5.3), and any order of whole records gives the same answer.
#pragma once

#include <map>

#include "consensus/messages.h"

namespace allonge::consensus {

enum class RecordType : std::uint8_t { vote = 1, certificate = 2, block = 3, abstained = 4 };

// What a validator says by voting. The vote guard judges statements (safety.h).
struct Statement {
  VoteKind kind = VoteKind::notarize;
  std::uint64_t view = 0;
  Digest block;  // zero for nullify
  static constexpr auto fields() {
    using T = Statement;
    return std::tuple{Field{1, "kind", &T::kind, "notarize, nullify or finalize"},
                      Field{2, "view", &T::view, "view of the epoch"},
                      Field{3, "block", &T::block, "hash of the header; zero for nullify"}};
  }
  auto operator<=>(const Statement&) const = default;
};

struct BlockRecord {
  Header header;
  std::vector<RawMessage> transactions;  // in order, all of them
  static constexpr auto fields() {
    using T = BlockRecord;
    return std::tuple{Field{1, "header", &T::header, "the block's header"},
                      Field{2, "transactions", &T::transactions, "type: SignedTransaction", limits::block_transactions}};
  }
};

struct AbstainedRecord {
  std::uint64_t through_view = 0;
  static constexpr auto fields() {
    return std::tuple{Field{1, "through_view", &AbstainedRecord::through_view, "no vote up to and including this view"}};
  }
  bool operator==(const AbstainedRecord&) const = default;
};

// A block whose body must be durable with the statements of the same append. The replica knows the
// header and ids; the key keeper adds the transactions and writes a BlockRecord.
struct BlockToKeep {
  Digest hash;
  Header header;
  std::vector<Digest> wire_ids;
  bool operator==(const BlockToKeep&) const = default;
};

using Record = std::variant<Certificate, BlockToKeep, AbstainedRecord>;

// The last final block, as the block store knows it (synced: votes in the next view rest on it); at the epoch's root height, view and
// certificate are absent and `block` is the root (the genesis hash in epoch 0).
struct LastFinal {
  std::uint64_t height = 0;
  std::uint64_t view = 0;
  Digest block;
  Time time;  // the block's own
  std::optional<Certificate> certificate;  // finalize, of exactly this block
};

struct RecoveredBlock {
  Header header;
  std::vector<Digest> wire_ids;
};

// Everything a replica starts from. A new validator has only `last_final` (the root).
struct Recovered {
  LastFinal last_final;
  std::vector<Statement> votes;
  std::vector<Certificate> certificates;
  std::vector<RecoveredBlock> blocks;
  std::uint64_t abstained_through = 0;

  // Takes in one record of the log, in any order. BAD_ENCODING, BAD_TEXT for an unknown type: the log
  // is damaged or of another version, and the node must not start. The transactions of a block record
  // are read to name them (wire ids); the node keeps them for execution itself.
  Result<void> take(std::uint8_t type, BytesView payload);
};

}  // namespace allonge::consensus
