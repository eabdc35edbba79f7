#include "wallet/session.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "wallet/files.h"
#include "wallet/keyring.h"
#include "wallet/process.h"

namespace allonge::wallet {

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// A line from the terminal that does not appear on it.
std::string read_hidden(const std::string& prompt) {
  std::fputs(prompt.c_str(), stderr);
  std::fflush(stderr);
  termios before{};
  const bool is_terminal = tcgetattr(STDIN_FILENO, &before) == 0;
  if (is_terminal) {
    termios hidden = before;
    hidden.c_lflag &= ~tcflag_t(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  std::string line;
  std::getline(std::cin, line);
  if (is_terminal) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  std::fputs("\n", stderr);
  return line;
}

}  // namespace

Session::Session(Settings wished)
    : settings(std::move(wished)),
      terminal(Terminal::from_environment(settings.color)),
      language(language_from(settings.lang)) {
  // A damaged file of contexts is told when something needs it; help and explain work without.
  if (auto contexts = read_contexts()) contexts_ = *std::move(contexts);
}

const WalletContext* Session::context() const {
  const WalletContext* named = contexts_.find(settings.node.empty() ? environment("ALLONGE_NODE") : settings.node);
  return named != nullptr ? named : contexts_.find(contexts_.current);
}

std::string Session::who() const {
  if (!settings.who.empty()) return settings.who;
  if (const std::string named = environment("ALLONGE_AS"); !named.empty()) return named;
  for (const WalletContext* one : {context(), contexts_.find(contexts_.current)})
    if (one != nullptr && !one->who.empty()) return one->who;
  return {};
}

Result<PartyId> Session::party() const {
  const std::string named = who();
  if (named.empty()) return Reason::no_identity;
  auto party = PartyId::parse(named.substr(0, named.find('/')));
  if (!party) return Refusal{Reason::no_identity, "\"" + named + "\" is not PARTY/PERSON"};
  return party;
}

Result<Client> Session::connect() {
  std::string wish;
  if (!settings.testnet_only) {
    wish = settings.node.empty() ? environment("ALLONGE_NODE") : settings.node;
    if (const WalletContext* named = contexts_.find(wish); named != nullptr && !named->node.empty()) wish = named->node;
    if (wish.empty() && context() != nullptr) wish = context()->node;
  }

  std::vector<std::string> urls;
  const auto network = testnet().read();
  is_testnet_ = false;
  if (wish.find("://") != std::string::npos) {
    urls.push_back(wish);
    TRY(const Endpoint wished, Endpoint::parse(wish));
    if (network)
      for (const TestnetNode& node : network->nodes) is_testnet_ = is_testnet_ || node.url() == wished.text();
  } else {
    if (!network && !wish.empty())
      return Refusal{Reason::bad_text, "\"" + wish + "\" is neither a URL nor a context nor a validator of a test network here"};
    if (!network)
      return Refusal{Reason::unreachable, "no node is named, and there is no test network in " + testnet().root().string() +
                                              "; start one with: allonge testnet up"};
    for (const TestnetNode& node : network->nodes)
      if (wish.empty() || node.name == wish) urls.push_back(node.url());
    if (urls.empty()) return Refusal{Reason::not_found, "no validator \"" + wish + "\" in this test network"};
    is_testnet_ = true;
  }

  Refusal last{Reason::unreachable, {}};
  for (const std::string& url : urls) {
    TRY(const Endpoint endpoint, Endpoint::parse(url));
    Client candidate(endpoint);
    auto answer = ask<api::NodeStatusMethod>(candidate, {}, 5'000);
    if (answer) {
      // Another network may listen where ours did: what it says of its own certificates is not asked.
      const auto expected = network_of(*answer, at_hand(candidate));
      if (expected || expected.reason() != Reason::wrong_chain) {
        status_ = *std::move(answer);
        return candidate;
      }
      last = expected.error();
      continue;
    }
    last = answer.error();
    if (last.reason == Reason::outcome_unknown) last.reason = Reason::unreachable;
  }
  return last;
}

Result<Client*> Session::client() {
  if (!client_) {
    TRY(client_, connect());
  }
  return &*client_;
}

Result<api::NodeStatusReply> Session::status() {
  TRY([[maybe_unused]] Client* const node, client());
  return *status_;
}

AtHand Session::at_hand(const Client& node) const {
  AtHand out;
  out.node_url = node.endpoint().text();
  out.context = context();
  out.local_now = Time{wall_ms()};
  const bool has_genesis = out.context != nullptr && !out.context->genesis.empty() && !settings.testnet_only;
  if (has_genesis) out.genesis_path = out.context->genesis;
  else if (is_testnet_) out.genesis_path = testnet().genesis();
  return out;
}

Result<Network> Session::network() {
  TRY(const api::NodeStatusReply said, status());
  return network_of(said, at_hand(*client_));
}

Result<void> Session::keep(const Network& network) {
  // The file is read again: another command may have written it meanwhile.
  TRY(Contexts contexts, read_contexts());
  for (WalletContext& one : contexts.contexts)
    if (context() != nullptr && one.name == context()->name) one.known = KnownChain{network.name, network.chain};
  CHECK(write_contexts(contexts));
  contexts_ = std::move(contexts);
  return done();
}

Result<std::string> Session::passphrase(const std::string& prompt) {
  if (!settings.passphrase_file.empty()) {
    CHECK(only_owner_reads(settings.passphrase_file));
    TRY(std::string text, read_file(settings.passphrase_file, 2048));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
  }
  if (!terminal.is_interactive())
    return Refusal{Reason::bad_key_file, "a passphrase is needed: --passphrase-file PATH, or a terminal"};
  return read_hidden(prompt);
}

Result<Session::Signers> Session::signers() {
  const std::string named = who();
  TRY(const PartyId party, this->party());
  TRY(const Network network, this->network());
  const std::size_t slash = named.find('/');
  Signers out;

  // A person's own key file comes first; the demo keyring only on its own test network.
  if (slash != std::string::npos) {
    const auto path = key_path(party, named.substr(slash + 1));
    std::error_code error;
    if (std::filesystem::exists(path, error)) {
      TRY(const std::string secret, passphrase("Passphrase of " + named + ": "));
      TRY(Signer signer, open_key_file(path, secret));
      out.keys.push_back(std::move(signer));
      return out;
    }
  }
  std::error_code error;
  if (!std::filesystem::exists(testnet().keyring(), error)) {
    const std::string where = slash == std::string::npos ? "name the person too: --as " + named + "/PERSON"
                                                         : "no key file " + key_path(party, named.substr(slash + 1)).string();
    return Refusal{Reason::no_identity, where};
  }
  TRY(const Keyring keyring, read_keyring(testnet().keyring()));
  CHECK(may_use(keyring, network.is_test, network.chain));
  TRY(out.keys, signers_of(keyring, named));
  out.is_demo = slash == std::string::npos;
  return out;
}

Result<Journal> Session::journal() {
  TRY([[maybe_unused]] Client* const node, client());
  if (is_testnet_) return Journal::open(testnet().journal());
  return Journal::open(state_home() / "journal.db");
}

std::filesystem::path Session::genesis_path(const std::string& wished) const {
  if (!wished.empty()) return wished;
  if (context() != nullptr && !context()->genesis.empty()) return context()->genesis;
  return testnet().genesis();
}

void Session::say(const std::string& text) const {
  if (settings.quiet) return;
  std::fflush(stdout);
  std::fputs(text.c_str(), stderr);
}

void Session::print(const std::string& text) const { std::fputs(text.c_str(), stdout); }

}  // namespace allonge::wallet
