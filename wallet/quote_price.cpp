#include "wallet/quote_price.h"

#include "api/methods/finance.h"
#include "wallet/money_text.h"
#include "wallet/show.h"

namespace allonge::wallet {

std::string price_text(Session& session, const receivable::QuoteSecret& quote) {
  const auto id = api::IdBeginning<FinancingKind>::parse(quote.financing.text());
  if (!id) return "";
  api::FinanceGet::Params params;
  params.id = *id;
  const auto about = session.call<api::FinanceGet>(params);
  if (!about) return "";
  const receivable::Financing& financing = about->financing;
  std::string out;
  const auto price = receivable::price_of(financing, quote.terms, about->business_date, about->due);
  const std::string owner(financing.owner.text());
  // A loan is paid out whole, and its interest is owed afterwards: the owner is left with what was asked.
  if (price && financing.kind == receivable::FinanceKind::pledge_loan)
    out += "  a loan of " + money_text(financing.asked) + ", paid out whole to " + owner + "; until " + about->due.text() + " it costs " +
           money_text(price->discount) + " interest and " + money_text(quote.terms.fee) + " fee\n";
  else if (price)
    out += "  today it leaves " + money_text(price->net) + " of " + money_text(financing.face) + " to " + owner + "\n";
  return out + "  reveal it from " + local_time_text(financing.deadlines.quote_by) + " to " +
         local_time_text(financing.deadlines.reveal_by) + ": allonge finance reveal " + quote.financing.text() + "\n";
}

}  // namespace allonge::wallet
