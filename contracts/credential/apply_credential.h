// vc.apply: a party asks an authority for a credential, or submits again what was returned to it.
#pragma once

#include "contracts/credential/application.h"
#include "contracts/operation.h"

namespace allonge::credential {

struct ApplyForCredential {
  static constexpr Card card{0x0711, "vc.apply", "Ask an authority for a credential."};
  std::optional<ApplicationId> application = std::nullopt;
  PartyId authority;
  std::string type;
  std::optional<Identity> subject = std::nullopt;
  Digest claims;
  std::vector<DocumentDigest> documents;

  static constexpr auto fields() {
    using T = ApplyForCredential;
    return std::tuple{Field{1, "application", &T::application, "the returned one that is submitted again"},
                      Field{2, "authority", &T::authority, "whom you ask"},
                      Field{3, "type", &T::type, "type of credential", type_text},
                      Field{4, "subject", &T::subject, "about whom; your party unless named"},
                      Field{5, "claims", &T::claims, "SHA-256 of the claims you ask for"},
                      Field{6, "documents", &T::documents, "what supports them", application_documents}};
  }
  struct Plan;
};
struct ApplyForCredential::Plan {
  Application before, after;
};

// VC_SCHEMA for a type nobody knows; ISSUER_NOT_AUTHORISED for an authority that does not issue it now.
Result<ApplyForCredential::Plan> check(const ApplyForCredential& op, const Context& context, const View& view);
void apply(const ApplyForCredential::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const ApplyForCredential& op, const View& view);

}  // namespace allonge::credential
