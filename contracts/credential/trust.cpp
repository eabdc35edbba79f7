// Whether an issuer may issue: its own grant first, then everybody who stands behind it (authority.h).
#include "contracts/credential/authority.h"
#include "contracts/credential/types.h"

namespace allonge::credential {

namespace {

// What one authority of the chain lacks; empty when nothing. `below` delegations lie between it and the issuer.
std::string lacking(const Authority& authority, const TrustQuestion& question, std::uint32_t below) {
  const Grant* grant = grant_of(authority.terms, question.type);
  const std::string who = short_text(authority.terms.identity);
  if (grant == nullptr) return who + " may not issue " + std::string(question.type);
  const bool in_scope = question.scope.empty() ? grant->scopes.empty() : contains(grant->scopes, question.scope);
  if (!in_scope)
    return who + " may not issue for scope " + (question.scope.empty() ? "everywhere" : std::string(question.scope));
  if (question.life_ms > grant->max_life_days * ms_per_day)
    return who + " may issue for at most " + std::to_string(grant->max_life_days) + " days";
  if (grant->depth_left < below) return who + " may not delegate so far";
  return {};
}

}  // namespace

TrustAnswer trust(const View& view, const TrustQuestion& question) {
  TrustAnswer out;
  const auto no = [&](std::string why) {
    out.why = std::move(why);
    return out;
  };
  out.chain.push_back(question.issuer);
  const CredentialType* type = find_credential_type(question.type);
  if (type == nullptr) return no("no type " + std::string(question.type));
  if (issued_by_subject(*type)) {
    if (question.issuer != question.subject)
      return no("only " + short_text(question.subject) + " issues it about its own");
    out.authorised = true;
    return out;
  }
  Identity at = question.issuer;
  for (std::uint32_t below = 0; below <= deepest; ++below) {
    const auto authority = authority_at(view, at, question.created);
    if (!authority) return no(short_text(at) + " was no active authority then");
    if (below == 0 && !issued_by_class(*type, authority->terms.authority_class))
      return no("a " + authority->terms.authority_class + " does not issue " + std::string(question.type));
    if (std::string why = lacking(*authority, question, below); !why.empty()) return no(std::move(why));
    if (!authority->terms.parent) {
      out.authorised = true;
      return out;
    }
    at = *authority->terms.parent;
    out.chain.push_back(at);
  }
  return no("the chain is too long");
}

Result<void> authorised(const View& view, const TrustQuestion& question) {
  TrustAnswer answer = trust(view, question);
  if (!answer.authorised) return Refusal{Reason::issuer_not_authorised, std::move(answer.why)};
  return done();
}

Result<void> authorised_now(const View& view, TrustQuestion question, Time now) {
  question.created = now;
  return authorised(view, question);
}

}  // namespace allonge::credential
