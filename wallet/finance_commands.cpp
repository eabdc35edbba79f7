// The commands of financing that say more than their operation: quotes sealed and revealed with the salt
// kept in between, the comparison of what they leave, the award and the payment of the right sum.
#include <sodium.h>

#include <algorithm>

#include "api/methods/finance_quotes.h"
#include "contracts/receivable/finance_enforce.h"
#include "wallet/act.h"
#include "wallet/columns.h"
#include "wallet/command.h"
#include "wallet/money_text.h"
#include "wallet/quote_price.h"
#include "wallet/rate_text.h"
#include "wallet/show.h"
#include "wallet/whole_ids.h"

namespace allonge::wallet {

namespace {

using receivable::QuoteSecret;
using receivable::QuoteTerms;

Result<FinancingId> financing_typed(Session& session, const FlagValues& flags) {
  TRY(const std::string whole, whole_id(session, flags.one("financing")));
  auto id = FinancingId::parse(whole);
  if (!id) return Refusal{id.error().reason, "--financing: " + whole + " is not FN-... or its beginning"};
  return id;
}

Result<api::FinanceReply> financing_of(Session& session, const FinancingId& id) {
  api::FinanceGet::Params params;
  TRY(params.id, api::IdBeginning<FinancingKind>::parse(id.text()));
  return session.call<api::FinanceGet>(params);
}

Result<api::FinanceQuotesReply> quotes_of(Session& session, const FinancingId& id, std::optional<PartyId> financier = {}) {
  api::FinanceQuotes::Params params;
  TRY(params.id, api::IdBeginning<FinancingKind>::parse(id.text()));
  params.financier = financier;
  return session.call<api::FinanceQuotes>(params);
}

// ---- quote and reveal

Result<QuoteTerms> terms_typed(const FlagValues& flags, const api::FinanceReply& about, Time now) {
  const receivable::Deadlines& deadlines = about.financing.deadlines;
  QuoteTerms out;
  TRY(out.rate_ppm, read_rate(flags.one("rate")));
  if (flags.has("fee")) {
    TRY(out.fee, read_money(flags.one("fee")));
  }
  out.valid_until = deadlines.settle_by;
  if (flags.has("valid-until")) {
    TRY(out.valid_until, read_moment(flags.one("valid-until"), now));
  }
  if (out.valid_until <= deadlines.reveal_by)
    return Refusal{Reason::out_of_range, "a quote that ends before " + local_time_text(deadlines.reveal_by) + " can never be awarded"};
  out.term_reviewed = flags.has("term-reviewed");
  return out;
}

// The quote with a salt that stands in the journal. The same terms again keep their salt, so that the
// same command makes the same transaction.
Result<QuoteSecret> kept_quote(Session& session, const Digest& chain, const QuoteSecret& wished) {
  TRY(Journal journal, session.journal());
  for (QuoteSecret& earlier : journal.quotes(chain, wished.financier, wished.financing))
    if (earlier.terms == wished.terms) return std::move(earlier);
  QuoteSecret fresh = wished;
  fresh.salt.resize(receivable::longest_salt);
  randombytes_buf(fresh.salt.data(), fresh.salt.size());
  CHECK(journal.write(chain, fresh));
  return fresh;
}

// A seal shows nothing: what it seals is said before anybody signs it.
std::string sealed_text(const QuoteTerms& terms) {
  return "  sealed: " + rate_text(terms.rate_ppm) + ", fee " + money_text(terms.fee) + ", binds until " +
         local_time_text(terms.valid_until) + (terms.term_reviewed ? ", term reviewed" : "") + "\n";
}

Result<Exit> quote(Session& session, const FlagValues& flags) {
  TRY(const FinancingId id, financing_typed(session, flags));
  if (flags.has("seal")) {
    receivable::FinanceQuote op{id, {}};
    TRY(op.seal, Digest::parse_hex(flags.one("seal")));
    return act(session, {op}, "finance quote");
  }
  if (!flags.has("rate")) return Refusal{Reason::missing_field, "--rate, or --seal of a quote that is kept elsewhere"};
  QuoteSecret wished;
  wished.financing = id;
  TRY(wished.financier, session.party());
  TRY(const Network network, session.network());
  TRY(const api::FinanceReply about, financing_of(session, id));
  // Nothing is called sealed that the ledger will not take.
  if (network.is_over(about.financing.deadlines.quote_by))
    return Refusal{Reason::quote_late, "nothing was sent; quotes closed at " + local_time_text(about.financing.deadlines.quote_by)};
  TRY(wished.terms, terms_typed(flags, about, network.now));
  TRY(const QuoteSecret kept, kept_quote(session, network.chain, wished));
  session.say(sealed_text(kept.terms) + price_text(session, kept));
  return act(session, {receivable::FinanceQuote{id, receivable::seal_of(kept)}}, "finance quote", {kept});
}

// Of all quotes ever sealed here, the one whose seal the ledger holds.
Result<QuoteSecret> lying_quote(Session& session, const Digest& chain, const PartyId& party, const api::FinanceQuotesReply& reply) {
  if (!reply.own) return Refusal{Reason::not_found, "no quote of " + std::string(party.text()) + " lies there"};
  TRY(const Journal journal, session.journal());
  for (QuoteSecret& one : journal.quotes(chain, party, reply.financing))
    if (receivable::seal_of(one) == reply.own->seal) return std::move(one);
  return Refusal{Reason::not_found, "it was not sealed with this wallet, which has no salt for it; reveal it where it was sealed, "
                                    "or with --terms and --salt"};
}

Result<Exit> reveal(Session& session, const FlagValues& flags) {
  TRY(const FinancingId id, financing_typed(session, flags));
  TRY(const Network network, session.network());
  TRY(const PartyId party, session.party());
  TRY(const api::FinanceQuotesReply reply, quotes_of(session, id, party));
  // A quote that is sent too early is refused, and everybody has read it.
  if (network.now < reply.deadlines.quote_by)
    return Refusal{Reason::quote_early, "nothing was sent; quotes close at " + local_time_text(reply.deadlines.quote_by)};
  // After it the ledger has dropped what was not revealed: one's own quote is late, not lost.
  if (network.is_over(reply.deadlines.reveal_by))
    return Refusal{Reason::quote_late, "nothing was sent; quotes could be revealed until " + local_time_text(reply.deadlines.reveal_by) +
                                           ", and one that was not is void"};
  receivable::FinanceReveal op;
  op.financing = id;
  if (flags.has("terms") || flags.has("salt")) {
    FlagValues typed = flags;
    typed.add("financing", id.text());
    CHECK(fill(shape_of<receivable::FinanceReveal>, &op, typed));
  } else {
    TRY(const QuoteSecret kept, lying_quote(session, network.chain, party, reply));
    op.terms = kept.terms;
    op.salt = kept.salt;
  }
  return act(session, {op}, "finance reveal");
}

// ---- compare, award, settle

// Why it is not the one to award.
std::string remark_on(const api::QuoteReply& quote, Amount min_net) {
  if (quote.best) return "best";
  if (!quote.binds) return "does not bind";
  return quote.net < min_net ? "under what was asked" : "";
}

// What the owner can do now.
std::string next_step(const api::FinanceQuotesReply& reply) {
  const std::string id = reply.financing.text();
  if (reply.state != receivable::FinanceState::open)
    return " it is " + std::string(receivable::name_of(reply.state)) + ", and no quotes are kept: allonge finance show " + id;
  const std::string settle_by = local_time_text(reply.deadlines.settle_by);
  if (!reply.quotes.empty() && reply.quotes.front().best)
    return " allonge finance award " + id + "      from " + local_time_text(reply.deadlines.reveal_by) + " to " + settle_by;
  if (std::any_of(reply.quotes.begin(), reply.quotes.end(), [](const api::QuoteReply& one) { return one.binds; }))
    return " none leaves the " + money_text(reply.min_net) + " that was asked for, so none can be awarded; it lapses at " + settle_by +
           ", or sooner: allonge finance cancel " + id;
  return " quotes are revealed from " + local_time_text(reply.deadlines.quote_by) + " to " + local_time_text(reply.deadlines.reveal_by);
}

Result<Exit> compare(Session& session, const FlagValues& flags) {
  TRY(const FinancingId id, financing_typed(session, flags));
  TRY(const api::FinanceQuotesReply reply, quotes_of(session, id));
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + api::to_json(reply) + "}\n");
    return Exit::done;
  }
  TRY(const api::FinanceReply about, financing_of(session, id));
  const std::string mark(session.terminal.symbols().done);
  Columns table({"", "FINANCIER", "RATE", "DAYS", "DISCOUNT", "FEE", "NET", "VALID UNTIL", ""});
  table.to_the_right({2, 3, 4, 5, 6});
  for (const api::QuoteReply& one : reply.quotes)
    table.row({one.best ? mark : "", std::string(one.financier.text()), rate_text(one.rate_ppm), std::to_string(one.days),
               one.binds ? money_text(one.discount) : "", money_text(one.fee), one.binds ? money_text(one.net) : "",
               local_time_text(one.valid_until), remark_on(one, reply.min_net)});
  if (!table.is_empty()) session.print(session.settings.plain ? table.tab_separated() : table.text(2));
  if (session.settings.plain) return Exit::done;
  if (about.financing.kind == receivable::FinanceKind::pledge_loan)
    session.say("a loan: " + money_text(about.financing.asked) + " are paid out whole; DISCOUNT is the interest until the due date, owed afterwards\n");
  session.say(std::to_string(reply.quotes.size()) + " revealed, " + std::to_string(reply.sealed) + " sealed; as of " +
              reply.business_date.text() + ", due " + reply.due.text() +
              (reply.min_net.is_zero() ? "" : ", at least " + money_text(reply.min_net)) + "\n");
  session.say(std::string(session.terminal.symbols().next) + next_step(reply) + "\n");
  return Exit::done;
}

// Without a name the best is meant; should the node name another, the ledger refuses it.
Result<Exit> award(Session& session, const FlagValues& flags) {
  receivable::FinanceAward op;
  TRY(op.financing, financing_typed(session, flags));
  if (flags.has("financier")) {
    TRY(op.financier, PartyId::parse(flags.one("financier")));
    return act(session, {op}, "finance award");
  }
  TRY(const api::FinanceQuotesReply reply, quotes_of(session, op.financing));
  if (reply.state != receivable::FinanceState::open)
    return Refusal{Reason::wrong_state, "it is " + std::string(receivable::name_of(reply.state))};
  TRY(const api::FinanceReply about, financing_of(session, op.financing));
  for (const api::QuoteReply& one : reply.quotes) {
    if (!one.best) continue;
    op.financier = one.financier;
    const bool is_loan = about.financing.kind == receivable::FinanceKind::pledge_loan;
    session.say("  best: " + std::string(one.financier.text()) + ", " + rate_text(one.rate_ppm) +
                (is_loan ? ", costs " + money_text(one.discount) + " interest and " + money_text(one.fee) + " fee until " + reply.due.text() +
                               "; " + money_text(about.financing.asked) + " are paid out"
                         : ", leaves " + money_text(one.net)) +
                "\n");
    return act(session, {op}, "finance award");
  }
  TRY(const Network network, session.network());
  if (network.now < reply.deadlines.reveal_by)
    return Refusal{Reason::quote_early, "nothing was sent; quotes are revealed from " + local_time_text(reply.deadlines.quote_by) + " to " +
                                            local_time_text(reply.deadlines.reveal_by) + ", and awarded after that"};
  return Refusal{Reason::not_found, "no revealed quote binds and leaves what was asked; allonge finance compare " + op.financing.text()};
}

// Without a sum, the one of this day; the ledger takes no other.
Result<Exit> settle(Session& session, const FlagValues& flags) {
  receivable::FinanceSettle op;
  TRY(op.financing, financing_typed(session, flags));
  if (flags.has("amount")) {
    TRY(op.amount, read_money(flags.one("amount")));
    return act(session, {op}, "finance settle");
  }
  TRY(const api::FinanceReply about, financing_of(session, op.financing));
  if (!about.to_pay) 
    return Refusal{Reason::wrong_state, "it is " + std::string(receivable::name_of(about.financing.state)) + "; nothing is to be paid"};
  op.amount = *about.to_pay;
  session.say("  to be paid on " + about.business_date.text() + ": " + money_text(op.amount) + " to " +
              std::string(about.financing.owner.text()) + "\n");
  return act(session, {op}, "finance settle");
}

// Without a sum, what is owed this day; the ledger takes no other (SECURED_SUM_WRONG).
Result<Exit> enforce(Session& session, const FlagValues& flags) {
  receivable::FinanceEnforce op;
  TRY(op.financing, financing_typed(session, flags));
  if (flags.has("secured")) {
    TRY(op.secured, read_money(flags.one("secured")));
    return act(session, {op}, "finance enforce");
  }
  TRY(const api::FinanceReply about, financing_of(session, op.financing));
  if (!about.debt)
    return Refusal{Reason::wrong_state, "it is " + std::string(receivable::name_of(about.financing.state)) + "; nothing is owed"};
  op.secured = about.debt->total;
  session.say("  owed on " + about.business_date.text() + ": " + money_text(op.secured) + " by " + std::string(about.financing.owner.text()) +
              "; pledged: " + money_text(about.financing.face) + "\n");
  return act(session, {op}, "finance enforce");
}

}  // namespace

void add_finance_commands(Commands& commands) {
  const FlagSpec financing = typed_first(required_flag("financing", "FN-...", "financing; a unique beginning is enough"));
  add(commands, {"finance", "quote", receivable::FinanceQuote::card.sentence, "allonge --as jianghai finance quote FN-19C4 --rate 3.60%",
                 {financing, optional_flag("rate", "3.60%", "a year, actual days over 360"),
                  optional_flag("fee", "AMOUNT", "beside the rate; nothing if left out"),
                  optional_flag("valid-until", "TIME|+2d", "until when it binds; as long as money may move, if left out"),
                  switch_flag("term-reviewed", "a term over the soft limit was reviewed"),
                  optional_flag("seal", "64 HEX", "instead: of a quote that is kept elsewhere")},
                 quote});
  add(commands, {"finance", "reveal", receivable::FinanceReveal::card.sentence, "allonge --as jianghai finance reveal FN-19C4",
                 {financing, optional_flag("terms", "JSON", "of a quote that is kept elsewhere"),
                  optional_flag("salt", "BASE64URL", "and its salt")},
                 reveal});
  add(commands, {"finance", "compare", "What the revealed quotes leave for the owner, best first.", "allonge --as lanwan finance compare FN-19C4",
                 {financing}, compare});
  add(commands, {"finance", "award", receivable::FinanceAward::card.sentence, "allonge --as lanwan finance award FN-19C4",
                 {financing, optional_flag("financier", "PARTY", "whose quote nets most; found, if left out"),
                  switch_flag("best", "the one that nets most: what happens without a name")},
                 award});
  add(commands, {"finance", "settle", receivable::FinanceSettle::card.sentence, "allonge --as jianghai finance settle FN-19C4",
                 {financing, optional_flag("amount", "AMOUNT", "what you pay; this day's sum, if left out")}, settle});
  add(commands, {"finance", "enforce", receivable::FinanceEnforce::card.sentence, "allonge --as jianghai finance enforce FN-19C4",
                 {financing, optional_flag("secured", "AMOUNT", "what it owes you; this day's sum, if left out")}, enforce});
}

}  // namespace allonge::wallet
