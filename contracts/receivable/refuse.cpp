#include "contracts/receivable/refuse.h"

#include "contracts/due_queue.h"
#include "contracts/receivable/exposure.h"

namespace allonge::receivable {

Result<Refuse::Plan> check(const Refuse& op, const Context& context, const View& view) {
  TRY(const Certificate before, certificate_records.get(view, op.certificate));
  Certificate after = before;
  TRY(after.state, may(CertificateAct::refuse, before, &context.party));
  if (op.reason.empty()) return Reason::reason_needed;
  return Refuse::Plan{before, std::move(after)};
}

void apply(const Refuse::Plan& plan, const Context&, Draft& draft, Events& events) {
  keep(draft, plan.before, plan.after);
  const std::string id = plan.after.id.text();
  cancel(draft, plan.after.answer_by, DueKind::certificate_window, bytes_of(id));
  events.push_back({.type = "cert.refused",
                    .subject = id,
                    .other = {},
                    .parties = {plan.after.payee, plan.after.issuer},
                    .ranges = {},
                    .amount = plan.after.face,
                    .before = "pending",
                    .after = "refused",
                    .document = {}});
}

std::optional<Amount> banded_amount(const Refuse& op, const View& view) {
  const auto found = certificate_records.find(view, op.certificate);
  return found ? std::optional(found->face) : std::nullopt;
}

}  // namespace allonge::receivable
