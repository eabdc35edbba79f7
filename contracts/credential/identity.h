// Who issues a credential or is meant by it: a party of this ledger, did:allonge:<network>:<party>, or
// whoever holds a key, did:key:z6Mk... (credentials.md 4.5). Always exactly one of the two; every
// identity has one text, and a party of another network is nobody here.
#pragma once

#include "ledger/fields.h"

namespace allonge::credential {

struct Identity {
  std::optional<PartyId> party;
  std::optional<PublicKey> key;

  static Identity of(const PartyId& party) { return {party, std::nullopt}; }
  static Identity of(const PublicKey& key) { return {std::nullopt, key}; }
  // BAD_TEXT unless exactly what text() writes; BAD_KEY for a did:key nobody may have.
  static Result<Identity> parse(std::string_view text, std::string_view network);

  std::string text(std::string_view network) const;
  auto operator<=>(const Identity&) const = default;

  static constexpr auto fields() {
    return std::tuple{Field{1, "party", &Identity::party, "a party of this ledger"},
                      Field{2, "key", &Identity::key, "or whoever holds this key"}};
  }
};

// A verification method: did:allonge:<network>:<party>#key-<serial of its KeyRecord>, or
// did:key:X#X with both parts equal (the trap of decision 9: a body that names one key and a fragment
// that names another).
struct KeyName {
  Identity controller;
  std::uint32_t serial = 0;  // of a party's key

  static Result<KeyName> parse(std::string_view text, std::string_view network);  // BAD_TEXT, BAD_KEY
  std::string text(std::string_view network) const;
  auto operator<=>(const KeyName&) const = default;
};

// A person who signs: did:allonge:<network>:<party>#<person>, as named in that party's KeyRecords, so
// that a new key changes nothing; or did:key of one key.
struct SignerName {
  Identity of;
  std::string person;  // of a party: 1 to 32 of a-z 0-9 . -

  static Result<SignerName> parse(std::string_view text, std::string_view network);  // BAD_TEXT, BAD_KEY
  std::string text(std::string_view network) const;
  auto operator<=>(const SignerName&) const = default;
};

}  // namespace allonge::credential
