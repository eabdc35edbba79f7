// What an operation may know besides its fields and the state: who asks, in which block, at what
// time. Time is block time only.
#pragma once

#include "ledger/transaction.h"

namespace allonge {

// The block an operation runs in.
struct BlockContext {
  Digest chain;
  std::uint64_t height = 0;
  Time time;               // block time, includes the offset of a test network's calendar
  bool test_network = false;
};

// One operation of one transaction.
struct Context {
  BlockContext block;
  PartyId party;           // on whose behalf it is signed
  Digest transaction;      // its id
  std::uint32_t place = 0; // of the operation in the transaction, from 0
};

// The zone of the CN profiles: business dates are days in UTC+8 (receivables.md).
inline constexpr std::int64_t business_zone_minutes = 480;
inline Date today(const BlockContext& block) { return business_date(block.time, business_zone_minutes); }

}  // namespace allonge
