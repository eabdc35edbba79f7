// Credentials for tests, signed with real keys: a paper says what differs from the usual one, and the
// ledger of World records it in one line.
//
//   World world(trusting_genesis());
//   const Digest kyc = record(world, {.subject = "taihe"});
//   record(world, {.type = "AuthorisedSigner", .issuer = "taihe", .subject = "taihe"});
#pragma once

#include "contracts/credential/gate.h"
#include "contracts/credential/issue_credential.h"
#include "tests/support/world.h"

namespace allonge::test {

using credential::Identity;

// "taihe" is the party; "key:tuv" whoever holds the key made from that name.
Identity identity_of(std::string_view name);
SecretKey outside_key(std::string_view name);  // of "key:NAME"

Time moment(std::string_view text);  // "2026-01-01T00:00:00Z"

struct Paper {
  std::string type = "LegalEntityKyc";
  std::string issuer = "jianghai";
  std::string subject = "shunchang";
  std::string from = "2026-01-01T00:00:00Z";
  std::string until = "2026-12-31T23:59:59Z";
  std::optional<Time> created = std::nullopt;  // block time of the latest block
  std::string jurisdiction = {};
  std::string claims = {};            // JSON members in place of the type's usual ones
  std::uint32_t serial = 0;           // of the issuer's key: maker1's
  std::optional<std::string> id = std::nullopt;  // a fresh one
  std::string extra = {};             // further JSON members of the document, with a comma before
};

// The signed document.
Bytes signed_paper(const World& world, const Paper& paper);

// vc.issue by the issuer, or, for an issuer outside the ledger, by the subject.
Verdict issue(World& world, const Paper& paper, std::optional<Digest> supersedes = std::nullopt);
// The same; it must be done. Answers the credential's hash.
Digest record(World& world, const Paper& paper, std::optional<Digest> supersedes = std::nullopt);
// What the ledger says to it: "done" or the reason's name.
std::string verdict_of(World& world, const Paper& paper);

// The usual papers of a party that issues: KYC of level 2 and maker1, maker2 as signers.
void equip_issuer(World& world, std::string_view party);

// demo_genesis with the council's first authorities: operator (council), jianghai (bank), taihe (core
// enterprise), regulator, and the market regulator outside the ledger; and these gates.
GenesisConfig trusting_genesis(std::vector<std::string> gates = {"cert.accept", "cert.accept_transfer", "cert.issue",
                                                                "cert.transfer"});

// A right to issue one type, everywhere, for 366 days, to be changed by the test.
credential::AuthorityTerms terms_of(std::string_view name, std::string_view authority_class, std::string_view parent,
                                    std::vector<std::string> types, std::uint32_t depth_left);

}  // namespace allonge::test
