// key, wallet, use: who a person is at this machine, and which node they ask.
#include "api/json.h"
#include "contracts/party/party.h"
#include "wallet/columns.h"
#include "wallet/command.h"
#include "wallet/files.h"
#include "wallet/keyring.h"
#include "wallet/verify.h"

namespace allonge::wallet {

namespace {

struct PublicCard {
  PartyId party;
  std::string person;
  PublicKey key;
  static constexpr auto fields() {
    return std::tuple{Field{1, "party", &PublicCard::party, "whose"},
                      Field{2, "person", &PublicCard::person, "of the party", 32},
                      Field{3, "key", &PublicCard::key, "public key"}};
  }
};

std::string card_lines(const Session& session, const PartyId& party, const std::string& person, const PublicKey& key) {
  if (session.settings.json) return "{\"v\":1,\"data\":" + api::to_json(PublicCard{party, person, key}) + "}\n";
  if (session.settings.quiet) return key.hex() + "\n";
  return name_value_lines({{"party", std::string(party.text())}, {"person", person}, {"key", key.hex()}});
}

Result<std::string> new_passphrase(Session& session) {
  TRY(const std::string first, session.passphrase("New passphrase: "));
  if (first.size() < 8) return Refusal{Reason::bad_key_file, "a passphrase has at least 8 characters"};
  if (session.settings.passphrase_file.empty()) {
    TRY(const std::string second, session.passphrase("The same again: "));
    if (first != second) return Refusal{Reason::bad_key_file, "the two are not the same"};
  }
  return first;
}

Result<Exit> new_key(Session& session, const FlagValues& flags) {
  TRY(const PartyId party, PartyId::parse(flags.one("org")));
  const std::string person = flags.one("person");
  if (person.empty() || person.size() > 32 || person.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") != std::string::npos)
    return Refusal{Reason::bad_text, "--person is 1 to 32 of a-z 0-9 . -"};
  const auto path = key_path(party, person);
  std::error_code error;
  if (std::filesystem::exists(path, error))
    return Refusal{Reason::bad_key_file, path.string() + " exists; a key is never overwritten"};
  TRY(const std::string secret, new_passphrase(session));
  TRY(const Signer signer, make_signer(party, person));
  TRY(const std::string text, seal_key(signer, secret));
  CHECK(make_folder(path.parent_path(), Privacy::owner_only));
  CHECK(write_file(path, text, Privacy::owner_only));
  session.say("✓ key made and sealed: " + path.string() + "\n");
  session.print(card_lines(session, party, person, signer.key.public_key()));
  session.say("→ your company's administrator enrols it: allonge party add-key --key " + signer.key.public_key().hex() + ":" +
              person + ":maker\n");
  return Exit::done;
}

Result<Exit> list_keys(Session& session, const FlagValues&) {
  Columns table({"PARTY", "PERSON", "KEY", "FILE"});
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(config_home() / "keys", error)) {
    const auto text = read_file(entry.path(), 4096);
    const auto file = text ? read_key_file(*text) : Result<KeyFile>(text.error());
    if (!file) continue;
    table.row({std::string(file->party.text()), file->person, file->key.hex(), entry.path().string()});
  }
  if (const auto keyring = read_keyring(session.testnet().keyring()))
    for (const DemoKey& one : keyring->keys) {
      TRY(const SecretKey key, SecretKey::from_seed(one.seed));
      table.row({std::string(one.party.text()), one.person, key.public_key().hex(), "(demo keyring, test network only)"});
    }
  session.print(session.settings.plain ? table.tab_separated() : table.text());
  return Exit::done;
}

Result<Exit> show_key(Session& session, const FlagValues& flags) {
  TRY(const std::string text, read_file(flags.one("file"), 4096));
  TRY(const KeyFile file, read_key_file(text));
  session.print(card_lines(session, file.party, file.person, file.key));
  return Exit::done;
}

Result<Exit> use_context(Session& session, const FlagValues& flags) {
  TRY(Contexts contexts, read_contexts());
  const std::string name = flags.one("name");
  if (name.empty()) {
    Columns table({"", "NAME", "WHO", "NODE", "GENESIS", "CHAIN OF FIRST USE"});
    for (const WalletContext& one : contexts.contexts)
      table.row({one.name == contexts.current ? "→" : "", one.name, one.who, one.node, one.genesis,
                 one.known && one.genesis.empty() ? one.known->network + " " + one.known->chain.hex().substr(0, 16) : ""});
    session.print(table.text());
    return Exit::done;
  }
  WalletContext* context = nullptr;
  for (WalletContext& one : contexts.contexts)
    if (one.name == name) context = &one;
  if (context == nullptr) {
    contexts.contexts.push_back({});
    contexts.contexts.back().name = name;
    context = &contexts.contexts.back();
    if (name.find('/') != std::string::npos) context->who = name;
  }
  if (!session.settings.who.empty()) context->who = session.settings.who;
  if (!session.settings.node.empty()) {
    TRY(const Endpoint endpoint, Endpoint::parse(session.settings.node));
    context->node = endpoint.text();
  }
  if (flags.has("genesis")) {
    TRY([[maybe_unused]] const GenesisConfig genesis, read_genesis(flags.one("genesis")));
    context->genesis = std::filesystem::absolute(flags.one("genesis")).string();
  }
  if (flags.has("forget-chain")) context->known.reset();
  contexts.current = name;
  CHECK(write_contexts(contexts));
  session.say("✓ in use: " + name + (context->who.empty() ? "" : ", acting as " + context->who) + "\n");
  if (!context->node.empty() && context->genesis.empty())
    session.say("! no genesis file: the chain of the first use will be kept, on the node's word alone\n→ allonge use " + name +
                " --genesis FILE                  with the file the consortium signed\n");
  return Exit::done;
}

}  // namespace

void add_identity_commands(Commands& commands) {
  const std::vector<FlagSpec> new_key_flags{required_flag("org", "PARTY", "party the person belongs to"),
                                            required_flag("person", "NAME", "of the person: a-z 0-9 . -")};
  add(commands, {"key", "new", "Make a key for a person, sealed under a passphrase.",
                 "allonge key new --org lanwan --person zhangwei", new_key_flags, new_key});
  add(commands, {"wallet", "init", "The same: make a person's first key.", "allonge wallet init --org lanwan --person zhangwei",
                 new_key_flags, new_key});
  add(commands, {"key", "list", "Keys at this machine.", "", {}, list_keys});
  add(commands, {"key", "show", "Whose key a file holds, without opening it.", "",
                 {typed_first(required_flag("file", "FILE", "key file"))}, show_key});
  add(commands, {"", "use", "Choose who acts and which node is asked, from now on.", "allonge use lanwan/zhangwei",
                 {typed_first(optional_flag("name", "NAME", "context, often PARTY/PERSON; none: list them")),
                  optional_flag("genesis", "FILE", "genesis file of the network: what is signed for, and what proofs are verified against"),
                  switch_flag("forget-chain", "without a genesis file: keep whichever chain the node names next")},
                 use_context});
}

}  // namespace allonge::wallet
