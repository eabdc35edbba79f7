// inbox: what waits for the party: offers to answer, requests to quote for, quotes to reveal, quotes to
// choose from, and what was awarded and is to be paid.
#include <algorithm>

#include "api/methods/cert.h"
#include "api/methods/finance_quotes.h"
#include "api/methods/holding.h"
#include "api/methods/party.h"
#include "wallet/columns.h"
#include "wallet/command.h"
#include "wallet/money_text.h"
#include "wallet/show.h"

namespace allonge::wallet {

namespace {

using receivable::Financing;
using receivable::FinanceState;

struct InboxItem {
  std::string what;
  std::string id;
  Amount amount;
  PartyId from;
  CertificateId certificate;
  Time before;
  std::string with;
  static constexpr auto fields() {
    using T = InboxItem;
    return std::tuple{Field{1, "what", &T::what, "what waits", 32},
                      Field{2, "id", &T::id, "record to act on", 40},
                      Field{3, "amount", &T::amount, "of it"},
                      Field{4, "from", &T::from, "who waits for it"},
                      Field{5, "certificate", &T::certificate, "of which it is"},
                      Field{6, "before", &T::before, "the first moment at which it is too late"},
                      Field{7, "with", &T::with, "command to do it with", 200}};
  }
};
struct InboxReply {
  std::vector<InboxItem> items;
  static constexpr auto fields() { return std::tuple{Field{1, "items", &InboxReply::items, "in the order of kinds", 1 << 20}}; }
};
using Items = std::vector<InboxItem>;

Result<void> add_offers(Session& session, const PartyId& party, Items& out) {
  api::CertList::Params pending;
  pending.payee = party;
  pending.state = receivable::CertificateState::pending;
  CHECK(session.every_page<api::CertList>(pending, [&](const api::CertListReply& page) {
    for (const receivable::Certificate& one : page.certificates)
      out.push_back({"certificate", one.id.text(), one.face, one.issuer, one.id, one.answer_by, "allonge cert accept " + one.id.text()});
  }));
  api::TransferList::Params offered;
  offered.party = party;
  return session.every_page<api::TransferList>(offered, [&](const api::TransferListReply& page) {
    for (const receivable::TransferOffer& one : page.transfers)
      out.push_back({"transfer", one.id.text(), one.amount, one.from, one.certificate, one.answer_by,
                     "allonge cert accept-transfer " + one.id.text()});
  });
}

Result<std::vector<Financing>> financings(Session& session, const api::FinanceList::Params& wanted) {
  std::vector<Financing> out;
  CHECK(session.every_page<api::FinanceList>(wanted, [&](const api::FinanceListReply& page) {
    out.insert(out.end(), page.financings.begin(), page.financings.end());
  }));
  return out;
}

InboxItem finance_item(const char* what, const Financing& one, Time before, const std::string& verb) {
  return {what, one.id.text(), one.kind == receivable::FinanceKind::purchase ? one.face : one.asked, one.owner, one.certificate, before,
          "allonge finance " + verb + " " + one.id.text()};
}

// An open request as one who may quote sees it: to be quoted for, to be revealed, or nothing to do.
Result<void> add_bid(Session& session, const PartyId& party, const Financing& one, Time now, Items& out) {
  if (now >= one.deadlines.reveal_by) return done();
  api::FinanceQuotes::Params params;
  TRY(params.id, api::IdBeginning<FinancingKind>::parse(one.id.text()));
  params.financier = party;
  TRY(const api::FinanceQuotesReply quotes, session.call<api::FinanceQuotes>(params));
  if (!quotes.own && now < one.deadlines.quote_by)
    out.push_back(finance_item("request", one, one.deadlines.quote_by, "quote"));
  if (quotes.own && !quotes.own->revealed && now >= one.deadlines.quote_by)
    out.push_back(finance_item("quote to reveal", one, one.deadlines.reveal_by, "reveal"));
  return done();
}

Result<void> add_bids(Session& session, const PartyId& party, Time now, Items& out) {
  api::FinanceList::Params invited;
  invited.financier = party;
  invited.state = FinanceState::open;
  TRY(std::vector<Financing> open, financings(session, invited));
  api::PartyGet::Params self;
  self.id = party;
  const auto record = session.call<api::PartyGet>(self);
  if (record && record->party.has(Role::financier)) {
    api::FinanceList::Params everybodys;
    everybodys.open_to_all = true;
    TRY(const std::vector<Financing> all, financings(session, everybodys));
    std::copy_if(all.begin(), all.end(), std::back_inserter(open),
                 [&](const Financing& one) { return one.owner != party; });
  }
  for (const Financing& one : open) CHECK(add_bid(session, party, one, now, out));
  return done();
}

Result<void> add_payments(Session& session, const PartyId& party, Items& out) {
  api::FinanceList::Params awarded;
  awarded.financier = party;
  awarded.state = FinanceState::awarded;
  TRY(const std::vector<Financing> ours, financings(session, awarded));
  for (const Financing& one : ours) {
    if (!one.award || one.award->financier != party) continue;
    out.push_back(finance_item("award to settle", one, one.deadlines.settle_by, "settle"));
    out.back().amount = one.kind == receivable::FinanceKind::purchase ? one.award->net : one.asked;
  }
  return done();
}

Result<void> add_choices(Session& session, const PartyId& party, Time now, Items& out) {
  api::FinanceList::Params own;
  own.owner = party;
  own.state = FinanceState::open;
  TRY(const std::vector<Financing> ours, financings(session, own));
  for (const Financing& one : ours)
    if (now >= one.deadlines.reveal_by && one.quotes > 0)
      out.push_back(finance_item("quotes to choose from", one, one.deadlines.settle_by, "compare"));
  return done();
}

Result<Exit> inbox(Session& session, const FlagValues&) {
  TRY(const PartyId party, session.party());
  TRY(const api::NodeStatusReply facts, session.status());
  Items items;
  CHECK(add_offers(session, party, items));
  CHECK(add_bids(session, party, facts.time, items));
  CHECK(add_choices(session, party, facts.time, items));
  CHECK(add_payments(session, party, items));
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + api::to_json(InboxReply{items}) + "}\n");
    return Exit::done;
  }
  Columns table({"WHAT", "ID", "AMOUNT", "FROM", "CERTIFICATE", "ANSWER BEFORE", "ANSWER WITH"});
  table.to_the_right({2});
  for (const InboxItem& one : items)
    table.row({one.what, one.id, money_text(one.amount), std::string(one.from.text()), one.certificate.text(), local_time_text(one.before), one.with});
  session.say(std::to_string(items.size()) + (items.size() == 1 ? " act waits" : " acts wait") + " for " + std::string(party.text()) + "\n");
  if (!table.is_empty()) session.print(session.settings.plain ? table.tab_separated() : table.text());
  return Exit::done;
}

}  // namespace

void add_inbox_command(Commands& commands) {
  add(commands, {"", "inbox", "What waits for the party's answer.", "allonge --as lanwan inbox", {}, inbox});
}

}  // namespace allonge::wallet
