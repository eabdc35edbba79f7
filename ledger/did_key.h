// A key that is its own name: did:key of an Ed25519 key (w3c-ccg/did-method-key): "did:key:z6Mk...", the
// base58 of 0xed 0x01 and the 32 bytes. A key has one such text. As a verification method the name
// stands twice, did:key:X#X; a text in which the two differ names two keys and is refused.
#pragma once

#include "ledger/bytes.h"

namespace allonge {

using AgreementKey = FixedBytes<32, struct AgreementKeyTag>;  // X25519

std::string did_key(const PublicKey& key);
// BAD_TEXT for the form; BAD_KEY for 32 bytes that nobody may register as a key.
Result<PublicKey> parse_did_key(std::string_view text);

std::string did_key_method(const PublicKey& key);
Result<PublicKey> parse_did_key_method(std::string_view text);  // as above

// "z6Mk..." alone, as keys stand in documents.
std::string multikey(const PublicKey& key);
Result<PublicKey> parse_multikey(std::string_view text);  // as above

// The key to which secrets for the holder of `key` are sealed: the same point by the map from Edwards
// to Montgomery form. BAD_KEY when the point has none.
Result<AgreementKey> agreement_key(const PublicKey& key);
std::string multikey(const AgreementKey& key);  // "z6LS..."

}  // namespace allonge
