// party.rotate_key: a person's new key takes the place of the old one; person and purposes stay.
// Also how a lost key is replaced: the party's other people sign.
#pragma once

#include "contracts/operation.h"
#include "contracts/party/party.h"

namespace allonge::party {

struct RotateKey {
  static constexpr Card card{0x0403, "party.rotate_key", "Replace a key of one of your own people by a new one."};
  PublicKey old_key;
  PublicKey new_key;
  static constexpr auto fields() {
    return std::tuple{Field{1, "old_key", &RotateKey::old_key, "key that ends"},
                      Field{2, "new_key", &RotateKey::new_key, "key that takes its place"}};
  }
  struct Plan;
};
struct RotateKey::Plan {
  RotateKey op;
  Party party;
  KeyRecord old_record;
};

Result<RotateKey::Plan> check(const RotateKey& op, const Context& context, const View& view);
void apply(const RotateKey::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const RotateKey& op, const View& view);

}  // namespace allonge::party
