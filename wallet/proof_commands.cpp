// proof and verify: fetch a proof from any node, believe none of them.
#include "api/records.h"
#include "wallet/columns.h"
#include "wallet/command.h"
#include "wallet/fetch_proof.h"
#include "wallet/files.h"
#include "wallet/show.h"

namespace allonge::wallet {

namespace {

struct FindingReply {
  std::string what;
  std::string fact;
  static constexpr auto fields() {
    return std::tuple{Field{1, "what", &FindingReply::what, "what was checked", 100},
                      Field{2, "fact", &FindingReply::fact, "what it showed", 1 << 20}};
  }
};
struct VerdictReply {
  bool valid = true;
  std::uint64_t height = 0;
  Time time;
  std::vector<FindingReply> findings;
  static constexpr auto fields() {
    using T = VerdictReply;
    return std::tuple{Field{1, "valid", &T::valid, "always true: what is not valid is refused"},
                      Field{2, "height", &T::height, "as of this block"},
                      Field{3, "time", &T::time, "and its time"},
                      Field{4, "findings", &T::findings, "tick list", 10'000}};
  }
};

Result<Exit> keep(Session& session, const AnyProof& proof, const std::string& name) {
  const std::string path = session.settings.out.empty() ? name : session.settings.out;
  CHECK(write_file(path, proof_file_text(proof), Privacy::everybody));
  session.say("✓ proof written\n→ allonge verify " + path + " --genesis " + session.genesis_path("").string() + "\n");
  session.print(path + "\n");
  return Exit::done;
}

Result<Exit> proof_transaction(Session& session, const FlagValues& flags) {
  TRY(const Digest digest, Digest::parse_hex(flags.one("digest")));
  TRY(const TransactionProof proof, fetch_transaction_proof(session, digest));
  return keep(session, proof, "tx-" + flags.one("digest").substr(0, 8) + ".proof");
}

Result<Exit> proof_state(Session& session, const FlagValues& flags) {
  api::ProofState::Params wanted;
  CHECK(fill(shape_of<api::ProofState::Params>, &wanted, flags));
  TRY(const StateProof proof, fetch_state_proof(session, wanted));
  const api::RecordType* type = api::record_type_of(proof.key);
  session.say("  " + std::string(type == nullptr ? "record" : type->name) + " " + (type == nullptr ? "" : type->key_text(proof.key)) +
              (proof.value ? "" : ": absent") + "\n");
  return keep(session, proof, "state-" + hex(proof.key).substr(0, 24) + ".proof");
}

Result<Exit> verify(Session& session, const FlagValues& flags) {
  const auto path = session.genesis_path(flags.one("genesis"));
  TRY(const GenesisConfig genesis, read_genesis(path));
  const TrustAnchor anchor = anchor_of(genesis);

  std::vector<std::pair<std::string, AnyProof>> proofs;
  for (const std::string& file : flags.all("file")) {
    TRY(const std::string text, read_file(file, 8 << 20));
    auto proof = read_proof(text);
    if (!proof) return Refusal{proof.error().reason, file + ": " + proof.error().detail};
    proofs.emplace_back(file, *std::move(proof));
  }
  for (const std::string& digest : flags.all("tx")) {
    TRY(const Digest id, Digest::parse_hex(digest));
    TRY(TransactionProof proof, fetch_transaction_proof(session, id));
    proofs.emplace_back("transaction " + digest, std::move(proof));
  }
  for (const std::string& key : flags.all("state")) {
    FlagValues typed;
    typed.add("key", key);
    api::ProofState::Params wanted;
    CHECK(fill(shape_of<api::ProofState::Params>, &wanted, typed));
    TRY(StateProof proof, fetch_state_proof(session, wanted));
    proofs.emplace_back("record " + key, std::move(proof));
  }
  if (proofs.empty()) return Refusal{Reason::missing_field, "a proof file, --tx DIGEST or --state KEY"};

  for (const auto& [name, proof] : proofs) {
    auto verdict = verify_proof(proof, anchor, genesis.network);
    if (!verdict) return Refusal{verdict.error().reason, name + ": " + verdict.error().detail};
    if (session.settings.json) {
      VerdictReply reply{true, verdict->height, verdict->time, {}};
      for (Finding& finding : verdict->findings) reply.findings.push_back({finding.what, finding.fact});
      session.print("{\"v\":1,\"data\":" + api::to_json(reply) + "}\n");
      continue;
    }
    if (session.settings.quiet) continue;
    std::vector<std::pair<std::string, std::string>> lines;
    const std::string tick = session.terminal.paint(Colour::green, session.terminal.symbols().done);
    for (const Finding& finding : verdict->findings) lines.emplace_back(tick + " " + finding.what, harmless(finding.fact));
    session.print(name_value_lines(lines));
    session.print("RESULT  valid as of block " + std::to_string(verdict->height) + ", " + local_time_text(verdict->time) + "\n");
  }
  return Exit::done;
}

}  // namespace

void add_proof_commands(Commands& commands) {
  add(commands, {"proof", "tx", "Fetch the proof of what became of a transaction.", "allonge proof tx 9c1e... --out paid.proof",
                 {typed_first(required_flag("digest", "64 HEX", "transaction id"))}, proof_transaction});
  add(commands, {"proof", "state", "Fetch the proof of a record, or that there is none.",
                 "allonge proof state --certificate RC-... --start 1 --out range.proof",
                 flags_of(shape_of<api::ProofState::Params>), proof_state});
  add(commands, {"", "verify", "Check proofs against the genesis file alone; exit 9 unless every one holds.",
                 "allonge verify paid.proof --genesis allonge-testnet/genesis.json",
                 {typed_first(repeated(optional_flag("file", "FILES", "proof files"))),
                  repeated(optional_flag("tx", "64 HEX", "or: fetch and check the proof of a transaction")),
                  repeated(optional_flag("state", "KEY", "or: of a record by its key in base64url")),
                  optional_flag("genesis", "FILE", "what to trust")},
                 verify});
}

}  // namespace allonge::wallet
