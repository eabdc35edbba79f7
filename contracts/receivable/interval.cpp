#include "contracts/receivable/interval.h"

#include <algorithm>

#include "contracts/receivable/glance.h"

namespace allonge::receivable {

namespace {

Refusal too_many() {
  return {Reason::too_many_ranges, "one request touches at most " + std::to_string(ranges_per_request) + " ranges"};
}

// Where the kept range begins that holds `unit`. Most requests begin where a range begins; only a
// request that does not pays for the walk, which reads two numbers per range and decodes nothing.
Result<Fen> beginning_of(const View& view, const CertificateId& certificate, Fen unit) {
  if (view.get(range_records.key(certificate, unit))) return unit;
  for (Fen start{1};;) {
    const auto bytes = view.get(range_records.key(certificate, start));
    if (!bytes) return Refusal{Reason::bad_range, "there is no range here"};
    const Glance range = glance(*bytes);
    if (unit <= range.end) return start;
    start = Fen{range.end.value + 1};
  }
}

// The width of the narrowest piece that the cuts leave; 0 without a cut.
std::uint64_t narrowest_of(const Choice& choice) {
  std::uint64_t out = 0;
  const auto piece = [&out](std::uint64_t fen) {
    if (fen > 0 && (out == 0 || fen < out)) out = fen;
  };
  for (const Part& part : choice) {
    const std::uint64_t left = part.taken.start.value - part.range.start.value;
    const std::uint64_t right = part.range.end.value - part.taken.end.value;
    piece(left);
    piece(right);
    if (left > 0 || right > 0) piece(width(part.taken));
  }
  return out;
}

}  // namespace

Amount amount_of(const Choice& choice) {
  std::uint64_t fen = 0;
  for (const Part& part : choice) fen += width(part.taken);
  const auto amount = Amount::of_fen(fen);
  ensure(amount.has_value(), "parts of one certificate are not more than its face");
  return *amount;
}

std::vector<RangeRef> refs_of(const Choice& choice) {
  std::vector<RangeRef> refs;
  refs.reserve(choice.size());
  for (const Part& part : choice) refs.push_back(part.taken);
  return refs;
}

std::uint32_t cuts_of(const Choice& choice) {
  std::uint32_t cuts = 0;
  for (const Part& part : choice) cuts += (part.taken.start > part.range.start) + (part.taken.end < part.range.end);
  return cuts;
}

Result<void> cut(Certificate& certificate, const Choice& choice, const Profile& profile) {
  const std::uint32_t cuts = cuts_of(choice);
  if (cuts == 0) return done();
  certificate.range_count += cuts;
  if (certificate.range_count > profile.max_ranges) return Reason::split_limit;
  const bool few_are_left = 2 * certificate.range_count > profile.max_ranges;
  if (few_are_left && narrowest_of(choice) * profile.max_ranges < certificate.face.fen())
    return Refusal{Reason::split_limit, "more than half of its ranges are used: the rest is for larger pieces"};
  return done();
}

Result<Choice> named(const View& view, const CertificateId& certificate, Amount face,
                     std::span<const RangeRef> asked) {
  if (asked.size() > ranges_per_request) return too_many();
  Choice choice;
  Fen behind{0};
  for (const RangeRef& ask : asked) {
    if (ask.start <= behind || ask.end < ask.start || ask.end.value > face.fen())
      return Refusal{Reason::bad_range, "ranges ascend within 1 to " + std::to_string(face.fen())};
    behind = ask.end;
    TRY(Fen kept, beginning_of(view, certificate, ask.start));
    for (Fen from = ask.start; from <= ask.end;) {
      if (choice.size() == ranges_per_request) return too_many();
      auto range = range_records.find(view, certificate, kept);
      ensure(range.has_value(), "the ranges of a live certificate cover its face");
      const Fen end = std::min(ask.end, range->end);
      const Fen next{range->end.value + 1};
      // Two parts of one kept range: the first one's cut leaves a range that begins behind it.
      if (!choice.empty() && choice.back().taken.end >= kept) range->start = Fen{choice.back().taken.end.value + 1};
      choice.push_back({*std::move(range), {from, end}});
      from = kept = next;
    }
  }
  return choice;
}

Result<Choice> covering(const View& view, const CertificateId& certificate, Amount face, const RangeRef& interval) {
  if (interval.start.value == 0 || interval.end < interval.start || interval.end.value > face.fen())
    return Refusal{Reason::bad_range, "an interval lies within 1 to " + std::to_string(face.fen())};
  TRY(Fen kept, beginning_of(view, certificate, interval.start));
  Choice choice;
  while (kept <= interval.end) {
    auto range = range_records.find(view, certificate, kept);
    ensure(range.has_value(), "the ranges of a live certificate cover its face");
    kept = Fen{range->end.value + 1};
    const RangeRef taken{std::max(range->start, interval.start), std::min(range->end, interval.end)};
    choice.push_back({*std::move(range), taken});
  }
  return choice;
}

Result<Choice> lowest_first(const View& view, const CertificateId& certificate, Amount face, const PartyId& owner,
                            Amount amount) {
  Choice choice;
  std::uint64_t missing = amount.fen();
  for (Fen start{1}; missing > 0 && start.value <= face.fen();) {
    const auto bytes = view.get(range_records.key(certificate, start));
    if (!bytes) break;
    const Glance seen = glance(*bytes);
    const Fen next{seen.end.value + 1};
    if (seen.state == RangeState::free && seen.owner == owner.text()) {
      Range range = range_records.read(*bytes);
      if (range.holds.empty()) {
        if (choice.size() == ranges_per_request) return too_many();
        const std::uint64_t taken = std::min(missing, next.value - start.value);
        choice.push_back({std::move(range), {start, Fen{start.value + taken - 1}}});
        missing -= taken;
      }
    }
    start = next;
  }
  if (missing > 0) return Refusal{Reason::not_enough_free, std::to_string(missing) + " fen more than is free"};
  return choice;
}

Result<Choice> chosen(const View& view, const CertificateId& certificate, Amount face, const Wish& wish, RangeAct act) {
  if (wish.ranges.empty()) {
    if (wish.amount.is_zero()) return Refusal{Reason::bad_amount, "name an amount or ranges"};
    return lowest_first(view, certificate, face, wish.owner, wish.amount);
  }
  TRY(Choice choice, named(view, certificate, face, wish.ranges));
  for (const Part& part : choice) CHECK(may(act, part.range, {.party = &wish.owner}));
  if (!wish.amount.is_zero() && wish.amount != amount_of(choice))
    return Refusal{Reason::bad_amount, "the ranges make up " + amount_of(choice).text()};
  return choice;
}

std::optional<Amount> amount_of(const Wish& wish) {
  if (wish.ranges.empty()) return wish.amount;
  std::uint64_t fen = 0;
  for (const RangeRef& range : wish.ranges) {
    if (range.start.value == 0 || range.end < range.start || range.end.value > Amount::max_fen) return std::nullopt;
    fen += width(range);  // 16 times at most 10^15 fits
  }
  const auto amount = Amount::of_fen(fen);
  return amount ? std::optional(*amount) : std::nullopt;
}

void put(Draft& draft, const Range& range) { range_records.put(draft, range.certificate, range.start, range); }

void cut_out(Draft& draft, const Part& part, Range changed) {
  if (part.taken.start > part.range.start) {
    Range left = part.range;
    left.end = Fen{part.taken.start.value - 1};
    put(draft, left);
  }
  changed.start = part.taken.start;
  changed.end = part.taken.end;
  put(draft, changed);
  if (part.taken.end < part.range.end) {
    Range right = part.range;
    right.start = Fen{part.taken.end.value + 1};
    put(draft, right);
  }
}

}  // namespace allonge::receivable
