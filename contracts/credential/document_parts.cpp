#include "contracts/credential/document_parts.h"

#include <algorithm>

namespace allonge::credential {

namespace {

using Type = JsonValue::Type;
namespace most = document_limits;

// A decimal text, as the W3C list has it: "35497".
std::optional<std::uint32_t> list_index(std::string_view text) {
  if (text.empty() || text.size() > 6 || (text[0] == '0' && text.size() > 1)) return std::nullopt;
  std::uint32_t index = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    index = index * 10 + std::uint32_t(c - '0');
  }
  return index < most::status_entries ? std::optional(index) : std::nullopt;
}

Result<StatusEntry> one_status(const Item& item) {
  const Members in(*item.value, item.path, Reason::vc_shape);
  CHECK(in.only({"id", "type", "statusPurpose", "statusListIndex", "statusListCredential"}));
  TRY(const std::string id, in.text_or_none("id"));
  TRY(const std::string type, in.text("type"));
  if (type != "BitstringStatusListEntry") return in.wrong("type", "expected BitstringStatusListEntry");
  StatusEntry out;
  TRY(const std::string purpose, in.text("statusPurpose"));
  const auto purposes = values_of(StatusPurpose{});
  const auto found = std::find_if(purposes.begin(), purposes.end(), [&](const EnumValue& value) { return value.name == purpose; });
  if (found == purposes.end()) return in.wrong("statusPurpose", "expected revocation or suspension");
  out.purpose = StatusPurpose(found->number);
  TRY(const std::string text, in.text("statusListIndex"));
  const auto index = list_index(text);
  if (!index) return in.wrong("statusListIndex", "expected a decimal text from 0 to 131071");
  out.index = *index;
  TRY(out.list, in.text("statusListCredential"));
  return out;
}

Result<Proof> one_proof(const Item& item) {
  const Members in(*item.value, item.path, Reason::vc_shape);
  CHECK(in.only({"@context", "id", "type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose", "proofValue",
                 "domain", "challenge", "nonce", "previousProof"}));
  Proof out;
  TRY(out.type, in.text("type"));
  TRY(out.suite, in.text_or_none("cryptosuite"));  // other types of proof have none: PROOF_SUITE
  TRY(out.purpose, in.text("proofPurpose"));
  TRY(out.method, in.text("verificationMethod"));
  TRY(out.value, in.text("proofValue"));
  TRY(out.created, moment_in(in, "created"));
  if (in.find("expires") != nullptr) {
    TRY(out.expires, moment_in(in, "expires"));
  }
  TRY(const std::vector<Item> domains, items_of(in.find("domain"), in.path("domain"), 8, Reason::vc_shape));
  for (const Item& domain : domains) {
    if (domain.value->type != Type::string) return in.wrong("domain", "expected texts");
    out.domains.push_back(domain.value->text);
  }
  if (in.find("challenge") != nullptr) {
    TRY(out.challenge, in.text("challenge"));
  }
  out.chained = in.find("previousProof") != nullptr;
  out.json = *item.value;
  return out;
}

}  // namespace

Result<Time> moment_in(const Members& in, std::string_view name) {
  TRY(const std::string text, in.text(name));
  const auto read = parse_moment(text);
  if (!read) return in.wrong(name, "expected a moment like 2026-12-31T23:59:59Z");
  return *read;
}

Result<Identity> identity_in(const Members& in, std::string_view name, std::string_view network) {
  TRY(const std::string text, in.text(name));
  const auto read = Identity::parse(text, network);
  if (!read) return in.wrong(name, "expected did:allonge of this network, or did:key");
  return *read;
}

Result<Identity> issuer_in(const Members& in, std::string_view network) {
  const JsonValue* const value = in.find("issuer");
  if (value == nullptr || value->type == Type::string) return identity_in(in, "issuer", network);
  const Members object(*value, in.path("issuer"), Reason::vc_shape);
  CHECK(object.only({"id", "name"}));
  TRY(const std::string name, object.text_or_none("name"));
  return identity_in(object, "id", network);
}

Result<std::vector<std::string>> hidden_in(const Members& subject) {
  std::vector<std::string> out;
  if (subject.find("_sd") == nullptr) {
    if (subject.find("_sd_alg") != nullptr) return subject.wrong("_sd_alg", "stands only beside _sd");
    return out;
  }
  TRY(const JsonValue* const digests, subject.needed("_sd", Type::array));
  if (digests->items.empty() || digests->items.size() > most::disclosures) return subject.wrong("_sd", "expected 1 to 64 digests");
  for (const JsonValue& item : digests->items) {
    const auto bytes = parse_base64url(item.text);
    if (item.type != Type::string || !bytes || bytes->size() != Digest::size) return subject.wrong("_sd", "expected base64url of 32 bytes each");
    // Ascending, so that their order says nothing, and none stands twice (RFC 9901, 4.2.4.1).
    if (!out.empty() && out.back() >= item.text) return subject.wrong("_sd", "digests ascend, none twice");
    out.push_back(item.text);
  }
  TRY(const std::string algorithm, subject.text("_sd_alg"));
  if (algorithm != "sha-256") return subject.wrong("_sd_alg", "expected sha-256");
  return out;
}

Result<std::vector<StatusEntry>> status_in(const Members& in) {
  TRY(const std::vector<Item> items, items_of(in.find("credentialStatus"), in.path("credentialStatus"), 2, Reason::vc_shape));
  std::vector<StatusEntry> out;
  for (const Item& item : items) {
    TRY(StatusEntry entry, one_status(item));
    if (!out.empty() && out[0].purpose == entry.purpose) return in.wrong("credentialStatus", "one entry for each purpose");
    out.push_back(std::move(entry));
  }
  return out;
}

Result<std::vector<Evidence>> evidence_in(const Members& in) {
  TRY(const std::vector<Item> items, items_of(in.find("evidence"), in.path("evidence"), most::evidence, Reason::vc_shape));
  std::vector<Evidence> out;
  for (const Item& item : items) {
    const Members one(*item.value, item.path, Reason::vc_shape);
    CHECK(one.only({"id", "type", "sha256", "mediaType"}));
    TRY(const std::string type, one.text("type"));
    if (type != "DocumentDigest") return one.wrong("type", "expected DocumentDigest");
    TRY(const std::string sha256, one.text("sha256"));
    const auto digest = Digest::parse_hex(sha256);
    if (!digest || digest->hex() != sha256) return one.wrong("sha256", "expected 64 lower-case hexadecimal digits");
    Evidence entry;
    entry.sha256 = *digest;
    TRY(entry.id, one.text_or_none("id"));
    TRY(entry.media_type, one.text("mediaType", 100));
    out.push_back(std::move(entry));
  }
  return out;
}

Result<std::vector<Proof>> proofs_in(const Members& in) {
  TRY(const std::vector<Item> items, items_of(in.find("proof"), in.path("proof"), most::proofs, Reason::vc_shape));
  std::vector<Proof> out;
  for (const Item& item : items) {
    TRY(Proof one, one_proof(item));
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace allonge::credential
