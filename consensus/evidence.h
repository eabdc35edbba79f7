// Evidence: two votes of one validator in one epoch and view that cannot both be honest. It takes
// only the two votes and the committee to verify (consensus.md 9).
//
//   NOTARIZE and NOTARIZE on different blocks      a leader's two proposals are this case
//   FINALIZE and FINALIZE on different blocks
//   NULLIFY and FINALIZE
#pragma once

#include <set>

#include "consensus/electorate.h"

namespace allonge::consensus {

// Can no honest validator have signed both? (Signatures are not looked at.)
bool contradict(const Vote& a, const Vote& b);

// Both votes hold and contradict each other.
bool verify(const Electorate& electorate, const Evidence& evidence);

// Keeps evidence from being reported twice: one per validator and view, at most 100 above the floor.
class EvidenceDesk {
 public:
  static constexpr std::size_t limit = 100;
  bool knows(std::uint64_t view, std::uint32_t signer) const { return seen_.contains({view, signer}); }
  bool is_full() const { return seen_.size() >= limit; }
  void remember(std::uint64_t view, std::uint32_t signer) { seen_.insert({view, signer}); }
  void forget_through(std::uint64_t view) { seen_.erase(seen_.begin(), seen_.lower_bound({view + 1, 0})); }

 private:
  std::set<std::pair<std::uint64_t, std::uint32_t>> seen_;
};

}  // namespace allonge::consensus
