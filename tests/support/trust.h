// The demo ledger with authorities that may vouch: the operator is the council, jianghai a bank that may
// say who a company is, taihe may qualify its suppliers. And documents signed by their first makers.
#pragma once

#include <gtest/gtest.h>

#include "contracts/credential/authority.h"
#include "contracts/credential/data_proof.h"
#include "contracts/credential/identity.h"
#include "contracts/credential/moment.h"
#include "tests/support/parties.h"

namespace allonge::test {

inline credential::AuthorityTerms authority_terms(const char* name, const char* authority_class, bool is_root, std::vector<std::string> types,
                                                  std::uint32_t depth_left) {
  credential::AuthorityTerms out;
  out.identity = credential::Identity::of(id_of(name));
  out.name = name;
  out.authority_class = authority_class;
  if (!is_root) out.parent = credential::Identity::of(id_of("operator"));
  for (std::string& type : types) out.grants.push_back({std::move(type), {}, 732, depth_left});
  out.valid_from = morning_of("2020-01-01");
  out.valid_until = morning_of("2040-01-01");
  return out;
}

inline GenesisConfig trusted_genesis() {
  GenesisConfig out = demo_genesis();
  out.authorities = {authority_terms("operator", "council", true, {"LegalEntityKyc", "SupplierQualification"}, 3),
                     authority_terms("jianghai", "bank", false, {"LegalEntityKyc"}, 1),
                     authority_terms("taihe", "core_enterprise", false, {"SupplierQualification"}, 0)};
  return out;
}

struct Vouched {
  std::string issuer = "jianghai";
  std::string subject = "shunchang";
  std::string type = "LegalEntityKyc";
  std::string claims = R"("uscc":"","legalName":"Some Company","level":2)";  // an empty uscc: the subject's
  std::string until = "2026-12-31T23:59:59Z";
  std::string id = "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33";
};

// Signed by the issuer's maker1 at this moment, in whole seconds.
inline std::string signed_document(const Vouched& what, Time now) {
  std::string claims = what.claims;
  if (const std::size_t at = claims.find("\"uscc\":\"\""); at != std::string::npos)
    claims.insert(at + 8, tax_id_of(what.subject).text());
  const auto json = parse_json(
      R"({"@context":["https://www.w3.org/ns/credentials/v2","urn:allonge:context:v1"],"id":")" + what.id +
      R"(","type":["VerifiableCredential",")" + what.type + R"("],"issuer":"did:allonge:demo-test:)" + what.issuer +
      R"(","validFrom":"2026-01-01T00:00:00Z","validUntil":")" + what.until +
      R"(","credentialSubject":{"id":"did:allonge:demo-test:)" + what.subject + "\"," + claims +
      R"(},"credentialSchema":{"id":"urn:allonge:schema:)" + what.type + R"(:1","type":"JsonSchema"}})");
  EXPECT_TRUE(json.has_value()) << (json ? "" : json.error().detail);
  credential::ProofOptions options;
  options.method = "did:allonge:demo-test:" + what.issuer + "#key-0";
  options.created = {now.ms / 1000 * 1000};
  const auto made = credential::sign_document(*json, key_of(what.issuer, "maker1"), options);
  EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().detail);
  return made ? *made : std::string();
}

}  // namespace allonge::test
