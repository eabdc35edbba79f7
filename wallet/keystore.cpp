#include "wallet/keystore.h"

#include <sodium.h>

#include "api/json.h"
#include "ledger/digest.h"
#include "wallet/files.h"

namespace allonge::wallet {

namespace {

constexpr std::size_t key_file_limit = 4096;
constexpr std::uint64_t least_memory = 8ull << 20, most_memory = 1ull << 30;
constexpr std::uint64_t most_passes = 10;
constexpr std::size_t sealed_bytes = crypto_secretbox_MACBYTES + 64;

Refusal unusable(std::string what) { return Refusal{Reason::bad_key_file, std::move(what)}; }

// Bytes that are wiped when they go.
struct Secret {
  std::array<std::uint8_t, 64> bytes{};
  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { sodium_memzero(bytes.data(), bytes.size()); }
};

// Everything in the file but the sealed part.
Digest digest_of_rest(KeyFile file) {
  file.sealed.clear();
  return digest("allonge/key-file/v1", encode(file));
}

Result<void> derive(const KeyFile& file, std::string_view passphrase, Secret& out) {
  if (passphrase.empty()) return unusable("the passphrase is empty");
  if (passphrase.size() > 1024) return unusable("a passphrase has at most 1024 bytes");
  const int result = crypto_pwhash(out.bytes.data(), crypto_secretbox_KEYBYTES, passphrase.data(), passphrase.size(),
                                   file.salt.data(), file.derivation.passes, std::size_t(file.derivation.memory_bytes),
                                   crypto_pwhash_ALG_ARGON2ID13);
  if (result != 0) return unusable("not enough memory for the key derivation");
  return done();
}

Result<void> within_bounds(const KeyFile& file) {
  if (file.kind != "allonge-key-1") return unusable("not an allonge key file");
  if (file.derivation.passes < 1 || file.derivation.passes > most_passes)
    return unusable("passes must be 1 to " + std::to_string(most_passes));
  if (file.derivation.memory_bytes < least_memory || file.derivation.memory_bytes > most_memory)
    return unusable("memory must be 8 MiB to 1 GiB");
  if (file.salt.size() != crypto_pwhash_SALTBYTES) return unusable("the salt has 16 bytes");
  if (file.nonce.size() != crypto_secretbox_NONCEBYTES) return unusable("the nonce has 24 bytes");
  if (file.sealed.size() != sealed_bytes) return unusable("the sealed part has 80 bytes");
  if (!file.party.is_set() || file.person.empty()) return unusable("party and person are missing");
  return done();
}

}  // namespace

Result<Signer> make_signer(PartyId party, std::string person) {
  Secret seed;
  randombytes_buf(seed.bytes.data(), 32);
  TRY(SecretKey key, SecretKey::from_seed(BytesView(seed.bytes).first(32)));
  return Signer{party, std::move(person), std::move(key)};
}

Result<std::string> seal_key(const Signer& signer, std::string_view passphrase, const KeyDerivation& derivation) {
  KeyFile file;
  file.party = signer.party;
  file.person = signer.person;
  file.key = signer.key.public_key();
  file.derivation = derivation;
  file.salt.resize(crypto_pwhash_SALTBYTES);
  file.nonce.resize(crypto_secretbox_NONCEBYTES);
  randombytes_buf(file.salt.data(), file.salt.size());
  randombytes_buf(file.nonce.data(), file.nonce.size());
  file.sealed.resize(sealed_bytes);
  CHECK(within_bounds(file));

  Secret key, plain;
  CHECK(derive(file, passphrase, key));
  const BytesView seed = signer.key.reveal_seed();
  std::copy(seed.begin(), seed.begin() + 32, plain.bytes.begin());
  const Digest rest = digest_of_rest(file);
  std::copy(rest.bytes.begin(), rest.bytes.end(), plain.bytes.begin() + 32);
  crypto_secretbox_easy(file.sealed.data(), plain.bytes.data(), plain.bytes.size(), file.nonce.data(), key.bytes.data());
  return api::to_json(file) + "\n";
}

Result<KeyFile> read_key_file(std::string_view file_text) {
  if (file_text.size() > key_file_limit) return unusable("larger than a key file can be");
  auto file = api::from_json<KeyFile>(file_text);
  if (!file) return unusable("not a key file: " + file.error().detail);
  CHECK(within_bounds(*file));
  return file;
}

Result<Signer> open_key(std::string_view file_text, std::string_view passphrase) {
  TRY(const KeyFile file, read_key_file(file_text));
  Secret key, plain;
  CHECK(derive(file, passphrase, key));
  if (crypto_secretbox_open_easy(plain.bytes.data(), file.sealed.data(), file.sealed.size(), file.nonce.data(),
                                 key.bytes.data()) != 0)
    return unusable("the passphrase does not open it, or the file was changed");
  const Digest rest = digest_of_rest(file);
  if (!std::equal(rest.bytes.begin(), rest.bytes.end(), plain.bytes.begin() + 32))
    return unusable("party, person, key or parameters of the file were changed");
  TRY(SecretKey secret, SecretKey::from_seed(BytesView(plain.bytes).first(32)));
  if (secret.public_key() != file.key) return unusable("the public key does not belong to the sealed one");
  return Signer{file.party, file.person, std::move(secret)};
}

Result<Signer> open_key_file(const std::filesystem::path& path, std::string_view passphrase) {
  CHECK(only_owner_reads(path));
  TRY(const std::string text, read_file(path, key_file_limit));
  auto signer = open_key(text, passphrase);
  if (!signer) return Refusal{signer.error().reason, path.string() + ": " + signer.error().detail};
  return signer;
}

std::filesystem::path key_path(const PartyId& party, std::string_view person) {
  return config_home() / "keys" / (std::string(party.text()) + "." + std::string(person) + ".key");
}

}  // namespace allonge::wallet
