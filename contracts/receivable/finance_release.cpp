#include "contracts/receivable/finance_release.h"

#include <algorithm>

namespace allonge::receivable {

namespace {

// What is left of `whole` without `part`, both ascending and disjoint.
std::vector<RangeRef> without(const std::vector<RangeRef>& whole, const std::vector<RangeRef>& part) {
  std::vector<RangeRef> out;
  for (RangeRef rest : whole) {
    bool any = true;
    for (const RangeRef& gone : part) {
      if (gone.end < rest.start || rest.end < gone.start) continue;
      if (rest.start < gone.start) out.push_back({rest.start, Fen{gone.start.value - 1}});
      any = gone.end < rest.end;
      if (!any) break;
      rest.start = Fen{gone.end.value + 1};
    }
    if (any) out.push_back(rest);
  }
  return out;
}

}  // namespace

Result<FinanceRelease::Plan> check(const FinanceRelease& op, const Context& context, const View& view) {
  FinanceRelease::Plan plan;
  TRY(plan.before, financing_records.get(view, op.financing));
  CHECK(may(FinanceAct::release_part, plan.before, {.party = &context.party}));
  auto certificate = certificate_records.find(view, plan.before.certificate);
  ensure(certificate.has_value(), "a financing's certificate is kept");
  plan.certificate = *std::move(certificate);
  const auto& asked = op.ranges.empty() ? plan.before.ranges : op.ranges;
  TRY(plan.choice, named(view, plan.certificate.id, plan.certificate.face, asked));
  for (const Part& part : plan.choice) {
    CHECK(may(RangeAct::release, part.range, asker_of(plan.before, &context.party, plan.certificate)));
    if (part.range.financing != op.financing) return Refusal{Reason::range_locked, "it is pledged for another loan"};
  }
  if (plan.certificate.indivisible && amount_of(plan.choice) != plan.certificate.face) return Reason::indivisible;
  TRY(const Profile profile, profile_at(view, today(context.block)));
  CHECK(cut(plan.certificate, plan.choice, profile));
  const std::vector<RangeRef> wished = refs_of(plan.choice);
  const std::vector<RangeRef> rest = without(plan.before.ranges, wished);
  if (rest.size() > ranges_per_request) return Refusal{Reason::too_many_ranges, "a pledge holds at most 16 ranges"};

  plan.after = plan.before;
  const auto& other = plan.before.release;
  plan.both_agree = other && other->by != context.party && other->ranges == wished;
  if (!plan.both_agree) {
    plan.after.release = ReleaseWish{context.party, wished};
    return plan;
  }
  plan.after.release.reset();
  if (rest.empty()) {
    TRY(plan.after.state, may(FinanceAct::release, plan.before, {.party = &context.party}));
    plan.after.shortfall = debt_on(*plan.before.loan, today(context.block)).total();
  } else {
    plan.after.ranges = rest;
  }
  return plan;
}

void apply(const FinanceRelease::Plan& plan, const Context& context, Draft& draft, Events& events) {
  if (plan.both_agree) {
    for (const Part& part : plan.choice) {
      Range released = part.range;
      released.state = RangeState::free;
      released.financing = {};
      cut_out(draft, part, std::move(released));
    }
    if (cuts_of(plan.choice) > 0) certificate_records.put(draft, plan.certificate.id, plan.certificate);
  }
  put(draft, plan.after);
  const PartyId& owner = plan.after.owner;
  const PartyId& pledgee = plan.after.award->financier;
  events.push_back(finance_event(plan.both_agree ? "finance.released" : "finance.release_asked", plan.after, plan.before.state,
                                 {context.party, context.party == owner ? pledgee : owner}));
  events.back().ranges = refs_of(plan.choice);
  events.back().amount = amount_of(plan.choice);
}

std::optional<Amount> banded_amount(const FinanceRelease& op, const View& view) {
  if (!op.ranges.empty()) return amount_of(Wish{PartyId(), {}, op.ranges});
  const auto found = financing_records.find(view, op.financing);
  return found ? std::optional(found->face) : std::nullopt;
}

}  // namespace allonge::receivable
