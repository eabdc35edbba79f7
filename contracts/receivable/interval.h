// The algebra of ranges: a certificate is a partition of [1, face] into inclusive ranges.
// Ranges are kept under (certificate, start), so a walk goes by point look-ups from a start to end + 1,
// and a named range that begins where a kept one begins costs one look-up.
//
// A Choice says which parts of which kept ranges an act touches; it is made by `named` or
// `lowest_first`, read by check, and carried out by `cut_out`, which leaves what lies left and right
// of a part as it was. Every fen lies in exactly one range before and after.
#pragma once

#include "contracts/receivable/certificate.h"
#include "contracts/receivable/range.h"

namespace allonge::receivable {

inline constexpr std::uint32_t ranges_per_request = 16;

inline std::uint64_t width(const RangeRef& range) { return range.end.value - range.start.value + 1; }

// A range as it is kept when its turn comes to be cut, and the part of it that is meant.
struct Part {
  Range range;
  RangeRef taken;
};
using Choice = std::vector<Part>;  // ascending, disjoint

// The amount of a choice. Fits an Amount, because a face does.
Amount amount_of(const Choice& choice);
std::vector<RangeRef> refs_of(const Choice& choice);
// How many ranges more there will be when every part stands alone.
std::uint32_t cuts_of(const Choice& choice);
// Counts them into the certificate. SPLIT_LIMIT: more ranges than it may fall into; or more than
// half of those, and a piece narrower than an equal share of the face. So the half that is left cannot
// be used up by whoever holds little.
Result<void> cut(Certificate& certificate, const Choice& choice, const Profile& profile);

// What the named ranges cover, in order. BAD_RANGE: upside down, outside [1, face], overlapping or not
// ascending; TOO_MANY_RANGES: more than 16 named, or touched.
Result<Choice> named(const View& view, const CertificateId& certificate, Amount face,
                     std::span<const RangeRef> ranges);

// What one interval covers, however many ranges that are; for queries. BAD_RANGE as above, and before
// acceptance.
Result<Choice> covering(const View& view, const CertificateId& certificate, Amount face, const RangeRef& interval);

// The lowest free, unheld fen of `owner` that make up `amount`. NOT_ENOUGH_FREE;
// TOO_MANY_RANGES: more than 16 touched.
Result<Choice> lowest_first(const View& view, const CertificateId& certificate, Amount face, const PartyId& owner,
                            Amount amount);

// What an owner names of its own: an amount, taken from its lowest free fen upwards, or explicit ranges,
// whose sum the amount may repeat.
struct Wish {
  const PartyId& owner;
  Amount amount;
  std::span<const RangeRef> ranges;
};
// BAD_AMOUNT when it names neither, or both and they differ; as `named` and `lowest_first`; and the
// reason for which a named range does not allow `act` to its owner.
Result<Choice> chosen(const View& view, const CertificateId& certificate, Amount face, const Wish& wish, RangeAct act);
// The sum of named ranges, or the amount; nothing when the ranges make no sense. For signing policies.
std::optional<Amount> amount_of(const Wish& wish);

// Puts `changed`, narrowed to the part, in the part's place, and the remainders of the kept range
// beside it. Parts of one choice are cut out in order.
void cut_out(Draft& draft, const Part& part, Range changed);
void put(Draft& draft, const Range& range);

// Every range of a certificate in order of start, by point look-ups. visit(const Range&)
// returns false to stop. Nothing is visited before the certificate is accepted.
template <class Visit>
void walk_ranges(const View& view, const CertificateId& certificate, Amount face, Visit visit) {
  for (Fen start{1}; start.value <= face.fen();) {
    const auto range = range_records.find(view, certificate, start);
    if (!range || !visit(*range)) return;
    start = Fen{range->end.value + 1};
  }
}

}  // namespace allonge::receivable
