#include "contracts/receivable/finance_enforce.h"

namespace allonge::receivable {

Result<FinanceEnforce::Plan> check(const FinanceEnforce& op, const Context& context, const View& view) {
  FinanceEnforce::Plan plan;
  TRY(plan.before, financing_records.get(view, op.financing));
  TRY(const FinanceState state, may(FinanceAct::enforce, plan.before, {.party = &context.party}));
  const auto certificate = certificate_records.find(view, plan.before.certificate);
  ensure(certificate.has_value(), "a financing's certificate is kept");
  if (certificate->state != CertificateState::defaulted)
    return Refusal{Reason::wrong_state, "the certificate is not in default"};
  plan.ranges = live_ranges_of(view, plan.before);
  if (plan.ranges.empty()) return Refusal{Reason::wrong_state, "nothing of it is unpaid"};
  CHECK(may_all(RangeAct::enforce, plan.ranges, asker_of(plan.before, &context.party, *certificate)));
  const Amount secured = debt_on(*plan.before.loan, today(context.block)).total();
  if (op.secured != secured) return Refusal{Reason::secured_sum_wrong, "secured is " + secured.text()};

  std::uint64_t fen = 0;
  for (Range& range : plan.ranges) {
    fen += width({range.start, range.end});
    range.last = financed(range.last, {range.start, range.end}, context.party, op.financing, context.block.time);
    range.owner = context.party;
    range.financing = {};
  }
  TRY(const Amount taken, Amount::of_fen(fen));
  plan.after = plan.before;
  plan.after.state = state;
  if (taken > secured) {
    TRY(plan.after.surplus, subtract(taken, secured));
  } else {
    TRY(plan.after.shortfall, subtract(secured, taken));
  }
  return plan;
}

void apply(const FinanceEnforce::Plan& plan, const Context&, Draft& draft, Events& events) {
  for (const Range& range : plan.ranges) {
    put(draft, range);
    log(draft, range.certificate, range.last);
  }
  put(draft, plan.after);
  const auto certificate = certificate_records.find(draft, plan.after.certificate);
  ensure(certificate.has_value(), "a financing's certificate is kept");
  // The issuer is named, so it has notice whom to pay.
  events.push_back(finance_event("finance.enforced", plan.after, plan.before.state,
                                 {plan.after.award->financier, plan.after.owner, certificate->issuer}));
  events.back().amount = plan.after.surplus;
}

std::optional<Amount> banded_amount(const FinanceEnforce& op, const View&) { return op.secured; }

}  // namespace allonge::receivable
