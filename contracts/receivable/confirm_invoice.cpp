#include "contracts/receivable/confirm_invoice.h"

namespace allonge::receivable {

Result<ConfirmInvoice::Plan> check(const ConfirmInvoice& op, const Context& context, const View& view) {
  TRY(Invoice invoice, invoice_records.get(view, op.invoice));
  if (invoice.confirmed) return Reason::wrong_state;
  const PartyId& other = invoice.registered_by == invoice.seller ? invoice.buyer : invoice.seller;
  if (context.party != other) return Reason::not_your_part;
  std::optional<Fingerprints> prints;
  if (context.party == invoice.seller) {
    TRY(prints, compare(view, invoice));
  }
  if (invoice.near_match && !op.near_match_reviewed) return Refusal{Reason::near_match, invoice.near_match->text()};
  invoice.confirmed = true;
  return ConfirmInvoice::Plan{std::move(invoice), prints};
}

void apply(const ConfirmInvoice::Plan& plan, const Context& context, Draft& draft, Events& events) {
  invoice_records.put(draft, plan.invoice.id, plan.invoice);
  if (plan.prints) take_place(draft, *plan.prints, plan.invoice.id);
  events.push_back({.type = "invoice.confirmed",
                    .subject = plan.invoice.id.text(),
                    .other = {},
                    .parties = {context.party, plan.invoice.registered_by},
                    .ranges = {},
                    .amount = plan.invoice.gross,
                    .before = "registered",
                    .after = "confirmed",
                    .document = {}});
}

std::optional<Amount> banded_amount(const ConfirmInvoice& op, const View& view) {
  const auto found = invoice_records.find(view, op.invoice);
  return found ? std::optional(found->gross) : std::nullopt;
}

}  // namespace allonge::receivable
