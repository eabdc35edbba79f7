#include "tests/support/credentials.h"

#include "contracts/credential/proof.h"
#include "contracts/credential/types.h"

namespace allonge::test {

namespace {

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string usual_claims(const Paper& paper) {
  const std::string uscc = "\"uscc\":" + in_quotes(tax_id_of(paper.subject).text()) + ",\"legalName\":\"Some Company\"";
  const std::string did = "did:allonge:demo-test:" + paper.subject;
  if (paper.type == "LegalEntityKyc") return uscc + ",\"level\":2";
  if (paper.type == "BusinessLicence") return uscc + ",\"scopeCodes\":[\"C34\"],\"licenceStatus\":\"active\"";
  if (paper.type == "AuthorisedSigner")
    return "\"signer\":" + in_quotes(did + "#maker1") +
           ",\"roles\":[\"finance\",\"issue\"],\"limit\":\"5000000.00\",\"dualControlAbove\":\"1000000.00\"";
  if (paper.type == "SupplierQualification") return R"("categoryCodes":["C34"],"grade":"A")";
  if (paper.type == "ManagementSystemCert")
    return R"("standard":"ISO 14001","scope":"castings","certificateNumber":"E-1")";
  if (paper.type == "BankLicence" || paper.type == "FactoringLicence")
    return R"("licenceNumber":"L-1","activities":["factoring"])";
  ADD_FAILURE() << "no usual claims of " << paper.type;
  return {};
}

std::string fresh_id(const World& world) {
  static std::uint64_t made = 0;
  Bytes number;
  append_big_endian(number, ++made);
  EXPECT_GT(world.now().ms, 0u);
  const std::string digits = hex(number);
  return "urn:uuid:00000000-0000-4000-8000-" + digits.substr(4);
}

}  // namespace

SecretKey outside_key(std::string_view name) { return key_of("outside", name.substr(4)); }

Identity identity_of(std::string_view name) {
  return name.starts_with("key:") ? Identity::of(outside_key(name).public_key()) : Identity::of(id_of(name));
}

Time moment(std::string_view text) { return *credential::parse_moment(text); }

Bytes signed_paper(const World& world, const Paper& paper) {
  const std::string network = network_record.find(world.view())->name;
  const Identity issuer = identity_of(paper.issuer);
  std::string claims = paper.claims.empty() ? usual_claims(paper) : paper.claims;
  if (!paper.jurisdiction.empty()) claims += ",\"jurisdiction\":" + in_quotes(paper.jurisdiction);
  const std::string text = R"({"@context":["https://www.w3.org/ns/credentials/v2","urn:allonge:context:v1"],"id":)" +
                           in_quotes(paper.id.value_or(fresh_id(world))) + R"(,"type":["VerifiableCredential",)" +
                           in_quotes(paper.type) + R"(],"issuer":)" + in_quotes(issuer.text(network)) +
                           ",\"validFrom\":" + in_quotes(paper.from) + ",\"validUntil\":" + in_quotes(paper.until) +
                           R"(,"credentialSubject":{"id":)" + in_quotes(identity_of(paper.subject).text(network)) +
                           "," + claims + R"(},"credentialSchema":{"id":"urn:allonge:schema:)" + paper.type +
                           R"(:1","type":"JsonSchema"})" + paper.extra + "}";
  const auto json = parse_json(text);
  EXPECT_TRUE(json) << text;
  credential::ProofOptions options;
  options.method = credential::KeyName{issuer, issuer.key ? 0 : paper.serial}.text(network);
  options.created = paper.created.value_or(Time{world.now().ms / 1000 * 1000});
  constexpr std::array people{"maker1", "maker2", "checker1", "checker2", "system"};
  const SecretKey key =
      issuer.key ? outside_key(paper.issuer) : key_of(paper.issuer, people[paper.serial % people.size()]);
  const auto made = credential::sign_document(*json, key, options);
  EXPECT_TRUE(made) << (made ? "" : made.error().detail);
  return copy_of(bytes_of(*made));
}

Verdict issue(World& world, const Paper& paper, std::optional<Digest> supersedes) {
  const bool outside = paper.issuer.starts_with("key:");
  return world.by(outside ? paper.subject : paper.issuer)
      .act(credential::IssueCredential{signed_paper(world, paper), supersedes, std::nullopt});
}

Digest record(World& world, const Paper& paper, std::optional<Digest> supersedes) {
  const Verdict made = issue(world, paper, supersedes);
  EXPECT_OK(made);
  if (!made.ok() || made.receipt.events.empty()) return {};
  return *Digest::parse_hex(made.receipt.events.front().subject);
}

std::string verdict_of(World& world, const Paper& paper) {
  const Verdict made = issue(world, paper);
  return made.ok() ? "done" : made.reason ? std::string(name_of(*made.reason)) : "kept out";
}

void equip_issuer(World& world, std::string_view party) {
  const std::string name(party);
  record(world, {.subject = name});
  for (const char* person : {"maker1", "maker2"})
    record(world, {.type = "AuthorisedSigner", .issuer = name, .subject = name,
                   .claims = "\"signer\":\"did:allonge:demo-test:" + name + "#" + person +
                             R"(","roles":["finance","issue"],"limit":"5000000.00","dualControlAbove":"1000000.00")"});
}

credential::AuthorityTerms terms_of(std::string_view name, std::string_view authority_class, std::string_view parent,
                                    std::vector<std::string> types, std::uint32_t depth_left) {
  credential::AuthorityTerms out;
  out.identity = identity_of(name);
  out.name = name;
  out.authority_class = authority_class;
  if (!parent.empty()) out.parent = identity_of(parent);
  std::sort(types.begin(), types.end());
  for (std::string& type : types) {
    const std::uint32_t life = std::max(credential::find_credential_type(type)->longest_days, 366u);
    out.grants.push_back({std::move(type), {}, life, depth_left});
  }
  out.valid_from = moment("2020-01-01T00:00:00Z");
  out.valid_until = moment("2040-01-01T00:00:00Z");
  return out;
}

GenesisConfig trusting_genesis(std::vector<std::string> gates) {
  GenesisConfig out = demo_genesis();
  std::vector<std::string> all;
  for (const credential::CredentialType& type : credential::credential_types())
    if (!credential::issued_by_subject(type)) all.emplace_back(type.name);
  out.authorities = {
      terms_of("operator", "council", {}, all, 3),
      terms_of("jianghai", "bank", "operator", {"LegalEntityKyc"}, 1),
      terms_of("taihe", "core_enterprise", "operator", {"SupplierQualification"}, 0),
      terms_of("regulator", "regulator", "operator", {"BankLicence", "FactoringLicence"}, 0),
      terms_of("key:market", "market_regulator", "operator", {"BusinessLicence"}, 0),
  };
  for (credential::Gate& gate : credential::default_gates(moment("2020-01-01T00:00:00Z")))
    if (std::find(gates.begin(), gates.end(), gate.operation) != gates.end()) out.gates.push_back(std::move(gate));
  return out;
}

}  // namespace allonge::test
