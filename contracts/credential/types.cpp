#include "contracts/credential/types.h"

#include <algorithm>

namespace allonge::credential {

namespace {

// Apart, so that the short words of the table are words of the table alone.
namespace claims {

using enum ClaimKind;
using enum Shown;

constexpr ClaimRule any_type[] = {{jurisdiction_claim, text, optional, 1, 16}};

constexpr ClaimRule authorised_signer[] = {
    {"signer", signer, needed},
    {"roles", texts, needed, 1, 16},  // "issue", "accept", "finance", ...
    {"limit", amount, needed},
    {"dualControlAbove", amount, optional},
};
constexpr ClaimRule licence[] = {
    {"licenceNumber", text, needed, 1, 64},
    {"activities", texts, needed, 1, 16},
};
constexpr ClaimRule business_licence[] = {
    {"uscc", tax_id, needed},
    {"legalName", text, needed, 1, 200},
    {"scopeCodes", texts, needed, 1, 64},
    {"registeredCapitalBand", text, optional, 1, 32},
    {"licenceStatus", text, needed, 1, 32},
};
constexpr ClaimRule delegated_issuer[] = {
    {"types", texts, needed, 1, 16},
    {"scopes", texts, needed, 1, 64},
    {"depth", number, needed, 0, 3},
};
constexpr ClaimRule device_calibration[] = {
    {"device", identity, needed},
    {"uncertaintyPpm", number, needed, 0, 1'000'000},
    {"nextDue", day, needed},
};
constexpr ClaimRule facility_record[] = {
    {"facilityId", text, needed, 1, 64},
    {"geoHash", text, needed, 1, 12},
    {"operator", identity, needed},
    {"activity", text, needed, 1, 64},
};
constexpr ClaimRule hazardous_substance[] = {
    {product_claim, text, needed, 1, product_text},
    {"standard", text, needed, 1, 64},
    {substances_claim, substances, needed},
    {"method", text, needed, 1, 64},
    {"reportHash", sha256, needed},
};
constexpr ClaimRule legal_entity_kyc[] = {
    {"uscc", tax_id, needed},
    {"legalName", text, needed, 1, 200},
    {"level", number, needed, 1, 3},
    {"riskBand", text, optional, 1, 32},
    {"legalRepresentative", text, hidden, 1, 200},
    {"beneficialOwners", texts, hidden, 1, 64},
    {"accountDigest", sha256, hidden},
};
constexpr ClaimRule management_system_cert[] = {
    {"standard", text, needed, 1, 64},
    {"scope", text, needed, 1, 512},
    {"sites", texts, optional, 1, 64},
    {"certificateNumber", text, needed, 1, 64},
};
constexpr ClaimRule product_conformity[] = {
    {product_claim, text, needed, 1, product_text},
    {"standard", text, needed, 1, 64},
    {substances_claim, substances, optional},
    {"method", text, needed, 1, 64},
    {"reportHash", sha256, needed},
};
constexpr ClaimRule supplier_qualification[] = {
    {"categoryCodes", texts, needed, 1, 64},
    {"grade", text, needed, 1, 16},
    {"auditScore", number, hidden, 0, 100},
    {"annualVolumeBand", text, hidden, 1, 32},
};
constexpr ClaimRule verifier_accreditation[] = {
    {"schemes", texts, needed, 1, 16},
    {"sectors", texts, needed, 1, 64},
    {"level", number, needed, 1, 3},
};

}  // namespace claims

// 366, 732, 1,096 and 1,461 days: one, two, three and four years, whatever leap days they hold. 0: a
// licence ends when it says it ends.
constexpr auto type_table = std::to_array<CredentialType>({
    // name, who issues it, most days, claims
    {"AuthorisedSigner",       "self",                            366, claims::authorised_signer},
    {"BankLicence",            "regulator",                         0, claims::licence},
    {"BusinessLicence",        "market_regulator|delegate",         0, claims::business_licence},
    {"DelegatedIssuer",        "any",                            1096, claims::delegated_issuer},
    {"DeviceCalibration",      "metrology_body",                  732, claims::device_calibration},
    {"FacilityRecord",         "certification_body",             1096, claims::facility_record},
    {"FactoringLicence",       "regulator",                         0, claims::licence},
    {"HazardousSubstance",     "laboratory|certification_body",   366, claims::hazardous_substance},
    {"LegalEntityKyc",         "bank|kyc_provider",               366, claims::legal_entity_kyc},
    {"ManagementSystemCert",   "certification_body",             1096, claims::management_system_cert},
    {"ProductConformity",      "laboratory|certification_body",   366, claims::product_conformity},
    {"SupplierQualification",  "core_enterprise",                 732, claims::supplier_qualification},
    {"VerifierAccreditation",  "accreditation_body",             1461, claims::verifier_accreditation},
});
static_assert(std::is_sorted(type_table.begin(), type_table.end(), [](auto& a, auto& b) { return a.name < b.name; }));

constexpr auto context_names = std::to_array<std::string_view>({
    "https://www.w3.org/ns/credentials/v2",  // W3C VC-DM 2.0: must come first
    "urn:allonge:context:v1",                // the claims above, "_sd" and "_sd_alg"
});

constexpr auto substance_names =
    std::to_array<std::string_view>({"BBP", "Cd", "Cr6+", "DBP", "DEHP", "DIBP", "Hg", "PBB", "PBDE", "Pb"});
static_assert(std::is_sorted(substance_names.begin(), substance_names.end()));

}  // namespace

std::span<const CredentialType> credential_types() { return type_table; }

const CredentialType* find_credential_type(std::string_view name) {
  const auto found = std::find_if(type_table.begin(), type_table.end(), [&](const CredentialType& type) { return type.name == name; });
  return found == type_table.end() ? nullptr : &*found;
}

const ClaimRule* find_claim(const CredentialType& type, std::string_view name) {
  for (const std::span<const ClaimRule> rules : {type.claims, std::span<const ClaimRule>(claims::any_type)})
    for (const ClaimRule& rule : rules)
      if (rule.name == name) return &rule;
  return nullptr;
}

bool issued_by_class(const CredentialType& type, std::string_view issuer_class) {
  if (issued_by_subject(type)) return false;
  if (type.issuer_classes == "any") return true;
  std::string_view classes = type.issuer_classes;
  while (true) {
    const std::size_t end = classes.find('|');
    if (classes.substr(0, end) == issuer_class) return true;
    if (end == std::string_view::npos) return false;
    classes.remove_prefix(end + 1);
  }
}

bool class_is_above(const CredentialType& type, std::string_view first, std::string_view other) {
  if (first == other || type.issuer_classes == "any") return false;
  return issued_by_class(type, first) && issued_by_class(type, other) &&
         ("|" + std::string(type.issuer_classes) + "|").find("|" + std::string(first) + "|") <
             ("|" + std::string(type.issuer_classes) + "|").find("|" + std::string(other) + "|");
}

bool issued_by_subject(const CredentialType& type) { return type.issuer_classes == "self"; }

bool within_longest_life(const CredentialType& type, Time from, Time until) {
  return from <= until && (type.longest_days == 0 || until.ms - from.ms <= type.longest_days * ms_per_day);
}

std::string schema_id(const CredentialType& type) { return "urn:allonge:schema:" + std::string(type.name) + ":1"; }

std::span<const std::string_view> known_contexts() { return context_names; }
std::span<const std::string_view> restricted_substances() { return substance_names; }

}  // namespace allonge::credential
