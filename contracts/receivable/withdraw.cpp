#include "contracts/receivable/withdraw.h"

#include "contracts/due_queue.h"
#include "contracts/receivable/exposure.h"

namespace allonge::receivable {

Result<Withdraw::Plan> check(const Withdraw& op, const Context& context, const View& view) {
  TRY(const Certificate before, certificate_records.get(view, op.certificate));
  Certificate after = before;
  TRY(after.state, may(CertificateAct::withdraw, before, &context.party));
  return Withdraw::Plan{before, std::move(after)};
}

void apply(const Withdraw::Plan& plan, const Context&, Draft& draft, Events& events) {
  keep(draft, plan.before, plan.after);
  const std::string id = plan.after.id.text();
  cancel(draft, plan.after.answer_by, DueKind::certificate_window, bytes_of(id));
  events.push_back({.type = "cert.withdrawn",
                    .subject = id,
                    .other = {},
                    .parties = {plan.after.issuer, plan.after.payee},
                    .ranges = {},
                    .amount = plan.after.face,
                    .before = "pending",
                    .after = "withdrawn",
                    .document = {}});
}

std::optional<Amount> banded_amount(const Withdraw& op, const View& view) {
  const auto found = certificate_records.find(view, op.certificate);
  return found ? std::optional(found->face) : std::nullopt;
}

}  // namespace allonge::receivable
