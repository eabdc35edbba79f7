#include "wallet/status_list.h"

#include <algorithm>

#include "contracts/credential/cause.h"
#include "contracts/credential/document_parts.h"

namespace allonge::wallet {

namespace {

using credential::Document;
using credential::Members;
using Type = JsonValue::Type;

constexpr std::string_view first_context = "https://www.w3.org/ns/credentials/v2";

JsonValue text_member(std::string_view text) {
  JsonValue out;
  out.type = Type::string;
  out.text = text;
  return out;
}

JsonValue array_of(std::initializer_list<std::string_view> texts) {
  JsonValue out;
  out.type = Type::array;
  for (const std::string_view text : texts) out.items.push_back(text_member(text));
  return out;
}

JsonValue object_of(std::vector<std::pair<std::string, JsonValue>> members) {
  JsonValue out;
  out.type = Type::object;
  out.members = std::move(members);
  return out;
}

JsonValue number_value(std::uint64_t number) {
  JsonValue out;
  out.type = Type::number;
  out.text = std::to_string(number);
  return out;
}

bool is_text(const JsonValue& value, std::string_view text) { return value.type == Type::string && value.text == text; }

Result<void> is_a_status_list(const Members& in) {
  TRY(const JsonValue* const contexts, in.needed("@context", Type::array));
  if (contexts->items.empty() || !is_text(contexts->items.front(), first_context))
    return Refusal{Reason::vc_context, "$.@context: expected " + std::string(first_context) + " first"};
  TRY(const JsonValue* const types, in.needed("type", Type::array));
  for (const std::string_view wanted : {"VerifiableCredential", "BitstringStatusListCredential"})
    if (std::none_of(types->items.begin(), types->items.end(), [&](const JsonValue& one) { return is_text(one, wanted); }))
      return in.wrong("type", "expected VerifiableCredential and BitstringStatusListCredential");
  return done();
}

// The bits still packed: nothing is expanded before the signature holds.
struct Packed {
  StatusList list;
  std::string encoded;
};

Result<Packed> read_shape(Document& document, std::string_view json, std::string_view network) {
  JsonLimits wide;
  wide.bytes = longest_status_list_document;
  TRY(document.json, parse_json(json, wide));
  document.network = network;
  const Members in(document.json, "$", Reason::vc_shape);
  CHECK(in.only({"@context", "id", "type", "issuer", "validFrom", "validUntil", "name", "description", "credentialSubject", "proof"}));
  CHECK(is_a_status_list(in));
  Packed out;
  TRY(out.list.id, in.text_or_none("id"));
  TRY(document.issuer, issuer_in(in, network));
  out.list.issuer = document.issuer;
  document.valid_until = Time{~std::uint64_t{0}};
  if (in.find("validFrom") != nullptr) {
    TRY(document.valid_from, moment_in(in, "validFrom"));
  }
  if (in.find("validUntil") != nullptr) {
    TRY(document.valid_until, moment_in(in, "validUntil"));
  }
  TRY(const JsonValue* const subject, in.needed("credentialSubject", Type::object));
  const Members about(*subject, in.path("credentialSubject"), Reason::vc_shape);
  CHECK(about.only({"id", "type", "statusPurpose", "encodedList", "ttl"}));
  TRY(const std::string type, about.text("type"));
  if (type != "BitstringStatusList") return about.wrong("type", "expected BitstringStatusList");
  TRY(out.list.purpose, about.text("statusPurpose", 64));
  TRY(out.encoded, about.text("encodedList", longest_status_list_document));
  TRY(document.proofs, proofs_in(in));
  if (document.proofs.empty()) return Refusal{Reason::proof_suite, "$.proof: is missing"};
  TRY(document.hash, credential::document_hash(document.json));
  return out;
}

// As it came from a document, so that whoever checks one has one exit code for all of it.
Refusal does_not_hold(const Refusal& refusal) {
  if (refusal.reason == Reason::proof_invalid) return refusal;
  return {Reason::proof_invalid, std::string(name_of(refusal.reason)) + (refusal.detail.empty() ? "" : ": " + refusal.detail)};
}

Result<StatusList> read_and_verify(std::string_view json, const StatusListQuestion& question) {
  Document document;
  TRY(Packed packed, read_shape(document, json, question.network));
  TRY(packed.list.proven, verify_proofs(document, question.now, question.keys));
  CHECK(valid_at(document, question.now));
  TRY(packed.list.bits, decode_bits(packed.encoded));
  if (packed.list.bits.size() * 8 < credential::document_limits::status_entries)
    return Refusal{Reason::proof_invalid, "STATUS_LIST_LENGTH_ERROR: it has " + std::to_string(packed.list.bits.size() * 8) + " places, at least 131072 are needed"};
  return std::move(packed.list);
}

}  // namespace

JsonValue document_of(const StatusListDraft& draft, std::string_view network) {
  return object_of({{"@context", array_of({first_context})},
                    {"id", text_member(draft.id)},
                    {"type", array_of({"VerifiableCredential", "BitstringStatusListCredential"})},
                    {"issuer", text_member(draft.issuer.text(network))},
                    {"validFrom", text_member(credential::moment_text(draft.valid_from))},
                    {"credentialSubject", object_of({{"id", text_member(draft.id + "#list")},
                                                     {"type", text_member("BitstringStatusList")},
                                                     {"statusPurpose", text_member(credential::word_of(draft.purpose))},
                                                     {"encodedList", text_member(encode_bits(draft.bits))},
                                                     {"ttl", number_value(status_list_ttl_ms)}})}});
}

Result<StatusList> read_status_list(std::string_view json, const StatusListQuestion& question) {
  auto out = read_and_verify(json, question);
  if (!out) return does_not_hold(out.error());
  return out;
}

}  // namespace allonge::wallet
