#include "contracts/receivable/claim_invoice.h"

#include "contracts/receivable/capacity.h"

namespace allonge::receivable {

Result<ClaimInvoice::Plan> check(const ClaimInvoice& op, const Context& context, const View& view) {
  TRY(const Invoice invoice, invoice_records.get(view, op.invoice));
  if (op.amount.is_zero()) return Reason::bad_amount;
  TRY(const std::string registry, canonical_number(op.registry));
  TRY(const std::string number, canonical_number(op.registration_no));
  const Digest entry =
      digest("allonge/external-claim/v1", {bytes_of(registry), BytesView(std::array<std::uint8_t, 1>{}), bytes_of(number)});
  if (external_claim_records.has(view, entry)) return Refusal{Reason::ref_reused, "this entry is recorded already"};
  TRY(const Capacity capacity, capacity_records.get(view, op.invoice));
  CHECK(fits(capacity, op.amount));
  return ClaimInvoice::Plan{entry, {op.invoice, op.amount, registry, number, context.party, context.block.time}};
}

void apply(const ClaimInvoice::Plan& plan, const Context& context, Draft& draft, Events& events) {
  const ExternalClaim& claim = plan.claim;
  take(draft, claim.invoice, CapacityUse::external, claim.amount);
  external_claim_records.put(draft, plan.entry, claim);
  events.push_back({.type = "invoice.claimed",
                    .subject = claim.invoice.text(),
                    .other = claim.registration_no,
                    .parties = {context.party},
                    .ranges = {},
                    .amount = claim.amount,
                    .before = {},
                    .after = "claimed",
                    .document = plan.entry});
}

std::optional<Amount> banded_amount(const ClaimInvoice& op, const View&) { return op.amount; }

}  // namespace allonge::receivable
