#include "api/methods/invoice.h"

#include "contracts/party/party.h"
#include "contracts/receivable/lists.h"

namespace allonge::api {

using receivable::Invoice;
using receivable::List;

namespace {

bool may_read(const Invoice& invoice, const Caller& caller) {
  const std::array readers{invoice.seller, invoice.buyer};
  return visible(caller, readers);
}

}  // namespace

InvoiceReply invoice_reply(Invoice invoice, const View& state) {
  InvoiceReply out;
  if (const auto capacity = receivable::capacity_records.find(state, invoice.id)) {
    out.bound_by_certificates = capacity->certificates;
    out.bound_onward = capacity->onward;
    out.claimed_outside = capacity->external;
    out.left = receivable::left(*capacity);
  }
  out.invoice = std::move(invoice);
  return out;
}

Result<InvoiceReply> answer(const InvoiceGet::Params& params, Call& call) {
  TRY(Invoice found, params.id.find(call.state(), receivable::invoice_records));
  if (!may_read(found, call.caller)) return Refusal{Reason::not_found, "no such invoice"};
  return invoice_reply(std::move(found), call.state());
}

Result<InvoiceListReply> answer(const InvoiceList::Params& params, Call& call) {
  TRY(Page page, open_page<InvoiceList>(params, call));
  InvoiceListReply out;
  out.height = page.snapshot->header().height;
  const View& state = page.snapshot->state();
  const bool seller = params.side.value_or(InvoiceSide::seller) == InvoiceSide::seller;
  walk(page.snapshot->index(), receivable::list_key(seller ? List::invoices_of_seller : List::invoices_of_buyer, params.party),
       page, [&](BytesView, BytesView record) {
         const auto bytes = state.get(record);
         if (!bytes) return false;
         Invoice one = receivable::invoice_records.read(*bytes);
         if ((params.confirmed && one.confirmed != *params.confirmed) || !may_read(one, call.caller)) return false;
         out.invoices.push_back(invoice_reply(std::move(one), state));
         return true;
       });
  out.next = close_page(page, call);
  return out;
}

Result<InvoiceCheckReply> answer(const InvoiceCheck::Params& params, Call& call) {
  const View& state = call.state();
  TRY(const Party seller, party_records.get(state, params.seller));
  TRY(const Party buyer, party_records.get(state, params.buyer));
  const receivable::Sides sides{seller.tax_id, buyer.tax_id};
  Invoice asked;
  asked.seller = params.seller;
  asked.buyer = params.buyer;
  asked.type = params.type;
  if (!params.code.empty()) {
    TRY(asked.code, receivable::canonical_number(params.code));
  }
  TRY(asked.number, receivable::canonical_number(params.number));
  asked.issue_date = params.issue_date;
  asked.currency = params.currency;
  asked.gross = params.gross;

  InvoiceCheckReply out;
  if (const auto found = receivable::loose_records.find(state, loose_of(asked, sides))) {
    out.similar_number = found->invoice;
    out.verdict = InvoiceVerdict::resembles;
  }
  if (const auto found = receivable::weak_records.find(state, weak_of(asked, sides))) {
    out.same_figures = found->invoice;
    out.verdict = InvoiceVerdict::resembles;
  }
  if (const auto found = receivable::identity_records.find(state, identity_of(asked, sides))) {
    TRY(const Invoice known, receivable::invoice_records.get(state, found->invoice));
    out.same_identity = known.id;
    const bool same = strong_of(known, sides) == strong_of(asked, sides);
    out.verdict = same ? InvoiceVerdict::registered : InvoiceVerdict::conflicts;
    if (same) out.left = invoice_reply(known, state).left;
  }
  return out;
}

}  // namespace allonge::api
