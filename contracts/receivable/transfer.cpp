#include "contracts/receivable/transfer.h"

#include <algorithm>

#include "contracts/credential/gate.h"
#include "contracts/due_queue.h"
#include "contracts/receivable/eligible.h"

namespace allonge::receivable {

namespace {

Result<void> background(const Transfer& op, const Context& context, const View& view, const Profile& profile,
                        const Certificate& certificate, Amount amount) {
  if (!op.invoices.empty()) return may_bind(view, op.invoices, {op.to, context.party, certificate.currency, amount});
  if (profile.background_required && !op.contract_hash) return Reason::background_missing;
  return done();
}

}  // namespace

Result<Transfer::Plan> check(const Transfer& op, const Context& context, const View& view) {
  TRY(Certificate certificate, certificate_records.get(view, op.certificate));
  if (op.to == context.party) return Reason::self_transfer;
  if (op.to == certificate.issuer) return Reason::issuer_not_holder;
  CHECK(eligible_holder(view, op.to));
  TRY(const Profile profile, profile_at(view, today(context.block)));
  if (certificate.not_transferable) return Reason::not_transferable;
  const Date last_day = last_transfer_day(certificate, profile);
  if (today(context.block) > last_day) return Refusal{Reason::after_cutoff, "the last day was " + last_day.text()};
  if (!is_live(certificate.state)) return Reason::certificate_not_live;
  TRY(Choice choice, chosen(view, op.certificate, certificate.face, {context.party, op.amount, op.ranges}, RangeAct::transfer));
  const Amount amount = amount_of(choice);
  if (certificate.indivisible && amount != certificate.face) return Reason::indivisible;
  if (amount < profile.minimum_transfer) return Reason::below_minimum;
  CHECK(credential::gate_allows(view, context, Transfer::card.name, {context.party, op.to, certificate.issuer}, amount));
  CHECK(background(op, context, view, profile, certificate, amount));
  CHECK(cut(certificate, choice, profile));

  TransferOffer offer;
  offer.id = TransferId::derive(context.transaction, context.place);
  if (transfer_offer_records.has(view, offer.id)) return Reason::id_taken;
  offer.certificate = op.certificate;
  offer.from = context.party;
  offer.to = op.to;
  offer.amount = amount;
  offer.ranges = refs_of(choice);
  offer.invoices = op.invoices;
  offer.contract_hash = op.contract_hash;
  offer.offered = context.block.time;
  // An answer after the last day of transfers would be a transfer after it.
  offer.answer_by = std::min(window_end(profile, context.block.time, profile.transfer_window_days),
                             start_of(add_days(last_day, 1), business_zone_minutes));
  return Transfer::Plan{std::move(offer), std::move(choice), std::move(certificate)};
}

void apply(const Transfer::Plan& plan, const Context&, Draft& draft, Events& events) {
  const TransferOffer& offer = plan.offer;
  for (const Part& part : plan.choice) {
    Range offered = part.range;
    offered.state = RangeState::offered;
    offered.offer = offer.id;
    cut_out(draft, part, std::move(offered));
  }
  if (cuts_of(plan.choice) > 0) certificate_records.put(draft, offer.certificate, plan.certificate);
  bind(draft, CapacityUse::onward, offer.invoices);
  transfer_offer_records.put(draft, offer.id, offer);
  const std::string id = offer.id.text();
  enqueue(draft, offer.answer_by, DueKind::transfer_window, bytes_of(id));
  events.push_back({.type = "transfer.offered",
                    .subject = id,
                    .other = offer.certificate.text(),
                    .parties = {offer.from, offer.to},
                    .ranges = offer.ranges,
                    .amount = offer.amount,
                    .before = "free",
                    .after = "offered",
                    .document = offer.contract_hash});
}

std::optional<Amount> banded_amount(const Transfer& op, const View&) {
  return amount_of(Wish{PartyId(), op.amount, op.ranges});
}

}  // namespace allonge::receivable
