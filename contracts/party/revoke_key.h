// party.revoke_key: a key of one of the party's people ends. Refused when those who remain could not
// satisfy the party's own signing policy any more.
#pragma once

#include "contracts/operation.h"
#include "contracts/party/party.h"

namespace allonge::party {

struct RevokeKey {
  static constexpr Card card{0x0404, "party.revoke_key", "End a key of one of your own people."};
  PublicKey key;
  static constexpr auto fields() { return std::tuple{Field{1, "key", &RevokeKey::key, "key that ends"}}; }
  struct Plan;
};
struct RevokeKey::Plan {
  RevokeKey op;
  Party party;
  KeyRecord record;
};

Result<RevokeKey::Plan> check(const RevokeKey& op, const Context& context, const View& view);
void apply(const RevokeKey::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const RevokeKey& op, const View& view);

}  // namespace allonge::party
