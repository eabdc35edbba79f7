#include "wallet/demo_papers.h"

#include <algorithm>

#include "contracts/credential/types.h"
#include "wallet/keyring.h"

namespace allonge::wallet {

namespace {

using credential::AuthorityTerms;
using credential::Identity;

constexpr std::uint32_t licence_days = 3'660;
constexpr std::uint64_t renewed_after_ms = 180 * ms_per_day;
constexpr std::uint32_t authority_years = 20;

PartyId party_named(std::string_view name) {
  const auto id = PartyId::parse(name);
  ensure(id.has_value(), "demo parties have acceptable names");
  return *id;
}

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string names_of(const PartyApplication& about) {
  return "\"uscc\":" + in_quotes(about.tax_id.text()) + ",\"legalName\":" + in_quotes(about.full_name);
}

bool has(const DemoParty& party, Role role) {
  return std::find(party.roles.begin(), party.roles.end(), role) != party.roles.end();
}

const Time* since_of(const std::vector<Admitted>& known, std::string_view name) {
  for (const Admitted& one : known)
    if (one.id.text() == name) return &one.since;
  return nullptr;
}

Operation signed_by_maker(const Paper& paper, const std::string& network) {
  const auto key = SecretKey::from_seed(demo_seed(paper.issuer, "maker1"));
  ensure(key.has_value(), "a digest is a seed");
  return recording(paper, network, *key);
}

// Who does business: signs, holds or pays.
bool acts_in_business(const DemoParty& party) {
  return has(party, Role::issuer) || has(party, Role::holder) || has(party, Role::financier);
}

}  // namespace

AuthorityTerms demo_authority(const PartyId& party, std::string name, std::string authority_class,
                              std::vector<std::string> types, Time from) {
  AuthorityTerms out;
  out.identity = Identity::of(party);
  out.name = std::move(name);
  out.authority_class = std::move(authority_class);
  out.parent = Identity::of(party_named(demo_operator));
  std::sort(types.begin(), types.end());
  for (std::string& type : types) {
    const credential::CredentialType* known = credential::find_credential_type(type);
    ensure(known != nullptr, "demo authorities issue registered types");
    out.grants.push_back({std::move(type), {}, known->longest_days == 0 ? licence_days : known->longest_days, 0});
  }
  out.valid_from = from;
  out.valid_until = Time{from.ms + authority_years * 366 * ms_per_day};
  return out;
}

std::vector<AuthorityTerms> demo_authorities(Time from) {
  const auto row = [&](const char* party, const char* name, const char* authority_class, std::vector<std::string> types) {
    return demo_authority(party_named(party), name, authority_class, std::move(types), from);
  };
  std::vector<std::string> every_type;
  for (const credential::CredentialType& type : credential::credential_types())
    if (!credential::issued_by_subject(type)) every_type.emplace_back(type.name);
  AuthorityTerms council = row(demo_operator, "联盟理事会", "council", every_type);
  council.parent.reset();
  for (credential::Grant& grant : council.grants) grant.depth_left = credential::deepest;
  std::vector<AuthorityTerms> out{
      std::move(council),
      row("jianghai", "江海银行", "bank", {"LegalEntityKyc"}),
      row("hengxin", "恒信认证", "kyc_provider", {"LegalEntityKyc"}),
      row("regulator", "监管", "regulator", {"BankLicence", "FactoringLicence"}),
      row(demo_market_regulator, "市场监管", "market_regulator", {"BusinessLicence"}),
  };
  for (const DemoParty& party : demo_parties())
    if (has(party, Role::issuer))
      out.push_back(row(party.name.c_str(), party.full_name.c_str(), "core_enterprise", {"SupplierQualification"}));
  return out;
}

Paper business_licence(const PartyApplication& about, const PartyId& by, Time since) {
  return {"BusinessLicence", by, about.id, names_of(about) + R"(,"scopeCodes":["C39"],"licenceStatus":"active")", since,
          licence_days};
}

Paper kyc(const PartyApplication& about, const PartyId& by, Time since) {
  return {"LegalEntityKyc", by, about.id, names_of(about) + ",\"level\":2", since};
}

Paper qualification(const PartyId& supplier, const PartyId& by, Time since) {
  return {"SupplierQualification", by, supplier, R"("categoryCodes":["C39"],"grade":"A")", since};
}

Paper authorised_signer(const PartyId& company, std::string_view person, std::string_view roles, Time since) {
  return {"AuthorisedSigner", company, company,
          "\"roles\":" + std::string(roles) + R"(,"limit":"100000000.00","dualControlAbove":"10000000.00")", since, 366,
          std::string(person)};
}

Operation recording(const Paper& paper, const std::string& network, const SecretKey& key) {
  const auto made = signed_document(paper, network, key);
  ensure(made.has_value(), "the usual papers fit their schemas");
  return credential::IssueCredential{copy_of(bytes_of(*made))};
}

PaperBatch demo_licences(const std::string& network, const std::vector<Admitted>& known) {
  PaperBatch out{party_named(demo_market_regulator), {}};
  const Time* since = since_of(known, demo_market_regulator);
  if (since == nullptr) return out;
  for (const DemoParty& party : demo_parties())
    if (since_of(known, party.name) == nullptr)
      out.operations.push_back(signed_by_maker(business_licence(demo_application(party), out.issuer, *since), network));
  return out;
}

std::vector<PaperBatch> demo_credentials(const std::string& network, const std::vector<Admitted>& known, Time now) {
  std::vector<PaperBatch> out;
  const auto add = [&](Paper paper) {
    const Time* issuer = since_of(known, paper.issuer.text());
    const Time* subject = since_of(known, paper.subject.text());
    if (issuer == nullptr || subject == nullptr) return;
    paper.since = std::max(*issuer, *subject);
    const bool is_yearly = paper.days < licence_days;
    if (is_yearly && now > paper.since)
      paper.since.ms += (now.ms - paper.since.ms) / renewed_after_ms * renewed_after_ms;
    const auto batch = std::find_if(out.begin(), out.end(), [&](const PaperBatch& one) { return one.issuer == paper.issuer; });
    PaperBatch& place = batch == out.end() ? out.emplace_back(PaperBatch{paper.issuer, {}}) : *batch;
    place.operations.push_back(signed_by_maker(paper, network));
  };
  const std::vector<DemoParty> parties = demo_parties();
  const PartyId bank = party_named("jianghai");
  const PartyId regulator = party_named("regulator");
  for (const DemoParty& party : parties) {
    const PartyId id = party_named(party.name);
    // Nobody vouches for itself: the certifier knows the bank, and the bank all others.
    add(kyc(demo_application(party), id == bank ? party_named("hengxin") : bank, {}));
    if (has(party, Role::settlement_bank))
      add({"BankLicence", regulator, id, R"("licenceNumber":"B0001","activities":["deposits","lending"])", {}, licence_days});
    else if (has(party, Role::financier))
      add({"FactoringLicence", regulator, id, R"("licenceNumber":"F0001","activities":["factoring"])", {}, licence_days});
    if (!acts_in_business(party)) continue;
    const bool is_issuer = has(party, Role::issuer);
    for (const NewKey& key : demo_application(party).keys)
      add(authorised_signer(id, key.person, is_issuer ? R"(["finance","issue"])" : R"(["finance"])", {}));
    if (!is_issuer) continue;
    for (const DemoParty& supplier : parties)
      if (has(supplier, Role::holder) && supplier.name != party.name) add(qualification(party_named(supplier.name), id, {}));
  }
  return out;
}

}  // namespace allonge::wallet
