// One run of a command: what was asked for on the command line, who acts, and the node that is asked.
// Where a thing comes from: flag, then environment, then the context in use, then a test network in
// the current folder.
#pragma once

#include <optional>
#include <vector>

#include "api/methods/node_status.h"
#include "wallet/contexts.h"
#include "wallet/journal.h"
#include "wallet/keystore.h"
#include "wallet/network.h"
#include "wallet/phrases.h"
#include "wallet/rpc.h"
#include "wallet/terminal.h"
#include "wallet/testnet_folder.h"

namespace allonge::wallet {

struct Settings {
  std::string node;             // URL, name of a context, or name of a test network's validator
  std::string who;              // --as party or party/person
  std::string lang;
  std::string color = "auto";
  std::string wait = "committed";
  std::string idem;             // hexadecimal; empty: a fresh one
  std::string passphrase_file;
  std::string directory;        // of the test network
  std::string out;              // where to put a prepared file
  std::uint64_t timeout_ms = 15'000;
  std::uint64_t valid_for_ms = 10 * 60'000;
  bool json = false;
  bool plain = false;
  bool quiet = false;
  bool yes = false;
  bool dry_run = false;
  bool testnet_only = false;    // the test network in the folder, whatever context and environment say
};

class Session {
 public:
  explicit Session(Settings wished);

  const Settings settings;
  const Terminal terminal;
  const Language language;

  // The node: UNREACHABLE when none answers; in a test network the first validator that does.
  Result<Client*> client();
  template <class Method>
  Result<typename Method::Reply> call(const typename Method::Params& params, std::uint64_t timeout_ms = 10'000) {
    TRY(Client* const node, client());
    return ask<Method>(*node, params, timeout_ms);
  }
  // Every item of a paged list: take(reply) after each page. A node cannot keep a wallet turning pages.
  static constexpr std::size_t most_pages = 20'000;
  template <class Method, class Take>
  Result<void> every_page(typename Method::Params params, Take take) {
    params.limit = limits::largest_page;
    for (std::size_t pages = 0; pages < most_pages; ++pages) {
      TRY(typename Method::Reply page, call<Method>(params));
      take(page);
      if (!page.next) return done();
      params.next = page.next;
    }
    return Refusal{Reason::unreachable, "the node's list does not end"};
  }
  // The next question goes to whoever answers then.
  void forget_node() { client_.reset(); }
  // What the node said of itself when it was first asked: for looking at, never for signing.
  Result<api::NodeStatusReply> status();
  // What is signed for (network.h).
  Result<Network> network();
  // Keeps a network of first use in the context, so that a later change is refused.
  Result<void> keep(const Network& network);

  TestnetFolder testnet() const { return testnet_folder(settings.directory); }
  std::string who() const;  // empty when nobody is named
  Result<PartyId> party() const;

  // The keys to sign with. Several only in demo mode: on a test network, when only the party is named.
  struct Signers {
    std::vector<Signer> keys;
    bool is_demo = false;
  };
  Result<Signers> signers();
  // A passphrase from --passphrase-file or typed without echo. BAD_KEY_FILE when there is neither.
  Result<std::string> passphrase(const std::string& prompt);

  Result<Journal> journal();  // of the network that is asked
  // The genesis file to trust: --genesis, context, test network.
  std::filesystem::path genesis_path(const std::string& wished) const;

  void say(const std::string& text) const;   // to people, on stderr; nothing with -q
  void print(const std::string& text) const; // the result, on stdout

 private:
  Result<Client> connect();
  const WalletContext* context() const;  // the one named with --node, else the one in use

  Contexts contexts_;
  std::optional<Client> client_;
  AtHand at_hand(const Client& node) const;
  bool is_testnet_ = false;  // the node is one of the test network's in the folder
  std::optional<api::NodeStatusReply> status_;
};

}  // namespace allonge::wallet
