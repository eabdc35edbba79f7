// The slip: every endorsement one fen has been through, from issue to its holder (settled.md 11).
//
// Endorsements are nodes {interval, up to two earlier nodes}. An accepted transfer makes a node behind
// the one before it, and so does a financing that moves a range to the financier (R-34: it is no
// transfer and counts neither into depth nor turnover); a split copies the pointer to its last node; a merge joins two. A node names the
// earlier ones by their digests, so a range's record, which carries its last node, proves the whole
// path: change one endorsement of the past and no digest fits any more. The chain of a certificate
// begins with the digest of its document. Nodes behind the last stand in a log beside the state.
#pragma once

#include "ledger/codec.h"
#include "ledger/digest.h"
#include "ledger/receipt.h"
#include "ledger/table.h"

namespace allonge::receivable {

enum class EndorsementKind : std::uint8_t { issue = 1, transfer = 2, join = 3, financing = 4 };

constexpr std::array<EnumValue, 4> values_of(EndorsementKind) {
  return {{{1, "issue"}, {2, "transfer"}, {3, "join"}, {4, "financing"}}};
}

struct Endorsement {
  EndorsementKind kind = EndorsementKind::issue;
  Fen start;                    // the interval as it was endorsed; a split leaves it as it is
  Fen end;
  PartyId from;                 // issue: the issuer; join: the owner
  PartyId to;
  TransferId transfer;          // of a transfer only
  Time time;                    // block time of acceptance
  std::uint32_t depth = 0;      // transfers on the longest path behind and with this one
  std::vector<Digest> earlier;  // issue: the document's digest; transfer, financing: one node; join: left, right
  Fen middle;                   // of a join only: where its right half begins. The halves' own nodes
                                // may reach further than the ranges they stood on, so they cannot say
  FinancingId financing;        // of a financing only

  static constexpr auto fields() {
    using T = Endorsement;
    return std::tuple{Field{1, "kind", &T::kind, "issue, transfer, join of two neighbours, or financing"},
                      Field{2, "start", &T::start, "first fen of the interval endorsed"},
                      Field{3, "end", &T::end, "last fen of the interval endorsed"},
                      Field{4, "from", &T::from, "who passed it on"},
                      Field{5, "to", &T::to, "who holds it since"},
                      Field{6, "transfer", &T::transfer, "the transfer that was accepted"},
                      Field{7, "time", &T::time, "block time of acceptance"},
                      Field{8, "depth", &T::depth, "transfers on the longest path to here"},
                      Field{9, "earlier", &T::earlier, "digests of the nodes before", 2},
                      Field{10, "middle", &T::middle, "of a join: first fen of its right half"},
                      Field{11, "financing", &T::financing, "the financing that moved it to the financier"}};
  }
  bool operator==(const Endorsement&) const = default;
};

// digest("allonge/endorsement/v1", canonical bytes): the name of a node and the head of its chain.
Digest title_of(const Endorsement& endorsement);

// The node with which a certificate's chain begins.
Endorsement issued(const Digest& document, const PartyId& issuer, const PartyId& payee, Amount face, Time time);
// The node behind `last` for an accepted transfer of `interval`, which lies within last's.
Endorsement endorsed(const Endorsement& last, const RangeRef& interval, const PartyId& to, const TransferId& transfer,
                     Time time);
// The node behind `last` for an interval that a financing moves to the financier: bought, or taken from a
// pledge.
Endorsement financed(const Endorsement& last, const RangeRef& interval, const PartyId& to,
                     const FinancingId& financing, Time time);
// The node of two neighbouring ranges [.., middle - 1] and [middle, ..] that become `interval`. Halves
// of one split share their node: then it is that node again.
Endorsement joined(const Endorsement& left, const Endorsement& right, const RangeRef& interval, Fen middle, Time time);

// The log of nodes. Acts write it and never read it; it stands beside the state (contracts/index.h).
inline constexpr Table<Endorsement, CertificateId, Digest> endorsement_log{0xe010, "endorsement"};

void log(Draft& draft, const CertificateId& certificate, const Endorsement& node);

// The way of an interval from issue to `last`: pieces of it, in order, each with the one path that all
// its fen share, oldest first, joins left out. PROOF_INVALID when a node is missing from the log or
// does not have the digest by which it is named; TOO_LARGE beyond `walk_limit` nodes, in all paths
// together: the nodes behind a parting are on the way of each of its pieces.
struct Way {
  RangeRef piece;
  std::vector<Endorsement> path;
};
inline constexpr std::size_t walk_limit = 100'000;
Result<std::vector<Way>> ways_of(const View& log, const CertificateId& certificate, const Endorsement& last,
                                 const RangeRef& interval);

}  // namespace allonge::receivable
