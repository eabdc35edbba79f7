// What everyday questions need more than a method's plain answer for: the health of a node in one
// line, the picture of a certificate's ranges, its partition as lines.
#include "api/methods/cert.h"
#include "api/methods/cert_ranges.h"
#include "api/methods/holding.h"
#include "contracts/receivable/queries.h"
#include "wallet/columns.h"
#include "wallet/command.h"
#include "wallet/money_text.h"
#include "wallet/range_picture.h"
#include "wallet/show.h"

namespace allonge::wallet {

namespace {

Result<Exit> node_health(Session& session, const FlagValues&) {
  TRY(const api::NodeStatusReply facts, session.status());
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + api::to_json(facts) + "}\n");
    return Exit::done;
  }
  const bool healthy = !facts.syncing && facts.quorum_have >= facts.quorum_need;
  const Terminal& terminal = session.terminal;
  session.print(healthy ? terminal.paint(Colour::green, terminal.symbols().done) + " healthy: "
                        : terminal.paint(Colour::red, terminal.symbols().refused) + " not healthy: ");
  session.print(std::to_string(facts.quorum_have) + (facts.quorum_have == 1 ? " validator signs" : " validators sign") + " (needs " +
                std::to_string(facts.quorum_need) + "), height " + std::to_string(facts.height) + ", last block " +
                age_text(facts.block_age_ms) + " ago" +
                (facts.syncing ? ", this one catches up" : facts.voting ? "" : ", this one waits before it signs") + "\n");
  session.print(name_value_lines({{"node", harmless(facts.node) + " at " + (*session.client())->endpoint().text()},
                                  {"network", harmless(facts.network) + (facts.kind == NetworkKind::test ? " (TEST)" : "")},
                                  {"chain", facts.chain.hex()},
                                  {"business date", facts.business_date.text()},
                                  {"version", harmless(facts.version)}}, 2));
  return healthy ? Exit::done : Exit::unreachable;
}

Result<api::IdBeginning<CertificateKind>> certificate_typed(const FlagValues& flags) {
  api::IdBeginning<CertificateKind> out;
  if (const auto read = read_typed(shape_of<api::IdBeginning<CertificateKind>>, 0, &out, flags.one("certificate")); !read)
    return Refusal{read.error().reason, "--certificate: " + read.error().detail};
  return out;
}

Result<Exit> cert_tree(Session& session, const FlagValues& flags) {
  api::CertTree::Params params;
  TRY(params.certificate, certificate_typed(flags));
  TRY(const api::CertTreeReply tree, session.call<api::CertTree>(params));
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + api::to_json(tree) + "}\n");
    return Exit::done;
  }
  TRY(const api::NodeStatusReply facts, session.status());
  session.print(range_picture(tree, facts.business_date, session.terminal));
  return Exit::done;
}

// How a fen, or each piece of an interval, came to its holder.
Result<Exit> cert_history(Session& session, const FlagValues& flags) {
  api::CertHistory::Params params;
  CHECK(fill(shape_of<api::CertHistory::Params>, &params, flags));
  TRY(const api::CertHistoryReply reply, session.call<api::CertHistory>(params));
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + api::to_json(reply) + "}\n");
    return Exit::done;
  }
  for (const api::TitleReply& title : reply.titles) {
    session.print(session.terminal.paint(Colour::blue, "[" + std::to_string(title.start.value) + "-" + std::to_string(title.end.value) + "]") +
                  "  " + std::string(title.holder.text()) + "  " + std::string(receivable::name_of(title.state)) + "  " +
                  way_of(title, session.terminal) + "\n");
    Columns table({"ACT", "FROM", "TO", "RANGE", "TRANSFER", "TIME"});
    for (const receivable::Endorsement& one : title.endorsements) {
      const Shape& kind = shape_of<receivable::EndorsementKind>;
      table.row({value_text(kind, &one.kind), std::string(one.from.text()), std::string(one.to.text()),
                 std::to_string(one.start.value) + "-" + std::to_string(one.end.value), one.transfer.text(), local_time_text(one.time)});
    }
    session.print(table.text(2));
  }
  return Exit::done;
}

// "start,end,owner", one line per range: the form that registries and auditors compare.
Result<Exit> cert_partition(Session& session, const FlagValues& flags) {
  api::CertRanges::Params params;
  TRY(params.certificate, certificate_typed(flags));
  std::vector<receivable::Range> ranges;
  CHECK(session.every_page<api::CertRanges>(params, [&](const api::CertRangesReply& page) {
    ranges.insert(ranges.end(), page.ranges.begin(), page.ranges.end());
  }));
  session.print(receivable::partition_lines(ranges));
  return Exit::done;
}

Result<Exit> holdings(Session& session, const FlagValues& flags) {
  api::HoldingList::Params params;
  if (flags.has("party")) {
    TRY(params.party, PartyId::parse(flags.one("party")));
  } else {
    TRY(params.party, session.party());
  }
  params.also_paid = flags.has("also-paid");
  std::vector<api::HoldingReply> all;
  CHECK(session.every_page<api::HoldingList>(params, [&](const api::HoldingListReply& page) {
    all.insert(all.end(), page.holdings.begin(), page.holdings.end());
  }));
  if (session.settings.json) {
    api::HoldingListReply whole;
    whole.holdings = all;
    session.print("{\"v\":1,\"data\":" + api::to_json(whole) + "}\n");
    return Exit::done;
  }
  Columns table({"CERTIFICATE", "DEBTOR", "DUE", "TOTAL", "FREE", "OFFERED", "QUOTED", "PLEDGED", "DUE NOW", "PAID"});
  table.to_the_right({3, 4, 5, 6, 7, 8, 9});
  Amount total;
  for (const api::HoldingReply& one : all) {
    const auto due_now = add(one.presented, one.unpaid);
    table.row({one.certificate.text(), std::string(one.issuer.text()), one.due.text(), money_text(one.live), money_text(one.free),
               money_text(one.offered), money_text(one.quoted), money_text(one.pledged), due_now ? money_text(*due_now) : "", money_text(one.paid)});
    if (const auto more = add(total, one.live)) total = *more;
  }
  session.print(session.settings.plain ? table.tab_separated() : table.text());
  if (!session.settings.plain) session.print(std::string(params.party.text()) + " holds " + money_text(total) + "\n");
  return Exit::done;
}

}  // namespace

void add_view_commands(Commands& commands) {
  const FlagSpec certificate = typed_first(required_flag("certificate", "RC-...", "certificate; a unique beginning is enough"));
  add(commands, {"cert", "tree", "The picture of a certificate: who holds which part, and how it came.", "allonge cert tree RC-7K2M", {certificate}, cert_tree});
  add(commands, {"cert", "history", "How a fen or an interval came to its holders, from issue on.", "allonge cert history RC-7K2M --unit 30000000",
                 flags_of(shape_of<api::CertHistory::Params>), cert_history});
  add(commands, {"cert", "partition", "Today's ranges as lines: start,end,owner.", "allonge cert partition RC-7K2M | sha256sum", {certificate}, cert_partition});
  add(commands, {"", "holdings", "What a party holds, by certificate.", "allonge --as lanwan holdings",
                 {typed_first(optional_flag("party", "PARTY", "who acts, unless given")), switch_flag("also-paid", "also what is paid already")}, holdings});
  add(commands, {"", "status", "How the node is doing; exit 8 when it cannot go on.", "", {}, node_health});
}

}  // namespace allonge::wallet
