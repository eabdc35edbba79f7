#include "api/methods/cert_ranges.h"

namespace allonge::api {

using receivable::Range;

namespace {

// What one answer may hold of a long history.
constexpr std::size_t most_pieces = 10'000;
constexpr std::size_t most_endorsements = 50'000;

Result<std::vector<TitleReply>> titles_of(const receivable::Certificate& certificate, const RangeRef& interval, Call& call) {
  TRY(auto titles, receivable::history({call.state(), call.index()}, certificate, interval));
  if (titles.size() > most_pieces) return Refusal{Reason::too_large, "ask for a smaller interval"};
  std::vector<TitleReply> out;
  std::size_t endorsements = 0;
  for (receivable::Title& title : titles) {
    endorsements += title.endorsements.size();
    if (endorsements > most_endorsements) return Refusal{Reason::too_large, "ask for a smaller interval"};
    out.push_back({title.piece.start, title.piece.end, title.holder, title.state, std::move(title.endorsements)});
  }
  return out;
}

}  // namespace

Result<CertRangesReply> answer(const CertRanges::Params& params, Call& call) {
  TRY(Page page, open_page<CertRanges>(params, call));
  TRY(const receivable::Certificate certificate, find_certificate(params.certificate, call));
  const View& state = page.snapshot->state();
  CertRangesReply out;
  out.certificate = certificate.id;
  out.height = page.snapshot->header().height;
  const auto fits = [&](const Range& range) {
    return (!params.holder || range.owner == *params.holder) && (!params.state || range.state == *params.state);
  };
  if (params.unit) {
    TRY(Range range, receivable::range_with(state, certificate, *params.unit));
    if (fits(range)) out.ranges.push_back(std::move(range));
    return out;
  }
  walk(state, receivable::range_records.key(certificate.id), page, [&](BytesView, BytesView value) {
    Range range = receivable::range_records.read(value);
    if (!fits(range)) return false;
    out.ranges.push_back(std::move(range));
    return true;
  });
  out.next = close_page(page, call);
  return out;
}

Result<CertHistoryReply> answer(const CertHistory::Params& params, Call& call) {
  if (params.unit && params.range) return Refusal{Reason::bad_range, "give unit or range, not both"};
  TRY(const receivable::Certificate certificate, find_certificate(params.certificate, call));
  RangeRef interval{Fen{1}, Fen{certificate.face.fen()}};
  if (params.unit) interval = {*params.unit, *params.unit};
  if (params.range) interval = *params.range;
  CertHistoryReply out;
  out.certificate = certificate.id;
  out.height = call.snapshot()->header().height;
  TRY(out.titles, titles_of(certificate, interval, call));
  return out;
}

Result<CertTreeReply> answer(const CertTree::Params& params, Call& call) {
  CertTreeReply out;
  TRY(out.certificate, find_certificate(params.certificate, call));
  TRY(const receivable::Turnover figures, receivable::turnover({call.state(), call.index()}, out.certificate));
  out.transfers = figures.transfers;
  out.turnover = figures.turnover;
  out.velocity_hundredths = figures.velocity_hundredths;
  out.smallest = figures.smallest;
  out.largest = figures.largest;
  out.depth = figures.depth;
  out.companies = figures.companies;
  out.ranges = figures.ranges;
  out.deep = figures.deep;
  out.height = call.snapshot()->header().height;
  if (out.certificate.range_count > 0) {  // before acceptance there is nothing to hold
    TRY(out.branches, titles_of(out.certificate, {Fen{1}, Fen{out.certificate.face.fen()}}, call));
  }
  return out;
}

}  // namespace allonge::api
