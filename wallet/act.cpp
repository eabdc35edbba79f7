#include "wallet/act.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "wallet/columns.h"
#include "wallet/fetch_proof.h"
#include "wallet/money_text.h"
#include "wallet/process.h"
#include "wallet/quote_price.h"
#include "wallet/screen.h"
#include "wallet/show.h"

namespace allonge::wallet {

namespace {

// What a script gets of an act.
struct ActReply {
  api::TxStatusReply status;
  std::vector<Event> events;
  static constexpr auto fields() {
    return std::tuple{Field{1, "status", &ActReply::status, "what became of it"},
                      Field{2, "events", &ActReply::events, "what changed", 4000}};
  }
};

bool may_try_again(Reason reason) {
  return reason == Reason::unreachable || reason == Reason::outcome_unknown || reason == Reason::rate_limited ||
         reason == Reason::pool_full || reason == Reason::syncing;
}

std::string duration_text(std::uint64_t ms) {
  if (ms < 1000) return std::to_string(ms) + " ms";
  char text[32];
  std::snprintf(text, sizeof text, "%llu.%02llu s", static_cast<unsigned long long>(ms / 1000),
                static_cast<unsigned long long>(ms % 1000 / 10));
  return text;
}

std::string line_typed(const std::string& prompt) {
  std::fputs(prompt.c_str(), stderr);
  std::fflush(stderr);
  std::string line;
  std::getline(std::cin, line);
  if (::isatty(STDIN_FILENO) == 0) std::fputs("\n", stderr);  // nobody typed the end of the line
  return line;
}

// Whether the ledger's refusal of it is proven against the genesis file at hand.
bool is_proven_refused(Session& session, const Network& network, const Digest& transaction) {
  if (!network.genesis) return false;
  const auto proof = fetch_transaction_proof(session, transaction);
  if (!proof) return false;
  const auto proven = verify_transaction_proof(*proof, anchor_of(*network.genesis));
  return proven && !proven->receipt.ok;
}

// Whether an act that looks the same may still have an effect, or the idem that was asked for was used:
// then its bytes are what is sent. A node that has signed bytes may hand them in later, whatever it said
// of them; only a proof or the last moment frees the act.
Result<std::optional<JournalEntry>> earlier_attempt(Session& session, const Network& network, const TransactionBody& body) {
  TRY(Journal journal, session.journal());
  const Digest operations = operations_digest(body);
  if (!session.settings.idem.empty()) {
    auto entry = journal.find(body.chain, body.party, body.idem);
    if (entry && entry->operations != operations)
      return Refusal{Reason::idem_conflict, "this wallet used it for: " + entry->title};
    return entry;
  }
  for (JournalEntry& entry : journal.attempts(body.chain, body.party, operations)) {
    if (network.is_over(entry.valid_until)) continue;
    if (entry.outcome == outcome::said_refused && is_proven_refused(session, network, entry.transaction)) {
      CHECK(journal.note_outcome(entry.chain, entry.party, entry.idem, outcome::proven_refused));
      continue;
    }
    return std::optional(std::move(entry));
  }
  return std::optional<JournalEntry>();
}

std::string event_table(const Events& events, bool plain, std::size_t indent) {
  Columns table({"EVENT", "RECORD", "STATE", "AMOUNT", "RANGES", "PARTIES"});
  table.to_the_right({3});
  for (const Event& event : events) {
    std::string ranges, parties;
    for (const RangeRef& range : event.ranges)
      ranges += (ranges.empty() ? "" : " ") + std::string("[") + std::to_string(range.start.value) + "-" +
                std::to_string(range.end.value) + "]";
    for (const PartyId& party : event.parties) parties += (parties.empty() ? "" : " ") + std::string(party.text());
    table.row({event.type, event.subject, event.after, event.amount ? money_text(*event.amount) : "", ranges, parties});
  }
  if (table.is_empty()) return "";
  return plain ? table.tab_separated() : table.text(indent);
}

// An acceptance names a record and no amount: what it would do is the node's word, and is said to be.
std::string foreseen_events(Session& session, const Prepared& prepared) {
  api::TxSimulate::Params params;
  params.tx = prepared.file.body;
  const auto reply = session.call<api::TxSimulate>(params);
  if (!reply || reply->events.empty()) return "";
  return "  The node says that it would do:\n" + event_table(reply->events, false, 4);
}

// The receipt of a transaction that is final. A node may say that it is final a moment before it can
// show the block; it is asked again for a short while.
std::optional<Receipt> receipt_of(Session& session, const Digest& transaction) {
  api::TxGet::Params wanted;
  wanted.digest = transaction;
  for (int attempt = 0; attempt < 50; ++attempt) {
    if (const auto whole = session.call<api::TxGet>(wanted))
      if (auto receipt = decode<Receipt>(whole->receipt.bytes)) return *std::move(receipt);
    sleep_ms(40);
  }
  return std::nullopt;
}

api::TxPrepare::Params questions_about(const Prepared& prepared) {
  api::TxPrepare::Params params;
  params.ops = prepared.operations;
  params.party = prepared.body.party;
  params.idem = prepared.body.idem;
  params.valid_until = prepared.body.valid_until;
  return params;
}

}  // namespace

Result<Prepared> prepared_of(const JournalEntry& entry, const std::string& network) {
  TRY(const Transaction transaction, read_transaction(entry.bytes));
  TRY(const SignedTransaction parts, decode<SignedTransaction>(entry.bytes));
  PreparedFile file;
  file.network = network;
  file.digest = transaction.id;
  file.body = parts.body.bytes;
  file.signatures = parts.signatures;
  return read_prepared(std::move(file));
}

Result<Proposal> examine(Session& session, const Prepared& prepared) {
  TRY(const Network network, session.network());
  if (prepared.body.chain != network.chain)
    return Refusal{Reason::wrong_chain, "it was made for chain " + prepared.body.chain.hex().substr(0, 16) + ", you are on " +
                                            network.name + ", chain " + network.chain.hex().substr(0, 16) + "; nothing was signed"};
  TRY(const api::TxPrepareReply reply, session.call<api::TxPrepare>(questions_about(prepared)));
  if (reply.digest != prepared.file.digest)
    return Refusal{Reason::wrong_chain, "the node makes other bytes of the same operations; nothing was signed"};
  return Proposal{prepared, reply.makers, reply.checkers, reply.warnings};
}

Result<Proposal> propose(Session& session, const PartyId& party, const std::vector<Operation>& operations) {
  TRY(const Network network, session.network());
  TransactionBody body;
  body.chain = network.chain;
  body.party = party;
  body.idem = fresh_idem();
  if (!session.settings.idem.empty()) {
    TRY(body.idem, Idem::parse_hex(session.settings.idem));
  }
  body.valid_until = Time{network.now.ms + session.settings.valid_for_ms};
  // What can not be recorded by the node's clock is not signed: the signature would be alive all the same.
  const bool is_late = body.valid_until < network.node_time;
  if (is_late || body.valid_until.ms > network.node_time.ms + limits::longest_validity_ms)
    return Refusal{is_late ? Reason::tx_expired : Reason::valid_until_too_far,
                   "it would be valid until " + local_time_text(body.valid_until) + "; this machine's clock says " +
                       local_time_text(Time{wall_ms()}) + ", the ledger's " + local_time_text(network.node_time) +
                       "\nif the two should be the same, correct the wrong one; a test network with a calendar of its own needs "
                       "its genesis file: allonge use NAME --genesis FILE"};
  for (const Operation& operation : operations) body.operations.push_back(write_operation(operation));
  TRY(const Prepared prepared, prepare(network.name, body));
  return examine(session, prepared);
}

Result<Outcome> send(Session& session, const Prepared& prepared, const std::string& title) {
  JournalEntry entry;
  entry.chain = prepared.body.chain;
  entry.party = prepared.body.party;
  entry.idem = prepared.body.idem;
  entry.transaction = prepared.file.digest;
  entry.operations = operations_digest(prepared.body);
  entry.valid_until = prepared.body.valid_until;
  entry.bytes = prepared.wire_bytes();
  entry.title = title;
  TRY(Journal journal, session.journal());
  CHECK(journal.write(entry));
  // Who sends a checked quote can reveal it too.
  for (const receivable::QuoteSecret& opening : prepared.file.openings) CHECK(journal.write(entry.chain, opening));

  const bool waits = session.settings.wait == "committed";
  const std::uint64_t start = steady_ms();
  const auto time_left = [&] {
    const std::uint64_t gone = steady_ms() - start;
    return gone >= session.settings.timeout_ms ? 0 : session.settings.timeout_ms - gone;
  };
  api::TxSubmit::Params params;
  params.tx = prepared.file.body;
  for (const KeySignature& one : prepared.file.signatures) params.signatures.push_back({one.key, one.signature});
  params.wait = waits ? api::WaitFor::committed : api::WaitFor::none;

  bool was_sent = false;
  Refusal last{Reason::outcome_unknown, {}};
  do {
    params.timeout_ms = std::clamp<std::uint64_t>(time_left(), 100, 25'000);
    auto reply = session.call<api::TxSubmit>(params, *params.timeout_ms + 3'000);
    if (!reply) {
      last = reply.error();
      was_sent = was_sent || last.reason == Reason::outcome_unknown;
      if (!may_try_again(last.reason)) {
        CHECK(journal.note_outcome(entry.chain, entry.party, entry.idem, outcome::rejected + std::string(name_of(last.reason))));
        return last;
      }
      session.forget_node();  // perhaps another validator answers
      sleep_ms(100);
      continue;
    }
    was_sent = true;
    if (reply->status == api::TxState::committed) {
      const bool ok = reply->ok.value_or(false);
      CHECK(journal.note_outcome(entry.chain, entry.party, entry.idem, ok ? outcome::done : outcome::said_refused));
      Outcome out{*reply, std::nullopt, {}};
      out.receipt = receipt_of(session, prepared.file.digest);
      return out;
    }
    if (reply->status == api::TxState::expired) {
      CHECK(journal.note_outcome(entry.chain, entry.party, entry.idem, outcome::expired));
      return Reason::tx_expired;
    }
    if (reply->status == api::TxState::rejected) {
      const auto reason = reply->refusal ? find_reason(reply->refusal->reason) : std::nullopt;
      last = Refusal{reason.value_or(Reason::bad_encoding), reply->refusal ? reply->refusal->detail.value_or("") : ""};
      if (!may_try_again(last.reason)) {
        CHECK(journal.note_outcome(entry.chain, entry.party, entry.idem, outcome::rejected + std::string(name_of(last.reason))));
        return last;
      }
      sleep_ms(200);
      continue;
    }
    if (!waits) {
      CHECK(journal.note_outcome(entry.chain, entry.party, entry.idem, outcome::sent));
      return Outcome{*reply, std::nullopt, {}};
    }
    last = Refusal{Reason::outcome_unknown, "still pending after " + duration_text(steady_ms() - start)};
  } while (time_left() > 0);

  if (!was_sent && last.reason == Reason::unreachable) return last;
  return Refusal{Reason::outcome_unknown, "transaction " + prepared.file.digest.hex() + ", idem " + entry.idem.hex() +
                                              (last.detail.empty() ? "" : "; " + last.detail)};
}

Result<bool> sign(Session& session, Proposal& proposal, bool asks_for_amount) {
  const Language language = session.language;
  TRY(const Network network, session.network());
  TRY(const Session::Signers signers, session.signers());
  // The digest binds the chain and not its name; the name on the screen is the one known here.
  proposal.prepared.file.network = network.name;
  if (signers.keys.front().party != proposal.prepared.body.party)
    return Refusal{Reason::no_identity, "it is to be signed by " + std::string(proposal.prepared.body.party.text()) +
                                            ", you act as " + session.who()};

  const bool asks = !session.settings.yes && (asks_for_amount || (session.terminal.is_interactive() && !signers.is_demo));
  if (asks || asks_for_amount) {
    session.say(signing_screen(proposal.prepared, network.is_test, language, session.terminal));
    session.say(foreseen_events(session, proposal.prepared));
    if (asks_for_amount)
      for (const receivable::QuoteSecret& opening : proposal.prepared.file.openings) session.say(price_text(session, opening));
    for (const std::string& warning : proposal.warnings)
      session.say(session.terminal.paint(Colour::yellow, session.terminal.symbols().attention) + " " + harmless(warning) + "\n");
  }
  if (network.is_first_use)
    session.say(session.terminal.paint(Colour::yellow, session.terminal.symbols().attention) + " " +
                std::string(say(Phrase::first_use, language)) + " " + harmless(network.name) + ", " + network.chain.hex() + "\n");
  if (asks) {
    const auto amount = amount_to_confirm(proposal.prepared.operations);
    if (asks_for_amount && amount) {
      const auto typed = read_money(line_typed(std::string(say(Phrase::type_amount, language)) + ": "));
      if (!typed || *typed != *amount) return Refusal{Reason::not_confirmed, std::string(say(Phrase::not_same_amount, language))};
    } else {
      const std::string typed = line_typed("Sign? [y/N] ");
      if (typed != "y" && typed != "yes" && typed != "Y") return Reason::not_confirmed;
    }
  }

  if (network.is_first_use) CHECK(session.keep(network));

  for (const Signer& signer : signers.keys) {
    const std::uint32_t have = std::uint32_t(proposal.prepared.file.signatures.size());
    // In demo mode the keyring holds a maker and a checker; only as many sign as the policy asks for.
    if (signers.is_demo && have >= proposal.makers + proposal.checkers) break;
    CHECK(proposal.prepared.add(signer.key));
  }
  if (signers.is_demo && proposal.checkers > 0)
    session.say(session.terminal.paint(Colour::yellow, session.terminal.symbols().attention) + " " +
                std::string(say(Phrase::demo_keys, language)) + " " + std::string(signers.keys.front().party.text()) + "\n");
  return proposal.prepared.file.signatures.size() >= proposal.makers + proposal.checkers;
}

Result<Exit> report(Session& session, const Outcome& outcome, const std::string& title) {
  const api::TxStatusReply& status = outcome.status;
  const Symbols& symbols = session.terminal.symbols();
  if (status.replayed.value_or(false) && !session.settings.json)
    session.say(session.terminal.paint(Colour::yellow, symbols.attention) + " " +
                std::string(say(Phrase::replayed, session.language)) + "\n");
  if (status.status == api::TxState::committed && !status.ok.value_or(false)) {
    const auto reason = status.refusal ? find_reason(status.refusal->reason) : std::nullopt;
    std::string detail = status.refusal ? status.refusal->detail.value_or("") : "";
    if (detail.empty()) detail = outcome.foreseen;
    if (status.operation && *status.operation > 0) detail = "operation " + std::to_string(*status.operation + 1) + (detail.empty() ? "" : ": " + detail);
    if (status.cursor) detail += (detail.empty() ? "" : "\n") + std::string("recorded at ") + status.cursor->text();
    return Refusal{reason.value_or(Reason::invariant_broken), detail};
  }

  const Events events = outcome.receipt ? outcome.receipt->events : Events{};
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + api::to_json(ActReply{status, events}) + "}\n");
    return Exit::done;
  }
  if (session.settings.quiet) {
    session.print((events.empty() ? status.digest.value_or(Digest{}).hex() : harmless(events.front().subject)) + "\n");
    return Exit::done;
  }
  std::string line = session.terminal.paint(Colour::green, symbols.done) + " " + title + ": ";
  if (status.status == api::TxState::committed) {
    line += std::string(say(Phrase::committed, session.language));
    if (status.finality_ms && *status.finality_ms > 0) line += " in " + duration_text(*status.finality_ms);
    if (status.cursor) line += " at " + status.cursor->text();
  } else {
    line += "sent; ask for it with: allonge tx status --digest " + status.digest.value_or(Digest{}).hex();
  }
  session.say(line + "\n");

  session.print(event_table(events, session.settings.plain, 2));
  return Exit::done;
}

Result<Exit> leave_for_checker(Session& session, const Proposal& proposal) {
  const std::string party(proposal.prepared.body.party.text());
  const std::string path = session.settings.out.empty() ? "AP-" + proposal.prepared.file.digest.hex().substr(0, 8) + ".json"
                                                        : session.settings.out;
  CHECK(write_prepared_file(path, proposal.prepared));
  if (!proposal.prepared.file.openings.empty())
    session.say(session.terminal.paint(Colour::yellow, session.terminal.symbols().attention) + " " +
                std::string(say(Phrase::hand_over_sealed, session.language)) + "\n");
  session.say(session.terminal.paint(Colour::yellow, session.terminal.symbols().attention) + " " +
              std::string(say(Phrase::waits_for_checker, session.language)) + " " + party + ": " +
              std::to_string(proposal.prepared.file.signatures.size()) + "/" +
              std::to_string(proposal.makers + proposal.checkers) + "\n");
  session.say(std::string(session.terminal.symbols().next) + std::string(" allonge --as ") + party + "/CHECKER approve " + path + "\n");
  if (session.settings.json) session.print("{\"v\":1,\"data\":" + api::to_json(proposal.prepared.file) + "}\n");
  else session.print(path + "\n");
  return Exit::waiting;
}

Result<Exit> act(Session& session, const std::vector<Operation>& operations, const std::string& title,
                 const std::vector<receivable::QuoteSecret>& openings) {
  TRY(const PartyId party, session.party());
  TRY(Proposal proposal, propose(session, party, operations));
  CHECK(proposal.prepared.show_openings(openings));
  TRY(const Network network, session.network());

  if (session.settings.dry_run) {
    api::TxSimulate::Params params;
    params.tx = proposal.prepared.file.body;
    TRY(const api::TxSimulateReply reply, session.call<api::TxSimulate>(params));
    session.say(signing_screen(proposal.prepared, network.is_test, session.language, session.terminal));
    if (!reply.ok)
      return Refusal{(reply.refusal ? find_reason(reply.refusal->reason) : std::nullopt).value_or(Reason::wrong_state),
                     reply.refusal ? reply.refusal->detail.value_or("") : ""};
    if (session.settings.json) session.print("{\"v\":1,\"data\":" + api::to_json(reply) + "}\n");
    else session.print(show(shape_of<api::TxSimulateReply>, &reply, session.terminal));
    session.say("! nothing was sent (--dry-run)\n");
    return Exit::done;
  }

  TRY(const std::optional<JournalEntry> earlier, earlier_attempt(session, network, proposal.prepared.body));
  if (earlier) {
    session.say(session.terminal.paint(Colour::yellow, session.terminal.symbols().attention) + " " +
                std::string(say(Phrase::earlier_attempt, session.language)) + " " + local_time_text(earlier->valid_until) + "\n");
    TRY(Prepared again, prepared_of(*earlier, network.name));
    CHECK(again.show_openings(openings));
    if (earlier->outcome.rfind(outcome::rejected, 0) != 0) {
      TRY(const Outcome outcome, send(session, again, title));
      return report(session, outcome, title);
    }
    // What the node rejected may need other people's signatures now. They sign the same body: whichever
    // copy is recorded, it is recorded once.
    again.file.signatures.clear();
    TRY(proposal, examine(session, again));
  }

  TRY(const bool enough, sign(session, proposal, false));
  if (!enough || !session.settings.out.empty()) return leave_for_checker(session, proposal);
  TRY(Outcome outcome, send(session, proposal.prepared, title));
  // "ALG-2202 REF_REUSED: sentence (facts)": code and sentence are said anyway, the facts are new.
  for (const std::string& warning : proposal.warnings)
    if (const std::size_t opens = warning.find(" ("); opens != std::string::npos && warning.back() == ')')
      outcome.foreseen += (outcome.foreseen.empty() ? "" : "; ") + warning.substr(opens + 2, warning.size() - opens - 3);
  return report(session, outcome, title);
}

}  // namespace allonge::wallet
