#include "contracts/receivable/background.h"

namespace allonge::receivable {

Result<void> may_bind(const View& view, const Bindings& bindings, const Trade& trade) {
  if (bindings.empty()) return Reason::background_missing;
  std::uint64_t sum = 0;  // 32 amounts of at most 10^15 fit
  for (std::size_t i = 0; i < bindings.size(); ++i) {
    const Binding& binding = bindings[i];
    TRY(const Invoice invoice, invoice_records.get(view, binding.invoice));
    if (invoice.seller != trade.seller || invoice.buyer != trade.buyer) return Reason::wrong_parties;
    if (invoice.currency != trade.currency) return Reason::currency_mismatch;
    if (!invoice.confirmed) return Refusal{Reason::invoice_unconfirmed, binding.invoice.text()};
    if (binding.amount.is_zero()) return Refusal{Reason::background_mismatch, "a binding has no amount"};
    for (std::size_t j = 0; j < i; ++j)
      if (bindings[j].invoice == binding.invoice)
        return Refusal{Reason::background_mismatch, binding.invoice.text() + " is named twice"};
    sum += binding.amount.fen();
  }
  if (sum != trade.total.fen())
    return Refusal{Reason::background_mismatch, "bound " + std::to_string(sum) + " fen of " + trade.total.text()};
  for (const Binding& binding : bindings) {
    TRY(const Capacity capacity, capacity_records.get(view, binding.invoice));
    CHECK(fits(capacity, binding.amount));
  }
  return done();
}

void bind(Draft& draft, CapacityUse use, const Bindings& bindings) {
  for (const Binding& binding : bindings) take(draft, binding.invoice, use, binding.amount);
}

void unbind(Draft& draft, CapacityUse use, const Bindings& bindings) {
  for (const Binding& binding : bindings) give_back(draft, binding.invoice, use, binding.amount);
}

}  // namespace allonge::receivable
