#include "contracts/credential/data_proof.h"

#include "contracts/credential/moment.h"
#include "ledger/base58.h"
#include "ledger/did_key.h"
#include "ledger/digest.h"
#include "ledger/jcs.h"

namespace allonge::credential {

namespace {

std::string_view text_at(const JsonValue& object, std::string_view name) {
  const JsonValue* const member = object.find(name);
  return member != nullptr && member->type == JsonValue::Type::string ? std::string_view(member->text) : std::string_view();
}

Result<void> of_our_suite(const JsonValue& proof) {
  if (text_at(proof, "type") != proof_type) return Refusal{Reason::proof_suite, "type: expected DataIntegrityProof"};
  if (text_at(proof, "cryptosuite") != proof_suite) return Refusal{Reason::proof_suite, "cryptosuite: expected eddsa-jcs-2022"};
  return done();
}

JsonValue json_text_of(std::string text) {
  JsonValue out;
  out.type = JsonValue::Type::string;
  out.text = std::move(text);
  return out;
}

Result<std::string> whole_seconds(Time moment) {
  if (moment.ms % 1000 != 0) return Refusal{Reason::bad_date, "a proof's moments are whole seconds"};
  return moment_text(moment);
}

// The proof without its value.
Result<JsonValue> options_of(const JsonValue& document, const ProofOptions& options) {
  JsonValue out;
  out.type = JsonValue::Type::object;
  const auto add = [&](std::string name, std::string text) { out.members.emplace_back(std::move(name), json_text_of(std::move(text))); };
  add("type", std::string(proof_type));
  add("cryptosuite", std::string(proof_suite));
  TRY(std::string created, whole_seconds(options.created));
  add("created", std::move(created));
  add("verificationMethod", options.method);
  add("proofPurpose", options.purpose);
  if (options.expires) {
    TRY(std::string expires, whole_seconds(*options.expires));
    add("expires", std::move(expires));
  }
  if (options.domain) add("domain", *options.domain);
  if (options.challenge) add("challenge", *options.challenge);
  const JsonValue* const contexts = document.find("@context");
  if (options.with_context && contexts != nullptr) out.members.emplace_back("@context", *contexts);
  return out;
}

// A document has its proof alone, or several in an array.
void add_proof(JsonValue& document, JsonValue proof) {
  for (auto& [name, member] : document.members) {
    if (name != "proof") continue;
    if (member.type != JsonValue::Type::array) {
      JsonValue set;
      set.type = JsonValue::Type::array;
      set.items.push_back(std::move(member));
      member = std::move(set);
    }
    member.items.push_back(std::move(proof));
    return;
  }
  document.members.emplace_back("proof", std::move(proof));
}

}  // namespace

Result<PublicKey> verify_data(const JsonValue& document, const JsonValue& proof) {
  CHECK(of_our_suite(proof));
  if (proof.find("previousProof") != nullptr) return Refusal{Reason::proof_chain_unsupported, "previousProof: not supported"};
  const auto key = parse_did_key_method(text_at(proof, "verificationMethod"));
  if (!key) return Refusal{Reason::proof_key, "verificationMethod: " + key.error().detail};
  if (!begins_with_contexts_of(document, proof))
    return Refusal{Reason::proof_context, "@context: the document's do not begin with the proof's"};
  TRY(const Digest options, options_hash(proof));
  TRY(const Digest whole, document_hash(document));
  if (!signature_holds(options, whole, *key, text_at(proof, "proofValue")))
    return Refusal{Reason::proof_signature, "proofValue: not the key's signature over this document"};
  return *key;
}

Result<Digest> options_hash(const JsonValue& proof) {
  TRY(const std::string text, canonical_without(proof, "proofValue"));
  return plain_sha256(bytes_of(text));
}

Result<Digest> document_hash(const JsonValue& document) {
  TRY(const std::string text, canonical_without(document, "proof"));
  return plain_sha256(bytes_of(text));
}

std::array<std::uint8_t, 64> signed_data(const Digest& options, const Digest& document) {
  std::array<std::uint8_t, 64> out{};
  std::copy(options.bytes.begin(), options.bytes.end(), out.begin());
  std::copy(document.bytes.begin(), document.bytes.end(), out.begin() + 32);
  return out;
}

// "z" and the base58 of exactly 64 bytes; another base, however written, is no proof value of this suite.
bool signature_holds(const Digest& options, const Digest& document, const PublicKey& key, std::string_view proof_value) {
  if (proof_value.empty() || proof_value[0] != 'z') return false;
  const auto bytes = parse_base58(proof_value.substr(1));
  if (!bytes) return false;
  const auto signature = Signature::from(*bytes);
  return signature && verify(key, signed_data(options, document), *signature);
}

bool begins_with_contexts_of(const JsonValue& document, const JsonValue& proof) {
  const JsonValue* const wanted = proof.find("@context");
  if (wanted == nullptr) return true;
  const JsonValue* const had = document.find("@context");
  if (had == nullptr) return false;
  // One context may stand without its array.
  const auto as_list = [](const JsonValue& value) {
    return value.type == JsonValue::Type::array ? std::span<const JsonValue>(value.items) : std::span<const JsonValue>(&value, 1);
  };
  const auto wanted_list = as_list(*wanted), had_list = as_list(*had);
  if (wanted_list.size() > had_list.size()) return false;
  for (std::size_t i = 0; i < wanted_list.size(); ++i) {
    const auto a = canonical(wanted_list[i]), b = canonical(had_list[i]);
    if (!a || !b || *a != *b) return false;
  }
  return true;
}

Result<std::string> sign_document(const JsonValue& document, const SecretKey& key, const ProofOptions& options) {
  TRY(JsonValue proof, options_of(document, options));
  TRY(const Digest hash_of_options, options_hash(proof));
  TRY(const Digest hash_of_document, document_hash(document));
  const Signature signature = key.sign(signed_data(hash_of_options, hash_of_document));
  proof.members.emplace_back("proofValue", json_text_of(multibase(signature)));
  JsonValue out = document;
  add_proof(out, std::move(proof));
  return canonical(out);
}

}  // namespace allonge::credential
