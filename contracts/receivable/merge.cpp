#include "contracts/receivable/merge.h"

namespace allonge::receivable {

Result<Merge::Plan> check(const Merge& op, const Context& context, const View& view) {
  TRY(Certificate certificate, certificate_records.get(view, op.certificate));
  if (!is_live(certificate.state)) return Reason::certificate_not_live;
  auto lower = range_records.find(view, op.certificate, op.start);
  if (!lower) return Refusal{Reason::bad_range, "no range begins at " + std::to_string(op.start.value)};
  CHECK(may(RangeAct::merge, *lower, {&context.party, nullptr, nullptr}));
  const Fen middle{lower->end.value + 1};
  const auto upper = range_records.find(view, op.certificate, middle);
  if (!upper || upper->owner != lower->owner || upper->state != lower->state) return Reason::not_adjacent;
  CHECK(may(RangeAct::merge, *upper, {&context.party, nullptr, nullptr}));
  lower->end = upper->end;
  lower->last = joined(lower->last, upper->last, {lower->start, lower->end}, middle, context.block.time);
  --certificate.range_count;
  return Merge::Plan{*std::move(lower), middle, std::move(certificate)};
}

void apply(const Merge::Plan& plan, const Context& context, Draft& draft, Events& events) {
  put(draft, plan.merged);
  log(draft, plan.certificate.id, plan.merged.last);
  range_records.erase(draft, plan.certificate.id, plan.middle);
  certificate_records.put(draft, plan.certificate.id, plan.certificate);
  events.push_back({.type = "cert.merged",
                    .subject = plan.certificate.id.text(),
                    .other = {},
                    .parties = {context.party},
                    .ranges = {{plan.merged.start, plan.merged.end}},
                    .amount = {},
                    .before = "free",
                    .after = "free",
                    .document = {}});
}

std::optional<Amount> banded_amount(const Merge&, const View&) { return std::nullopt; }

}  // namespace allonge::receivable
