#include "ledger/did_key.h"

#include <sodium.h>

#include "ledger/base58.h"
#include "ledger/keys.h"

namespace allonge {

namespace {

constexpr std::string_view did_prefix = "did:key:";
// Multicodec names of what follows, as variable-length integers.
constexpr std::array<std::uint8_t, 2> ed25519_public{0xed, 0x01};
constexpr std::array<std::uint8_t, 2> x25519_public{0xec, 0x01};

std::string named(BytesView codec, BytesView key) {
  Bytes bytes = copy_of(codec);
  append(bytes, key);
  return multibase(bytes);
}

}  // namespace

std::string multikey(const PublicKey& key) { return named(ed25519_public, key); }
std::string multikey(const AgreementKey& key) { return named(x25519_public, key); }

Result<PublicKey> parse_multikey(std::string_view text) {
  const Refusal form{Reason::bad_text, "expected the base58 of an Ed25519 key: z6Mk..."};
  if (text.size() != 48 || !text.starts_with("z6Mk")) return form;
  const auto bytes = parse_multibase(text);
  if (!bytes || bytes->size() != ed25519_public.size() + PublicKey::size || !starts_with(*bytes, ed25519_public)) return form;
  TRY(const PublicKey key, PublicKey::from(BytesView(*bytes).subspan(ed25519_public.size())));
  CHECK(acceptable_key(key));
  return key;
}

std::string did_key(const PublicKey& key) { return std::string(did_prefix) + multikey(key); }

Result<PublicKey> parse_did_key(std::string_view text) {
  if (!text.starts_with(did_prefix)) return Refusal{Reason::bad_text, "expected did:key:z6Mk..."};
  return parse_multikey(text.substr(did_prefix.size()));
}

std::string did_key_method(const PublicKey& key) { return did_key(key) + "#" + multikey(key); }

Result<PublicKey> parse_did_key_method(std::string_view text) {
  const std::size_t hash = text.find('#');
  if (hash == std::string_view::npos || !text.starts_with(did_prefix))
    return Refusal{Reason::bad_text, "expected did:key:z6Mk...#z6Mk..."};
  if (text.substr(did_prefix.size(), hash - did_prefix.size()) != text.substr(hash + 1))
    return Refusal{Reason::bad_text, "the two parts of a did:key method name different keys"};
  return parse_multikey(text.substr(hash + 1));
}

Result<AgreementKey> agreement_key(const PublicKey& key) {
  AgreementKey out;
  if (crypto_sign_ed25519_pk_to_curve25519(out.bytes.data(), key.bytes.data()) != 0)
    return Refusal{Reason::bad_key, "the key has no Montgomery form"};
  return out;
}

}  // namespace allonge
