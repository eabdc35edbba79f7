// The world of a walk, once as a genesis and once as the slow model's setting: small limits, small faces and few
// ranges, so that everything that can run out does.
#pragma once

#include "tests/model/ledger_model.h"
#include "tests/support/parties.h"

namespace allonge::test {

inline constexpr std::uint32_t most_ranges = 24;

inline GenesisConfig walk_genesis() {
  GenesisConfig out = demo_genesis();
  out.parties.push_back(application_of("second", {Role::issuer}));
  for (const char* name : {"alpha", "bravo", "carol"}) out.parties.push_back(application_of(name, {Role::holder}));
  for (const char* name : {"banka", "bankb"}) out.parties.push_back(application_of(name, {Role::holder, Role::financier}));
  out.limits = {{id_of("second"), Currency::cny, yuan("20.00")}, {id_of("taihe"), Currency::cny, yuan("60.00")}};
  out.profile.max_ranges = most_ranges;
  out.profile.minimum_transfer = yuan("0.02");
  return out;
}

inline LedgerModel::Setting walk_setting() {
  LedgerModel::Setting out;
  out.limits = {{id_of("second"), 2000}, {id_of("taihe"), 6000}};
  for (const char* name : {"jianghai", "shunchang", "lanwan", "dongfang", "alpha", "bravo", "carol"})
    out.holders.push_back(id_of(name));
  out.financiers = {id_of("dongfang"), id_of("jianghai")};
  for (const char* name : {"banka", "bankb"}) {
    out.holders.push_back(id_of(name));
    out.financiers.push_back(id_of(name));
  }
  out.platform = id_of("platform");
  out.bank = id_of("jianghai");
  out.max_ranges = most_ranges;
  out.minimum_fen = 2;
  return out;
}

}  // namespace allonge::test
