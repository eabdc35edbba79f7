#include "contracts/receivable/pay.h"

#include <algorithm>

#include "contracts/due_queue.h"
#include "contracts/receivable/exposure.h"

namespace allonge::receivable {

namespace {

std::vector<Range> partition_of(const View& view, const Certificate& certificate) {
  std::vector<Range> partition;
  partition.reserve(certificate.range_count);
  walk_ranges(view, certificate.id, certificate.face, [&](const Range& range) {
    partition.push_back(range);
    return true;
  });
  return partition;
}

// The act that waits in the queue for what is still unpaid, and is not needed when nothing is.
void forget_what_was_to_come(Draft& draft, const Certificate& certificate) {
  const Profile terms = terms_of(certificate, draft);
  const std::string id = certificate.id.text();
  if (certificate.state == CertificateState::matured)
    cancel(draft, overdue_time(certificate, terms), DueKind::certificate_overdue, bytes_of(id));
  if (certificate.state == CertificateState::overdue)
    cancel(draft, default_time(certificate, terms), DueKind::certificate_default, bytes_of(id));
}

}  // namespace

Result<Pay::Plan> check(const Pay& op, const Context& context, const View& view) {
  TRY(const Certificate before, certificate_records.get(view, op.certificate));
  auto state = may(CertificateAct::pay, before, &context.party);
  if (!state) return state.reason() == Reason::wrong_state ? Refusal{Reason::nothing_due, {}} : state.error();
  const std::vector<Range> partition = partition_of(view, before);
  const Amount owed = unpaid(partition);
  const Amount amount = op.amount.is_zero() ? owed : op.amount;
  if (amount > owed) return Refusal{Reason::overpayment, "unpaid is " + owed.text()};
  for (const Range& range : partition)
    if (range.state != RangeState::paid) CHECK(may(RangeAct::pay, range, {&context.party, nullptr, &before.issuer}));

  Payout payout = pay_out(partition, amount);
  Distribution distribution = distribute(view, before, partition, payout, today(context.block));
  TRY(CashPlan cash, plan_payment(view, before.bank, before.currency, before.issuer, distribution.legs));

  Certificate after = before;
  TRY(after.paid, add(before.paid, amount));
  after.range_count = payout.range_count;
  TRY(after.state, may(amount == owed ? CertificateAct::settle : CertificateAct::pay, before, &context.party));
  return Pay::Plan{before, std::move(after), std::move(payout), std::move(distribution), std::move(cash)};
}

void apply(const Pay::Plan& plan, const Context& context, Draft& draft, Events& events) {
  const Certificate& before = plan.before;
  const Certificate& after = plan.after;
  const std::string id = after.id.text();
  for (const Fen start : plan.payout.gone) range_records.erase(draft, after.id, start);
  for (const Range& range : plan.payout.kept) put(draft, range);
  carry_out(plan.cash, draft);
  keep(draft, before, after);
  for (const PaidPiece& paid : plan.payout.pieces) {
    if (paid.held)
      escrow_records.put(draft, after.id, paid.piece.start,
                         {after.id, paid.piece.start, paid.piece.end, paid.owner, paid.financing});
    const auto amount = Amount::of_fen(width(paid.piece));
    ensure(amount.has_value(), "a piece is not more than its face");
    events.push_back({.type = paid.held ? "cert.range_paid_into_escrow" : "cert.range_paid",
                      .subject = id,
                      .other = {},
                      .parties = {after.issuer, paid.owner},
                      .ranges = {paid.piece},
                      .amount = *amount,
                      .before = std::string(name_of(paid.before)),
                      .after = "paid",
                      .document = {}});
  }
  carry_out(plan.distribution, after, draft, events);
  const auto sum = subtract(after.paid, before.paid);
  ensure(sum.has_value(), "a payment adds to what is paid");
  events.push_back({.type = after.state == before.state ? "cert.paid" : "cert.settled",
                    .subject = id,
                    .other = {},
                    .parties = {context.party, after.bank},
                    .ranges = {},
                    .amount = *sum,
                    .before = std::string(name_of(before.state)),
                    .after = std::string(name_of(after.state)),
                    .document = {}});
  if (is_live(after.state)) return;
  forget_what_was_to_come(draft, before);
  if (before.state == CertificateState::defaulted && leave_default(draft, after.issuer))
    events.push_back({.type = "issuer.reinstated",
                      .subject = std::string(after.issuer.text()),
                      .other = id,
                      .parties = {after.issuer},
                      .ranges = {},
                      .amount = {},
                      .before = "suspended",
                      .after = "active",
                      .document = {}});
}

std::optional<Amount> banded_amount(const Pay& op, const View& view) {
  if (!op.amount.is_zero()) return op.amount;
  const auto found = certificate_records.find(view, op.certificate);
  return found ? std::optional(outstanding(*found)) : std::nullopt;
}

}  // namespace allonge::receivable
