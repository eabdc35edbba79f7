// Credentials to look at: judge a document without a ledger or by one, see who lacks what for an act, and a
// party as a DID document.
#include <algorithm>

#include "api/methods/gate.h"
#include "api/methods/party_did.h"
#include "api/methods/vc_verify.h"
#include "wallet/columns.h"
#include "wallet/command.h"
#include "wallet/files.h"
#include "wallet/offline_ground.h"

namespace allonge::wallet {

namespace {

using credential::StepOutcome;

constexpr std::size_t longest_document = credential::document_limits::document_bytes;

// ---- verify

std::string_view symbol_of(StepOutcome outcome, const Symbols& symbols) {
  switch (outcome) {
    case StepOutcome::passed: return symbols.done;
    case StepOutcome::failed: return symbols.refused;
    case StepOutcome::not_asked: return "-";
    case StepOutcome::needs_ledger:
    case StepOutcome::not_reached: break;
  }
  return symbols.attention;
}

std::string verdict_text(const credential::Verification& verification) {
  if (verification.failed()) return "does not hold";
  if (verification.complete()) return "holds";
  return "holds as far as it can be said without the ledger; for the rest: allonge vc verify --document FILE";
}

void print_steps(Session& session, const api::VcVerifyReply& reply, const std::string& verdict) {
  Columns table({"", "STEP", "OUTCOME", "REASON", "FACTS"});
  for (const api::VerifyStep& one : reply.steps) {
    std::string outcome(credential::word_of(one.outcome));
    std::replace(outcome.begin(), outcome.end(), '_', ' ');
    table.row({std::string(symbol_of(one.outcome, session.terminal.symbols())), std::to_string(one.number) + " " + one.step, outcome,
               one.reason.value_or(""), one.detail.value_or("")});
  }
  session.print(session.settings.plain ? table.tab_separated() : table.text());
  if (!session.settings.plain) session.print("RESULT  " + verdict + "\n");
}

Result<Exit> verify_offline(Session& session, const FlagValues& flags) {
  TRY(const std::string text, read_file(flags.one("file"), longest_document));
  TRY(const OfflineGround ground, offline_ground(session, flags));
  credential::VerificationQuestion question;
  question.network = ground.network;
  question.now = ground.now;
  question.known_keys = ground.keys();
  const credential::Verification verification = verify_document(text, question);
  const api::VcVerifyReply reply = api::verify_reply(verification, 0);
  if (session.settings.json) session.print("{\"v\":1,\"data\":" + api::to_json(reply) + "}\n");
  else if (!session.settings.quiet) print_steps(session, reply, verdict_text(verification));
  return verification.failed() ? Exit::unverified : Exit::done;
}

// The same by a node, which knows the ledger.
Result<Exit> verify_by_node(Session& session, const FlagValues& flags) {
  api::VcVerify::Params params;
  TRY(const std::string text, read_file(flags.one("document"), longest_document));
  params.document = copy_of(bytes_of(text));
  TRY(const api::VcVerifyReply reply, session.call<api::VcVerify>(params));
  if (session.settings.json) session.print("{\"v\":1,\"data\":" + api::to_json(reply) + "}\n");
  else print_steps(session, reply, reply.valid ? "holds, says the node" : "does not hold, says the node");
  return reply.valid ? Exit::done : Exit::unverified;
}

// ---- gate explain, party get-did

Result<Exit> gate_explain(Session& session, const FlagValues& flags) {
  FlagValues typed = flags;
  if (!typed.has("actor")) {
    TRY(const PartyId self, session.party());
    typed.add("actor", std::string(self.text()));
  }
  api::GateExplain::Params params;
  CHECK(fill(shape_of<api::GateExplain::Params>, &params, typed));
  TRY(const api::GateExplainReply reply, session.call<api::GateExplain>(params));
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + api::to_json(reply) + "}\n");
    return Exit::done;
  }
  const Symbols& symbols = session.terminal.symbols();
  bool unseen = false;
  Columns table({"", "RULE", "WHOSE", "ASKS FOR", "CREDENTIAL", "WHY NOT"});
  for (const api::RuleReply& rule : reply.rules) {
    std::string asks;
    for (const std::string& type : rule.asks) asks += (asks.empty() ? "" : " or ") + type;
    std::string why = rule.refusal ? rule.refusal->reason : "";
    if (rule.refusal && rule.refusal->detail) why += ": " + *rule.refusal->detail;
    // Without people nobody's right to sign was looked at, and nothing may look as if it had been.
    const bool is_open = rule.subject == credential::GateSubject::signer && rule.satisfied && params.people.empty();
    if (is_open) why = "not looked at: name who would sign with --people";
    unseen = unseen || is_open;
    const std::string_view symbol = is_open ? symbols.attention : rule.satisfied ? symbols.done : symbols.refused;
    table.row({std::string(symbol), rule.code, rule.subject ? std::string(credential::word_of(*rule.subject)) : "", asks,
               rule.credential ? rule.credential->hex() : "", why});
  }
  if (!table.is_empty()) session.print(session.settings.plain ? table.tab_separated() : table.text(2));
  session.say(reply.open ? params.action + " asks for no credentials\n"
                         : std::string(params.actor.text()) + (reply.admitted ? " is admitted to " : " is not admitted to ") + params.action +
                               (reply.admitted && unseen ? ", if who signs may" : "") + "\n");
  return Exit::done;
}

// The document itself, for programs that read DID documents.
Result<Exit> did_document(Session& session, const FlagValues& flags) {
  api::PartyGetDid::Params params;
  TRY(params.id, PartyId::parse(flags.one("id")));
  TRY(Client* const node, session.client());
  TRY(const JsonValue reply, ask_json(*node, api::PartyGetDid::card.name, api::to_json(params), session.settings.timeout_ms));
  const JsonValue* const document = reply.find("document");
  if (document == nullptr) return Refusal{Reason::unreachable, "the node's answer has no document"};
  session.print(session.settings.json ? "{\"v\":1,\"data\":" + json_text_of(reply) + "}\n" : harmless(json_text_of(*document)) + "\n");
  return Exit::done;
}

}  // namespace

void add_credential_commands(Commands& commands) {
  std::vector<FlagSpec> file{typed_first(required_flag("file", "FILE", "signed JSON document"))};
  for (FlagSpec& flag : offline_flags()) file.push_back(std::move(flag));
  add(commands, {"credential", "verify", "Judge a credential without a ledger, step by step; exit 9 when a step fails.",
                 "allonge credential verify kyc.json --genesis allonge-testnet/genesis.json",
                 std::move(file), verify_offline});
  add(commands, {"vc", "verify", api::VcVerify::card.sentence, "allonge vc verify --document kyc.json",
                 {typed_first(required_flag("document", "FILE", "signed JSON document"))}, verify_by_node});
  std::vector<FlagSpec> questions = flags_of(shape_of<api::GateExplain::Params>);
  questions.front().positional = true;
  for (FlagSpec& flag : questions)
    if (flag.name == "actor") flag.required = false;
  add(commands, {"gate", "explain", api::GateExplain::card.sentence, "allonge gate explain cert.transfer --actor shunchang --counterparty lanwan",
                 std::move(questions), gate_explain});
  add(commands, {"party", "get-did", api::PartyGetDid::card.sentence, "allonge party get-did taihe",
                 {typed_first(required_flag("id", "PARTY", "short name of the party"))}, did_document});
}

}  // namespace allonge::wallet
