#include "contracts/receivable/register_invoice.h"

#include "contracts/party/party.h"
#include "contracts/receivable/capacity.h"

namespace allonge::receivable {

Result<RegisterInvoice::Plan> check(const RegisterInvoice& op, const Context& context, const View& view) {
  if (context.party != op.seller && context.party != op.buyer) return Reason::not_your_part;
  if (op.seller == op.buyer) return Reason::wrong_parties;
  CHECK(party_records.get(view, op.seller));
  CHECK(party_records.get(view, op.buyer));
  Invoice made;
  made.seller = op.seller;
  made.buyer = op.buyer;
  made.type = op.type;
  // Digital invoices have no code of their own, only a number.
  if (!op.code.empty()) {
    TRY(made.code, canonical_number(op.code));
  }
  TRY(made.number, canonical_number(op.number));
  if (op.issue_date.days == 0 || op.issue_date > today(context.block)) return Reason::bad_date;
  made.issue_date = op.issue_date;
  made.currency = op.currency;
  if (op.gross.is_zero() || op.tax >= op.gross) return Reason::bad_amount;
  made.gross = op.gross;
  made.tax = op.tax;
  made.check_code_hash = op.check_code_hash;
  made.registered_by = context.party;

  TRY(const Fingerprints prints, compare(view, made));
  if (made.near_match && !op.near_match_reviewed) return Refusal{Reason::near_match, made.near_match->text()};
  made.id = InvoiceId::derive(context.transaction, context.place);
  if (invoice_records.has(view, made.id)) return Reason::id_taken;
  return RegisterInvoice::Plan{std::move(made), prints};
}

void apply(const RegisterInvoice::Plan& plan, const Context& context, Draft& draft, Events& events) {
  const Invoice& made = plan.invoice;
  invoice_records.put(draft, made.id, made);
  capacity_records.put(draft, made.id, {made.id, made.gross, {}, {}, {}});
  if (context.party == made.seller) take_place(draft, plan.prints, made.id);
  const PartyId& other = context.party == made.seller ? made.buyer : made.seller;
  events.push_back({.type = "invoice.registered",
                    .subject = made.id.text(),
                    .other = made.near_match ? made.near_match->text() : std::string(),
                    .parties = {context.party, other},
                    .ranges = {},
                    .amount = made.gross,
                    .before = {},
                    .after = "registered",
                    .document = plan.prints.identity});
}

std::optional<Amount> banded_amount(const RegisterInvoice& op, const View&) { return op.gross; }

}  // namespace allonge::receivable
