// vc.resume: a suspended credential counts again. Only whoever suspended it may: an issuer does not lift
// what its parent or the regulator laid on its credential.
#pragma once

#include "contracts/credential/record.h"
#include "contracts/operation.h"

namespace allonge::credential {

struct ResumeCredential {
  static constexpr Card card{0x0715, "vc.resume", "Let a suspended credential count again."};
  Digest credential;

  static constexpr auto fields() {
    using T = ResumeCredential;
    return std::tuple{Field{1, "credential", &T::credential, "hash of the credential"}};
  }
  struct Plan;
};
struct ResumeCredential::Plan {
  Credential before, after;
};

// NOT_FOUND; WRONG_STATE, also when its suspension has ended by itself; NOT_YOUR_PART.
Result<ResumeCredential::Plan> check(const ResumeCredential& op, const Context& context, const View& view);
void apply(const ResumeCredential::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const ResumeCredential& op, const View& view);

}  // namespace allonge::credential
