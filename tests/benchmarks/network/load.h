// A closed loop: each lane is a list of transactions of which one at a time is under way; a lane's
// next is sent when the one before is seen in a final block, at a node it was not submitted to. Lanes
// are spread over all nodes, many transactions to a request.
#pragma once

#include "tests/benchmarks/network/crowd.h"

namespace allonge::bench {

// Offers and acceptances alternate, so two transactions are a move.
struct Lane {
  std::vector<Prepared> transactions;
  std::size_t done = 0;
  std::vector<Paper*> papers;     // what it moves
  std::size_t first_holder = 0;   // who held them before
};

struct LoadResult {
  std::uint64_t committed = 0;       // transactions seen in final blocks
  double seconds = 0;                // from the first submission to the last block counted
  double worst_stall_ms = 0;         // longest time between two blocks (stall_watch.h)
  double worst_stall_at_s = 0;       // when it ended, from the start of the run
  std::uint64_t blocks = 0;
  double latency_p50_ms = 0;         // from submission to seen as final, under this load
  double latency_p99_ms = 0;
  double processor_us = 0;           // of one validator per transaction, on average
  std::uint64_t refused = 0;         // lanes whose last transaction was not done: must be 0
};

// Until every lane is done or `seconds` have passed; then waits for what is under way, and has what was
// offered accepted. Afterwards the lanes' papers are where they really are, not where the last signed
// transaction would have brought them.
LoadResult run_load(Net& net, Crowd& crowd, std::vector<Lane>& lanes, double seconds, std::size_t per_request);

}  // namespace allonge::bench
