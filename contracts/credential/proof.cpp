#include "contracts/credential/proof.h"

#include <algorithm>

namespace allonge::credential {

namespace {

// `path` says which of the document's proofs it is.
Refusal wrong(const std::string& path, std::string_view name, Reason reason, std::string_view what) {
  return {reason, path + "." + std::string(name) + ": " + std::string(what)};
}

std::string path_of(const Document& document, std::size_t i) {
  const JsonValue* const member = document.json.find("proof");
  const bool set = member != nullptr && member->type == JsonValue::Type::array;
  return set ? "$.proof[" + std::to_string(i) + "]" : "$.proof";
}

// Step 5. The key that a method names, and who controls it.
struct NamedKey {
  KeyName name;
  PublicKey key;
};

Result<NamedKey> resolve(const Document& document, const Proof& proof, const std::string& path, const KeyResolver& keys) {
  const auto name = KeyName::parse(proof.method, document.network);
  if (!name) return wrong(path, "verificationMethod", Reason::proof_key, name.error().detail);
  if (name->controller.key) return NamedKey{*name, *name->controller.key};
  TRY(const PublicKey key, keys(*name->controller.party, name->serial, proof.created));
  return NamedKey{*name, key};
}

// Step 7.
Result<void> in_time(const Proof& proof, const std::string& path, Time now) {
  if (proof.created.ms > now.ms + clock_tolerance_ms) return wrong(path, "created", Reason::proof_time, "lies in the future");
  if (proof.expires && proof.expires->ms <= now.ms) return wrong(path, "expires", Reason::proof_time, "has passed");
  return done();
}

Result<void> as_expected(const Proof& proof, const std::string& path, const Expected& expected) {
  if (expected.domain && std::find(proof.domains.begin(), proof.domains.end(), *expected.domain) == proof.domains.end())
    return wrong(path, "domain", Reason::proof_domain, "is not the one that was asked for");
  if (expected.challenge && proof.challenge != expected.challenge)
    return wrong(path, "challenge", Reason::proof_challenge, "is not the one that was asked for");
  return done();
}

}  // namespace

// First failure wins, over steps before proofs: the answer does not depend on the order of a set whose
// order nobody signed, as far as one reason goes.
Result<Proven> verify_proofs(const Document& document, Time now, const KeyResolver& keys, const Expected& expected) {
  const std::size_t count = document.proofs.size();
  const auto each = [&](auto&& question) -> Result<void> {
    for (std::size_t i = 0; i < count; ++i) CHECK(question(document.proofs[i], path_of(document, i)));
    return done();
  };
  CHECK(each([](const Proof& proof, const std::string& path) -> Result<void> {
    if (proof.type != proof_type) return wrong(path, "type", Reason::proof_suite, "expected DataIntegrityProof");
    if (proof.suite != proof_suite) return wrong(path, "cryptosuite", Reason::proof_suite, "expected eddsa-jcs-2022");
    return done();
  }));
  CHECK(each([&](const Proof& proof, const std::string& path) -> Result<void> {
    if (proof.purpose != expected.purpose) return wrong(path, "proofPurpose", Reason::proof_purpose, "is another than was asked for");
    return done();
  }));
  CHECK(each([](const Proof& proof, const std::string& path) -> Result<void> {
    if (proof.chained) return wrong(path, "previousProof", Reason::proof_chain_unsupported, "chains of proofs are not supported");
    return done();
  }));

  std::vector<NamedKey> signers;
  CHECK(each([&](const Proof& proof, const std::string& path) -> Result<void> {
    TRY(NamedKey signer, resolve(document, proof, path, keys));
    signers.push_back(std::move(signer));
    return done();
  }));
  std::optional<Proven> proven;
  for (std::size_t i = 0; i < count; ++i)
    if (signers[i].name.controller == document.issuer && (!proven || proven->created < document.proofs[i].created))
      proven = Proven{document.proofs[i].created, signers[i].name};
  if (!proven) return Refusal{Reason::proof_controller, "$.proof: none is by a key of the issuer"};

  CHECK(each([&](const Proof& proof, const std::string& path) -> Result<void> {
    if (!begins_with_contexts_of(document.json, proof.json))
      return wrong(path, "@context", Reason::proof_context, "the document's contexts do not begin with these");
    return done();
  }));
  CHECK(each([&](const Proof& proof, const std::string& path) { return in_time(proof, path, now); }));
  CHECK(each([&](const Proof& proof, const std::string& path) { return as_expected(proof, path, expected); }));

  for (std::size_t i = 0; i < count; ++i) {
    const Proof& proof = document.proofs[i];
    TRY(const Digest options, options_hash(proof.json));
    if (!signature_holds(options, document.hash, signers[i].key, proof.value))
      return wrong(path_of(document, i), "proofValue", Reason::proof_signature, "is not the key's signature over this document");
  }
  return *proven;
}

Result<void> valid_at(const Document& document, Time t) {
  const std::uint64_t second = t.ms / 1000;
  if (second < document.valid_from.ms / 1000)
    return Refusal{Reason::cred_not_yet, "valid from " + moment_text(document.valid_from)};
  if (second > document.valid_until.ms / 1000)
    return Refusal{Reason::cred_expired, "valid until " + moment_text(document.valid_until)};
  return done();
}

}  // namespace allonge::credential
