#include "contracts/receivable/financing.h"

#include <algorithm>

#include "contracts/due_queue.h"
#include "ledger/rate.h"

namespace allonge::receivable {

std::string_view name_of(FinanceState state) {
  for (const EnumValue& value : values_of(state))
    if (value.number == std::uint64_t(state)) return value.name;
  return "";
}

Result<FinanceState> may(FinanceAct act, const Financing& financing, const FinanceAsker& asker) {
  const auto is = [&](const PartyId* place) { return asker.party != nullptr && place != nullptr && *asker.party == *place; };
  const auto plays = [&](FinanceWho who) {
    switch (who) {
      case FinanceWho::owner: return is(&financing.owner);
      case FinanceWho::bidder: return asker.party != nullptr && !is(&financing.owner);
      case FinanceWho::financier: return financing.award && is(&financing.award->financier);
      case FinanceWho::registrar: return asker.party != nullptr && asker.registrar;
      case FinanceWho::bank: return is(asker.bank);
      case FinanceWho::issuer: return is(asker.issuer);
      case FinanceWho::block_time: return asker.party == nullptr;
    }
    return false;
  };
  return allonge::may(finance_life::table, act, false, financing.state, plays);
}

Result<Price> price_of(const Financing& financing, const QuoteTerms& terms, Date value_date, Date due) {
  const bool buys = financing.kind == FinanceKind::purchase;
  TRY(const Discount made, discount(buys ? financing.face : financing.asked, terms.rate_ppm, days_between(value_date, due),
                                    DayCount::act_360, terms.fee));
  return Price{made.discount, made.net};
}

Result<Settlement> settlement_on(const Financing& financing, Date value_date, Date due) {
  ensure(financing.award.has_value(), "money moves for an awarded quote");
  Settlement out;
  out.value_date = value_date;
  if (financing.kind == FinanceKind::pledge_loan) {
    out.paid = financing.asked;  // interest is never taken upfront (R-60, Civil Code 670)
    return out;
  }
  TRY(const Price price, price_of(financing, financing.award->terms, value_date, due));
  out.discount = price.discount;
  out.fee = financing.award->terms.fee;
  out.paid = price.net;
  return out;
}

std::vector<Range> ranges_of(const View& view, const Financing& financing) {
  std::vector<Range> out;
  Fen next{0};  // paid parts of two intervals that meet are one range
  for (const RangeRef& ref : financing.ranges) {
    for (Fen start = std::max(ref.start, next); start <= ref.end; start = next) {
      auto range = range_records.find(view, financing.certificate, start);
      ensure(range.has_value(), "the ranges of a financing stay where it locked them");
      next = Fen{range->end.value + 1};
      out.push_back(*std::move(range));
    }
  }
  return out;
}

Result<void> may_all(RangeAct act, std::span<const Range> ranges, const Asker& asker) {
  for (const Range& range : ranges) CHECK(may(act, range, asker));
  return done();
}

Asker asker_of(const Financing& financing, const PartyId* party, const Certificate& certificate) {
  Asker out;
  out.party = party;
  out.issuer = &certificate.issuer;
  out.bank = &certificate.bank;
  if (financing.award) out.financier = &financing.award->financier;
  return out;
}

void put(Draft& draft, const Financing& financing) { financing_records.put(draft, financing.id, financing); }

void drop_quotes(Draft& draft, const Financing& financing, Events& events) {
  std::vector<Quote> quotes;
  quote_records.walk(draft, [&](BytesView, const Quote& one) { return quotes.push_back(one), true; }, financing.id);
  for (const Quote& quote : quotes) {
    quote_records.erase(draft, financing.id, quote.financier);
    if (financing.award && financing.award->financier == quote.financier) continue;
    events.push_back({.type = "finance.quote_released",
                      .subject = financing.id.text(),
                      .other = financing.certificate.text(),
                      .parties = {quote.financier, financing.owner},
                      .ranges = {},
                      .amount = {},
                      .before = quote.terms ? "revealed" : "sealed",
                      .after = {},
                      .document = quote.seal});
  }
}

void end_request(Draft& draft, Financing financing, const RequestEnd& end, Events& events) {
  for (Range& range : ranges_of(draft, financing)) {
    range.state = RangeState::free;
    range.financing = {};
    put(draft, range);
  }
  forget_deadlines(draft, financing);
  const FinanceState before = financing.state;
  std::vector<PartyId> parties{financing.owner};
  if (financing.award) parties.push_back(financing.award->financier);
  drop_quotes(draft, financing, events);
  financing.state = end.state;
  financing.quotes = 0;
  put(draft, financing);
  events.push_back(finance_event(end.event, financing, before, std::move(parties)));
}

void forget_deadlines(Draft& draft, const Financing& financing) {
  const std::string id = financing.id.text();
  cancel(draft, financing.deadlines.quote_by, DueKind::financing_quotes, bytes_of(id));
  cancel(draft, financing.deadlines.reveal_by, DueKind::financing_reveal, bytes_of(id));
  cancel(draft, financing.deadlines.settle_by, DueKind::financing_settlement, bytes_of(id));
}

Event finance_event(const char* type, const Financing& financing, FinanceState before, std::vector<PartyId> parties) {
  return {.type = type,
          .subject = financing.id.text(),
          .other = financing.certificate.text(),
          .parties = std::move(parties),
          .ranges = financing.ranges,
          .amount = financing.kind == FinanceKind::purchase ? financing.face : financing.asked,
          .before = std::string(before == FinanceState::none ? "" : name_of(before)),
          .after = std::string(name_of(financing.state)),
          .document = {}};
}

}  // namespace allonge::receivable
