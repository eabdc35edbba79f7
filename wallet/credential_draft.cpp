#include "wallet/credential_draft.h"

#include <sodium.h>

#include <array>

#include "contracts/credential/moment.h"

namespace allonge::wallet {

namespace {

using credential::ClaimKind;
using Type = JsonValue::Type;

JsonValue text_value(std::string_view text) {
  JsonValue out;
  out.type = Type::string;
  out.text = text;
  return out;
}
JsonValue empty_value(Type type) {
  JsonValue out;
  out.type = type;
  return out;
}
JsonValue texts_value(std::initializer_list<std::string_view> texts) {
  JsonValue out = empty_value(Type::array);
  for (const std::string_view text : texts) out.items.push_back(text_value(text));
  return out;
}

// "shunchang" and "shunchang#maker1" are of this network; a did stands as it is.
std::string did_of(std::string_view typed, std::string_view network) {
  if (typed.starts_with("did:")) return std::string(typed);
  return "did:allonge:" + std::string(network) + ":" + std::string(typed);
}

Result<JsonValue> claim_value(ClaimKind kind, std::string_view typed, std::string_view network) {
  if (!typed.empty() && (typed.front() == '[' || typed.front() == '{')) return parse_json(typed);
  switch (kind) {
    case ClaimKind::number: {
      TRY(JsonValue number, parse_json(typed));
      if (number.type != Type::number) return Refusal{Reason::bad_text, "\"" + std::string(typed) + "\" is not a number"};
      return number;
    }
    case ClaimKind::texts: {
      JsonValue out = empty_value(Type::array);
      while (true) {
        const std::size_t comma = typed.find(',');
        out.items.push_back(text_value(typed.substr(0, comma)));
        if (comma == std::string_view::npos) return out;
        typed.remove_prefix(comma + 1);
      }
    }
    case ClaimKind::identity:
    case ClaimKind::signer: return text_value(did_of(typed, network));
    case ClaimKind::substances: return Refusal{Reason::bad_text, "substances are typed as JSON: {\"Cd\":100}"};
    case ClaimKind::text:
    case ClaimKind::amount:
    case ClaimKind::day:
    case ClaimKind::sha256:
    case ClaimKind::tax_id: break;
  }
  return text_value(typed);
}

}  // namespace

std::string fresh_urn() {
  std::array<std::uint8_t, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  bytes[6] = std::uint8_t((bytes[6] & 0x0F) | 0x40);  // version 4, random (RFC 9562)
  bytes[8] = std::uint8_t((bytes[8] & 0x3F) | 0x80);
  std::string digits = hex(bytes);
  for (const std::size_t place : {8u, 13u, 18u, 23u}) digits.insert(place, 1, '-');
  return "urn:uuid:" + digits;
}

Result<JsonValue> document_of(const CredentialDraft& draft, const PartyId& issuer, std::string_view network) {
  const credential::CredentialType* const type = credential::find_credential_type(draft.type);
  if (type == nullptr) return Refusal{Reason::vc_schema, "--type: no type " + draft.type};
  JsonValue subject = empty_value(Type::object);
  subject.members.emplace_back("id", text_value(did_of(draft.subject, network)));
  for (const std::string& claim : draft.claims) {
    const std::size_t mark = claim.find('=');
    if (mark == std::string::npos) return Refusal{Reason::bad_text, "--claim: \"" + claim + "\" is not name=value"};
    const std::string name = claim.substr(0, mark);
    const credential::ClaimRule* const rule = credential::find_claim(*type, name);
    if (rule == nullptr) return Refusal{Reason::vc_schema, "--claim: " + draft.type + " makes no claim " + name};
    TRY(JsonValue value, claim_value(rule->kind, std::string_view(claim).substr(mark + 1), network));
    subject.members.emplace_back(name, std::move(value));
  }
  JsonValue schema = empty_value(Type::object);
  schema.members = {{"id", text_value(credential::schema_id(*type))}, {"type", text_value("JsonSchema")}};
  JsonValue out = empty_value(Type::object);
  out.members = {{"@context", texts_value({"https://www.w3.org/ns/credentials/v2", "urn:allonge:context:v1"})},
                 {"id", text_value(draft.id.empty() ? fresh_urn() : draft.id)},
                 {"type", texts_value({"VerifiableCredential", draft.type})},
                 {"issuer", text_value(credential::Identity::of(issuer).text(network))},
                 {"validFrom", text_value(credential::moment_text(draft.valid_from))},
                 {"validUntil", text_value(credential::moment_text(draft.valid_until))},
                 {"credentialSubject", std::move(subject)},
                 {"credentialSchema", std::move(schema)}};
  return out;
}

}  // namespace allonge::wallet
