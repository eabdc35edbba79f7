#include "contracts/credential/document.h"

#include <algorithm>

#include "contracts/credential/document_parts.h"
#include "contracts/credential/json_rules.h"
#include "contracts/credential/types.h"
#include "ledger/digest.h"
#include "ledger/jcs.h"

namespace allonge::credential {

namespace {

using Type = JsonValue::Type;
namespace most = document_limits;

// "urn:uuid:" and 36 letters, lower case, so that one credential has one name.
bool is_uuid_urn(std::string_view text) {
  constexpr std::string_view form = "urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != form.size() || !text.starts_with("urn:uuid:")) return false;
  for (std::size_t i = 9; i < form.size(); ++i)
    if (form[i] == '-' ? text[i] != '-' : std::string_view("0123456789abcdef").find(text[i]) == std::string_view::npos) return false;
  return true;
}

Result<std::string> credential_type(const Members& in) {
  TRY(const JsonValue* const types, in.needed("type", Type::array));
  const auto is = [&](std::size_t i, std::string_view name) {
    return types->items[i].type == Type::string && types->items[i].text == name;
  };
  if (types->items.size() != 2 || !is(0, "VerifiableCredential") || types->items[1].type != Type::string ||
      find_credential_type(types->items[1].text) == nullptr)
    return in.wrong("type", "expected VerifiableCredential and one registered type");
  return types->items[1].text;
}

Result<void> schema_is_ours(const Members& in, const CredentialType& type) {
  TRY(const JsonValue* const schema, in.needed("credentialSchema", Type::object));
  const Members object(*schema, in.path("credentialSchema"), Reason::vc_schema);
  CHECK(object.only({"id", "type"}));
  TRY(const std::string id, object.text("id"));
  if (id != schema_id(type)) return object.wrong("id", "expected " + schema_id(type));
  TRY(const std::string kind, object.text("type"));
  if (kind != "JsonSchema") return object.wrong("type", "expected JsonSchema");
  return done();
}

// A company names its own people, or whoever holds a key. Another company's people are that company's to name.
Result<void> signer_is_its_own(const Document& document) {
  const auto text = document.text("signer");
  const auto name = text ? SignerName::parse(*text, document.network) : Result<SignerName>(Reason::bad_text);
  if (name && name->of.party && name->of != document.subject)
    return Refusal{Reason::vc_schema, "$.credentialSubject.signer: names a person of another party"};
  return done();
}

// ---- step 3: contexts

Result<void> contexts_are_allowed(const JsonValue& contexts) {
  const auto known = known_contexts();
  const Refusal refusal{Reason::vc_context, "$.@context: expected " + std::string(known[0]) + " first, then others of the list, none twice"};
  for (std::size_t i = 0; i < contexts.items.size(); ++i) {
    const std::string& name = contexts.items[i].text;
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end() || (i == 0) != (found == known.begin())) return refusal;
    for (std::size_t j = 0; j < i; ++j)
      if (contexts.items[j].text == name) return refusal;
  }
  return done();
}

}  // namespace

Result<Document> read_document(std::string_view json, std::string_view network) {
  Document out;
  TRY(out.json, read_bounded_json(json));
  out.network = network;
  const Members in(out.json, "$", Reason::vc_shape);
  CHECK(in.only({"@context", "id", "type", "issuer", "validFrom", "validUntil", "credentialSubject", "credentialStatus",
                 "credentialSchema", "evidence", "proof"}));
  TRY(const JsonValue* const contexts, in.needed("@context", Type::array));
  if (contexts->items.empty() || contexts->items.size() > most::contexts ||
      !std::all_of(contexts->items.begin(), contexts->items.end(), [](const JsonValue& item) { return item.type == Type::string; }))
    return in.wrong("@context", "expected an array of 1 to 8 texts");
  TRY(out.id, in.text("id"));
  if (!is_uuid_urn(out.id)) return in.wrong("id", "expected urn:uuid: with lower-case letters");
  TRY(out.type, credential_type(in));
  TRY(out.issuer, issuer_in(in, network));
  TRY(out.valid_from, moment_in(in, "validFrom"));
  TRY(out.valid_until, moment_in(in, "validUntil"));
  if (out.valid_until < out.valid_from) return in.wrong("validUntil", "is before validFrom");
  TRY(const JsonValue* const subject, in.needed("credentialSubject", Type::object));
  const Members about(*subject, in.path("credentialSubject"), Reason::vc_shape);
  TRY(out.subject, identity_in(about, "id", network));
  TRY(out.hidden, hidden_in(about));
  TRY(out.status, status_in(in));
  TRY(out.evidence, evidence_in(in));
  TRY(out.proofs, proofs_in(in));

  const CredentialType& type = *find_credential_type(out.type);
  CHECK(schema_is_ours(in, type));
  CHECK(fits_schema(type, *subject, network));
  CHECK(signer_is_its_own(out));
  CHECK(contexts_are_allowed(*contexts));

  TRY(const std::string unsigned_text, canonical_without(out.json, "proof"));
  out.hash = plain_sha256(bytes_of(unsigned_text));
  return out;
}

const JsonValue* Document::claim(std::string_view name) const {
  return name == "id" || name.starts_with("_sd") ? nullptr : json.find("credentialSubject")->find(name);
}

std::optional<std::uint64_t> Document::number(std::string_view name) const {
  const JsonValue* const value = claim(name);
  if (value == nullptr) return std::nullopt;
  const auto read = json_unsigned(*value);
  return read ? std::optional(*read) : std::nullopt;
}

std::optional<std::string_view> Document::text(std::string_view name) const {
  const JsonValue* const value = claim(name);
  return value != nullptr && value->type == Type::string ? std::optional<std::string_view>(value->text) : std::nullopt;
}

std::optional<Amount> Document::amount(std::string_view name) const {
  const auto written = text(name);
  if (!written) return std::nullopt;
  const auto read = Amount::parse(*written);
  return read ? std::optional(*read) : std::nullopt;
}

std::vector<std::string_view> Document::list(std::string_view name) const {
  std::vector<std::string_view> out;
  if (const JsonValue* const value = claim(name))
    for (const JsonValue& item : value->items) out.push_back(item.text);
  return out;
}

}  // namespace allonge::credential
