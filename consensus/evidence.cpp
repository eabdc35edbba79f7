#include "consensus/evidence.h"

namespace allonge::consensus {

bool contradict(const Vote& a, const Vote& b) {
  if (a.epoch != b.epoch || a.view != b.view || a.signer != b.signer) return false;
  if (a.kind == b.kind) return a.block != b.block;
  const auto is = [&](VoteKind one, VoteKind other) {
    return (a.kind == one && b.kind == other) || (a.kind == other && b.kind == one);
  };
  return is(VoteKind::nullify, VoteKind::finalize);
}

bool verify(const Electorate& electorate, const Evidence& evidence) {
  return contradict(evidence.first, evidence.second) && electorate.verify(evidence.first) &&
         electorate.verify(evidence.second);
}

}  // namespace allonge::consensus
