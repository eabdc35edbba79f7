#include "tests/support/parties.h"

#include "ledger/digest.h"

namespace allonge::test {

SecretKey key_of(std::string_view party, std::string_view person, std::uint32_t generation) {
  const std::string name = std::string(party) + "/" + std::string(person) + "/" + std::to_string(generation);
  const Digest seed = digest("allonge/test-key/v1", bytes_of(name));
  return *SecretKey::from_seed(seed);
}

PartyId id_of(std::string_view name) { return *PartyId::parse(name); }
Amount yuan(std::string_view text) { return *Amount::parse(text); }
Date day(std::string_view text) { return *Date::parse(text); }
Time morning_of(std::string_view date) { return {start_of(day(date), business_zone_minutes).ms + 9 * 3'600'000}; }
Digest digest_of(std::string_view text) { return plain_sha256(bytes_of(text)); }

TaxId tax_id_of(std::string_view party) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const Digest made = digest("allonge/test-tax-id/v1", bytes_of(party));
  std::string letters = "91330000";
  for (std::size_t i = 0; letters.size() < 17; ++i) letters.push_back(alphabet[made.bytes[i] % alphabet.size()]);
  return *TaxId::with_check_letter(letters);
}

PartyApplication application_of(std::string_view name, std::vector<Role> roles, std::string_view full_name) {
  PartyApplication out;
  out.id = id_of(name);
  out.full_name = full_name.empty() ? std::string(name) + " Co." : std::string(full_name);
  out.tax_id = tax_id_of(name);
  out.roles = std::move(roles);
  const auto add = [&](const char* person, Purpose purpose) {
    out.keys.push_back({key_of(name, person).public_key(), person, {purpose}});
  };
  add("maker1", Purpose::maker);
  add("maker2", Purpose::maker);
  add("checker1", Purpose::checker);
  add("checker2", Purpose::checker);
  add("system", Purpose::single);
  return out;
}

GenesisConfig demo_genesis() {
  GenesisConfig out;
  out.network = "demo-test";
  out.kind = NetworkKind::test;
  out.calendar_start = morning_of("2026-03-02");
  out.wall_anchor = {1'700'000'000'000};
  for (const char* name : {"taihe", "jianghai", "dongfang", "regulator"})
    out.validators.push_back({id_of(name), key_of(name, "consensus").public_key(), key_of(name, "link").public_key(),
                              "127.0.0.1:8650"});
  out.parties = {
      application_of("operator", {Role::operator_}, "联盟运营中心"),
      application_of("jianghai", {Role::holder, Role::financier, Role::settlement_bank}, "江海银行"),
      application_of("taihe", {Role::issuer}, "泰和制造"),
      application_of("shunchang", {Role::holder}, "顺昌零件"),
      application_of("lanwan", {Role::holder}, "蓝湾模具"),
      application_of("dongfang", {Role::holder, Role::financier}, "东方保理"),
      application_of("regulator", {Role::regulator}, "监管"),
      application_of("platform", {Role::platform}, "信息服务平台"),
  };
  out.profile = erc_cn_defaults();
  out.profile.valid_from = day("2026-01-01");
  out.limits = {{id_of("taihe"), Currency::cny, yuan("100000000.00")}};
  return out;
}

}  // namespace allonge::test
