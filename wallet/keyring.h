// The keys of a test network's demo parties, unencrypted, in one file beside its genesis. They are
// for playing: every command refuses a keyring on a chain whose genesis is not of kind test, and on
// another chain than the one it was made with (settled.md 22).
#pragma once

#include <filesystem>
#include <vector>

#include "ledger/codec.h"
#include "wallet/keystore.h"

namespace allonge::wallet {

struct DemoKey {
  PartyId party;
  std::string person;
  Digest seed;  // of the secret key
  static constexpr auto fields() {
    return std::tuple{Field{1, "party", &DemoKey::party, "whose key"},
                      Field{2, "person", &DemoKey::person, "maker1 or checker1", 32},
                      Field{3, "seed", &DemoKey::seed, "of an Ed25519 key; unencrypted, for playing only"}};
  }
};

struct Keyring {
  std::string kind = "test";
  Digest chain;
  std::vector<DemoKey> keys;
  static constexpr auto fields() {
    return std::tuple{Field{1, "kind", &Keyring::kind, "test, and nothing else", 16},
                      Field{2, "chain", &Keyring::chain, "genesis hash it belongs to"},
                      Field{3, "keys", &Keyring::keys, "demo people", 1000}};
  }
};

// The same name has the same demo key in every test network, so that manuals can print them.
Digest demo_seed(const PartyId& party, std::string_view person);

Result<Keyring> read_keyring(const std::filesystem::path& path);  // BAD_KEY_FILE
Result<void> write_keyring(const std::filesystem::path& path, const Keyring& keyring);

// What the node says of itself: kind of network and chain. BAD_KEY_FILE unless a test network, and
// exactly the keyring's.
Result<void> may_use(const Keyring& keyring, bool is_test_network, const Digest& chain);

// The signers of `who`: "party" gives all its people, makers first; "party/person" one. NO_IDENTITY.
Result<std::vector<Signer>> signers_of(const Keyring& keyring, std::string_view who);

}  // namespace allonge::wallet
