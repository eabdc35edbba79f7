#include "ledger/keys.h"

#include <sodium.h>

namespace allonge {

struct SecretKey::Hidden {
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> bytes{};  // seed 32, public key 32
  ~Hidden() { sodium_memzero(bytes.data(), bytes.size()); }
};

SecretKey::SecretKey() : hidden_(std::make_unique<Hidden>()) {}
SecretKey::SecretKey(SecretKey&&) noexcept = default;
SecretKey& SecretKey::operator=(SecretKey&&) noexcept = default;
SecretKey::~SecretKey() = default;

Result<SecretKey> SecretKey::from_seed(BytesView seed) {
  if (seed.size() != crypto_sign_SEEDBYTES)
    return Refusal{Reason::bad_key, "a seed has 32 bytes"};
  SecretKey key;
  crypto_sign_seed_keypair(key.public_key_.bytes.data(), key.hidden_->bytes.data(), seed.data());
  return key;
}

Signature SecretKey::sign(BytesView message) const {
  Signature out;
  crypto_sign_detached(out.bytes.data(), nullptr, message.data(), message.size(),
                       hidden_->bytes.data());
  return out;
}

BytesView SecretKey::reveal_seed() const {
  return BytesView(hidden_->bytes).first(crypto_sign_SEEDBYTES);
}

bool verify(const PublicKey& key, BytesView message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                     key.bytes.data()) == 0;
}

Result<void> acceptable_key(const PublicKey& key) {
  if (crypto_core_ed25519_is_valid_point(key.bytes.data()) != 1)
    return Refusal{Reason::bad_key, "not a canonical point of the main subgroup"};
  return done();
}

}  // namespace allonge
