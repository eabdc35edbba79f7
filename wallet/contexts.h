// Who I usually am and which node I usually ask: named contexts in the user's configuration folder.
// `allonge use lanwan/zhangwei` makes and chooses one; flags and environment come before it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/digest.h"
#include "ledger/fields.h"
#include "ledger/result.h"

namespace allonge::wallet {

// The chain a context without a genesis file was first used with (network.h).
struct KnownChain {
  std::string network;
  Digest chain;
  static constexpr auto fields() {
    return std::tuple{Field{1, "network", &KnownChain::network, "its name, as the node gave it", 40},
                      Field{2, "chain", &KnownChain::chain, "genesis hash"}};
  }
};

struct WalletContext {
  std::string name;
  std::string node;     // URL, or empty
  std::string who;      // party/person, or empty
  std::string genesis;  // path of the trust anchor, or empty
  std::optional<KnownChain> known;
  static constexpr auto fields() {
    using T = WalletContext;
    return std::tuple{Field{1, "name", &T::name, "what it is called", 80},
                      Field{2, "node", &T::node, "URL of the node", 200},
                      Field{3, "who", &T::who, "party/person", 80},
                      Field{4, "genesis", &T::genesis, "path of the genesis file to verify against", 1000},
                      Field{5, "known", &T::known, "without a genesis file: the chain of its first use"}};
  }
};

struct Contexts {
  std::string current;
  std::vector<WalletContext> contexts;
  static constexpr auto fields() {
    return std::tuple{Field{1, "current", &Contexts::current, "name of the one in use", 80},
                      Field{2, "contexts", &Contexts::contexts, "all of them", 100}};
  }
  const WalletContext* find(std::string_view name) const {
    for (const WalletContext& one : contexts)
      if (one.name == name) return &one;
    return nullptr;
  }
};

Result<Contexts> read_contexts();  // none yet: empty; BAD_CONFIG when the file is damaged
Result<void> write_contexts(const Contexts& contexts);

}  // namespace allonge::wallet
