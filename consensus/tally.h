// The votes of one view, and how they become certificates. Of each member the first vote of each
// kind counts; signatures are checked only when a quorum could exist, and a checked vote is never
// checked again, not even inside a certificate. Memory is bounded by 3 kinds times the committee.
#pragma once

#include <array>

#include "consensus/electorate.h"

namespace allonge::consensus {

class Tally {
 public:
  enum class Heard : std::uint8_t {
    fresh,
    repeated,     // the very same vote was counted before
    contradicts,  // the member voted otherwise before; the first vote stands
  };
  // REQUIRES: vote.signer < electorate.size(), vote.epoch is the electorate's.
  Heard add(const Electorate& electorate, const Vote& vote, bool verified);

  // The vote counted of this member, if any: the other half of evidence.
  const Vote* counted(VoteKind kind, std::uint32_t signer) const;
  std::uint32_t count(VoteKind kind) const;

  // A certificate of exactly q signatures if q votes of this kind on this block hold. Votes whose
  // signature does not hold are taken out and their signers named in `liars`.
  std::optional<Certificate> certify(const Electorate& electorate, VoteKind kind, const Digest& block,
                                     std::vector<std::uint32_t>& liars);

  // Verifies a certificate from outside, skipping signatures that were checked as votes.
  bool verify(const Electorate& electorate, const Certificate& certificate) const;

 private:
  struct Slot {
    bool taken = false;
    bool verified = false;
    Vote vote;
  };
  std::vector<Slot>& slots(VoteKind kind) { return slots_[std::size_t(kind) - 1]; }
  const std::vector<Slot>& slots(VoteKind kind) const { return slots_[std::size_t(kind) - 1]; }

  std::array<std::vector<Slot>, 3> slots_;  // by kind, then by member; empty until the first vote
};

}  // namespace allonge::consensus
