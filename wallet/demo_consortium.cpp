#include "wallet/demo_consortium.h"

#include <algorithm>

#include "ledger/digest.h"
#include "wallet/demo_papers.h"

namespace allonge::wallet {

namespace {

constexpr const char* people[] = {"maker1", "checker1"};

PartyId party_id(const std::string& name) {
  const auto id = PartyId::parse(name);
  ensure(id.has_value(), "demo parties have acceptable names");
  return *id;
}

Amount yuan(const char* text) {
  const auto amount = Amount::parse(text);
  ensure(amount.has_value(), "demo amounts are written as amounts");
  return *amount;
}

// An invented code of the right form: letters from the name's digest, and the true check letter.
TaxId tax_id_of(const std::string& name) {
  const Digest seed = digest("allonge/demo-tax-id/v1", bytes_of(name));
  std::string letters = "91";
  for (std::size_t i = 0; letters.size() < 17; ++i) letters.push_back(char('0' + seed.bytes[i] % 10));
  const auto id = TaxId::with_check_letter(letters);
  ensure(id.has_value(), "demo tax ids are of the right form");
  return *id;
}

// Demo parties ask for a checker on both sides of every transfer, as big companies do.
SigningPolicy two_people_for_acceptance() {
  const auto everything = Amount::of_fen(Amount::max_fen);
  ensure(everything.has_value(), "the largest amount is an amount");
  SigningPolicy policy;
  for (const char* operation : {"cert.accept", "cert.accept_transfer"})
    policy.rules.push_back(PolicyRule{operation, {Band{*everything, 1, 1}}});
  return policy;
}

}  // namespace

PartyApplication demo_application(const DemoParty& party) {
  PartyApplication out;
  out.id = party_id(party.name);
  out.full_name = party.full_name;
  out.tax_id = tax_id_of(party.name);
  out.roles = party.roles;
  std::sort(out.roles.begin(), out.roles.end());
  for (const char* person : people) {
    const auto key = SecretKey::from_seed(demo_seed(out.id, person));
    ensure(key.has_value(), "a digest is a seed");
    const bool is_maker = std::string_view(person) == people[0];
    out.keys.push_back(NewKey{key->public_key(), person, {is_maker ? Purpose::maker : Purpose::checker}});
  }
  out.policy = two_people_for_acceptance();
  return out;
}

std::vector<DemoParty> demo_parties() {
  std::vector<DemoParty> out{
      {demo_operator, "运营方", {Role::operator_}, true},
      {"jianghai", "江海银行", {Role::settlement_bank, Role::financier}, true},
      {"taihe", "泰和制造", {Role::issuer, Role::holder}},
      {"shunchang", "顺昌零件", {Role::holder}},
      {"lanwan", "蓝湾模具", {Role::holder}},
      {"dongfang", "东方保理", {Role::financier}},
      {"regulator", "监管", {Role::regulator, Role::registrar}},
      {demo_market_regulator, "市场监管", {Role::regulator}, true},
      {"hengxin", "恒信认证", {Role::certifier}},
      {"yuanhang", "远航物流", {Role::holder, Role::logistics}},
      {"platform", "信息服务机构", {Role::platform}},
      {"core", "某电子制造集团", {Role::issuer}},
  };
  for (int i = 1; i <= 25; ++i) {
    const std::string number = (i < 10 ? "0" : "") + std::to_string(i);
    out.push_back({"s" + number, "供应商" + number, {Role::holder}});
  }
  return out;
}

ValidatorSeeds demo_validator_seeds(const std::string& name) {
  return {digest("allonge/demo-consensus-key/v1", bytes_of(name)), digest("allonge/demo-link-key/v1", bytes_of(name))};
}

Result<std::vector<std::string>> demo_validators(std::size_t count) {
  if (count < 1 || count > 16) return Refusal{Reason::out_of_range, "a test network has 1 to 16 validators"};
  std::vector<std::string> out{"taihe", "jianghai", "dongfang", "regulator", "hengxin", "yuanhang", "shunchang", "lanwan"};
  for (int i = 1; out.size() < count; ++i) out.push_back("s" + std::string(i < 10 ? "0" : "") + std::to_string(i));
  out.resize(count);
  return out;
}

GenesisConfig demo_genesis(const std::vector<std::string>& validators, const std::vector<std::string>& addresses,
                           Date day, Time now) {
  GenesisConfig out;
  out.network = "demo";
  out.kind = NetworkKind::test;
  out.calendar_start = Time{start_of(day, business_zone_minutes).ms + 9 * 3'600'000};
  out.wall_anchor = now;
  for (std::size_t i = 0; i < validators.size(); ++i) {
    const ValidatorSeeds seeds = demo_validator_seeds(validators[i]);
    const auto consensus = SecretKey::from_seed(seeds.consensus);
    const auto link = SecretKey::from_seed(seeds.link);
    ensure(consensus && link, "digests are seeds");
    out.validators.push_back({party_id(validators[i]), consensus->public_key(), link->public_key(), addresses[i]});
  }
  for (const DemoParty& party : demo_parties())
    if (party.in_genesis) out.parties.push_back(demo_application(party));
  out.profile = erc_cn_defaults();
  out.authorities = demo_authorities(out.calendar_start);
  out.gates = credential::default_gates(out.calendar_start);
  return out;
}

std::vector<Operation> admission_batch(const std::vector<std::string>& known) {
  std::vector<Operation> out, limits;
  for (const DemoParty& party : demo_parties()) {
    if (std::find(known.begin(), known.end(), party.name) != known.end()) continue;
    out.push_back(party::AdmitParty{demo_application(party)});
    if (std::find(party.roles.begin(), party.roles.end(), Role::issuer) != party.roles.end())
      limits.push_back(party::SetLimit{party_id(party.name), Currency::cny, yuan("100000000.00")});
  }
  out.insert(out.end(), limits.begin(), limits.end());
  return out;
}

Keyring demo_keyring(const Digest& chain) {
  Keyring out;
  out.chain = chain;
  for (const DemoParty& party : demo_parties())
    for (const char* person : people) {
      const PartyId id = party_id(party.name);
      out.keys.push_back({id, person, demo_seed(id, person)});
    }
  return out;
}

}  // namespace allonge::wallet
