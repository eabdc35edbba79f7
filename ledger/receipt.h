// What happened to a transaction: done, or refused by a named reason; and the events it caused.
// Receipts are hashed into the block, so nothing in them is free text. Leaf 0 of every block is the
// receipt of what happened by itself at the block's start; transactions count from 1.
#pragma once

#include "ledger/codec.h"

namespace allonge {

struct RangeRef {
  Fen start;
  Fen end;  // inclusive
  static constexpr auto fields() {
    return std::tuple{Field{1, "start", &RangeRef::start, "first fen"}, Field{2, "end", &RangeRef::end, "last fen"}};
  }
  auto operator<=>(const RangeRef&) const = default;
};

// One change of one record, reported once. Cursor = height.leaf.place in the receipt.
struct Event {
  std::string type;                // "cert.issued", "transfer.offered", ...: past tense of an operation
  std::string subject;             // id of the record that changed
  std::string other;               // id of a second record it refers to, or empty
  std::vector<PartyId> parties;    // whom it concerns, the actor first
  std::vector<RangeRef> ranges;
  std::optional<Amount> amount;
  std::string before;              // state names; empty where there is none
  std::string after;
  std::optional<Digest> document;  // hash of a document it refers to

  static constexpr auto fields() {
    using T = Event;
    return std::tuple{Field{1, "type", &T::type, "what happened", 40},
                      Field{2, "subject", &T::subject, "id of the record that changed", 80},
                      Field{3, "other", &T::other, "id of a second record", 80},
                      Field{4, "parties", &T::parties, "whom it concerns, the actor first", 8},
                      Field{5, "ranges", &T::ranges, "ranges it touched", 500},
                      Field{6, "amount", &T::amount, "how much"},
                      Field{7, "before", &T::before, "state before", 32},
                      Field{8, "after", &T::after, "state after", 32},
                      Field{9, "document", &T::document, "hash of a document"}};
  }
};
using Events = std::vector<Event>;

struct Receipt {
  Digest transaction;      // its id; zero for the boundary receipt
  bool ok = false;
  std::uint32_t reason = 0;  // number of the reason when not ok
  std::uint32_t operation = 0;  // which operation was refused, from 0
  Events events;           // empty when not ok

  static constexpr auto fields() {
    using T = Receipt;
    return std::tuple{Field{1, "transaction", &T::transaction, "transaction id; zero for the block's boundary"},
                      Field{2, "ok", &T::ok, "whether it was done"},
                      Field{3, "reason", &T::reason, "number of the reason when it was refused"},
                      Field{4, "operation", &T::operation, "which operation was refused, from 0"},
                      Field{5, "events", &T::events, "what changed", 4000}};
  }
};

}  // namespace allonge
