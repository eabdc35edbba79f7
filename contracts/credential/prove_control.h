// vc.prove: the subject of an application shows that it controls its key, by signing the application's
// challenge (application.h). Without it nothing is approved: a credential must not speak about whoever
// happens to be named.
#pragma once

#include "contracts/credential/application.h"
#include "contracts/operation.h"

namespace allonge::credential {

struct ProveControl {
  static constexpr Card card{0x0717, "vc.prove", "Show that the subject of your application controls its key."};
  ApplicationId application;
  PublicKey key;
  Signature signature;

  static constexpr auto fields() {
    using T = ProveControl;
    return std::tuple{Field{1, "application", &T::application, "your application"},
                      Field{2, "key", &T::key, "key of the subject"},
                      Field{3, "signature", &T::signature, "over the application's challenge"}};
  }
  struct Plan;
};
struct ProveControl::Plan {
  Application before, after;
};

// HOLDER_MISMATCH for a key that is not the subject's; PROOF_SIGNATURE.
Result<ProveControl::Plan> check(const ProveControl& op, const Context& context, const View& view);
void apply(const ProveControl::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const ProveControl& op, const View& view);

}  // namespace allonge::credential
