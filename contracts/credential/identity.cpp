#include "contracts/credential/identity.h"

#include "ledger/did_key.h"

namespace allonge::credential {

namespace {

constexpr std::string_view key_method = "did:key:";
constexpr std::string_view serial_prefix = "key-";

std::string party_prefix(std::string_view network) { return "did:allonge:" + std::string(network) + ":"; }

// A text in its two parts; nothing without exactly one #.
struct Parts {
  std::string_view before, fragment;
};
Result<Parts> parts_of(std::string_view text) {
  const std::size_t hash = text.find('#');
  if (hash == std::string_view::npos || text.find('#', hash + 1) != std::string_view::npos)
    return Refusal{Reason::bad_text, "expected a name and a fragment behind one #"};
  return Parts{text.substr(0, hash), text.substr(hash + 1)};
}

Result<PartyId> parse_party(std::string_view text, std::string_view network) {
  const std::string prefix = party_prefix(network);
  if (!text.starts_with(prefix)) return Refusal{Reason::bad_text, "expected did:allonge of this network, or did:key"};
  return PartyId::parse(text.substr(prefix.size()));
}

// "key-0", "key-17": decimal, without leading zeros.
Result<std::uint32_t> parse_serial(std::string_view fragment) {
  const Refusal form{Reason::bad_text, "a party's key is named #key-0, #key-1, ..."};
  if (!fragment.starts_with(serial_prefix)) return form;
  const std::string_view digits = fragment.substr(serial_prefix.size());
  if (digits.empty() || digits.size() > 9 || (digits[0] == '0' && digits.size() > 1)) return form;
  std::uint32_t serial = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return form;
    serial = serial * 10 + std::uint32_t(c - '0');
  }
  return serial;
}

bool is_person(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string_view::npos;
}

}  // namespace

Result<Identity> Identity::parse(std::string_view text, std::string_view network) {
  if (text.starts_with(key_method)) {
    TRY(const PublicKey key, parse_did_key(text));
    return Identity::of(key);
  }
  TRY(const PartyId party, parse_party(text, network));
  return Identity::of(party);
}

std::string Identity::text(std::string_view network) const {
  ensure(party.has_value() != key.has_value(), "an identity is a party or a key");
  return key ? did_key(*key) : party_prefix(network) + std::string(party->text());
}

Result<KeyName> KeyName::parse(std::string_view text, std::string_view network) {
  if (text.starts_with(key_method)) {
    TRY(const PublicKey key, parse_did_key_method(text));
    return KeyName{Identity::of(key), 0};
  }
  TRY(const Parts parts, parts_of(text));
  TRY(const PartyId party, parse_party(parts.before, network));
  TRY(const std::uint32_t serial, parse_serial(parts.fragment));
  return KeyName{Identity::of(party), serial};
}

std::string KeyName::text(std::string_view network) const {
  if (controller.key) return did_key_method(*controller.key);
  return controller.text(network) + "#" + std::string(serial_prefix) + std::to_string(serial);
}

Result<SignerName> SignerName::parse(std::string_view text, std::string_view network) {
  if (text.starts_with(key_method)) {
    TRY(const PublicKey key, parse_did_key(text));
    return SignerName{Identity::of(key), {}};
  }
  TRY(const Parts parts, parts_of(text));
  TRY(const PartyId party, parse_party(parts.before, network));
  if (!is_person(parts.fragment)) return Refusal{Reason::bad_text, "a person is named with 1 to 32 of a-z 0-9 . -"};
  return SignerName{Identity::of(party), std::string(parts.fragment)};
}

std::string SignerName::text(std::string_view network) const {
  return of.key ? of.text(network) : of.text(network) + "#" + person;
}

}  // namespace allonge::credential
