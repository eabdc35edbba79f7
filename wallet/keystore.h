// One person's key in a file, encrypted under a passphrase: Argon2id makes a key from the passphrase,
// secretbox seals the seed together with a digest of everything else in the file, so that a file
// whose name, party or public key was changed does not open.
//
// The file is hostile until it opens: its size, its numbers and lengths are bounded before any work
// is spent on it (reliability.md P39), and it must be readable by its owner only.
#pragma once

#include <filesystem>
#include <string>

#include "ledger/keys.h"
#include "ledger/codec.h"

namespace allonge::wallet {

// How hard the passphrase is to guess. Moderate: 256 MiB and three passes, under a second.
struct KeyDerivation {
  std::uint64_t passes = 3;
  std::uint64_t memory_bytes = 268'435'456;
  static constexpr auto fields() {
    return std::tuple{Field{1, "passes", &KeyDerivation::passes, "Argon2id passes, 1 to 10"},
                      Field{2, "memory_bytes", &KeyDerivation::memory_bytes, "Argon2id memory, 8 MiB to 1 GiB"}};
  }
};

struct KeyFile {
  std::string kind = "allonge-key-1";
  PartyId party;
  std::string person;
  PublicKey key;
  KeyDerivation derivation;
  Bytes salt;    // 16
  Bytes nonce;   // 24
  Bytes sealed;  // 16 + 32 seed + 32 digest of the rest
  static constexpr auto fields() {
    using T = KeyFile;
    return std::tuple{Field{1, "kind", &T::kind, "allonge-key-1", 20},
                      Field{2, "party", &T::party, "whose key"},
                      Field{3, "person", &T::person, "of the party", 32},
                      Field{4, "key", &T::key, "public key"},
                      Field{5, "derivation", &T::derivation, "how the passphrase becomes a key"},
                      Field{6, "salt", &T::salt, "of the derivation", 16},
                      Field{7, "nonce", &T::nonce, "of the seal", 24},
                      Field{8, "sealed", &T::sealed, "seed and digest of the other fields", 80}};
  }
};

// A key that can sign, and whose it is.
struct Signer {
  PartyId party;
  std::string person;
  SecretKey key;
  std::string name() const { return std::string(party.text()) + "/" + person; }
};

Result<Signer> make_signer(PartyId party, std::string person);  // from the machine's randomness

// The file's text. TOO_LARGE for passphrases over 1024 bytes, BAD_KEY_FILE for empty ones.
Result<std::string> seal_key(const Signer& signer, std::string_view passphrase, const KeyDerivation& derivation = {});
// BAD_KEY_FILE, with what is wrong: form, bounds, or a passphrase that does not open it.
Result<Signer> open_key(std::string_view file_text, std::string_view passphrase);

// Reads, checks the mode 0600, opens.
Result<Signer> open_key_file(const std::filesystem::path& path, std::string_view passphrase);
// Who it belongs to, without opening it.
Result<KeyFile> read_key_file(std::string_view file_text);

// $XDG_CONFIG_HOME/allonge/keys/PARTY.PERSON.key
std::filesystem::path key_path(const PartyId& party, std::string_view person);

}  // namespace allonge::wallet
