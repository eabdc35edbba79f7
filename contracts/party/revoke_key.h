// party.revoke_key: a key of one of the party's people ends. Refused when those who remain could not
// satisfy the party's own signing policy any more.
//
// With `effective` it is also reported compromised since a moment in the past (credentials.md V12): what
// was signed with it outside transactions from then on, such as a credential, is not relied upon. A key
// that has ended already can still be reported so, and a later report may only name an earlier moment.
#pragma once

#include "contracts/operation.h"
#include "contracts/party/party.h"

namespace allonge::party {

struct RevokeKey {
  static constexpr Card card{0x0404, "party.revoke_key", "End a key of one of your own people."};
  PublicKey key;
  std::optional<Time> effective = std::nullopt;
  static constexpr auto fields() {
    return std::tuple{Field{1, "key", &RevokeKey::key, "key that ends"},
                      Field{2, "effective", &RevokeKey::effective, "since when it is compromised, not after now"}};
  }
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
