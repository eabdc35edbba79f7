#include "contracts/receivable/split.h"

namespace allonge::receivable {

Result<Split::Plan> check(const Split& op, const Context& context, const View& view) {
  TRY(Certificate certificate, certificate_records.get(view, op.certificate));
  if (!is_live(certificate.state)) return Reason::certificate_not_live;
  if (certificate.indivisible) return Reason::indivisible;
  auto range = range_records.find(view, op.certificate, op.start);
  if (!range) return Refusal{Reason::bad_range, "no range begins at " + std::to_string(op.start.value)};
  CHECK(may(RangeAct::split, *range, {&context.party, nullptr, nullptr}));
  const std::uint64_t whole = width({range->start, range->end});
  if (op.amount.is_zero() || op.amount.fen() >= whole)
    return Refusal{Reason::bad_amount, "the range holds " + std::to_string(whole) + " fen"};
  TRY(const Profile profile, profile_at(view, today(context.block)));
  const RangeRef lower{range->start, Fen{range->start.value + op.amount.fen() - 1}};
  Part part{*std::move(range), lower};
  CHECK(cut(certificate, {part}, profile));
  return Split::Plan{std::move(part), std::move(certificate)};
}

void apply(const Split::Plan& plan, const Context& context, Draft& draft, Events& events) {
  cut_out(draft, plan.part, plan.part.range);
  certificate_records.put(draft, plan.certificate.id, plan.certificate);
  const RangeRef upper{Fen{plan.part.taken.end.value + 1}, plan.part.range.end};
  events.push_back({.type = "cert.split",
                    .subject = plan.certificate.id.text(),
                    .other = {},
                    .parties = {context.party},
                    .ranges = {plan.part.taken, upper},
                    .amount = {},
                    .before = "free",
                    .after = "free",
                    .document = {}});
}

std::optional<Amount> banded_amount(const Split&, const View&) { return std::nullopt; }

}  // namespace allonge::receivable
