// tx and approve: transactions on their way between people, and what became of them.
#include <algorithm>

#include "wallet/act.h"
#include "wallet/columns.h"
#include "wallet/command.h"
#include "wallet/files.h"
#include "wallet/screen.h"
#include "wallet/show.h"

namespace allonge::wallet {

namespace {

struct OperationList {
  std::vector<Operation> ops;
  static constexpr auto fields() {
    return std::tuple{Field{1, "ops", &OperationList::ops, "1 to 500 operations", limits::operations}};
  }
};

// [{"op": ..., "args": ...}, ...] or {"ops": [...]}
Result<std::vector<Operation>> read_operations(const std::string& path) {
  TRY(const std::string text, read_file(path, 4 << 20));
  JsonLimits wide;
  wide.bytes = 4 << 20;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool is_bare = first != std::string::npos && text[first] == '[';
  auto list = api::from_json<OperationList>(is_bare ? "{\"ops\":" + text + "}" : text, wide);
  if (!list) return Refusal{list.error().reason, path + ": " + list.error().detail};
  if (list->ops.empty()) return Reason::no_operations;
  return std::move(list->ops);
}

std::string title_of(const std::vector<Operation>& operations) {
  std::string name = card_of(operations.front()).name;
  std::replace(name.begin(), name.end(), '.', ' ');
  std::replace(name.begin(), name.end(), '_', '-');
  return operations.size() == 1 ? name : name + " and " + std::to_string(operations.size() - 1) + " more";
}

Result<Exit> tx_run(Session& session, const FlagValues& flags) {
  TRY(const std::vector<Operation> operations, read_operations(flags.one("ops")));
  return act(session, operations, title_of(operations));
}

Result<Exit> tx_prepare(Session& session, const FlagValues& flags) {
  TRY(const std::vector<Operation> operations, read_operations(flags.one("ops")));
  TRY(const PartyId party, session.party());
  TRY(const Proposal proposal, propose(session, party, operations));
  const std::string path = session.settings.out.empty() ? "AP-" + proposal.prepared.file.digest.hex().substr(0, 8) + ".json"
                                                        : session.settings.out;
  CHECK(write_prepared_file(path, proposal.prepared));
  session.say("→ allonge --as " + std::string(party.text()) + "/PERSON tx sign " + path + "\n");
  session.print(path + "\n");
  return Exit::done;
}

Result<Exit> tx_show(Session& session, const FlagValues& flags) {
  TRY(const Prepared prepared, read_prepared_file(flags.one("file")));
  if (session.settings.json) {
    TransactionBody body = prepared.body;
    session.print("{\"v\":1,\"data\":{\"digest\":\"" + prepared.file.digest.hex() + "\",\"body\":" + api::to_json(body) + "}}\n");
  } else {
    session.print(signing_screen(prepared, false, session.language, session.terminal));
  }
  return Exit::done;
}

Result<Exit> tx_sign(Session& session, const FlagValues& flags) {
  const std::string path = flags.one("file");
  TRY(const Prepared prepared, read_prepared_file(path));
  TRY(Proposal proposal, examine(session, prepared));
  TRY(const bool enough, sign(session, proposal, true));
  CHECK(write_prepared_file(path, proposal.prepared));
  session.say(enough ? "→ allonge tx submit " + path + "\n" : "! more people must sign: allonge tx sign " + path + "\n");
  return Exit::done;
}

Result<Exit> tx_combine(Session& session, const FlagValues& flags) {
  std::vector<Prepared> copies;
  for (const std::string& path : flags.all("files")) {
    TRY(Prepared copy, read_prepared_file(path));
    copies.push_back(std::move(copy));
  }
  TRY(const Prepared whole, combine(copies));
  const std::string path = session.settings.out.empty() ? flags.all("files").front() : session.settings.out;
  CHECK(write_prepared_file(path, whole));
  session.say("✓ " + std::to_string(whole.file.signatures.size()) + " signatures in " + path + "\n");
  return Exit::done;
}

Result<Exit> tx_submit(Session& session, const FlagValues& flags) {
  TRY(const Prepared prepared, read_prepared_file(flags.one("file")));
  if (prepared.file.signatures.empty()) return Refusal{Reason::approvals_missing, "nobody has signed it yet"};
  const std::string title = title_of(prepared.operations);
  TRY(const Outcome outcome, send(session, prepared, title));
  return report(session, outcome, title);
}

// The checker: the same bytes on the screen, the amount typed, signed, and sent if that is enough.
Result<Exit> approve(Session& session, const FlagValues& flags) {
  const std::string path = flags.one("file");
  if (path.empty()) {
    Columns table({"FILE", "PARTY", "OPERATION", "AMOUNT", "SIGNED", "VALID UNTIL"});
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(".", error)) {
      if (entry.path().filename().string().rfind("AP-", 0) != 0) continue;
      const auto prepared = read_prepared_file(entry.path());
      if (!prepared) continue;
      const auto amount = amount_to_confirm(prepared->operations);
      table.row({entry.path().filename().string(), std::string(prepared->body.party.text()), title_of(prepared->operations),
                 amount ? amount->text() : "", std::to_string(prepared->file.signatures.size()),
                 local_time_text(prepared->body.valid_until)});
    }
    session.print(table.text());
    return Exit::done;
  }
  TRY(const Prepared prepared, read_prepared_file(path));
  TRY(Proposal proposal, examine(session, prepared));
  TRY(const bool enough, sign(session, proposal, true));
  CHECK(write_prepared_file(path, proposal.prepared));
  if (!enough) {
    session.say("! more people must sign: allonge approve " + path + "\n");
    session.print(path + "\n");
    return Exit::waiting;
  }
  const std::string title = title_of(proposal.prepared.operations);
  TRY(const Outcome outcome, send(session, proposal.prepared, title));
  return report(session, outcome, title);
}

// Every act that was sent and whose outcome this wallet never learned.
Result<Exit> tx_resume(Session& session, const FlagValues&) {
  TRY(const Network network, session.network());
  std::vector<JournalEntry> entries;
  {
    TRY(const Journal journal, session.journal());
    entries = journal.open_entries(network.chain);
  }
  if (entries.empty()) session.say("✓ every act of this wallet has its outcome\n");
  Exit worst = Exit::done;
  for (const JournalEntry& entry : entries) {
    TRY(const SignedTransaction parts, decode<SignedTransaction>(entry.bytes));
    TRY(const Prepared prepared, read_prepared({"allonge-prepared-1", network.name, entry.transaction, parts.body.bytes, parts.signatures}));
    const auto outcome = send(session, prepared, entry.title);
    const std::string name = entry.title + " " + entry.idem.hex();
    if (!outcome) {
      session.print(name + "  " + std::string(name_of(outcome.error().reason)) + "\n");
      worst = exit_of(outcome.error().reason);
    } else {
      session.print(name + "  " + (outcome->status.ok.value_or(false) ? "done" : "refused") + "\n");
    }
  }
  return worst;
}

}  // namespace

void add_transaction_commands(Commands& commands) {
  const FlagSpec file = typed_first(required_flag("file", "FILE", "prepared transaction"));
  const FlagSpec ops = typed_first(required_flag("ops", "FILE", "JSON: [{\"op\": \"cert.transfer\", \"args\": {...}}, ...]"));
  add(commands, {"", "approve", "Check and sign what a maker prepared; sent when enough people have signed.",
                 "allonge --as lanwan/wangfang approve AP-31f00c2d.json",
                 {typed_first(optional_flag("file", "FILE", "prepared transaction; none: list those here"))}, approve});
  add(commands, {"tx", "run", "Act with up to 500 operations in one transaction, all or nothing.", "allonge --as taihe tx run pay.json", {ops}, tx_run});
  add(commands, {"tx", "prepare", "Make the bytes to sign, and sign nothing.", "", {ops}, tx_prepare});
  add(commands, {"tx", "show", "What a prepared transaction does, from its bytes.", "", {file}, tx_show});
  add(commands, {"tx", "sign", "Sign a prepared transaction.", "", {file}, tx_sign});
  add(commands, {"tx", "combine", "Put the signatures of several copies together.", "",
                 {typed_first(repeated(required_flag("files", "FILES", "copies of one prepared transaction")))}, tx_combine});
  add(commands, {"tx", "submit", "Send a signed transaction; safe to repeat.", "", {file}, tx_submit});
  add(commands, {"tx", "resume", "Send again whatever has no known outcome: the same bytes, at most one effect.", "", {}, tx_resume});
}

}  // namespace allonge::wallet
