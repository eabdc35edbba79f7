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
  if (const auto price = receivable::price_of(financing, quote.terms, about->business_date, about->due))
    out += "  today it leaves " + money_text(price->net) + " of " +
           money_text(financing.kind == receivable::FinanceKind::purchase ? financing.face : financing.asked) + " to " +
           std::string(financing.owner.text()) + "\n";
  return out + "  reveal it from " + local_time_text(financing.deadlines.quote_by) + " to " +
         local_time_text(financing.deadlines.reveal_by) + ": allonge finance reveal " + quote.financing.text() + "\n";
}

}  // namespace allonge::wallet
