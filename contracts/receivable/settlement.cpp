#include "contracts/receivable/settlement.h"

#include "contracts/receivable/finance_register.h"

namespace allonge::receivable {

namespace {

bool buys(const Financing& financing) { return financing.kind == FinanceKind::purchase; }

FinanceAct finance_act(const Financing& financing, PaymentSide side) {
  if (side == PaymentSide::ledger) return buys(financing) ? FinanceAct::settle : FinanceAct::lend;
  return buys(financing) ? FinanceAct::attest : FinanceAct::attest_loan;
}

RangeAct range_act(const Financing& financing, PaymentSide side) {
  if (side == PaymentSide::ledger) return buys(financing) ? RangeAct::buy : RangeAct::lend;
  return buys(financing) ? RangeAct::buy_outside : RangeAct::lend_outside;
}

// Sales to financiers are counted apart from transfers; a statistic, which never refuses.
void count_sale(Certificate& certificate, Amount face) {
  ++certificate.financings;
  const auto financed = add(certificate.financed, face);
  certificate.financed = financed ? *financed : *Amount::of_fen(Amount::max_fen);
}

}  // namespace

Result<Delivery> plan_delivery(const View& view, const FinancingId& id, const Payment& payment, const Context& context) {
  TRY(Financing before, financing_records.get(view, id));
  auto certificate = certificate_records.find(view, before.certificate);
  ensure(certificate.has_value(), "a financing's certificate is kept");
  TRY(const FinanceState state,
      may(finance_act(before, payment.side), before, {.party = &context.party, .bank = &certificate->bank}));
  if (context.block.time >= before.deadlines.settle_by) return Reason::window_over;
  CHECK(registered(before, context, view));
  if (payment.value_date < before.award->day || payment.value_date > today(context.block))
    return Refusal{Reason::out_of_range, "the value date lies between the award and today"};
  Financing after = before;
  after.state = state;
  TRY(after.settlement, settlement_on(before, payment.value_date, certificate->due));
  if (buys(before)) {
    count_sale(*certificate, before.face);
  } else {
    const QuoteTerms& terms = before.award->terms;
    after.loan = lent(before.asked, terms.rate_ppm, terms.fee, payment.value_date);
  }
  std::vector<Range> ranges = ranges_of(view, before);
  return Delivery{std::move(before), std::move(after), *std::move(certificate), std::move(ranges)};
}

Result<void> delivery_allowed(const Delivery& delivery, PaymentSide side, const Context& context) {
  return may_all(range_act(delivery.before, side), delivery.ranges,
                 asker_of(delivery.before, &context.party, delivery.certificate));
}

void deliver(const Delivery& delivery, const Context& context, Draft& draft, Events& events) {
  const Financing& financing = delivery.after;
  const PartyId& financier = financing.award->financier;
  for (Range range : delivery.ranges) {
    if (buys(financing)) {
      range.owner = financier;
      range.state = RangeState::free;
      range.financing = {};
      range.last = financed(range.last, {range.start, range.end}, financier, financing.id, context.block.time);
      log(draft, range.certificate, range.last);
    } else {
      range.state = RangeState::pledged;
    }
    put(draft, range);
  }
  if (buys(financing)) certificate_records.put(draft, delivery.certificate.id, delivery.certificate);
  put(draft, financing);
  forget_deadlines(draft, financing);
  // The issuer is named, so it has notice whom to pay.
  std::vector<PartyId> parties{context.party, financing.owner, delivery.certificate.issuer};
  if (context.party != financier) parties.push_back(financier);
  events.push_back(finance_event(buys(financing) ? "finance.settled" : "finance.pledged", financing, delivery.before.state,
                                 std::move(parties)));
  events.back().amount = financing.settlement->paid;
}

}  // namespace allonge::receivable
