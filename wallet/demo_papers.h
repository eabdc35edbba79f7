// The papers of a test network's parties: who may vouch for whom, and the credentials its gates ask for
// (credentials.md 5, 6, 8). All follow from the table of demo parties and the moments of their admission, so
// whoever makes them again makes the same documents, and the ledger knows them already.
#pragma once

#include "contracts/credential/authority.h"
#include "wallet/demo_consortium.h"
#include "wallet/paper.h"

namespace allonge::wallet {

inline constexpr const char* demo_market_regulator = "market";

// The council's first authorities: the operator for the council, banks, regulators, core enterprises.
std::vector<credential::AuthorityTerms> demo_authorities(Time from);
// The right to issue one type, as the council gives it to an authority of the last rank.
credential::AuthorityTerms demo_authority(const PartyId& party, std::string name, std::string authority_class,
                                          std::vector<std::string> types, Time from);

// The usual ones, also of parties that a benchmark invents. `roles` of a signer as JSON: ["finance","issue"].
Paper business_licence(const PartyApplication& about, const PartyId& by, Time since);
Paper kyc(const PartyApplication& about, const PartyId& by, Time since);
Paper qualification(const PartyId& supplier, const PartyId& by, Time since);
Paper authorised_signer(const PartyId& company, std::string_view person, std::string_view roles, Time since);

// vc.issue of it, signed with the issuer's first key.
Operation recording(const Paper& paper, const std::string& network, const SecretKey& key);

// ---- all of the demo parties

struct PaperBatch {
  PartyId issuer;
  std::vector<Operation> operations;
};

struct Admitted {
  PartyId id;
  Time since;
};

// Licences for those who are to be admitted: what party.admit asks for. None when all are there.
PaperBatch demo_licences(const std::string& network, const std::vector<Admitted>& known);
// Everything else, one batch per issuer: all of it lasts a year and is made anew when half of that is over,
// or, the financial regulator's licences, is made once.
std::vector<PaperBatch> demo_credentials(const std::string& network, const std::vector<Admitted>& known, Time now);

}  // namespace allonge::wallet
