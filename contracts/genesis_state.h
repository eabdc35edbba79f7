// Genesis: the described configuration from which a network begins, and the state it begins with.
// Its digest is the chain's name: whoever has another configuration is on another chain. As JSON it
// is written and read by the same description.
#pragma once

#include "contracts/credential/gate.h"
#include "contracts/party/party.h"
#include "contracts/profile.h"
#include "contracts/testnet/calendar.h"
#include "ledger/quorum.h"

namespace allonge {

struct GenesisValidator {
  PartyId party;
  PublicKey consensus_key;  // signs votes
  PublicKey link_key;       // signs links between nodes; never the consensus key
  std::string address;      // hint: host:port
  static constexpr auto fields() {
    using T = GenesisValidator;
    return std::tuple{Field{1, "party", &T::party, "whose node it is"},
                      Field{2, "consensus_key", &T::consensus_key, "signs its votes"},
                      Field{3, "link_key", &T::link_key, "signs its links"},
                      Field{4, "address", &T::address, "host:port where it is likely reached", 256}};
  }
};

struct GenesisConfig {
  std::uint32_t version = 1;
  std::string network;               // short name
  NetworkKind kind = NetworkKind::test;
  std::uint32_t suite = 1;           // 1 = Ed25519 and SHA-256
  Time calendar_start;               // block time at the anchor
  Time wall_anchor;                  // wall-clock moment; equal to the start in production
  std::vector<GenesisValidator> validators;  // in the order votes count them
  std::vector<PartyApplication> parties;     // at least an operator and a settlement bank
  Profile profile;                   // version 1
  std::vector<IssuerLimit> limits;
  std::vector<credential::AuthorityTerms> authorities;  // parents before their children
  std::vector<credential::Gate> gates;                  // version 1 each; ascending by operation

  static constexpr auto fields() {
    using T = GenesisConfig;
    return std::tuple{Field{1, "version", &T::version, "of this layout: 1"},
                      Field{2, "network", &T::network, "short name of the network", 40},
                      Field{3, "kind", &T::kind, "test or production"},
                      Field{4, "suite", &T::suite, "1: Ed25519 and SHA-256"},
                      Field{5, "calendar_start", &T::calendar_start, "block time at the anchor"},
                      Field{6, "wall_anchor", &T::wall_anchor, "wall-clock moment of the calendar's start"},
                      Field{7, "validators", &T::validators, "in the order votes count them", 100},
                      Field{8, "parties", &T::parties, "who is there from the start", 1000},
                      Field{9, "profile", &T::profile, "first parameters"},
                      Field{10, "limits", &T::limits, "first limits of issuers", 1000},
                      Field{11, "authorities", &T::authorities, "who may issue credentials; parents first", 1000},
                      Field{12, "gates", &T::gates, "which operations ask for credentials", 64}};
  }
};

// digest("allonge/genesis/v1", canonical bytes): the chain's name.
Digest chain_of(const GenesisConfig& config);
Committee committee_of(const GenesisConfig& config);

// The initial state. BAD_GENESIS with what is wrong: names, keys used twice, no quorum, no operator or
// settlement bank, a production calendar that differs from the wall clock, an authority beyond its parent.
Result<Changes> genesis_state(const GenesisConfig& config);

}  // namespace allonge
