// What an operation may know besides its fields and the state: who asks, in which block, at what
// time. Time is block time only.
#pragma once

#include "ledger/transaction.h"

namespace allonge {

namespace credential {
class GateMemory;
}

// The block an operation runs in.
struct BlockContext {
  Digest chain;
  std::uint64_t height = 0;
  Time time;               // block time, includes the offset of a test network's calendar
  bool test_network = false;
};

// What the operations of one kind add up to in their transaction, in CNY; nothing when one of them has
// no such amount, which counts as the largest. Limits of people look at sums, as bands do.
struct Totals {
  virtual ~Totals() = default;
  virtual std::optional<Amount> of(std::string_view operation) const = 0;
};

// One operation of one transaction.
struct Context {
  BlockContext block;
  PartyId party;           // on whose behalf it is signed
  Digest transaction;      // its id
  std::uint32_t place = 0; // of the operation in the transaction, from 0
  // Who signed and what for, as gates ask (credential/gate.h); null while nobody has signed yet.
  const std::vector<KeySignature>* signatures = nullptr;
  const Totals* totals = nullptr;
  credential::GateMemory* gates = nullptr;  // what gates have answered in this block (credential/gate_memory.h)
};

// The zone of the CN profiles: business dates are days in UTC+8 (receivables.md).
inline constexpr std::int64_t business_zone_minutes = 480;
inline Date today(const BlockContext& block) { return business_date(block.time, business_zone_minutes); }

}  // namespace allonge
