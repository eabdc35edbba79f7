#include "wallet/paper.h"

#include "contracts/credential/data_proof.h"
#include "contracts/credential/document.h"
#include "ledger/digest.h"

namespace allonge::wallet {

namespace {

using credential::Identity;

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

// The first half of a digest in the groups of a UUID.
std::string urn_of(const Digest& made) {
  const std::string hex = made.hex();
  return "urn:uuid:" + hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
         hex.substr(20, 12);
}

}  // namespace

Result<std::string> signed_document(const Paper& paper, const std::string& network, const SecretKey& key,
                                    std::uint32_t serial) {
  const Time from{paper.since.ms / 1000 * 1000};
  const Time created{(paper.since.ms + 999) / 1000 * 1000};
  std::string claims = paper.claims;
  if (!paper.person.empty())
    claims += ",\"signer\":" + in_quotes(credential::SignerName{Identity::of(paper.issuer), paper.person}.text(network));
  const std::string issuer = Identity::of(paper.issuer).text(network);
  const std::string subject = Identity::of(paper.subject).text(network);
  const std::string says = paper.type + " " + issuer + " " + subject + " " + claims + " " + created.text();
  const std::string text =
      R"({"@context":["https://www.w3.org/ns/credentials/v2","urn:allonge:context:v1"],"id":)" +
      in_quotes(urn_of(digest("allonge/paper-id/v1", bytes_of(says)))) + R"(,"type":["VerifiableCredential",)" +
      in_quotes(paper.type) + R"(],"issuer":)" + in_quotes(issuer) + ",\"validFrom\":" + in_quotes(credential::moment_text(from)) +
      ",\"validUntil\":" + in_quotes(credential::moment_text(Time{from.ms + paper.days * ms_per_day})) +
      R"(,"credentialSubject":{"id":)" + in_quotes(subject) + "," + claims +
      R"(},"credentialSchema":{"id":"urn:allonge:schema:)" + paper.type + R"(:1","type":"JsonSchema"}})";
  TRY(const credential::Document draft, credential::read_document(text, network));
  credential::ProofOptions options;
  options.method = credential::KeyName{Identity::of(paper.issuer), serial}.text(network);
  options.created = created;
  return credential::sign_document(draft.json, key, options);
}

}  // namespace allonge::wallet
