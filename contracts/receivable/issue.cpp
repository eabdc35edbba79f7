#include "contracts/receivable/issue.h"

#include <algorithm>

#include "contracts/credential/gate.h"
#include "contracts/due_queue.h"
#include "contracts/receivable/eligible.h"
#include "contracts/receivable/exposure.h"

namespace allonge::receivable {

namespace {

Result<void> tenor(const Issue& op, Date issued, const Profile& profile) {
  if (op.maturity <= issued) return Reason::bad_maturity;
  const Date hard = add_months(issued, profile.hard_tenor_months);
  if (op.maturity > hard) return Refusal{Reason::tenor_exceeded, "the latest maturity is " + hard.text()};
  const Date soft = add_months(issued, profile.soft_tenor_months);
  if (op.maturity > soft && !op.term_reason_hash)
    return Refusal{Reason::tenor_reason_missing, "maturities after " + soft.text() + " need a reason"};
  return done();
}

// Until financiers exist, the issuer's checker, who signs this operation, is who reviews invoices that
// resemble others (R-11, settled.md 25).
Result<void> reviewed(const Issue& op, const View& view) {
  if (op.near_match_reviewed) return done();
  for (const Binding& binding : op.invoices) {
    TRY(const Invoice invoice, invoice_records.get(view, binding.invoice));
    if (invoice.near_match)
      return Refusal{Reason::near_match, binding.invoice.text() + " resembles " + invoice.near_match->text()};
  }
  return done();
}

}  // namespace

Result<Issue::Plan> check(const Issue& op, const Context& context, const View& view) {
  const Date issued = today(context.block);
  if (op.payee == context.party) return Reason::issuer_not_holder;
  CHECK(eligible_holder(view, op.payee));
  CHECK(party_with(view, op.bank, Role::settlement_bank));
  if (is_suspended(view, context.party)) return Reason::issuer_suspended;
  CHECK(credential::gate_allows(view, context, Issue::card.name, {context.party, op.payee, context.party}, op.face));
  TRY(const Profile profile, profile_at(view, issued));
  if (op.face.is_zero()) return Reason::bad_amount;
  if (op.face > profile.max_face) return Refusal{Reason::face_exceeded, "at most " + profile.max_face.text()};
  CHECK(tenor(op, issued, profile));
  CHECK(may_bind(view, op.invoices, {op.payee, context.party, op.currency, op.face}));
  CHECK(reviewed(op, view));
  CHECK(room_for(view, context.party, op.currency, op.face));

  Certificate made;
  made.id = CertificateId::derive(context.transaction, context.place);
  if (certificate_records.has(view, made.id)) return Reason::id_taken;
  made.issuer = context.party;
  made.payee = op.payee;
  made.face = op.face;
  made.currency = op.currency;
  made.issued = issued;
  made.maturity = op.maturity;
  made.due = roll_to_business_day(profile, op.maturity);
  made.profile = profile.version;
  made.bank = op.bank;
  made.not_transferable = op.not_transferable;
  made.indivisible = op.indivisible;
  made.term_reason_hash = op.term_reason_hash;
  made.document = digest("allonge/certificate/v1", {made.issuer.key(), bytes_of(made.id.text()), encode(op)});
  TRY(made.state, may(CertificateAct::issue, made, &context.party));
  made.answer_by = std::min(window_end(profile, context.block.time, profile.acceptance_window_days),
                            start_of(made.maturity, business_zone_minutes));
  return Issue::Plan{std::move(made), op.invoices};
}

void apply(const Issue::Plan& plan, const Context&, Draft& draft, Events& events) {
  const Certificate& made = plan.certificate;
  certificate_background_records.put(draft, made.id, {made.id, plan.invoices});
  bind(draft, CapacityUse::certificates, plan.invoices);
  keep(draft, {}, made);
  const std::string id = made.id.text();
  enqueue(draft, made.answer_by, DueKind::certificate_window, bytes_of(id));
  events.push_back({.type = "cert.issued",
                    .subject = id,
                    .other = {},
                    .parties = {made.issuer, made.payee},
                    .ranges = {{Fen{1}, Fen{made.face.fen()}}},
                    .amount = made.face,
                    .before = {},
                    .after = "pending",
                    .document = made.document});
}

std::optional<Amount> banded_amount(const Issue& op, const View&) { return op.face; }

}  // namespace allonge::receivable
