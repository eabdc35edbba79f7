#include "contracts/receivable/allonge.h"

#include <algorithm>

namespace allonge::receivable {

Digest title_of(const Endorsement& endorsement) { return digest("allonge/endorsement/v1", encode(endorsement)); }

Endorsement issued(const Digest& document, const PartyId& issuer, const PartyId& payee, Amount face, Time time) {
  Endorsement node;
  node.kind = EndorsementKind::issue;
  node.start = Fen{1};
  node.end = Fen{face.fen()};
  node.from = issuer;
  node.to = payee;
  node.time = time;
  node.earlier = {document};
  return node;
}

Endorsement endorsed(const Endorsement& last, const RangeRef& interval, const PartyId& to, const TransferId& transfer,
                     Time time) {
  Endorsement node;
  node.kind = EndorsementKind::transfer;
  node.start = interval.start;
  node.end = interval.end;
  node.from = last.to;
  node.to = to;
  node.transfer = transfer;
  node.time = time;
  node.depth = last.depth + 1;
  node.earlier = {title_of(last)};
  return node;
}

Endorsement financed(const Endorsement& last, const RangeRef& interval, const PartyId& to,
                     const FinancingId& financing, Time time) {
  Endorsement node;
  node.kind = EndorsementKind::financing;
  node.start = interval.start;
  node.end = interval.end;
  node.from = last.to;
  node.to = to;
  node.financing = financing;
  node.time = time;
  node.depth = last.depth;
  node.earlier = {title_of(last)};
  return node;
}

Endorsement joined(const Endorsement& left, const Endorsement& right, const RangeRef& interval, Fen middle, Time time) {
  if (left == right) return left;
  Endorsement node;
  node.kind = EndorsementKind::join;
  node.start = interval.start;
  node.end = interval.end;
  node.from = left.to;
  node.to = left.to;
  node.time = time;
  node.depth = std::max(left.depth, right.depth);
  node.earlier = {title_of(left), title_of(right)};
  node.middle = middle;
  return node;
}

void log(Draft& draft, const CertificateId& certificate, const Endorsement& node) {
  endorsement_log.put(draft, certificate, title_of(node), node);
}

namespace {

Result<Endorsement> named(const View& log, const CertificateId& certificate, const Digest& title) {
  auto found = endorsement_log.find(log, certificate, title);
  if (!found) return Refusal{Reason::proof_invalid, "endorsement " + title.hex() + " is not in the log"};
  if (title_of(*found) != title)
    return Refusal{Reason::proof_invalid, "endorsement " + title.hex() + " is not what its name says"};
  return *std::move(found);
}

Refusal too_long() { return {Reason::too_large, "the history is longer than one answer may be"}; }

// A piece on its way back to issue: the node reached, and what lies behind it, youngest first.
struct Walker {
  RangeRef piece;
  Endorsement at;
  std::vector<Endorsement> behind;
};

}  // namespace

Result<std::vector<Way>> ways_of(const View& log, const CertificateId& certificate, const Endorsement& last,
                                 const RangeRef& interval) {
  std::vector<Way> ways;
  std::vector<Walker> waiting{{interval, last, {}}};  // the lowest piece at the back
  std::size_t walked = 0;
  while (!waiting.empty()) {
    Walker walker = std::move(waiting.back());
    waiting.pop_back();
    while (walker.at.kind != EndorsementKind::issue) {
      if (++walked > walk_limit) return too_long();
      const bool join = walker.at.kind == EndorsementKind::join;
      if (walker.at.earlier.size() != (join ? 2u : 1u))
        return Refusal{Reason::proof_invalid, "an endorsement names the wrong number of earlier ones"};
      if (!join) {
        TRY(Endorsement earlier, named(log, certificate, walker.at.earlier[0]));
        walker.behind.push_back(std::move(walker.at));
        walker.at = std::move(earlier);
        continue;
      }
      const Fen middle = walker.at.middle;
      if (walker.piece.start < middle && middle <= walker.piece.end) {  // both halves: part here
        walked += walker.behind.size();  // the other piece carries them too
        if (walked > walk_limit) return too_long();
        TRY(Endorsement right, named(log, certificate, walker.at.earlier[1]));
        waiting.push_back({{middle, walker.piece.end}, std::move(right), walker.behind});
        walker.piece.end = Fen{middle.value - 1};
      }
      TRY(Endorsement next, named(log, certificate, walker.at.earlier[walker.piece.start < middle ? 0 : 1]));
      walker.at = std::move(next);
    }
    walker.behind.push_back(std::move(walker.at));
    std::reverse(walker.behind.begin(), walker.behind.end());
    ways.push_back({walker.piece, std::move(walker.behind)});
  }
  return ways;
}

}  // namespace allonge::receivable
