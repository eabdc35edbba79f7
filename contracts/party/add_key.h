// party.add_key: a party adds a key of one of its people.
#pragma once

#include "contracts/operation.h"
#include "contracts/party/party.h"

namespace allonge::party {

struct AddKey {
  static constexpr Card card{0x0402, "party.add_key", "Add a key of one of your own people."};
  NewKey key;
  static constexpr auto fields() { return std::tuple{Field{1, "key", &AddKey::key, "the key and whose it is"}}; }
  struct Plan;
};
struct AddKey::Plan {
  AddKey op;
  Party party;
};

Result<AddKey::Plan> check(const AddKey& op, const Context& context, const View& view);
void apply(const AddKey::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const AddKey& op, const View& view);

}  // namespace allonge::party
