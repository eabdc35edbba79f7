// The slow model's invoices: every new one is compared with all that their sellers ever stood for.
#include "tests/model/ledger_model.h"

#include <algorithm>

namespace allonge::test {

namespace r = allonge::receivable;
using Answer = LedgerModel::Answer;

using Bill = LedgerModel::Bill;

Answer LedgerModel::bindable(const std::vector<r::Binding>& bindings, const PartyId& seller, const PartyId& buyer,
                             std::uint64_t total) const {
  if (bindings.empty()) return Reason::background_missing;
  std::uint64_t sum = 0;
  for (const r::Binding& binding : bindings) {
    const auto bill = bills_.find(binding.invoice);
    if (bill == bills_.end()) return Reason::not_found;
    if (bill->second.seller != seller || bill->second.buyer != buyer) return Reason::wrong_parties;
    if (!bill->second.confirmed) return Reason::invoice_unconfirmed;
    if (binding.amount.is_zero()) return Reason::background_mismatch;
    if (std::count_if(bindings.begin(), bindings.end(), [&](const r::Binding& b) { return b.invoice == binding.invoice; }) > 1 &&
        &binding != &*std::find_if(bindings.begin(), bindings.end(), [&](const r::Binding& b) { return b.invoice == binding.invoice; }))
      return Reason::background_mismatch;
    sum += binding.amount.fen();
  }
  if (sum != total) return Reason::background_mismatch;
  for (const r::Binding& binding : bindings) {
    const Bill& bill = bills_.at(binding.invoice);
    if (bill.by_certificates + bill.onward + binding.amount.fen() > bill.gross) return Reason::bind_exceeded;
  }
  return {};
}

Answer LedgerModel::known(const Bill& bill) const {
  for (const Bill& other : stood_for_) {
    if (other.seller != bill.seller || other.number != bill.number) continue;
    const bool same = other.buyer == bill.buyer && other.gross == bill.gross && other.date == bill.date;
    return same ? Reason::dup_invoice : Reason::conflicting_invoice;
  }
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::RegisterInvoice& op, const Digest& tx, std::uint32_t place) {
  if (by != op.seller && by != op.buyer) return Reason::not_your_part;
  if (op.seller == op.buyer) return Reason::wrong_parties;
  const Bill bill{op.seller, op.buyer, by, op.number, op.issue_date, false, op.gross.fen(), 0, 0, ++serials_};
  if (const Answer no = known(bill)) return no;
  bills_[InvoiceId::derive(tx, place)] = bill;
  if (by == op.seller) stood_for_.push_back(bill);
  return {};
}

Answer LedgerModel::perform(const PartyId& by, const r::ConfirmInvoice& op, const Digest&, std::uint32_t) {
  const auto found = bills_.find(op.invoice);
  if (found == bills_.end()) return Reason::not_found;
  Bill& bill = found->second;
  if (bill.confirmed) return Reason::wrong_state;
  if (by == bill.registered_by || (by != bill.seller && by != bill.buyer)) return Reason::not_your_part;
  if (by == bill.seller) {
    if (const Answer no = known(bill)) return no;
    stood_for_.push_back(bill);
  }
  bill.confirmed = true;
  return {};
}

}  // namespace allonge::test
