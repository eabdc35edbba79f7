// The named test companies of the manual, with real keys made from their names. All are invented.
#pragma once

#include "contracts/genesis_state.h"
#include "ledger/keys.h"

namespace allonge::test {

// The key of a person, made from "party/person" and a generation (rotated keys): the same every time.
SecretKey key_of(std::string_view party, std::string_view person, std::uint32_t generation = 0);

PartyId id_of(std::string_view name);
Amount yuan(std::string_view text);  // "200000.00"
Date day(std::string_view text);     // "2026-08-28"
// 09:00 of the business zone on that day.
Time morning_of(std::string_view date);
Digest digest_of(std::string_view text);  // of a document nobody has
TaxId tax_id_of(std::string_view party);  // invented, with the right check letter

// maker1, maker2, checker1, checker2 and the system key "system".
PartyApplication application_of(std::string_view name, std::vector<Role> roles, std::string_view full_name = {});

// Test network from 2026-03-02 09:00 +08:00: operator, jianghai (bank), taihe (issuer), shunchang,
// lanwan (suppliers), dongfang (factor), regulator, platform; four validators.
GenesisConfig demo_genesis();

}  // namespace allonge::test
