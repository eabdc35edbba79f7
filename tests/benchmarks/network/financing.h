// Certificates turned into money, many at a time: request, sealed quote, reveal, award, registration,
// settlement against bank money, each step a transaction of its own, signed before the clock starts.
#pragma once

#include "tests/benchmarks/network/crowd.h"

namespace allonge::bench {

struct FinancingResult {
  std::uint64_t settled = 0;
  double seconds = 0;  // from the first request to the last settlement, calendar moves included
  double per_second() const { return double(settled) / seconds; }
};

// `count` papers of one fresh issue are sold to dongfang, all steps of one kind before the next; between
// them the operator moves the test network's calendar over the deadlines. Stops the program at a refusal.
FinancingResult finance_many(Net& net, Crowd& crowd, std::size_t count);

}  // namespace allonge::bench
