#include "contracts/receivable/finance_quote.h"

#include <algorithm>

#include "contracts/credential/gate.h"
#include "contracts/receivable/eligible.h"

namespace allonge::receivable {

Result<FinanceQuote::Plan> check(const FinanceQuote& op, const Context& context, const View& view) {
  TRY(Financing financing, financing_records.get(view, op.financing));
  CHECK(may(FinanceAct::quote, financing, {.party = &context.party}));
  const auto certificate = certificate_records.find(view, financing.certificate);
  ensure(certificate.has_value(), "a financing's certificate is kept");
  CHECK(credential::gate_allows(view, context, FinanceQuote::card.name,
                                {context.party, financing.owner, certificate->issuer}, financing.face));
  if (context.party == certificate->issuer) return Reason::issuer_not_holder;
  CHECK(eligible_holder(view, context.party));
  if (context.block.time >= financing.deadlines.quote_by) return Reason::quote_late;
  const auto& invited = financing.invited;
  if (!invited.empty() && !std::binary_search(invited.begin(), invited.end(), context.party)) return Reason::not_invited;
  if (!quote_records.has(view, op.financing, context.party)) {
    if (financing.quotes >= quotes_limit)
      return Refusal{Reason::too_large, "a request takes " + std::to_string(quotes_limit) + " quotes"};
    ++financing.quotes;
  }
  ++financing.seals;
  Quote quote;
  quote.financing = op.financing;
  quote.financier = context.party;
  quote.seal = op.seal;
  quote.sealed = context.block.time;
  quote.place = financing.seals;
  return FinanceQuote::Plan{std::move(financing), std::move(quote)};
}

void apply(const FinanceQuote::Plan& plan, const Context&, Draft& draft, Events& events) {
  put(draft, plan.financing);
  quote_records.put(draft, plan.financing.id, plan.quote.financier, plan.quote);
  events.push_back({.type = "finance.quoted",
                    .subject = plan.financing.id.text(),
                    .other = plan.financing.certificate.text(),
                    .parties = {plan.quote.financier, plan.financing.owner},
                    .ranges = {},
                    .amount = {},
                    .before = {},
                    .after = "sealed",
                    .document = plan.quote.seal});
}

std::optional<Amount> banded_amount(const FinanceQuote& op, const View& view) {
  const auto found = financing_records.find(view, op.financing);
  return found ? std::optional(found->face) : std::nullopt;
}

}  // namespace allonge::receivable
