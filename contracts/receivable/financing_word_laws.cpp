// F-1: a financing keeps its word. What was asked for, awarded, settled and lent stays as it was agreed; a
// financing only goes on, never back; its ranges are let go exactly as far as it no longer names them, and
// all of them when it is over. So nothing stays locked by what has ended, and nothing secured is lost.
#include <algorithm>

#include "contracts/receivable/financing_change.h"
#include "contracts/receivable/laws.h"
#include "contracts/receivable/partition_change.h"

namespace allonge::receivable {

namespace {

enum class Stage { asked, awarded, pledged, over };
Stage stage_of(FinanceState state) {
  if (state == FinanceState::open) return Stage::asked;
  if (state == FinanceState::awarded) return Stage::awarded;
  return state == FinanceState::pledged ? Stage::pledged : Stage::over;
}

template <class Part>
bool stays(const std::optional<Part>& was, const std::optional<Part>& is) {
  return !was || (is && encode(*was) == encode(*is));
}

const char* broken_word(const Financing& was, const Financing& is) {
  if (was.certificate != is.certificate || was.owner != is.owner || was.kind != is.kind || was.face != is.face ||
      was.asked != is.asked || was.min_net != is.min_net || was.deadlines != is.deadlines || was.invited != is.invited ||
      was.waived != is.waived || was.payee_account != is.payee_account)
    return "asks for something else than it did";
  if (!stays(was.award, is.award)) return "changes its award";
  if (!stays(was.settlement, is.settlement)) return "changes its settlement";
  if (was.loan && (!is.loan || was.loan->disbursed != is.loan->disbursed || was.loan->rate_ppm != is.loan->rate_ppm ||
                   was.loan->fee != is.loan->fee))
    return "changes the terms of its loan";
  const bool goes_on = stage_of(is.state) > stage_of(was.state);
  return goes_on || is.state == was.state ? nullptr : "goes back";
}

std::uint64_t sum_of(const std::vector<RangeRef>& ranges) {
  std::uint64_t fen = 0;
  for (const RangeRef& ref : ranges) fen += width(ref);
  return fen;
}

// What of its ranges was not paid before the transaction. A paid range may reach over two intervals.
std::uint64_t locked_before(const ChangeSet& changes, const Financing& was) {
  std::uint64_t fen = 0;
  Fen next{0};
  for (const RangeRef& ref : was.ranges)
    for (Fen start = std::max(ref.start, next); start <= ref.end; start = next) {
      const auto bytes = changes.before().get(range_records.key(was.certificate, start));
      if (!bytes) return 0;
      const Glance range = glance(*bytes);
      if (range.end < start) return 0;
      if (is_live(range.state)) fen += width_of(range);
      next = Fen{range.end.value + 1};
    }
  return fen;
}

// What left a financing's lock in the transaction, in fen.
struct Left {
  std::uint64_t let_go = 0;
  std::uint64_t paid = 0;
  bool still_named = false;  // some that was let go
};

Left left_by(const std::string& name, const Financing& is, const ChangeSet& changes) {
  Left out;
  for (const PartitionChange& change : partition_changes(changes)) {
    if (change.bits != is.certificate.bits()) continue;
    each_stretch(change, [&](const Glance& before, const Glance& after, const RangeRef& stretch) {
      if (before.financing != name || !is_live(before.state)) return;
      if (after.financing == name) {
        if (after.state == RangeState::paid) out.paid += width(stretch);
        return;
      }
      out.let_go += width(stretch);
      for (const RangeRef& ref : is.ranges)
        out.still_named = out.still_named || (ref.start <= stretch.end && stretch.start <= ref.end);
    });
  }
  return out;
}

}  // namespace

std::optional<std::string> financings_keep_their_word(const ChangeSet& changes) {
  for (const auto& [name, change] : financing_changes(changes)) {
    const Financing& is = *change.after;
    if (!change.before) {
      if (sum_of(is.ranges) != is.face.fen()) return name + " names other fen than it asks money for";
      continue;
    }
    const Financing& was = *change.before;
    if (const char* why = broken_word(was, is)) return name + " " + why;
    const Left left = left_by(name, is, changes);
    if (stage_of(is.state) != Stage::over) {
      if (left.still_named) return name + " stands and lets go what it names";
      if (sum_of(was.ranges) != sum_of(is.ranges) + left.let_go) return name + " names other fen than it locks";
    } else if (stage_of(was.state) != Stage::over && left.let_go + left.paid != locked_before(changes, was)) {
      return name + " is over and locks ranges";
    }
  }
  return std::nullopt;
}

}  // namespace allonge::receivable
