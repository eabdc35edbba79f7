#include "wallet/keyring.h"

#include "api/json.h"
#include "ledger/digest.h"
#include "wallet/files.h"

namespace allonge::wallet {

namespace {
constexpr std::size_t keyring_limit = 1 << 20;
}

Digest demo_seed(const PartyId& party, std::string_view person) {
  const std::string name = std::string(party.text()) + "/" + std::string(person);
  return digest("allonge/demo-key/v1", bytes_of(name));
}

Result<Keyring> read_keyring(const std::filesystem::path& path) {
  CHECK(only_owner_reads(path));
  TRY(const std::string text, read_file(path, keyring_limit));
  auto keyring = api::from_json<Keyring>(text);
  if (!keyring) return Refusal{Reason::bad_key_file, path.string() + ": " + keyring.error().detail};
  return keyring;
}

Result<void> write_keyring(const std::filesystem::path& path, const Keyring& keyring) {
  return write_file(path, api::to_json(keyring) + "\n", Privacy::owner_only);
}

Result<void> may_use(const Keyring& keyring, bool is_test_network, const Digest& chain) {
  if (keyring.kind != "test") return Refusal{Reason::bad_key_file, "a keyring is of kind test"};
  if (!is_test_network)
    return Refusal{Reason::bad_key_file, "the demo keyring is refused: this network is not a test network"};
  if (keyring.chain != chain)
    return Refusal{Reason::bad_key_file, "the demo keyring belongs to chain " + keyring.chain.hex().substr(0, 16) +
                                             ", the node is on " + chain.hex().substr(0, 16)};
  return done();
}

Result<std::vector<Signer>> signers_of(const Keyring& keyring, std::string_view who) {
  const std::size_t slash = who.find('/');
  const std::string_view party = who.substr(0, slash);
  std::vector<Signer> out;
  for (const DemoKey& one : keyring.keys) {
    if (one.party.text() != party) continue;
    if (slash != std::string_view::npos && one.person != who.substr(slash + 1)) continue;
    TRY(SecretKey key, SecretKey::from_seed(one.seed));
    out.push_back(Signer{one.party, one.person, std::move(key)});
  }
  if (out.empty())
    return Refusal{Reason::no_identity, "no demo key of " + std::string(who) + " in this test network's keyring"};
  return out;
}

}  // namespace allonge::wallet
