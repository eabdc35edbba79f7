// party.recover: the recovery people of a party give it new keys; every key it had in force ends. Any
// party may carry it to the ledger, since the one concerned cannot sign: the approvals decide.
#pragma once

#include "contracts/operation.h"
#include "contracts/party/party.h"

namespace allonge::party {

struct Recover {
  static constexpr Card card{0x0408, "party.recover", 
                             "Give a party that lost its keys new ones, by its recovery keys."};
  PartyId party;
  std::vector<NewKey> keys;
  Approvals approvals;
  static constexpr auto fields() {
    return std::tuple{
        Field{1, "party", &Recover::party, "who lost its keys"},
        Field{2, "keys", &Recover::keys, "its people's new keys", keys_per_party},
        Field{3, "approvals", &Recover::approvals, "of its recovery keys, ascending", recovery_keys_limit}};
  }
  struct Plan;
};
struct Recover::Plan {
  Party party;
  std::vector<KeyRecord> ended;
  std::vector<NewKey> keys;
};

// What the recovery people sign.
Digest text_to_approve(const Recover& op, const Digest& chain, const Party& party);

Result<Recover::Plan> check(const Recover& op, const Context& context, const View& view);
void apply(const Recover::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Recover& op, const View& view);

}  // namespace allonge::party
