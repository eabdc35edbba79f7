// Consensus stories as text (tests/scenarios/consensus/*.txt): a small committee of simulated nodes,
// a network that does what the story says, virtual time. One command per line, # starts a comment.
//
// Nodes are named by what they lead: `a` leads view 1, `b` view 2, and so on; `all` is everybody, and
// `a,c` is a list.
//
//   nodes 4                     the committee; first line of every story
//   make d equivocate           d is Byzantine (tests/sim/byzantine); before `start`
//   start                       boots everybody and connects them
//   submit T1 to a,b            a client gives transaction T1 to these nodes; no gossip of it
//   run 300                     300 ms pass; messages take 1 ms
//   hold KIND from X to Y       from now on such messages wait;   KIND: proposal notarize nullify
//   lose KIND from X to Y       ... or vanish                     finalize certificate status body any
//   release                     held messages go, all rules end
//   crash X | power X           the process dies | and unsynced bytes are lost
//   crash X at appended|synced|effect        at the next such moment
//   restart X                   boots it again
//   lose_log X                  while down: its consensus log is gone, and the operator says so
//   cut X | connect X           all links of X go down, noticed | come up again
//   forget_work X               its node reports no more work, whatever waits
//   again                       every message sent so far is delivered once more
//
//   expect X view N             expect X final N             expect X leads
//   expect X signed KIND V      expect X unsigned KIND V     (by what its guard remembers)
//   expect X idle | armed | abstains | votes | down | up
//   expect X evidence N         it reported N contradictions
//   expect T1 final at X        expect skipped X N           views given up so far, at most N
//   expect a moment N           not more than N ms have passed since the last `mark`
//   mark                        starts the watch
//
// At the end of every story all laws of tests/sim/checkers.h must hold.
#pragma once

#include <string>

namespace allonge::sim {

struct StoryResult {
  bool ok = false;
  std::string trouble;  // line and what was expected
};

StoryResult play(const std::string& text);

}  // namespace allonge::sim
