// The claims of a credential held against the rules of its type (types.h).
#include <algorithm>

#include "contracts/credential/members.h"
#include "contracts/credential/types.h"
#include "contracts/party/tax_id.h"

namespace allonge::credential {

namespace {

constexpr std::uint64_t longest_in_list = 64;  // bytes of each text

using Type = JsonValue::Type;

// A whole number from `least` to `most`, without sign.
bool is_number(const JsonValue& value, std::uint64_t least, std::uint64_t most) {
  const auto number = json_unsigned(value);
  return number && *number >= least && *number <= most;
}

bool is_text(const JsonValue& value, std::uint64_t longest) {
  return value.type == Type::string && !value.text.empty() && value.text.size() <= longest;
}

bool are_texts(const JsonValue& value, std::uint64_t most) {
  if (value.type != Type::array || value.items.empty() || value.items.size() > most) return false;
  std::vector<std::string_view> seen;
  for (const JsonValue& item : value.items) {
    if (!is_text(item, longest_in_list)) return false;
    seen.push_back(item.text);
  }
  std::sort(seen.begin(), seen.end());
  return std::adjacent_find(seen.begin(), seen.end()) == seen.end();
}

bool are_substances(const JsonValue& value) {
  const auto known = restricted_substances();
  return value.type == Type::object && !value.members.empty() &&
         std::all_of(value.members.begin(), value.members.end(), [&](const auto& member) {
           return std::binary_search(known.begin(), known.end(), std::string_view(member.first)) &&
                  is_number(member.second, 0, 1'000'000);
         });
}

// Money as the ledger itself writes it, so that one sum has one text.
bool is_amount(std::string_view text) {
  const auto read = Amount::parse(text);
  return read && read->text() == text;
}

bool is_sha256(std::string_view text) {
  const auto read = Digest::parse_hex(text);
  return read && read->hex() == text;
}

// What a claim should have been; nothing when it is.
std::optional<std::string> objection(const ClaimRule& rule, const JsonValue& value, std::string_view network) {
  const bool is_string = value.type == Type::string;
  const auto unless = [](bool good, std::string what) { return good ? std::nullopt : std::optional("expected " + what); };
  switch (rule.kind) {
    case ClaimKind::text: return unless(is_text(value, rule.most), "a text of 1 to " + std::to_string(rule.most) + " bytes");
    case ClaimKind::number:
      return unless(is_number(value, rule.least, rule.most),
                    "a whole number from " + std::to_string(rule.least) + " to " + std::to_string(rule.most));
    case ClaimKind::amount: return unless(is_string && is_amount(value.text), "an amount as a text with two decimals: \"5000000.00\"");
    case ClaimKind::day: return unless(is_string && Date::parse(value.text), "a day: \"2026-08-28\"");
    case ClaimKind::sha256: return unless(is_string && is_sha256(value.text), "64 lower-case hexadecimal digits");
    case ClaimKind::tax_id: return unless(is_string && TaxId::parse(value.text), "a unified social credit code");
    case ClaimKind::identity: return unless(is_string && Identity::parse(value.text, network), "did:allonge of this network, or did:key");
    case ClaimKind::signer:
      return unless(is_string && SignerName::parse(value.text, network), "did:allonge:<network>:<party>#<person>, or did:key");
    case ClaimKind::texts:
      return unless(are_texts(value, rule.most), "1 to " + std::to_string(rule.most) + " different texts of 1 to 64 bytes");
    case ClaimKind::substances: return unless(are_substances(value), "restricted substances with whole ppm");
  }
  return "expected a claim of a known kind";
}

Refusal wrong(std::string_view claim, std::string_view what) {
  return {Reason::vc_schema, "$.credentialSubject." + std::string(claim) + ": " + std::string(what)};
}

bool is_claim(std::string_view name) { return name != "id" && name != "_sd" && name != "_sd_alg"; }

}  // namespace

Result<void> fits_claim(const CredentialType& type, std::string_view name, const JsonValue& value, std::string_view network) {
  const ClaimRule* const rule = find_claim(type, name);
  if (rule == nullptr) return Refusal{Reason::vc_schema, std::string(type.name) + " makes no claim of this name"};
  if (const auto what = objection(*rule, value, network)) return wrong(rule->name, *what);
  return done();
}

Result<void> fits_schema(const CredentialType& type, const JsonValue& subject, std::string_view network) {
  for (std::size_t i = 0; i < subject.members.size(); ++i) {
    const auto& [name, value] = subject.members[i];
    if (!is_claim(name)) continue;
    const ClaimRule* const rule = find_claim(type, name);
    if (rule == nullptr)
      return Refusal{Reason::vc_schema, "$.credentialSubject: its member " + std::to_string(i + 1) + " is no claim of " + std::string(type.name)};
    if (rule->shown == Shown::hidden) return wrong(rule->name, "may stand only as a digest in _sd, never in clear");
    if (const auto what = objection(*rule, value, network)) return wrong(rule->name, *what);
  }
  for (const ClaimRule& rule : type.claims)
    if (rule.shown == Shown::needed && subject.find(rule.name) == nullptr) return wrong(rule.name, "is missing");
  return done();
}

}  // namespace allonge::credential
