// Ed25519 signatures by libsodium's strict rule, which is a rule of consensus (consensus.md 3.1):
// canonical S, canonical public key, no small-order key or R, cofactorless equation.
// A SecretKey wipes itself, is never copied and is never printed.
#pragma once

#include <memory>

#include "ledger/bytes.h"

namespace allonge {

// True only if `signature` is by `key` over exactly `message`.
bool verify(const PublicKey& key, BytesView message, const Signature& signature);

// BAD_KEY unless a canonical point of the main subgroup: what may be registered as anybody's key.
Result<void> acceptable_key(const PublicKey& key);

// Starts libsodium and checks it against 50 built-in vectors: valid signatures, altered ones, ones valid
// only cofactored, keys and R of small order or not canonical, an S that is not reduced. A program whose
// answers differ must not run. BAD_KEY.
Result<void> signature_self_test();

class SecretKey {
 public:
  // Derives the pair from a 32-byte seed (RFC 8032). BAD_KEY unless exactly 32 bytes.
  static Result<SecretKey> from_seed(BytesView seed);

  SecretKey(SecretKey&&) noexcept;
  SecretKey& operator=(SecretKey&&) noexcept;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;
  ~SecretKey();

  const PublicKey& public_key() const { return public_key_; }
  Signature sign(BytesView message) const;
  // The seed itself, for the keystore and for TLS keys; wipe what you copy.
  BytesView reveal_seed() const;

 private:
  SecretKey();
  struct Hidden;
  std::unique_ptr<Hidden> hidden_;
  PublicKey public_key_;
};

}  // namespace allonge
