// party.set_recovery: a party names the people who bring it back, or names none any more. Once there is
// a rule, those of the old rule approve the new one: a thief of the party's daily keys could otherwise
// lock out its rescuers first.
#pragma once

#include "contracts/operation.h"
#include "contracts/party/party.h"

namespace allonge::party {

struct SetRecovery {
  static constexpr Card card{0x0407, "party.set_recovery", 
                             "Name the keys that bring your party back if its own are lost."};
  std::optional<RecoveryRule> rule;
  Approvals approvals;
  static constexpr auto fields() {
    return std::tuple{Field{1, "rule", &SetRecovery::rule, "the new rule; none ends recovery"},
                      Field{2, "approvals", &SetRecovery::approvals, "of the old rule's keys, ascending", recovery_keys_limit}};
  }
  struct Plan;
};
struct SetRecovery::Plan {
  Party party;
};

// What the old rule's people sign.
Digest text_to_approve(const SetRecovery& op, const Digest& chain, const Party& party);

Result<SetRecovery::Plan> check(const SetRecovery& op, const Context& context, const View& view);
void apply(const SetRecovery::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const SetRecovery& op, const View& view);

}  // namespace allonge::party
