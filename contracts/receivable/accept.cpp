#include "contracts/receivable/accept.h"

#include "contracts/credential/gate.h"
#include "contracts/due_queue.h"
#include "contracts/receivable/exposure.h"
#include "contracts/receivable/interval.h"

namespace allonge::receivable {

Result<Accept::Plan> check(const Accept& op, const Context& context, const View& view) {
  TRY(const Certificate before, certificate_records.get(view, op.certificate));
  Certificate after = before;
  TRY(after.state, may(CertificateAct::accept, before, &context.party));
  if (context.block.time >= before.answer_by) return Reason::window_over;
  CHECK(credential::gate_allows(view, context, Accept::card.name, {before.payee, before.issuer, before.issuer}, before.face));
  after.range_count = 1;
  return Accept::Plan{before, std::move(after)};
}

void apply(const Accept::Plan& plan, const Context& context, Draft& draft, Events& events) {
  const Certificate& made = plan.after;
  Range whole;
  whole.certificate = made.id;
  whole.start = Fen{1};
  whole.end = Fen{made.face.fen()};
  whole.owner = made.payee;
  whole.last = issued(made.document, made.issuer, made.payee, made.face, context.block.time);
  const auto state = may(RangeAct::accept_issue, whole, {&context.party, nullptr, nullptr});
  ensure(state.has_value(), "whoever may accept a certificate may hold its range");
  whole.state = *state;
  put(draft, whole);
  log(draft, made.id, whole.last);
  keep(draft, plan.before, made);
  const std::string id = made.id.text();
  cancel(draft, made.answer_by, DueKind::certificate_window, bytes_of(id));
  enqueue(draft, due_time(made), DueKind::certificate_due, bytes_of(id));
  events.push_back({.type = "cert.accepted",
                    .subject = id,
                    .other = {},
                    .parties = {made.payee, made.issuer},
                    .ranges = {{whole.start, whole.end}},
                    .amount = made.face,
                    .before = "pending",
                    .after = "active",
                    .document = made.document});
}

std::optional<Amount> banded_amount(const Accept& op, const View& view) {
  const auto found = certificate_records.find(view, op.certificate);
  return found ? std::optional(found->face) : std::nullopt;
}

}  // namespace allonge::receivable
